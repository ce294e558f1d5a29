// Campaign: the power of a real ext4 disk is cut in every command of incident after incident, and each goes on from what is left.
import { join } from "node:path";
import { Hands } from "../support/hands.ts";
import { Draw } from "../sim/draw.ts";
import { Stage } from "../acceptance/robust/stage.ts";
import { brokenControl, withBrokenBuild, type BrokenBuild } from "./broken-build.ts";
import type { Campaign, Findings, Order } from "./campaign.ts";
import type { Injection } from "./disk/trace.ts";
import { Disk } from "./power/disk.ts";
import { live, type Life } from "./power/life.ts";

/** Ten cuts each. */
const LIVES = 22;
const SHORT_LIVES = 2;

/** A life takes some fifteen seconds; who waits for ever, for what a lying disk has lost, is ended, and missed. */
const LONGEST_MS = 120_000;

interface Circumstances {
  readonly program?: string;
  readonly always?: readonly Injection[];
}

/** Lives one after the other: they share a disk, and a cut is a cut for all. */
async function liveAll(
  seeds: readonly number[],
  { program, always = [] }: Circumstances,
  say: Order["say"],
): Promise<readonly Life[]> {
  const stage = await Stage.open(11, undefined, program);
  const hands = new Hands();
  const disk = await Disk.mountedAt(join(stage.home.folder, "points"));
  const lives: Life[] = [];
  try {
    for (const seed of seeds) {
      const watch = setTimeout(() => hands.signal("SIGKILL"), LONGEST_MS);
      const life = await live({ stage, hands, disk, always, say }, new Draw(seed)).catch(
        (error: unknown): Life => ({
          cuts: 0,
          acknowledged: 0,
          faults: [error instanceof Error ? error.message : "stuck"],
        }),
      );
      clearTimeout(watch);
      lives.push(life);
      say(`life ${String(seed)}: ${life.faults.join(" | ") || "whole"}`);
    }
    return lives;
  } finally {
    await hands.close();
    await disk[Symbol.asyncDispose]();
    await stage.close();
  }
}

/** Disks that are played with at the same time. */
const DISKS = 2;

async function run({ isShort, replay, say }: Order): Promise<Findings> {
  const all = Array.from({ length: isShort ? SHORT_LIVES : LIVES }, (_, seed) => seed);
  const shares =
    replay === null
      ? Array.from({ length: DISKS }, (_, disk) => all.filter((seed) => seed % DISKS === disk))
      : [[Number(replay)]];
  const lived = await Promise.all(shares.map((seeds) => liveAll(seeds, {}, say)));
  const [lives, seeds] = [lived.flat(), shares.flat()];
  const cuts = lives.reduce((sum, life) => sum + life.cuts, 0);
  const acknowledged = lives.reduce((sum, life) => sum + life.acknowledged, 0);
  return {
    cases: cuts,
    figures: `${String(cuts)} power cuts in ${String(seeds.length)} incidents, ${String(acknowledged)} of them with the answer`,
    violations: lives.flatMap(({ faults }, index) =>
      faults.map((what) => ({ what: what.replaceAll(/\s+/g, " "), replay: String(seeds[index]) })),
    ),
  };
}

async function faultsIn(circumstances: Circumstances): Promise<number> {
  const lives = await liveAll([1, 2], circumstances, () => undefined);
  return lives.reduce((sum, life) => sum + life.faults.length, 0);
}

const NO_FOLDER_SYNC: BrokenBuild = {
  name: "does not sync folders",
  changes: [
    {
      file: "src/adapters/system/durable-file.ts",
      from: "  try {\n    await handle.sync();\n  } finally",
      to: "  try {\n    await handle.stat();\n  } finally",
    },
    // The read model is written after every event, and a sync of anything takes the names before it along on ext4.
    {
      file: "src/adapters/store/index-file.ts",
      from: "await replaceFile(path, new TextEncoder().encode(`${JSON.stringify(index)}\\n`));",
      to: 'if (path === "") await replaceFile(path, new Uint8Array());',
    },
  ],
};

export const power: Campaign = {
  id: "power",
  does: "power cuts on a real ext4 disk, in and right after every command; each incident goes on from what is left",
  needs: ["root", "strace", "mkfs.ext4", "mount"],
  run,
  controls: [
    brokenControl(NO_FOLDER_SYNC, (broken) =>
      withBrokenBuild(broken, (program) => faultsIn({ program })),
    ),
    {
      name: "runs on a disk that says synced and is not",
      lines: [],
      caught: () =>
        faultsIn({ always: [{ call: "fsync", nth: 1, forGood: true, what: "retval=0" }] }),
    },
  ],
};
