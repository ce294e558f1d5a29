// A person's word on a caller: on record for the caller, and for every finding that it settles.
import type { FindingVerdict } from "../audit-event.ts";
import type { IncidentFact } from "../event.ts";
import { callers, settledBy, type Caller } from "../suspects.ts";
import { ahead } from "./ahead.ts";
import { judgeFinding } from "./finding.ts";
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

/**
 * A person's word on a caller, over all keys. A finding follows as soon as everybody in it has a word; one thief in it is enough. Later words
 * are added, never written over.
 */
export function judgeCaller(world: World, command: CallerCommand): readonly IncidentFact[] {
  requireOpen(world.state);
  const { verdict, because } = command;
  const { name, findings } = requireCaller(world, command.caller);
  if (because.trim() === "")
    misuse("reason-missing", `Say why ${name} is ${verdict}.`, `add --because "<how you know>"`);
  const facts: IncidentFact[] = [
    { type: "suspect.judged", data: { suspect: name, verdict, because } },
  ];
  const { state } = ahead(world, facts);
  for (const finding of findings) {
    const word = settledBy(state, finding);
    if (word !== null && word !== finding.judged?.verdict)
      facts.push(
        ...judgeFinding(ahead(world, facts), { finding: finding.id, verdict: word, because }),
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
