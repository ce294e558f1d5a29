// Every state that one key under treatment can get into, breadth first: what may never happen does not, and there is always a way out.
import { isPlaceSettled } from "../credential/target.ts";
import type { Environment, IncidentFact } from "./event.ts";
import { evolve, isLegal, toState, type Compiled, type Folded } from "./fold.ts";
import { declared, fact, imagine, KEY, LATER, PLACE } from "./imagine.ts";
import type { CredentialState } from "./state.ts";

/** Something that may never happen and can, with the shortest way to it. */
export interface Breach {
  readonly invariant: string;
  readonly trace: readonly string[];
}

export interface Walk {
  /** States seen, or ways gone. */
  readonly states: number;
  readonly breaches: readonly Breach[];
}

const credential = KEY;
const target = PLACE;
const opId = "new";
const because = "imagined";

/** Everything that people, vendors and places may do, by name. */
export const MOVES: Readonly<Record<string, IncidentFact>> = {
  ...Object.fromEntries(
    (["contain-first", "replace-first"] as const).map((strategy) => [
      `choose ${strategy}`,
      fact("strategy.chosen", {
        credential,
        strategy,
        recommended: strategy,
        rule: "",
        because,
        ceilingMs: 0,
      }),
    ]),
  ),
  "accept the outage": fact("outage.accepted", { credential, minutes: 1, because }),
  "override the guard": fact("override.recorded", { credential, allows: "delete-old", because }),
  "create the new key": fact("key.created", {
    credential,
    opId,
    keyId: null,
    name: "new",
    last4: "0000",
    fingerprint: "new",
  }),
  "seal it": fact("key.sealed", { credential, opId, sha256: "", recipients: [] }),
  "lose it": fact("key.discarded", { credential, opId, keyId: null, because }),
  "write it to the place": fact("target.written", {
    credential,
    target,
    readBack: true,
    detail: "",
    version: null,
  }),
  "the place uses it": fact("target.in-use", { credential, target, detail: "" }),
  "waive the place": fact("target.waived", { credential, target, because }),
  "the place fails": fact("target.failed", { credential, target, detail: "" }),
  "see the new key alive": fact("key.probed", {
    credential,
    lane: "new",
    verdict: "ALIVE",
    status: null,
    detail: "",
  }),
  "see the new key dead": fact("key.probed", {
    credential,
    lane: "new",
    verdict: "DEAD",
    status: null,
    detail: "",
  }),
  "disable the old key": fact("key.blocked", {
    credential,
    action: "disable",
    keyId: null,
    settledBy: "answer",
  }),
  "delete the old key": fact("key.blocked", {
    credential,
    action: "delete",
    keyId: null,
    settledBy: "answer",
  }),
  "see the old key dead": fact("key.died", {
    credential,
    firstDeadAt: LATER,
    proof: "attested",
    answers: 0,
  }),
  "see the old key accepted": fact("key.revived", { credential, detail: "" }),
};

interface Seen {
  readonly folded: Folded;
  readonly from: Seen | undefined;
  readonly move: string;
}

function keyOf(folded: Folded): CredentialState {
  const key = toState(folded).credentials[KEY];
  if (key === undefined) throw new Error("the imagined key is gone");
  return key;
}

/** What tells two states apart: all that a guard reads. */
function signature({
  old,
  new: fresh,
  strategy,
  outage,
  override,
  targets,
}: CredentialState): string {
  const places = targets.map((one) => one.state);
  return JSON.stringify([
    old.state,
    old.action,
    fresh.state,
    fresh.verdict,
    strategy,
    outage !== null,
    override !== null,
    places,
  ]);
}

/** Lanes move only where the machine lets them; places and probes speak of a key that is there. */
export function mayHappen(folded: Folded, one: IncidentFact): boolean {
  const key = keyOf(folded);
  const made = key.new.state !== "none";
  if (one.type.startsWith("target.")) return made && key.new.state !== "created";
  if (one.type === "key.probed") return made;
  if (one.type.startsWith("key.")) return isLegal(folded, imagine(one, folded.head.seq + 1));
  return key.old.state === "alive";
}

/** Whether somebody has decided that the old key may go: the rule itself, apart from the guard that keeps it. */
function isDecided(key: CredentialState): boolean {
  if (key.strategy === "contain-first")
    return key.environment !== "production" || key.outage !== null || key.new.state === "in-use";
  const replaced = key.new.verdict === "ALIVE" && key.targets.every(isPlaceSettled);
  return key.strategy === "replace-first" && (key.override !== null || replaced);
}

function traceOf(seen: Seen): readonly string[] {
  return seen.from === undefined ? [] : [...traceOf(seen.from), seen.move];
}

/** Walk every state of a key in an environment; the first breach of each rule, by its shortest way. */
export function walkKey(compiled: Compiled, environment: Environment): Walk {
  const begin: Seen = {
    folded: declared(compiled, environment, "unknown"),
    from: undefined,
    move: "",
  };
  const seen = new Map([[signature(keyOf(begin.folded)), begin]]);
  const backwards = new Map<string, string[]>();
  const breaches: Breach[] = [];
  for (const [here, at] of seen)
    for (const [move, one] of Object.entries(MOVES)) {
      if (!mayHappen(at.folded, one)) continue;
      const key = keyOf(at.folded);
      if (
        one.type === "key.blocked" &&
        key.old.state === "alive" &&
        !isDecided(key) &&
        breaches.length === 0
      )
        breaches.push({
          invariant: "no key is cut before somebody has decided it",
          trace: [...traceOf(at), move],
        });
      const folded = evolve(compiled, at.folded, imagine(one, at.folded.head.seq + 1));
      const there = signature(keyOf(folded));
      if (!seen.has(there)) seen.set(there, { folded, from: at, move });
      backwards.set(there, [...(backwards.get(there) ?? []), here]);
    }
  const ways = leadOut(seen, backwards);
  const stuck = [...seen].find(([name]) => !ways.has(name));
  if (stuck !== undefined)
    breaches.push({
      invariant: "every state leads to an old key dead and a new one in use",
      trace: traceOf(stuck[1]),
    });
  return { states: seen.size, breaches };
}

/** States from which the end can be reached. */
function leadOut(
  seen: ReadonlyMap<string, Seen>,
  backwards: ReadonlyMap<string, readonly string[]>,
): ReadonlySet<string> {
  const out = new Set<string>();
  for (const [name, { folded }] of seen) {
    const { old, new: fresh } = keyOf(folded);
    if (old.state === "dead" && fresh.state === "in-use") out.add(name);
  }
  // A set hands out what is added while it is walked.
  for (const name of out) for (const before of backwards.get(name) ?? []) out.add(before);
  return out;
}
