// How facts of evidence, of audits and of the watch change the record.
import type { AuditData } from "./audit-event.ts";
import type { LookoutRecord, SuspectRecord } from "./audit-state.ts";
import type { IncidentEvent } from "./event.ts";
import type { IncidentState } from "./state.ts";
import type { Instant } from "../instant.ts";
import { WORST_FIRST } from "./misuse.ts";

/** Raised again it is the same one, and what was said of it stays. */
function raise(
  state: IncidentState,
  event: Extract<IncidentEvent, { type: "finding.raised" }>,
): IncidentState {
  const known = new Set(state.findings.map((finding) => finding.id));
  const added = event.data.findings
    .filter((finding) => !known.has(finding.id))
    .map((finding) => ({ ...finding, raisedAt: event.at, judged: null }));
  return { ...state, findings: [...state.findings, ...added] };
}

/** Who was seen before and not now stays; who is seen again is told anew, and what was said of them stays. */
function seen(
  { suspects }: IncidentState,
  { data }: Extract<IncidentEvent, { type: "audit.completed" }>,
): readonly SuspectRecord[] {
  const known = new Map(suspects.map((one) => [`${one.credential} ${one.name}`, one]));
  for (const { credential, suspects: now = [] } of data.credentials)
    for (const one of now) {
      const name = `${credential} ${one.name}`;
      const before = known.get(name);
      const said = suspects.find((other) => other.name === one.name)?.judged ?? null;
      known.set(name, {
        ...one,
        credential,
        // The others may be others than before: what was said holds for those of whom it was said.
        judged: one.members === 1 || one.members === before?.members ? said : null,
        findings: [...new Set([...(before?.findings ?? []), ...one.findings])],
      });
    }
  return [...known.values()];
}

type Audited = AuditData["audit.completed"];

function fileOf({ name }: Audited["sources"][number]): string {
  return name.slice(name.lastIndexOf("/") + 1);
}

/** It read all logs that the one before had read, and all of the time. */
function readsAll(now: Audited, before: Audited): boolean {
  const files = new Set(now.sources.map(fileOf));
  return (
    now.window.from <= before.window.from &&
    before.sources.every((source) => source.lines === 0 || files.has(fileOf(source)))
  );
}

type Verdict = Audited["credentials"][number];

function isWorse(one: Verdict, other: Verdict): boolean {
  return WORST_FIRST.indexOf(one.misuse) < WORST_FIRST.indexOf(other.misuse);
}

/** Verdicts by key: a look at a part of the logs may make one worse, and never takes back what all of them showed. */
function verdicts(before: Audited | null, now: Audited): readonly Verdict[] {
  if (before === null) return now.credentials;
  const isLess = !readsAll(now, before);
  const kept = before.credentials.filter((one) => {
    const next = now.credentials.find(({ credential }) => credential === one.credential);
    return next === undefined || (isLess && isWorse(one, next));
  });
  const names = new Set(kept.map(({ credential }) => credential));
  return [...now.credentials.filter(({ credential }) => !names.has(credential)), ...kept];
}

/** The incident's record after an event about evidence or findings; the same object for any other. */
export function recordAudit(state: IncidentState, event: IncidentEvent): IncidentState {
  switch (event.type) {
    case "evidence.added": {
      const evidence = { ...event.data, by: event.by, at: event.at };
      return { ...state, evidence: [...state.evidence, evidence] };
    }
    case "evidence.resealed": {
      const { evidence: sha256, file, sealed } = event.data;
      const evidence = state.evidence.map((one) =>
        one.sha256 === sha256 && one.sealed !== undefined ? { ...one, file, sealed } : one,
      );
      return { ...state, evidence };
    }
    case "audit.completed":
      return {
        ...state,
        audit: {
          ...event.data,
          credentials: verdicts(state.audit, event.data),
          by: event.by,
          at: event.at,
        },
        suspects: seen(state, event),
      };
    case "finding.raised":
      return raise(state, event);
    case "finding.judged": {
      const { finding: id, verdict, because } = event.data;
      const judged = { verdict, because, by: event.by, at: event.at };
      const findings = state.findings.map((one) => (one.id === id ? { ...one, judged } : one));
      return { ...state, findings };
    }
    case "suspect.judged": {
      const { suspect, verdict, because } = event.data;
      const judged = { verdict, because, by: event.by, at: event.at };
      const suspects = state.suspects.map((one) =>
        one.name === suspect ? { ...one, judged } : one,
      );
      return { ...state, suspects };
    }
    default:
      return state;
  }
}

/** Instants are of one form, so that the later text is the later one. */
function lastOf(instants: readonly (Instant | null)[]): Instant | null {
  return (
    instants
      .filter((one) => one !== null)
      .sort()
      .at(-1) ?? null
  );
}

/** The watch of a key after an event; the same object for any other. */
export function recordLookout(
  lookout: LookoutRecord | null,
  event: IncidentEvent,
): LookoutRecord | null {
  switch (event.type) {
    case "watch.begun":
      return {
        until: event.data.until,
        last: lookout?.last ?? null,
        lastOwn: lookout?.lastOwn ?? null,
      };
    case "watch.observed":
      return {
        until: lookout?.until ?? null,
        last: { ...event.data, at: event.at },
        lastOwn: lastOf([lookout?.lastOwn ?? null, ...event.data.ours.map(({ last }) => last)]),
      };
    default:
      return lookout;
  }
}
