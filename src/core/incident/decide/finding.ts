// What an audit found, and what people say of it: facts for the record, the steps they complete, and the steps they open again.
import { checklistItem, isSettled } from "../checklist.ts";
import { isHigh } from "../../audit/level.ts";
import type { Span } from "../../audit/report.ts";
import type { AuditData, FindingVerdict, RaisedFinding } from "../audit-event.ts";
import type { FindingRecord } from "../audit-state.ts";
import type { IncidentData, IncidentFact } from "../event.ts";
import { AT_THE_LATEST } from "../fact-source.ts";
import { factValue } from "../facts.ts";
import { openFindings } from "../misuse.ts";
import { ahead } from "./ahead.ts";
import { completeStep } from "./step.ts";
import { misuse, requireOpen, type World } from "./world.ts";

/** An audit as it goes on record. */
export interface AuditOutcome {
  readonly audit: AuditData["audit.completed"];
  readonly findings: readonly RaisedFinding[];
  /** So many more lie in the report alone. */
  readonly more: number;
}

/** What an E1 fact says about where it comes from. */
function source({ report }: Pick<AuditData["audit.completed"], "report">): string {
  return `audit ${report.slice(0, 8)}`;
}

function instantFact(name: string, value: string, from: string): IncidentFact {
  return {
    type: "fact.set",
    data: { name, value, credential: null, source: from, grade: "E1" },
  };
}

/** The earlier (or later) end of a span of misuse that is known by `name`; nothing where the record says as much already. */
export function ends(
  world: World,
  first: string,
  last: string,
  from: string,
): readonly IncidentFact[] {
  const { facts } = world.compiled.runbook;
  const knownFirst = factValue(world.state, "firstAbuseAt");
  const knownLast = factValue(world.state, "lastAbuseAt");
  const exposed = factValue(world.state, "exposedFrom");
  return [
    ...("firstAbuseAt" in facts && (knownFirst === undefined || first < knownFirst)
      ? [instantFact("firstAbuseAt", first, from)]
      : []),
    ...("lastAbuseAt" in facts && (knownLast === undefined || last > knownLast)
      ? [instantFact("lastAbuseAt", last, from)]
      : []),
    // It was visible then at the latest.
    ...("exposedFrom" in facts && (exposed === undefined || first < exposed)
      ? [instantFact("exposedFrom", first, `${from}, ${AT_THE_LATEST}`)]
      : []),
  ];
}

/** Words of people that make it worse open again what rests on knowing what the thief did. */
export function worsened(world: World, because: string): readonly IncidentFact[] {
  return reopened(world, because, (step) => REST_ON_FINDINGS.includes(step.id));
}

/** What rests on knowing what the thief did. */
const REST_ON_FINDINGS: readonly string[] = [
  "identify-data-accessed",
  "determine-scope",
  "check-persistence",
  "establish-window",
  "assess-personal-data",
];

/** Steps that are settled, if only by leaving them, and rest on what has just changed are open again, on record. */
function reopened(
  world: World,
  because: string,
  which: (step: World["compiled"]["runbook"]["steps"][number]) => boolean,
): readonly IncidentFact[] {
  const { runbook } = world.compiled;
  return runbook.steps
    .filter((step) => step.scope === "incident" && which(step))
    .filter((step) => isSettled(world.state.steps[step.id]?.status ?? "ready"))
    .map((step) => ({
      type: "step.reopened",
      data: { step: step.id, credential: null, because },
    }));
}

/** The review's completion, where nothing is left to judge and what it waits for is settled. */
function completed(world: World): readonly IncidentFact[] {
  const { runbook } = world.compiled;
  const step = runbook.steps.find((one) => one.effect === "review-logs");
  const { audit } = world.state;
  if (step === undefined || audit === null || openFindings(world.state).length > 0) return [];
  const item = checklistItem(runbook, world.state, step, null);
  if (isSettled(item.state) || item.blockedBy.length > 0) return [];
  const judged = world.state.findings.some((finding) => finding.judged !== null);
  const grade = judged ? "E2" : "E1";
  return completeStep(world, { step: step.id, grade, evidence: [audit.report] });
}

function withCompletion(world: World, facts: readonly IncidentFact[]): readonly IncidentFact[] {
  return [...facts, ...completed(ahead(world, facts))];
}

/** First and last misuse of all keys whose misuse the logs alone confirm. */
function confirmedSpan({ credentials }: AuditData["audit.completed"]) {
  const confirmed = credentials.filter((one) => one.misuse === "CONFIRMED");
  const first = confirmed.flatMap((one) => one.firstAbuse ?? []).sort()[0];
  const last = confirmed
    .flatMap((one) => one.lastAbuse ?? [])
    .sort()
    .at(-1);
  return first === undefined || last === undefined ? undefined : { first, last };
}

/** Facts of a finished audit: its verdicts, what is new in it, the times it proves, and what that opens again or completes. */
export function auditFacts(world: World, outcome: AuditOutcome): readonly IncidentFact[] {
  requireOpen(world.state);
  const known = new Set(world.state.findings.map((finding) => finding.id));
  const fresh = outcome.findings.filter((finding) => !known.has(finding.id));
  const span = confirmedSpan(outcome.audit);
  return withCompletion(world, [
    { type: "audit.completed", data: outcome.audit },
    ...(fresh.length === 0
      ? []
      : [
          {
            type: "finding.raised" as const,
            data: { findings: fresh, more: outcome.more },
          },
        ]),
    ...(span === undefined ? [] : ends(world, span.first, span.last, source(outcome.audit))),
    ...reopenedBy(world, fresh),
  ]);
}

/** What rests on findings and is settled already is open again when a high one turns up. */
export function reopenedBy(
  world: World,
  fresh: IncidentData["finding.raised"]["findings"],
): readonly IncidentFact[] {
  const high = fresh.filter(isHigh);
  if (high.length === 0) return [];
  return reopened(
    world,
    `new findings: ${high.map((finding) => finding.id).join(", ")}`,
    (step) => step.effect === "review-logs" || REST_ON_FINDINGS.includes(step.id),
  );
}

/** The finding of that id; a unique beginning is enough. Exit 2 for none. */
export function requireFinding(world: World, named: string): FindingRecord {
  const wanted = named.toUpperCase();
  const { findings } = world.state;
  const found = findings.filter(
    ({ id }) => id.toUpperCase() === wanted || id.toUpperCase() === `F-${wanted}`,
  );
  const [only] = found;
  if (only !== undefined) return only;
  return misuse(
    "unknown-finding",
    findings.length === 0 ? "No finding is on record yet." : `There is no finding "${named}" here.`,
    findings.length === 0 ? "claro-ir run review-audit-logs" : "claro-ir finding list",
  );
}

export interface JudgeCommand {
  readonly finding: string;
  readonly verdict: FindingVerdict;
  readonly because: string;
  /** When it was misused, where that is known more closely than by the finding; null = it is on record already. */
  readonly span?: Span | null;
}

/** A person's word on a finding; a later word is added, never written over. */
export function judgeFinding(world: World, command: JudgeCommand): readonly IncidentFact[] {
  requireOpen(world.state);
  const { verdict, because } = command;
  const finding = requireFinding(world, command.finding);
  if (because.trim() === "")
    misuse(
      "reason-missing",
      `Say why ${finding.id} is ${verdict}.`,
      `add --because "<how you know>"`,
    );
  const { id, title, judged: before } = finding;
  const span = command.span === undefined ? finding.succeeded : command.span;
  const isWorse = verdict === "malicious" && before !== null && before.verdict !== verdict;
  return withCompletion(world, [
    { type: "finding.judged", data: { finding: id, title, verdict, because } },
    // Refused attempts are no use: their times are not those of the misuse.
    ...(verdict === "malicious" && span !== null
      ? ends(world, span.from, span.to, `finding ${id}`)
      : []),
    ...(isWorse ? worsened(world, `${id} is misuse: ${because}`) : []),
  ]);
}
