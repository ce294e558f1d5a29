// What comes of a command for the person who typed it, and what they are told to type then.
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

/** Keys that a person is asked to delete at their vendor, and does. */
function cleared({ app }: Turn, said: string): readonly Command[] {
  if (!said.includes("delete it at the vendor")) return [];
  return [...said.matchAll(/\((\S+)\) at (\w+)/g)].map(([, key = "", vendor = ""]) => ({
    words: `delete ${key} at ${vendor}`,
    run: async () => (await app.provider(vendor)).admin.delete?.(key),
  }));
}

/** The commands in what was said, as far as people here know them, in their order. */
export function remedies(turn: Turn, said: string): readonly Command[] {
  const commands = [...said.matchAll(/claro-ir .*/g)].flatMap(([line]) => typed(turn, line) ?? []);
  return [...commands, ...cleared(turn, said)];
}
