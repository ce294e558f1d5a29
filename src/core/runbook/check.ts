// What must hold in a runbook beyond its form: every name leads somewhere, needs have an end, and nothing destructive goes unguarded.
import { mentions } from "./condition.ts";
import type { FactDefinition, Phase, Runbook, Step } from "./runbook.ts";
import { DECISIONS, EFFECTS, GUARDS, INCIDENT_EFFECTS, ROLES } from "./runbook.ts";

/** Something wrong at a place in a runbook. `path` leads to it, e.g. `["steps", 3, "needs", 0]`. */
export interface Problem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** More rows than this do not fit on one small screen. */
const MOST_ROWS = 7;

/** Everything wrong with a runbook, in the order of the file; empty when it may be used. */
export function checkRunbook(runbook: Runbook): readonly Problem[] {
  return [
    ...repeated(runbook.phases, "phases"),
    ...runbook.phases.flatMap((phase, index) => windowProblems(runbook, phase, index)),
    ...repeated(runbook.rows, "rows"),
    ...rowProblems(runbook),
    ...Object.entries(runbook.facts).flatMap(([name, fact]) => factProblems(name, fact)),
    ...repeated(runbook.steps, "steps"),
    ...runbook.steps.flatMap((step, index) => stepProblems(runbook, step, index)),
    ...onceDecided(runbook.steps),
    ...cycles(runbook.steps),
    ...helpProblems(runbook),
  ];
}

function repeated(items: readonly { readonly id: string }[], where: string): readonly Problem[] {
  const seen = new Set<string>();
  const problems: Problem[] = [];
  for (const [index, { id }] of items.entries()) {
    if (seen.has(id))
      problems.push({ path: [where, index, "id"], message: `"${id}" is there twice` });
    seen.add(id);
  }
  return problems;
}

function windowProblems(runbook: Runbook, phase: Phase, index: number): readonly Problem[] {
  const problems: Problem[] = [];
  if (phase.until <= phase.from)
    problems.push({ path: ["phases", index, "until"], message: "is not after `from`" });
  const before = runbook.phases[index - 1];
  if (before !== undefined && phase.from < before.until)
    problems.push({
      path: ["phases", index, "from"],
      message: `begins before phase "${before.id}" ends`,
    });
  if (!runbook.steps.some((step) => step.phase === phase.id))
    problems.push({ path: ["phases", index, "id"], message: `no step is in "${phase.id}"` });
  return problems;
}

function rowProblems(runbook: Runbook): readonly Problem[] {
  const problems: Problem[] = [];
  if (runbook.rows.length > MOST_ROWS)
    problems.push({
      path: ["rows"],
      message: `has ${String(runbook.rows.length)} rows, at most ${String(MOST_ROWS)} fit on a screen`,
    });
  for (const [index, row] of runbook.rows.entries())
    if (!runbook.steps.some((step) => step.row === row.id))
      problems.push({ path: ["rows", index, "id"], message: `no step is in "${row.id}"` });
  return problems;
}

function factProblems(name: string, fact: FactDefinition): readonly Problem[] {
  if (fact.type === "enum" && fact.values.length === 0)
    return [{ path: ["facts", name], message: "is an enum without values" }];
  if (fact.type !== "enum" && fact.values.length > 0)
    return [
      { path: ["facts", name, "values"], message: `belongs to an enum, not to ${fact.type}` },
    ];
  return [];
}

function stepProblems(runbook: Runbook, step: Step, index: number): readonly Problem[] {
  return [
    ...referenceProblems(runbook, step),
    ...inputProblems(runbook, step),
    ...conditionProblems(runbook, step),
    ...kindProblems(step),
    ...effectProblems(step),
    ...rotationProblems(runbook, step),
  ].map(({ path, message }) => ({ path: ["steps", index, ...path], message }));
}

function referenceProblems(runbook: Runbook, step: Step): readonly Problem[] {
  const problems: Problem[] = [];
  function expect(there: boolean, path: Problem["path"], what: string, name: string): void {
    if (!there) problems.push({ path, message: `there is no ${what} "${name}"` });
  }
  expect(has(runbook.phases, step.phase), ["phase"], "phase", step.phase);
  expect(has(runbook.rows, step.row), ["row"], "row", step.row);
  expect(ROLES.includes(step.role), ["role"], "role", step.role);
  for (const [index, need] of step.needs.entries()) {
    expect(has(runbook.steps, need), ["needs", index], "step", need);
    if (step.needs.indexOf(need) !== index)
      problems.push({ path: ["needs", index], message: `"${need}" is there twice` });
  }
  if (step.effect !== null)
    expect(EFFECTS.includes(step.effect), ["effect"], "effect", step.effect);
  if (step.guard !== null) expect(GUARDS.includes(step.guard), ["guard"], "guard", step.guard);
  if (step.decides !== null)
    expect(DECISIONS.includes(step.decides), ["decides"], "decision", step.decides);
  return problems;
}

function has(items: readonly { readonly id: string }[], id: string): boolean {
  return items.some((item) => item.id === id);
}

/** A fact by name; undefined also for names that every object answers to. */
function findFact(runbook: Runbook, name: string): FactDefinition | undefined {
  return Object.hasOwn(runbook.facts, name) ? runbook.facts[name] : undefined;
}

function inputProblems(runbook: Runbook, step: Step): readonly Problem[] {
  return step.inputs.flatMap((name, index) => {
    const message = factUseProblem(runbook, step, name);
    return message === undefined ? [] : [{ path: ["inputs", index], message }];
  });
}

/** An incident step cannot use a credential's fact: there may be several credentials, each with its own value. */
function factUseProblem(runbook: Runbook, step: Step, name: string): string | undefined {
  const fact = findFact(runbook, name);
  if (fact === undefined) return `there is no fact "${name}"`;
  if (fact.scope === "credential" && step.scope === "incident")
    return `fact "${name}" belongs to a credential, this step to the whole incident`;
  return undefined;
}

function conditionProblems(runbook: Runbook, step: Step): readonly Problem[] {
  if (step.when === null) return [];
  return mentions(step.when, ["when"]).flatMap(({ fact: name, path, values, valuesPath }) => {
    const message = factUseProblem(runbook, step, name);
    if (message !== undefined) return [{ path, message }];
    const allowed = allowedValues(findFact(runbook, name));
    if (allowed === undefined) return [];
    return values.flatMap((value, index) =>
      allowed.includes(value)
        ? []
        : [
            {
              path: [...valuesPath, index],
              message: `"${value}" is no value of "${name}" (${allowed.join(", ")})`,
            },
          ],
    );
  });
}

function allowedValues(fact: FactDefinition | undefined): readonly string[] | undefined {
  if (fact?.type === "enum") return fact.values;
  return fact?.type === "flag" ? ["yes", "no"] : undefined;
}

function kindProblems(step: Step): readonly Problem[] {
  const problems: Problem[] = [];
  if (step.kind === "decision" && step.decides === null)
    problems.push({ path: ["kind"], message: "a decision step must name what it `decides`" });
  if (step.kind !== "decision" && step.decides !== null)
    problems.push({ path: ["decides"], message: "belongs to a step of kind decision" });
  if (step.tier === "cond" && step.when === null)
    problems.push({ path: ["tier"], message: "a cond step must say `when` it applies" });
  if (step.selfCompleting && (step.kind === "verification" || step.effect !== null))
    problems.push({
      path: ["selfCompleting"],
      message: "what must be proved or performed cannot complete itself",
    });
  return problems;
}

function effectProblems(step: Step): readonly Problem[] {
  if (step.effect === null) return [];
  const problems: Problem[] = [];
  const whole = INCIDENT_EFFECTS.includes(step.effect);
  if (whole !== (step.scope === "incident"))
    problems.push({
      path: ["effect"],
      message: whole
        ? `"${step.effect}" is about all keys, so the step needs scope: incident`
        : `"${step.effect}" acts on one key, so the step needs scope: credential`,
    });
  if (step.effect === "block-key" && step.guard !== "may-block")
    problems.push({ path: ["effect"], message: '"block-key" needs guard: may-block' });
  return problems;
}

const ONLY_IN_ROTATION: readonly (string | null)[] = [
  "deploy-staging",
  "watch-rotation",
  "roll-back",
];

/** A compromised key is not watched for days, and its value is never put back. */
function rotationProblems(runbook: Runbook, step: Step): readonly Problem[] {
  if (runbook.kind === "rotation" || !ONLY_IN_ROTATION.includes(step.effect)) return [];
  return [
    { path: ["effect"], message: `"${step.effect ?? ""}" belongs to a runbook of kind rotation` },
  ];
}

function onceDecided(steps: readonly Step[]): readonly Problem[] {
  const by = new Map<string, string>();
  const problems: Problem[] = [];
  for (const [index, { id, decides }] of steps.entries()) {
    if (decides === null) continue;
    const first = by.get(decides);
    if (first === undefined) by.set(decides, id);
    else
      problems.push({
        path: ["steps", index, "decides"],
        message: `"${decides}" is already decided by "${first}"`,
      });
  }
  return problems;
}

/** Circles in the needs, each once, at the need that closes it. Depth-first; a runbook has few hundred steps at most. */
function cycles(steps: readonly Step[]): readonly Problem[] {
  const problems: Problem[] = [];
  const left = new Set<string>();
  const indexes = new Map(steps.map((step, index) => [step.id, index]));
  function enter(id: string, trail: readonly string[]): void {
    const index = indexes.get(id);
    if (index === undefined || left.has(id)) return;
    for (const [position, need] of (steps[index]?.needs ?? []).entries()) {
      const start = [...trail, id].indexOf(need);
      if (start === -1) enter(need, [...trail, id]);
      else
        problems.push({
          path: ["steps", index, "needs", position],
          message: `the needs go in a circle: ${[...[...trail, id].slice(start), need].join(" -> ")}`,
        });
    }
    left.add(id);
  }
  for (const step of steps) enter(step.id, []);
  return problems;
}

function helpProblems(runbook: Runbook): readonly Problem[] {
  const missing = runbook.steps.flatMap((step, index) =>
    Object.hasOwn(runbook.help, step.id)
      ? []
      : [{ path: ["steps", index, "id"], message: `"${step.id}" has no entry in the help file` }],
  );
  const unknown = Object.keys(runbook.help)
    .filter((id) => !has(runbook.steps, id))
    .map((id) => ({ path: ["help", id], message: `there is no step "${id}"` }));
  return [...missing, ...unknown];
}
