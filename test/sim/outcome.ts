// What comes of a command for the person who typed it, and what they are told to type then.
import { loadIncident } from "../../src/app/incident.ts";
import type { IncidentEvent } from "../../src/core/incident/event.ts";
import { between, MINUTE } from "../../src/core/instant.ts";
import { OutsideError } from "../../src/ports/outside.ts";
import type { RunResult } from "../../src/app/effect/effect.ts";
import { typed, type Command, type Turn } from "./commands.ts";
import { asAnswer } from "./witness.ts";

/** What a person is told to type next: the hint of a refusal, or a command in the result of what did not come to the wanted end. */
export async function outcome({
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

/** Longer than any request is under way. */
const ARRIVED = MINUTE;

/** Operations that nobody found done when everything in flight had arrived: what comes of them later still is a stray. */
function lateCreates(events: readonly IncidentEvent[]): readonly string[] {
  return events.flatMap((begun) => {
    if (begun.type !== "effect.intended" || begun.data.keyName === null) return [];
    const { opId, keyName } = begun.data;
    const isLate = events.some(
      ({ type, data, at }) =>
        type === "effect.failed" &&
        data.opId === opId &&
        data.settledBy === "looking" &&
        between(begun.at, at) >= ARRIVED,
    );
    return isLate ? [keyName] : [];
  });
}

/** Whether that key was a replacement once and was given up for another one, or is a stray. */
async function wasGivenUp({ app, incident }: Turn, key: string, name: string): Promise<boolean> {
  const { events } = await loadIncident(app, incident);
  const isGivenUp = events.some(({ type, data }) => type === "key.discarded" && data.keyId === key);
  return isGivenUp || lateCreates(events).includes(name);
}

/** Keys that a person is asked to delete at their vendor, and does where they know them: what nobody has on record nobody dares to touch. */
function cleared(turn: Turn, said: string): readonly Command[] {
  if (!said.includes("delete it at the vendor")) return [];
  return [...said.matchAll(/(\S+) \((\S+)\) at (\w+)/g)].map(
    ([, name = "", key = "", vendor = ""]) => ({
      words: `delete ${key} at ${vendor}`,
      run: async () => {
        if (!(await wasGivenUp(turn, key, name)))
          return { lines: [`whose is ${key}?`], exitCode: 1 };
        try {
          await (await turn.app.provider(vendor)).admin.delete?.(key);
          return undefined;
        } catch (error) {
          if (error instanceof OutsideError) return { lines: [error.message], exitCode: 1 };
          throw error;
        }
      },
    }),
  );
}

/** The commands in what was said, as far as people here know them, in their order. */
export function remedies(turn: Turn, said: string): readonly Command[] {
  const commands = [...said.matchAll(/claro-ir .*/g)].flatMap(([line]) => typed(turn, line) ?? []);
  return [...commands, ...cleared(turn, said)];
}
