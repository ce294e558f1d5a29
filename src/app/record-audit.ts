// A finished audit goes into the incident: the report as evidence, its verdicts and new findings on record, the steps that follow.
import { compareLevels } from "../core/audit/level.ts";
import { isAnythingRead } from "../core/audit/coverage.ts";
import type { AuditReport, CredentialAudit, Finding, Suspect } from "../core/audit/report.ts";
import { counted } from "../core/audit/words.ts";
import type { AuditData, RaisedFinding, SuspectSeen } from "../core/incident/audit-event.ts";
import { auditFacts, type AuditOutcome } from "../core/incident/decide/finding.ts";
import type { IncidentState } from "../core/incident/state.ts";
import { toInstant } from "../core/instant.ts";
import type { App } from "./context.ts";
import { storeDocument } from "./evidence.ts";
import { change } from "./incident.ts";
import { nothingRead } from "./nothing-read.ts";

/** More findings of one audit than this lie in the report alone: an event stays far below its limit of a mebibyte. */
const MOST_FINDINGS = 100;
/** Longest text of a log that an event repeats. */
const LONGEST_TEXT = 300;
const MOST_SAMPLES = 3;
const MOST_LINES = 20;

function cut(app: App, text: string): string {
  const clean = app.clean(text);
  return clean.length <= LONGEST_TEXT ? clean : `${clean.slice(0, LONGEST_TEXT - 1)}…`;
}

function raised(app: App, credential: string, finding: Finding): RaisedFinding {
  const { id, rule, level, confidence, window, succeeded, events, samples, subject } = finding;
  return {
    id,
    credential,
    rule,
    level,
    confidence,
    title: cut(app, finding.title),
    window,
    succeeded,
    observed: cut(app, finding.observed),
    expected: cut(app, finding.expected),
    threshold: cut(app, finding.threshold),
    subject: subject === null ? null : cut(app, subject),
    events,
    samples: samples
      .slice(0, MOST_SAMPLES)
      .map(({ at, where, text }) => ({ at, where: cut(app, where), text: cut(app, text) })),
    refute: cut(app, finding.refute),
  };
}

function suspectSeen(app: App, suspect: Suspect): SuspectSeen {
  return {
    ...suspect,
    name: cut(app, suspect.name),
    agents: suspect.agents.map((one) => cut(app, one)),
    country: suspect.country === null ? null : cut(app, suspect.country),
    network: suspect.network === null ? null : cut(app, suspect.network),
    did: suspect.did.map(({ value, count }) => cut(app, `${value} (${String(count)})`)),
    findings: suspect.findings.slice(0, MOST_FINDINGS),
  };
}

function verdictOf(
  app: App,
  audit: CredentialAudit,
): AuditData["audit.completed"]["credentials"][number] {
  const { credential, misuse, window, firstAbuse, lastAbuse } = audit;
  return {
    credential,
    misuse,
    because: audit.because.slice(0, MOST_SAMPLES).map((line) => cut(app, line)),
    requests: window.requests,
    firstAbuse,
    lastAbuse,
    ...(audit.notOurs === undefined ? {} : { notOurs: audit.notOurs }),
    reached: [
      ...audit.reached
        .slice(0, MOST_LINES)
        .map(({ value, count }) => cut(app, `${value} (${String(count)})`)),
      ...(audit.reachedTotal <= MOST_LINES
        ? []
        : [`and ${String(audit.reachedTotal - MOST_LINES)} more`]),
    ],
    suspects: audit.suspects.map((one) => suspectSeen(app, one)),
    cleared: audit.cleared.slice(0, MOST_LINES).map((one) => cut(app, `${one.who}: ${one.why}`)),
    derived: audit.derived
      .slice(0, MOST_LINES)
      .map((one) =>
        cut(
          app,
          `${one.kind} ${one.id} (${counted(one.requests, "request")}${one.removedAt === null ? "" : ", removed again"}${one.isOurs ? ", by callers of ours" : ""})`,
        ),
      ),
  };
}

/** What goes on record of a report; `digest` is its evidence. */
function outcomeOf(app: App, report: AuditReport, digest: string): AuditOutcome {
  const all = report.credentials
    .flatMap((one) => one.findings.map((finding) => raised(app, one.credential, finding)))
    .toSorted((a, b) => compareLevels(a.level, b.level));
  return {
    audit: {
      report: digest,
      window: report.window,
      baseline: report.baseline,
      sources: report.sources.map(({ name, format, lines, rejected, from, to }) => ({
        name: cut(app, name),
        format,
        lines,
        rejected,
        from,
        to,
      })),
      gaps: report.gaps
        .slice(0, MOST_LINES)
        .map((gap) =>
          cut(
            app,
            `${gap.from === null || gap.to === null ? "time not known" : `${gap.from} to ${gap.to}`}${gap.source === null ? "" : ` in ${gap.source}`}: ${gap.why}`,
          ),
        ),
      limits: report.limits.slice(0, MOST_LINES).map((line) => cut(app, line)),
      credentials: report.credentials.map((one) => verdictOf(app, one)),
    },
    findings: all.slice(0, MOST_FINDINGS),
    more: Math.max(0, all.length - MOST_FINDINGS),
  };
}

/** `20261126-033353Z`: sorts by time, and is a file's name everywhere. */
function fileTime(epochMs: number): string {
  return toInstant(epochMs).slice(0, 19).replaceAll(/[-:]/g, "").replace("T", "-").concat("Z");
}

/**
 * Put a report on record. Gives the incident as it stands then. Findings that are on record already keep their judgement. Throws
 * ClaroIrError `nothing-read` for a report on logs of which no line could be read: it would stand for a review that was none.
 */
export async function recordAudit(
  app: App,
  incident: string,
  report: AuditReport,
  step: string | undefined,
): Promise<IncidentState> {
  if (!isAnythingRead(report.sources)) throw nothingRead(report);
  const stored = await storeDocument(
    app,
    incident,
    // Of several audits each has a name of its own.
    { name: `audit-${fileTime(app.clock.now())}.json`, value: report },
    { step },
  );
  const outcome = outcomeOf(app, report, stored.data.sha256);
  const made = await change(app, incident, (world) => [stored, ...auditFacts(world, outcome)]);
  return made.state;
}
