// The programs that a process has started, found as the kernel lists them.
import { readFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";

/** Looks, 25 ms apart. */
const PATIENCE = 400;

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").join(" ");
  } catch {
    return ""; // It has ended.
  }
}

/** Process id of the child whose command line holds this word. Throws when none comes up. */
export async function childOf(parent: number, word: string): Promise<number> {
  for (let look = 0; look < PATIENCE; look += 1) {
    const children = readFileSync(
      `/proc/${String(parent)}/task/${String(parent)}/children`,
      "utf8",
    );
    const found = children
      .trim()
      .split(" ")
      .find((pid) => commandOf(pid).includes(word));
    if (found !== undefined) return Number(found);
    await wait(25);
  }
  throw new Error(`${String(parent)} started no ${word}`);
}
