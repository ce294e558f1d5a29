// The verdict on a suspicion: benign, confirmed or unclear. All but benign make it a compromised key, in the same incident.
import type { IncidentData, IncidentFact } from "../event.ts";
import { liveCredentials } from "../checklist.ts";
import { ahead } from "./ahead.ts";
import { severityFacts } from "./declare.ts";
import { strategyFacts } from "./decision.ts";
import { judgeAllOpen } from "./suspect.ts";
import { misuse, refuse, requireOpen, type World } from "./world.ts";

export const VERDICTS = ["benign", "confirmed", "unclear"] as const;
export type SuspicionVerdict = (typeof VERDICTS)[number];

type RunbookRef = IncidentData["incident.declared"]["runbook"];

/** The verdict as a person typed it. Exit 2 when it is none. */
export function verdictOf(value: string): SuspicionVerdict {
  const known = VERDICTS.find((one) => one === value);
  if (known !== undefined) return known;
  return misuse(
    "bad-value",
    `A verdict is ${VERDICTS.join(", ")}, not "${value}".`,
    "claro-ir decide --help",
  );
}

function setFact(name: string, value: string): IncidentFact {
  return {
    type: "fact.set",
    data: { name, value, credential: null, source: "verdict", grade: "E3" },
  };
}

/** Another runbook takes over; none when it is followed already. */
export function runbookFacts(
  world: World,
  runbook: RunbookRef,
  because: string,
): readonly IncidentFact[] {
  requireOpen(world.state);
  if (world.state.runbook.sha256 === runbook.sha256) return [];
  return [{ type: "runbook.changed", data: { runbook, because } }];
}

/** The world once the evidence level is known to be this: what severity and strategy follow from. */
function withEvidence(world: World, value: string): World {
  const known = { value, source: "verdict", grade: "E3" as const, by: world.actor.id };
  const evidenceLevel = { ...known, at: world.now, seq: world.state.head.seq };
  const facts = { ...world.state.facts, evidenceLevel };
  return { ...world, state: { ...world.state, facts } };
}

/** What follows once it is a compromised key: severity, and the order of the cut for each key that still lives. */
function treated(world: World): readonly IncidentFact[] {
  const levels = severityFacts(world);
  const [level] = levels;
  const severity = level?.type === "severity.set" ? level.data.severity : world.state.severity;
  const alive = liveCredentials(world.state).filter((one) => one.old.state === "alive");
  return [
    ...levels,
    ...alive.flatMap((one) =>
      strategyFacts({ state: { ...world.state, severity } }, one, undefined, undefined),
    ),
  ];
}

/**
 * Facts of a verdict; `next` is the runbook of a compromised key. Confirmed is confirmed abuse; unclear stays a suspicion, for which the
 * decision table replaces first. What is done stays done. Refused where the runbook asks for no verdict.
 */
export function verdictFacts(
  world: World,
  verdict: SuspicionVerdict,
  because: string,
  next: RunbookRef,
): readonly IncidentFact[] {
  requireOpen(world.state);
  if (because.trim() === "")
    misuse("reason-missing", "A decision needs its reason.", `add --because "<why>"`);
  if (!world.compiled.runbook.steps.some((step) => step.decides === "verdict"))
    refuse(
      "no-verdict",
      `${world.state.runbook.id} asks for no verdict: the key counts as compromised.`,
      "claro-ir next",
    );
  const decided: readonly IncidentFact[] = [
    {
      type: "decision.recorded",
      data: { kind: "verdict", value: verdict, because, credential: null },
    },
    setFact("verdict", verdict),
  ];
  // Whose use it was is known now, so nothing that was found waits for a word of its own.
  if (verdict === "benign")
    return [...decided, ...judgeAllOpen(ahead(world, decided), "benign", because)];
  const level = verdict === "confirmed" ? "confirmed-abuse" : "suspected-anomaly";
  return [
    ...decided,
    setFact("evidenceLevel", level),
    ...runbookFacts(world, next, `${verdict}: ${because}`),
    ...treated(withEvidence(world, level)),
  ];
}
