// Calm weather: one owner goes on where everybody left, only by what the program recommends, and must be able to close.
import { reconcile } from "../../src/app/reconcile.ts";
import type { RunResult } from "../../src/app/effect/effect.ts";
import { nextSteps } from "../../src/core/incident/next.ts";
import { DAY, HOUR, MINUTE } from "../../src/core/instant.ts";
import { ending, following, typed, worldNow, type Command, type Turn } from "./commands.ts";
import { desk, type Site } from "./desk.ts";
import { Draw } from "./draw.ts";
import { CALM, OPERATORS } from "./plan.ts";
import { asAnswer, Broken } from "./witness.ts";

/** More rounds than any incident has steps left: not done by then is stuck. */
const MOST = 250;

/** What a person is told to type next: the hint of a refusal, or a command in the result of what did not come to the wanted end. */
async function outcome({
  run,
}: Command): Promise<{ readonly said: string; readonly isDone: boolean }> {
  try {
    const result = await run();
    if (!isResult(result) || result.exitCode === 0) return { said: "", isDone: true };
    return { said: result.lines.join("\n"), isDone: false };
  } catch (error) {
    const { message, hint } = asAnswer(error);
    return { said: `${message}\nnext: ${hint ?? ""}`, isDone: false };
  }
}

function isResult(result: unknown): result is RunResult {
  return typeof result === "object" && result !== null && "exitCode" in result;
}

/** How many remedies in a row a person types before trying something else. */
const PATIENCE = 4;

/** Do it; where it does not lead on, type what is said then, and what is said to that. */
async function step(turn: Turn, command: Command, told: string[], depth = 0): Promise<boolean> {
  told.push(`${"  ".repeat(depth)}finish ${command.words}`);
  const { said, isDone } = await outcome(command);
  if (isDone) return true;
  told.push(`${"  ".repeat(depth + 1)}${said}`);
  if (depth === PATIENCE) return false;
  for (const [line] of said.matchAll(/claro-ir .*/g)) {
    const remedy = typed(turn, line);
    if (remedy !== undefined && (await step(turn, remedy, told, depth + 1))) return true;
  }
  return false;
}

/** Everything in flight has arrived; then step by step to the end. */
export async function finish(
  site: Site,
  incident: string,
  leaked: Turn["leaked"],
  told: string[],
): Promise<void> {
  site.schedule.pass(2 * MINUTE);
  for (const process of site.processes.values()) process.crashed = true;
  let last = "";
  const [dana] = OPERATORS;
  const draw = new Draw(site.seed, CALM);
  for (let round = 0; round < MOST; round += 1) {
    const at = desk(site, CALM + round, dana);
    const turn: Turn = { app: at.app, incident, draw, leaked };
    let isOver = false;
    await site.schedule.run(
      (async () => {
        if (round === 0 || draw.chance(0.5)) await reconcile(at.app, incident);
        const world = await worldNow(turn);
        isOver = world.state.state !== "open";
        if (isOver) return;
        const { runbook } = world.compiled;
        const steps = nextSteps(runbook, world.state, world.now);
        last = steps.map((one) => `${one.step} ${one.credential ?? ""}`).join(", ");
        for (const next of steps)
          if (await step(turn, following(turn, runbook, next), told)) return;
        await step(turn, ending(turn, "close"), told);
      })(),
    );
    for (const [id, loaded] of at.app.loaded) site.loaded.set(id, loaded);
    if (isOver) return;
    if (site.witness.broken !== null) throw new Broken(site.witness.broken);
    site.schedule.pass(round % 10 === 9 ? DAY : round % 3 === 2 ? HOUR : MINUTE);
  }
  throw new Broken(`it cannot be closed: next is ${last === "" ? "nothing" : last}`);
}
