// Somebody who has never seen the program: reads `next --json`, types what it says, fills in a reason where it asks for one.
import { strict as assert } from "node:assert";
import { jsonOf } from "../../support/cli.ts";
import type { Scene } from "./scene.ts";

const HOUR = 3_600_000;
const WATCHED = "claro-ir run verify-eradication";

interface Next {
  readonly next: readonly { readonly step: string; readonly command: string }[];
}

/** More commands than any runbook takes: `next` leads nowhere. */
const TOO_MANY = 100;

/** The command lines that `next` shows. */
export async function askNext(scene: Scene): Promise<readonly string[]> {
  const { next } = jsonOf<Next>(await scene.expectExit(0, "next --json"));
  return next.map((one) => one.command);
}

/** The command as shown; only a placeholder for a reason is replaced. */
export async function typeShown(scene: Scene, shown: string): Promise<void> {
  assert.match(shown, /^claro-ir /);
  // Whether the attacker is out shows after a day.
  if (shown === WATCHED) await scene.sandbox.skip(25 * HOUR);
  const line = shown.slice("claro-ir ".length).replaceAll(/<[^<>]+>/g, "we talked it over");
  await scene.expectExit(0, line);
}

/** Type all that `next` shows, again and again, to the close. Gives the number of commands. */
export async function goOnToClose(scene: Scene): Promise<number> {
  let commands = 0;
  for (;;) {
    const shown = await askNext(scene);
    if (shown.length === 0 || commands > TOO_MANY) throw new Error("next leads nowhere");
    for (const one of shown) await typeShown(scene, one);
    commands += shown.length;
    if (shown.some((one) => one.startsWith("claro-ir close"))) return commands;
  }
}
