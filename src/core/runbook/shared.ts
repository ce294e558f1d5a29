// Steps that several runbooks share, written once: `use: <id>` in a runbook becomes the whole step before anything else is checked.
import type { Problem } from "./check.ts";

type Plain = Readonly<Record<string, unknown>>;

/** The shared steps, their facts and their words as they were written, by name. */
export interface SharedSteps {
  readonly facts: Plain;
  readonly steps: Plain;
  readonly help: Plain;
}

/** A runbook and its help as written, every `use` replaced. */
export interface Expanded {
  readonly runbook: unknown;
  readonly help: unknown;
  /** Each at the key of the runbook that is wrong. */
  readonly problems: readonly Problem[];
}

/** What a step means. A runbook that could change it would share the step's name only. */
const FIXED = ["id", "scope", "kind", "effect", "guard", "decides", "selfCompleting"];

/** Whether a runbook as written leans on shared steps. */
function usesShared(runbook: unknown): boolean {
  return stepsOf(runbook).some(isUse);
}

/**
 * Replace every step that says `use` by the shared step of that name; keys that the runbook gives go before the shared ones. Facts that
 * steps ask for and words about shared steps come along, unless the runbook has its own. What uses nothing stays as it is.
 */
export function withShared(runbook: unknown, help: unknown, shared: SharedSteps): Expanded {
  if (!isPlain(runbook) || !usesShared(runbook)) return { runbook, help, problems: [] };
  const written = stepsOf(runbook);
  const steps = written.map((step) => (isUse(step) ? wholeStep(step, shared) : step));
  const names = written.flatMap((step) => (isUse(step) ? [String(step["use"])] : []));
  return {
    runbook: {
      ...runbook,
      facts: { ...factsFor(steps, shared), ...plain(runbook["facts"]) },
      steps,
    },
    help: isPlain(help) ? { ...pick(shared.help, names), ...help } : help,
    problems: written.flatMap((step, index) =>
      isUse(step) ? useProblems(step, index, shared) : [],
    ),
  };
}

function wholeStep({ use, ...own }: Plain, shared: SharedSteps): Plain {
  return { id: use, ...own, ...plain(pick(shared.steps, [String(use)])[String(use)]), ...own };
}

function useProblems(
  { use, ...own }: Plain,
  index: number,
  shared: SharedSteps,
): readonly Problem[] {
  if (typeof use !== "string" || !Object.hasOwn(shared.steps, use))
    return [{ path: ["steps", index, "use"], message: `there is no shared step "${String(use)}"` }];
  return Object.keys(own)
    .filter((key) => FIXED.includes(key))
    .map((key) => ({
      path: ["steps", index, key],
      message: `is fixed by the shared step "${use}"; a step that means something else needs its own id`,
    }));
}

/** Shared facts that a step asks for, and those that no shared step asks for: they belong to every incident. */
function factsFor(steps: readonly unknown[], shared: SharedSteps): Plain {
  const here = new Set(steps.flatMap(factsNamed));
  const anywhere = new Set(Object.values(shared.steps).flatMap(factsNamed));
  const names = Object.keys(shared.facts);
  return pick(
    shared.facts,
    names.filter((name) => here.has(name) || !anywhere.has(name)),
  );
}

/** Names of the facts in a step's inputs and in its condition. */
function factsNamed(step: unknown): readonly string[] {
  if (!isPlain(step)) return [];
  const inputs: readonly unknown[] = Array.isArray(step["inputs"]) ? step["inputs"] : [];
  return [...inputs.map(String), ...factsIn(step["when"])];
}

function factsIn(condition: unknown): readonly string[] {
  if (Array.isArray(condition)) return condition.flatMap(factsIn);
  const entries = Object.entries(plain(condition));
  return entries.flatMap(([key, value]) =>
    typeof value === "string" && ["fact", "known"].includes(key) ? [value] : factsIn(value),
  );
}

function stepsOf(runbook: unknown): readonly unknown[] {
  return isPlain(runbook) && Array.isArray(runbook["steps"]) ? runbook["steps"] : [];
}

function isUse(step: unknown): step is Plain {
  return isPlain(step) && Object.hasOwn(step, "use");
}

function pick(from: Plain, names: readonly string[]): Plain {
  return Object.fromEntries(
    names.filter((name) => Object.hasOwn(from, name)).map((name) => [name, from[name]]),
  );
}

function plain(value: unknown): Plain {
  return isPlain(value) ? value : {};
}

function isPlain(value: unknown): value is Plain {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
