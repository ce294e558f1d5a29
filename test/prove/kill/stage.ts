// Where cases are played: a sandbox, and hands that play at the same time.
import { Stage } from "../../acceptance/robust/stage.ts";
import { Hands } from "../../support/hands.ts";
import type { Ground } from "./plans.ts";

/** A sandbox of its own, and as many hands as there is work for. */
export async function onStage<T>(
  program: string | undefined,
  play: (grounds: readonly [Ground, ...Ground[]]) => Promise<T>,
): Promise<T> {
  const stage = await Stage.open(11, undefined, program);
  const ready: Ground["ready"] = new Map();
  const grounds: readonly [Ground, ...Ground[]] = [
    { stage, ready, hands: new Hands() },
    { stage, ready, hands: new Hands() },
    { stage, ready, hands: new Hands() },
  ];
  try {
    return await play(grounds);
  } finally {
    for (const { hands } of grounds) await hands.close();
    await stage.close();
  }
}
