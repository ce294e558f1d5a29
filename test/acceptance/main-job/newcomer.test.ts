// Somebody who has never seen the program: reads `next --json`, types what it says, fills in a reason where it asks for one.
import { describe, expect, it } from "vitest";
import { jsonOf } from "../../support/cli.ts";
import { openScene, STRATEGIES, type Scene } from "./scene.ts";

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

describe.each(STRATEGIES)("a newcomer, %s", { timeout: 120_000 }, (strategy) => {
  it("is led to contained and restored, and on to the close, by next alone", async () => {
    await using scene = await openScene({ speed: 120 });
    const tolerance = strategy === "contain-first" ? "minutes" : "none";
    const known = `--evidence-level public-exposure --outage-tolerance ${tolerance}`;
    await scene.expectExit(0, `${START} ${known}`);
    const { incident } = await scene.status();
    let commands = 0;
    while (!(await isOver(scene))) {
      const [shown] = await ask(scene);
      if (shown === undefined) throw new Error("next is silent, and it is not over");
      await typeShown(scene, shown);
      commands += 1;
      expect(commands).toBeLessThan(15);
    }
    const toRestored = commands;
    expect((await scene.status()).credentials[0]?.strategy).toBe(strategy);

    for (let shown = await ask(scene); shown.length > 0;) {
      for (const one of shown) await typeShown(scene, one);
      commands += shown.length;
      expect(commands).toBeLessThan(80);
      const closing = shown.some((one) => one.startsWith("claro-ir close"));
      shown = closing ? [] : await ask(scene);
    }
    console.log(
      `newcomer, ${strategy}: ${String(toRestored)} commands to restored, ${String(commands)} to closed`,
    );
    expect((await scene.status(incident)).state).toBe("closed");
    expect(await scene.answerTo(await scene.leaked())).toBe(401);
  });
});
