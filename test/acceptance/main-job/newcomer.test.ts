// Somebody who has never seen the program: reads `next --json`, types what it says, fills in a reason where it asks for one.
import { describe, expect, it } from "vitest";
import { jsonOf } from "../../support/cli.ts";
import { openScene, type Scene } from "./scene.ts";

interface Next {
  readonly next: readonly { readonly step: string; readonly command: string }[];
}

const START = "start --no-input --key production-web-app --secret-file leaked.key";

async function ask(scene: Scene): Promise<readonly string[]> {
  const { next } = jsonOf<Next>(await scene.expectExit(0, "next --json"));
  return next.map((one) => one.command);
}

/** The command as shown; only a placeholder for a reason is replaced. */
async function typeShown(scene: Scene, shown: string): Promise<void> {
  expect(shown).toMatch(/^claro-ir /);
  const line = shown.slice("claro-ir ".length).replaceAll(/<[^<>]+>/g, "we talked it over");
  await scene.expectExit(0, line);
}

async function isOver(scene: Scene): Promise<boolean> {
  const { contained, restored } = await scene.status();
  return contained.at !== null && restored.at !== null;
}

/** Follow the first line of `next` until it is contained and restored. Gives the number of commands. */
async function containAndRestore(scene: Scene, tolerance: string): Promise<number> {
  const known = `--evidence-level public-exposure --outage-tolerance ${tolerance}`;
  await scene.expectExit(0, `${START} ${known}`);
  for (let commands = 1; commands < 15; commands += 1) {
    const [shown = ""] = await ask(scene);
    await typeShown(scene, shown);
    if (/deploy|verify/.test(shown) && (await isOver(scene))) return commands;
  }
  throw new Error("next leads nowhere");
}

/** Type all that `next` shows, again and again, to the close. Gives the number of commands. */
async function goOnToClose(scene: Scene): Promise<number> {
  let commands = 0;
  for (;;) {
    const shown = await ask(scene);
    if (shown.length === 0 || commands > 80) throw new Error("next leads nowhere");
    for (const one of shown) await typeShown(scene, one);
    commands += shown.length;
    if (shown.some((one) => one.startsWith("claro-ir close"))) return commands;
  }
}

describe("a newcomer", { timeout: 240_000 }, () => {
  it("is led to contained and restored by next alone, contain-first", async () => {
    await using scene = await openScene();
    const commands = await containAndRestore(scene, "minutes");
    console.log(`newcomer, contain-first: ${String(commands)} commands to restored`);
    const { credentials } = await scene.status();
    expect(credentials[0]).toMatchObject({
      strategy: "contain-first",
      old: { state: "dead", verdict: "DEAD" },
      new: { state: "in-use" },
    });
    expect(await scene.answerTo(await scene.leaked())).toBe(401);
  });

  it("is led there replace-first, and on to the close", async () => {
    await using scene = await openScene({ by: "hands" });
    const commands = await containAndRestore(scene, "none");
    const { credentials, incident } = await scene.status();
    expect(credentials[0]?.strategy).toBe("replace-first");
    expect(await scene.answerTo(await scene.leaked())).toBe(401);
    const more = await goOnToClose(scene);
    console.log(
      `newcomer, replace-first: ${String(commands)} commands to contained, ${String(more)} more to closed`,
    );
    expect((await scene.status(incident)).state).toBe("closed");
  });
});
