// Cuts a failure down to the fewest commands, mishaps and pauses that still bring it about.
import { simulate, type History } from "./simulate.ts";

/** What went wrong, numbers aside: a failure that is cut down must not become another one. */
function kindOf({ broken }: History): string | undefined {
  return broken?.split("\n")[0]?.replaceAll(/\d+/g, "#");
}

/** The same failure with as few parts as can be: halves are left out first, then single ones, until none can go. */
export async function shrink(found: History): Promise<History> {
  let smallest = found;
  let size = Math.ceil(found.parts.length / 2);
  for (;;) {
    const before = smallest;
    for (let at = 0; at < smallest.parts.length;) {
      const left = smallest.parts.filter((_part, index) => index < at || index >= at + size);
      const tried = await simulate(found.seed, left);
      if (kindOf(tried) === kindOf(found)) smallest = tried;
      else at += size;
    }
    if (size > 1) size = Math.ceil(size / 2);
    else if (smallest === before) return smallest;
  }
}

/** The arguments that play a history again. */
export function replayOf({ seed, parts }: History): string {
  return `${String(seed)}:${parts.join(",")}`;
}

/** A seed, and the parts of it to play where not all of them are. Throws for anything else. */
export function parseReplay(text: string): {
  readonly seed: number;
  readonly only: string[] | null;
} {
  const found = /^(\d+)(?::([\dcp.,]*))?$/.exec(text);
  if (found === null) throw new Error(`${text} is no <seed> and no <seed>:<part>,<part>`);
  const only = found[2] === undefined ? null : found[2].split(",").filter((part) => part !== "");
  return { seed: Number(found[1]), only };
}
