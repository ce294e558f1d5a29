// Two callers whom findings speak against, and an incident in which the logs that say so were looked through.
import type { SuspectSeen } from "../../src/core/incident/audit-event.ts";
import { auditFacts } from "../../src/core/incident/decide/finding.ts";
import type { CallerCommand } from "../../src/core/incident/decide/suspect.ts";
import { audited, finding, outcomeWith } from "./audited.ts";
import { done } from "./facts.ts";
import { given, started } from "./given.ts";

/** Somebody whom these findings speak against. */
export function seen(
  name: string,
  findings: readonly string[],
  told: Partial<SuspectSeen> = {},
): SuspectSeen {
  return {
    name,
    members: 1,
    agents: ["curl"],
    country: "RO",
    network: null,
    requests: 20,
    accepted: 18,
    refused: 2,
    succeeded: { from: "2026-11-23T01:52:00.000Z", to: "2026-11-23T02:01:00.000Z" },
    first: "2026-11-23T01:50:00.000Z",
    last: "2026-11-23T02:08:00.000Z",
    did: ["GET /v1/prompts (20)"],
    findings,
    ...told,
  };
}

/** A thief's word: it is on record, and when they got in; then what is about them alone. */
export const THIEF = [
  "suspect.judged",
  "fact.set",
  "fact.set",
  "fact.set",
  "finding.judged",
] as const;

export const A = "203.0.113.57";
export const B = "192.0.2.9";

/** A and B have a finding each and share a third; a fourth is about nobody. */
const outcome = outcomeWith(
  [
    finding({ id: "F-aaaaaa" }),
    finding({ id: "F-bbbbbb" }),
    finding({ id: "F-shared" }),
    finding({ id: "F-nobody" }),
  ],
  audited({ suspects: [seen(A, ["F-aaaaaa", "F-shared"]), seen(B, ["F-bbbbbb", "F-shared"])] }),
);

/** Their logs were looked through, and nothing was said of them. */
export const reviewed = given(started())
  .and(done("preserve-logs"), done("collect-access-logs"))
  .when((world) => auditFacts(world, outcome))
  .thenFacts("audit.completed", "finding.raised");

/** A word on a caller, with a reason. */
export function word(caller: string, verdict: CallerCommand["verdict"]): CallerCommand {
  return { caller, verdict, because: `${verdict}, says kim` };
}
