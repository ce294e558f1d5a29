// The incident's own machine, walked over all that its guards read: which phases are settled, open or ended. What conditions read is tried value by value.
import { holds, mentions } from "../runbook/condition.ts";
import type { Condition, Runbook } from "../runbook/runbook.ts";
import { checklist, isRequired, isSettled } from "./checklist.ts";
import type { IncidentFact } from "./event.ts";
import { evolve, isLegal, toState, type Compiled, type Folded } from "./fold.ts";
import { after, declared, fact, imagine, KEY, LATER } from "./imagine.ts";
import type { Breach, Walk } from "./walk-key.ts";

const because = "imagined";
/** The key cut and replaced, so that only the checklist stands between this and the end. */
const TREATED: readonly IncidentFact[] = [
  fact("outage.accepted", { credential: KEY, minutes: 1, because }),
  fact("key.blocked", { credential: KEY, action: "delete", keyId: null, settledBy: "answer" }),
  fact("key.died", { credential: KEY, firstDeadAt: LATER, proof: "attested", answers: 0 }),
];
const ENDS: Readonly<Record<string, IncidentFact>> = {
  close: fact("incident.closed", { because }),
  reopen: fact("incident.reopened", { because }),
};

interface Seen {
  readonly folded: Folded;
  readonly trace: readonly string[];
}

/** Required steps that are open, with the phase they are in. */
function openIn(runbook: Runbook, folded: Folded) {
  return checklist(runbook, toState(folded)).filter(
    ({ step, state }) => isRequired(step) && !isSettled(state),
  );
}

/** All that a guard of this machine reads. */
function signature(runbook: Runbook, folded: Folded): string {
  const left = new Set(openIn(runbook, folded).map(({ step }) => step.phase));
  return JSON.stringify([toState(folded).state, [...left]]);
}

function settle(compiled: Compiled, folded: Folded, phase: string): Folded {
  const facts = openIn(compiled.runbook, folded)
    .filter(({ step }) => step.phase === phase)
    .map(({ step, credential }) =>
      fact("step.waived", { step: step.id, credential: credential?.id ?? null, because }),
    );
  return facts.length === 0 ? folded : after(compiled, folded, facts);
}

/** The states that one move leads to, by the move's name. Ends are only taken where the machine allows them. */
function moves(compiled: Compiled, { folded }: Seen): readonly (readonly [string, Folded])[] {
  const isOpen = toState(folded).state === "open";
  const settled = compiled.runbook.phases.map(
    ({ id }) => [`settle ${id}`, settle(compiled, folded, id)] as const,
  );
  const ended = Object.entries(ENDS).flatMap(([name, one]) => {
    const event = imagine(one, folded.head.seq + 1);
    return isLegal(folded, event) ? [[name, evolve(compiled, folded, event)] as const] : [];
  });
  return [...(isOpen ? settled : []), ...ended];
}

function judge(runbook: Runbook, { folded, trace }: Seen): readonly Breach[] {
  const state = toState(folded);
  const [first] = runbook.phases.filter(({ id }) =>
    openIn(runbook, folded).some(({ step }) => step.phase === id),
  );
  const breaches: Breach[] = [];
  if (state.state === "closed" && first !== undefined && trace.at(-1) === "close")
    breaches.push({ invariant: "nothing closes with a core step or a proof open", trace });
  if (first !== undefined && state.phase !== first.id)
    breaches.push({ invariant: "the phase is the first that is not settled", trace });
  if (state.state === "open" && !folded.incident.matches({ open: state.phase }))
    breaches.push({ invariant: "the machine is in the phase that is shown", trace });
  return breaches;
}

/** Steps whose condition no values of its facts can meet. */
function neverApply(runbook: Runbook): readonly Breach[] {
  return runbook.steps
    .filter(({ when }) => when !== null && !canHold(runbook, when))
    .map(({ id }) => ({ invariant: "every step can come to apply", trace: [id] }));
}

function canHold(runbook: Runbook, condition: Condition): boolean {
  const names = [...new Set(mentions(condition).map((one) => one.fact))];
  const compared = mentions(condition).flatMap((one) => one.values);
  function tried(known: ReadonlyMap<string, string>, left: readonly string[]): boolean {
    const [name, ...rest] = left;
    if (name === undefined) return holds(condition, (asked) => known.get(asked));
    const values = runbook.facts[name]?.values ?? [];
    const all = values.length > 0 ? values : [...compared, "yes", "no"];
    return (
      tried(known, rest) || all.some((value) => tried(new Map([...known, [name, value]]), rest))
    );
  }
  return tried(new Map(), names);
}

/** Walk every set of settled phases, open and ended, breadth first. The first breach of each rule, by its shortest way. */
export function walkPhases(compiled: Compiled): Walk {
  const { runbook } = compiled;
  const begin = after(compiled, declared(compiled, "production", "unknown"), TREATED);
  const seen = new Map<string, Seen>([[signature(runbook, begin), { folded: begin, trace: [] }]]);
  const breaches: Breach[] = [];
  const ends = new Set<string>();
  for (const at of seen.values()) {
    breaches.push(...judge(runbook, at));
    for (const [move, folded] of moves(compiled, at)) {
      ends.add(toState(folded).state);
      const there = signature(runbook, folded);
      if (!seen.has(there)) seen.set(there, { folded, trace: [...at.trace, move] });
    }
  }
  const reached = new Set([...seen.values()].map(({ folded }) => toState(folded).phase));
  const unreached = runbook.phases.filter(
    ({ id }) =>
      !reached.has(id) && runbook.steps.some((one) => one.phase === id && isRequired(one)),
  );
  if (!ends.has("closed"))
    breaches.push({ invariant: "an incident with nothing open can be closed", trace: [] });
  const all = [
    ...breaches,
    ...unreached.map(({ id }) => ({ invariant: "every phase can be reached", trace: [id] })),
    ...neverApply(runbook),
  ];
  const rules = [...new Set(all.map((one) => one.invariant))];
  return {
    states: seen.size,
    breaches: rules.flatMap((rule) => all.find((one) => one.invariant === rule) ?? []),
  };
}
