// A person who types what `next` shows, to the end of an incident.
import { parsed, type Point } from "../../acceptance/robust/point.ts";
import { wordsOf } from "../../acceptance/main-job/scene.ts";

const HOUR = 3_600_000;
/** Whether the attacker is out shows after a day. */
const WATCHED = "claro-ir run verify-eradication";
/** More rounds than any runbook takes. */
const TOO_MANY = 100;

function words(command: string): readonly string[] {
  return [...wordsOf(command.replaceAll(/<[^<>]+>/g, "we talked it over")).slice(1), "--json"];
}

/** Type a command, or what it says to type where only a person can do it. */
async function type(point: Point, command: string): Promise<void> {
  const ran = await point.by(words(command));
  const hint = (parsed(ran.stdout)?.["error"] as { hint?: string } | undefined)?.hint;
  if (ran.code === 3 && hint !== undefined) await point.ok(words(hint));
  else if (ran.code !== 0) throw new Error(`${command} ended ${String(ran.code)}: ${ran.stdout}`);
}

/** Follow `next` to the close, or to just before it. Throws when it leads nowhere. */
export async function goOnToClose(point: Point, toTheEnd: boolean): Promise<void> {
  for (let round = 0; round < TOO_MANY; round += 1) {
    const { next } = await point.status();
    if (next.length === 0) break;
    for (const { command } of next) {
      const isClose = command.startsWith("claro-ir close");
      if (isClose && !toTheEnd) return;
      if (command === WATCHED) await point.stage.sandbox.skip(25 * HOUR);
      await type(point, command);
      if (isClose) return;
    }
  }
  throw new Error("next leads nowhere");
}
