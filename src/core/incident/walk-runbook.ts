// A runbook's machines walked to the end: the key's every state, the checklist by `next` for each thing that may be known, and the closing.
import { EVIDENCE_LEVELS, findStep, type Runbook } from "../runbook/runbook.ts";
import { checklist, isRequired, isSettled } from "./checklist.ts";
import type { IncidentFact } from "./event.ts";
import { compile, isLegal, toState, type Compiled, type Folded } from "./fold.ts";
import { after, declared, fact, imagine, KEY, LATER, PLACE } from "./imagine.ts";
import { nextSteps } from "./next.ts";
import { walkPhases } from "./walk-phases.ts";
import { walkKey, type Breach, type Walk } from "./walk-key.ts";

/** What was walked and what broke; `breaches` is empty when every rule holds. */
export interface Proof {
  /** States of a key, in production and outside. */
  readonly keyStates: number;
  /** Sets of settled phases of the incident, open and ended: all that its machine's guards read. */
  readonly incidentStates: number;
  /** Ways through the checklist, one for each evidence level and strategy. */
  readonly ways: number;
  readonly breaches: readonly Breach[];
}

const credential = KEY;
const target = PLACE;
const STRATEGIES = ["contain-first", "replace-first"] as const;
const CLOSE = fact("incident.closed", { because: "imagined" });

/** What is on record once an automation has worked, or a decision is made. */
const ACTS: Readonly<Record<string, readonly IncidentFact[]>> = {
  "create-key": [
    fact("key.created", {
      credential,
      opId: "new",
      keyId: null,
      name: "new",
      last4: "0000",
      fingerprint: "new",
    }),
    fact("key.sealed", { credential, opId: "new", sha256: "", recipients: [] }),
  ],
  "deploy-key": [
    fact("target.written", { credential, target, readBack: true, detail: "", version: null }),
  ],
  "prove-in-use": [
    fact("key.probed", { credential, lane: "new", verdict: "ALIVE", status: null, detail: "" }),
    fact("target.in-use", { credential, target, detail: "" }),
  ],
  "block-key": [
    fact("key.blocked", { credential, action: "delete", keyId: null, settledBy: "answer" }),
  ],
  "prove-dead": [
    fact("key.died", { credential, firstDeadAt: LATER, proof: "attested", answers: 0 }),
  ],
  outage: [fact("outage.accepted", { credential, minutes: 1, because: "imagined" })],
};

function done(step: string, on: string | null): IncidentFact {
  return fact("step.completed", {
    step,
    credential: on,
    grade: "E3",
    note: null,
    because: null,
    evidence: [],
  });
}

function open(runbook: Runbook, folded: Folded): readonly string[] {
  const left = checklist(runbook, toState(folded)).filter((item) => !isSettled(item.state));
  return left.map((item) => item.step.id);
}

function mayClose(folded: Folded): boolean {
  return isLegal(folded, imagine(CLOSE, folded.head.seq + 1));
}

/** Do what `next` says until it says nothing more. */
function followNext(compiled: Compiled, begin: Folded): readonly Breach[] {
  const { runbook } = compiled;
  const trace: string[] = [];
  let now = begin;
  for (let left = open(runbook, now); left.length > 0; left = open(runbook, now)) {
    const [first] = nextSteps(runbook, toState(now), LATER);
    if (first === undefined || trace.includes(first.step))
      return [{ invariant: `next leads to the end; it leaves ${left.join(", ")}`, trace }];
    const { effect, decides } = findStep(runbook, first.step) ?? {};
    const acts = ACTS[effect ?? decides ?? ""] ?? [];
    now = after(compiled, now, [...acts, done(first.step, first.credential)]);
    trace.push(first.step);
  }
  return mayClose(now) ? [] : [{ invariant: "an incident with nothing open can be closed", trace }];
}

/** Close with all that is required done but one step: refused, whichever it is. */
function closeEarly(compiled: Compiled, begin: Folded): readonly Breach[] {
  const required = checklist(compiled.runbook, toState(begin)).filter(
    (item) => isRequired(item.step) && !isSettled(item.state),
  );
  const early = required.find((left) => {
    const others = required.filter((item) => item !== left);
    return mayClose(
      after(
        compiled,
        begin,
        others.map((item) => done(item.step.id, item.credential?.id ?? null)),
      ),
    );
  });
  if (early === undefined) return [];
  return [
    {
      invariant: "nothing closes with a core step or a proof open",
      trace: ["all but this", early.step.id, "close"],
    },
  ];
}

/** The key's machine alone: a runbook of its automations, waiting for nothing. */
export function keyOnly(runbook: Runbook): Runbook {
  const steps = runbook.steps.filter((step) => step.effect !== null);
  return { ...runbook, steps: steps.map((step) => ({ ...step, needs: [] })) };
}

/** A declared production incident for each evidence level and strategy. */
function beginnings(compiled: Compiled): readonly Folded[] {
  return EVIDENCE_LEVELS.flatMap((level) =>
    STRATEGIES.map((strategy) => {
      const choice = {
        strategy,
        recommended: strategy,
        rule: "",
        because: "imagined",
        ceilingMs: 0,
      };
      const chosen = fact("strategy.chosen", { credential, ...choice });
      return after(compiled, declared(compiled, "production", level), [chosen]);
    }),
  );
}

/** Walk the checklist to its end in every way, and try to close too early. */
export function walkChecklist(compiled: Compiled): Walk {
  const ways = beginnings(compiled);
  const followed = ways.flatMap((one) => followNext(compiled, one));
  const early = ways.slice(0, 1).flatMap((one) => closeEarly(compiled, one));
  return { states: ways.length, breaches: [...followed, ...early] };
}

/** Walk a runbook that has passed `checkRunbook`. Pure; takes some seconds. */
export function proveRunbook(runbook: Runbook): Proof {
  const key = compile(keyOnly(runbook));
  const keys = (["production", "staging"] as const).map((one) => walkKey(key, one));
  const list = walkChecklist(compile(runbook));
  const incident = walkPhases(compile(runbook));
  return {
    keyStates: keys.reduce((sum, one) => sum + one.states, 0),
    incidentStates: incident.states,
    ways: list.states,
    breaches: [...keys, incident, list].flatMap((one) => one.breaches),
  };
}
