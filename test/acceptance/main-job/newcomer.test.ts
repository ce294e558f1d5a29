// Somebody who has never seen the program is led from start to the end by `next` alone.
import { describe, expect, it } from "vitest";
import { askNext, goOnToClose, typeShown } from "./follow-next.ts";
import { openScene, type Scene } from "./scene.ts";

const START = "start --no-input --key production-web-app --secret-file leaked.key";

async function isOver(scene: Scene): Promise<boolean> {
  const { contained, restored } = await scene.status();
  return contained.at !== null && restored.at !== null;
}

/** Follow the first line of `next` until it is contained and restored. Gives the number of commands. */
async function containAndRestore(scene: Scene, tolerance: string): Promise<number> {
  const known = `--evidence-level public-exposure --outage-tolerance ${tolerance}`;
  await scene.expectExit(0, `${START} ${known}`);
  for (let commands = 1; commands < 15; commands += 1) {
    const [shown = ""] = await askNext(scene);
    await typeShown(scene, shown);
    if (/deploy|verify/.test(shown) && (await isOver(scene))) return commands;
  }
  throw new Error("next leads nowhere");
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
