// Which transitions of a key's machine random histories take: every one that is defined must come up.
import { array, assert, constantFrom, property } from "fast-check";
import { getMicrosteps } from "xstate";
import { evolve, type Compiled, type Folded } from "../../../src/core/incident/fold.ts";
import { declared, imagine, KEY } from "../../../src/core/incident/imagine.ts";
import { mayHappen, MOVES } from "../../../src/core/incident/walk-key.ts";

/** Moves in one history. */
const MOST = { minLength: 30, maxLength: 60 };

type Targets = string | { readonly target?: string } | readonly { readonly target?: string }[];

interface LaneConfig {
  readonly states?: Readonly<
    Record<string, { readonly on?: Readonly<Record<string, Targets>>; readonly always?: Targets }>
  >;
}

function targetsOf(from: string, targets: Targets): readonly string[] {
  if (typeof targets === "string") return [targets];
  return [targets].flat().map((one) => one.target ?? from);
}

/** `old.alive key.blocked blocked`: every transition that the machine defines; without an event those it takes by itself. */
export function defined({ credential }: Compiled): ReadonlySet<string> {
  const lanes = Object.entries(credential.config.states ?? {}) as [string, LaneConfig][];
  const all = lanes.flatMap(([lane, { states = {} }]) =>
    Object.entries(states).flatMap(([from, { on = {}, always = [] }]) =>
      [...Object.entries(on), ["", always] as const].flatMap(([event, targets]) =>
        targetsOf(from, targets).map((to) => `${lane}.${from} ${event} ${to}`),
      ),
    ),
  );
  return new Set(all);
}

function taken(compiled: Compiled, folded: Folded, move: string, seen: Set<string>): Folded {
  const one = MOVES[move];
  const snapshot = folded.credentials.get(KEY);
  if (one === undefined || snapshot === undefined || !mayHappen(folded, one)) return folded;
  const event = imagine(one, folded.head.seq + 1);
  let before = snapshot.value;
  const sent = { type: event.type, event, past: true, world: null };
  for (const [at, [after]] of getMicrosteps(compiled.credential, snapshot, sent).entries()) {
    for (const lane of ["old", "new"] as const)
      seen.add(`${lane}.${before[lane]} ${at === 0 ? event.type : ""} ${after.value[lane]}`);
    before = after.value;
  }
  return evolve(compiled, folded, event);
}

/** Play random histories; gives the defined transitions that none of them took. */
export function untaken(compiled: Compiled, histories: number, seed: number): readonly string[] {
  const seen = new Set<string>();
  const begin = declared(compiled, "production", "unknown");
  assert(
    property(array(constantFrom(...Object.keys(MOVES)), MOST), (moves) => {
      let folded = begin;
      for (const move of moves) folded = taken(compiled, folded, move, seen);
    }),
    { numRuns: histories, seed },
  );
  return [...defined(compiled)].filter((one) => !seen.has(one));
}
