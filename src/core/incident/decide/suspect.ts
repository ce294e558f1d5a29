// A person's word on a caller: on record for the caller, and for every finding that it settles.
import type { FindingVerdict } from "../audit-event.ts";
import type { FindingRecord } from "../audit-state.ts";
import type { IncidentFact } from "../event.ts";
import { callers, callersIn, settledBy, type Caller } from "../suspects.ts";
import { ahead } from "./ahead.ts";
import { ends, judgeFinding, worsened } from "./finding.ts";
import { misuse, requireOpen, type World } from "./world.ts";

export interface CallerCommand {
  /** As `finding list` names them: an address, else a principal or agent. */
  readonly caller: string;
  readonly verdict: FindingVerdict;
  readonly because: string;
}

/** The caller of that name. Exit 2 for none. */
export function requireCaller(world: World, named: string): Caller {
  const known = callers(world.state);
  const found = known.find(({ name }) => name === named);
  if (found !== undefined) return found;
  const names = known.slice(0, 4).map(({ name }) => name);
  return misuse(
    "unknown-caller",
    known.length === 0
      ? "No caller is on record yet."
      : `No finding speaks against "${named}". There are: ${names.join(", ")}${known.length > 4 ? " …" : ""}`,
    known.length === 0 ? "claro-ir run review-audit-logs" : "claro-ir finding list",
  );
}

/** What a fact about the time of misuse rests on. Without the name: who may read facts need not read addresses. */
const SOURCE = "a caller judged misuse";

/** When those who did it got in is known of each of them, and so on record by their own word: others in it would only blur it. */
function isTimed(state: World["state"], finding: FindingRecord): boolean {
  return callersIn(state, finding)
    .filter(({ judged }) => judged?.verdict === "malicious")
    .every(({ succeeded }) => succeeded !== undefined);
}

/**
 * A person's word on a caller, over all keys. When the thief got in becomes a fact. A finding follows as soon as everybody in it has a word,
 * then one thief in it is enough. Later words are added, never written over.
 */
export function judgeCaller(world: World, command: CallerCommand): readonly IncidentFact[] {
  requireOpen(world.state);
  const { verdict, because } = command;
  const { name, findings, succeeded, judged: before } = requireCaller(world, command.caller);
  if (because.trim() === "")
    misuse("reason-missing", `Say why ${name} is ${verdict}.`, `add --because "<how you know>"`);
  const facts: IncidentFact[] = [
    { type: "suspect.judged", data: { suspect: name, verdict, because } },
    ...(verdict === "malicious" && succeeded
      ? ends(world, succeeded.from, succeeded.to, SOURCE)
      : []),
    ...(verdict === "malicious" && before !== null && before.verdict !== verdict
      ? worsened(world, `a caller is misuse: ${because}`)
      : []),
  ];
  const { state } = ahead(world, facts);
  for (const finding of findings) {
    const word = settledBy(state, finding);
    if (word !== null && word !== finding.judged?.verdict)
      facts.push(
        ...judgeFinding(ahead(world, facts), {
          finding: finding.id,
          verdict: word,
          because,
          ...(isTimed(state, finding) ? { span: null } : {}),
        }),
      );
  }
  return facts;
}

/** The same word on everything that nobody has judged yet, each of them on record. */
export function judgeAllOpen(
  world: World,
  verdict: FindingVerdict,
  because: string,
): readonly IncidentFact[] {
  const facts: IncidentFact[] = [];
  for (const { id, judged } of world.state.findings)
    if (judged === null)
      facts.push(...judgeFinding(ahead(world, facts), { finding: id, verdict, because }));
  return facts;
}
