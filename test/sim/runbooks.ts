// The runbooks that histories follow: two of the package, and a team's own short one. Read once: nothing of a history may wait for a real disk.
import { toJson } from "../../src/adapters/runbook/shipped.ts";
import { sha256 } from "../../src/adapters/system/digest.ts";
import type { RunbookFile } from "../../src/app/context.ts";
import { checkRunbook } from "../../src/core/runbook/check.ts";
import { mentions } from "../../src/core/runbook/condition.ts";
import type { Runbook, Step } from "../../src/core/runbook/runbook.ts";
import { RUNBOOK, shipped } from "../support/given.ts";

export type RunbookId = "compromised-key" | "suspicious-usage" | "our-own";

/** A step after the first phase that a person's word alone settles, and whose answers decide nothing. */
function isTickedOff({ steps, phases }: Runbook, step: Step): boolean {
  const { effect, decides, when, kind, inputs } = step;
  const asked = steps.flatMap((other) => (other.when === null ? [] : mentions(other.when)));
  return (
    step.phase !== phases[0]?.id &&
    effect === null &&
    decides === null &&
    when === null &&
    kind !== "verification" &&
    !asked.some(({ fact }) => inputs.includes(fact))
  );
}

/**
 * A runbook without what is only ticked off later on. Such steps are a third of it and one is like the other, so that most histories
 * are played without them; what waited for one waits for what that waited for.
 */
function shortened(runbook: Runbook, id: RunbookId): Runbook {
  const out = new Map(
    runbook.steps.filter((step) => isTickedOff(runbook, step)).map((step) => [step.id, step]),
  );
  function kept(needs: readonly string[]): readonly string[] {
    return [
      ...new Set(needs.flatMap((need) => kept(out.get(need)?.needs ?? []).concat(need))),
    ].filter((need) => !out.has(need));
  }
  const steps = runbook.steps
    .filter((step) => !out.has(step.id))
    .map((step) => ({ ...step, needs: kept(step.needs) }));
  const help = Object.entries(runbook.help).filter(([step]) => !out.has(step));
  const short = { ...runbook, id, steps, help: Object.fromEntries(help) };
  const [problem] = checkRunbook(short);
  if (problem !== undefined) throw new Error(`${problem.path.join(".")}: ${problem.message}`);
  return short;
}

function pinned(runbook: Runbook): RunbookFile {
  const json = toJson(runbook);
  return { runbook, yaml: "", json, sha256: sha256(json) };
}

const RUNBOOKS = new Map(
  [RUNBOOK, shortened(RUNBOOK, "our-own"), await shipped("suspicious-usage")].map((one) => [
    one.id,
    pinned(one),
  ]),
);

/** A runbook as a history's people name it. */
export function runbookOf(id: string): RunbookFile {
  const found = RUNBOOKS.get(id);
  if (found === undefined) throw new Error(`there is no runbook ${id} here`);
  return found;
}
