// The campaign against the record: every change to journal, evidence, runbook and bag is found, a cut end too where a head was noted.
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { Planted } from "../sim/mutants.ts";
import { linesOf } from "../sim/plant.ts";
import type { Campaign, Control, Findings, Order } from "./campaign.ts";
import { playOnDisk } from "./tamper/disk.ts";
import type { Part, Swept } from "./tamper/sweep.ts";

function sweep(part: Part): Promise<Swept> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("tamper/sweep.ts", import.meta.url), { workerData: part });
    worker.once("message", resolve);
    worker.once("error", reject);
  });
}

async function run({ isShort, replay }: Order): Promise<Findings> {
  const step = isShort || replay !== null ? 1 : availableParallelism();
  const parts = await Promise.all(
    Array.from({ length: step }, (_, from) =>
      sweep({ isShort: isShort && replay === null, from, step, only: replay, mutant: null }),
    ),
  );
  const onDisk = replay === null ? await playOnDisk(isShort ? 3 : 40) : { played: 0, broken: [] };
  const changes = parts.reduce((sum, part) => sum + part.changes, 0);
  const clean = parts.reduce((sum, part) => sum + part.clean, 0);
  return {
    cases: changes + clean + onDisk.played,
    figures: `${changes.toLocaleString("en")} changes, two verifiers of one mind, ${String(onDisk.played)} of them by the programs themselves; ${clean.toLocaleString("en")} clean records pass`,
    violations: [...parts.flatMap((part) => part.broken), ...onDisk.broken],
  };
}

const MISTAKES: readonly Planted[] = [
  {
    id: "does not compare the digests that events name",
    file: "core/journal/check.ts",
    find: "next.prev === slot.hash",
    replace: "next.prev !== null",
  },
  {
    id: "believes the number in a file's name",
    file: "core/journal/check.ts",
    find: "slot !== undefined && ownNumber(slot) !== slot.seq",
    replace: "slot !== undefined && slot.seq < 0",
  },
  {
    id: "does not miss an event",
    file: "core/journal/check.ts",
    find: "if (seq > next) {",
    replace: "if (seq > next + 1) {",
  },
  {
    id: "does not look at evidence",
    file: "app/verify.ts",
    find: "if (digest.hex() === expected) return undefined;",
    replace: "if (digest.hex() !== '') return undefined;",
  },
  {
    id: "forgets the noted head",
    file: "app/verify.ts",
    find: "if (at?.startsWith(anchor.hash) === true) return [];",
    replace: "if (at !== anchor.hash) return [];",
  },
  {
    id: "has a second verifier that skips what is in no list",
    file: "../verifier/verify-record.mjs",
    find: "if (!listed.has(path))",
    replace: "if (!listed.has(path) && path === '')",
  },
];

function control(mutant: Planted): Control {
  async function caught(): Promise<number> {
    const part = { isShort: true, from: 0, step: 1, only: null, mutant };
    return (await sweep(part)).broken.length;
  }
  return { name: mutant.id, lines: linesOf(mutant), caught };
}

export const tamper: Campaign = {
  id: "tamper",
  does: "bytes flipped, lost and put in, files exchanged, events rewritten and the chain mended, ends cut, in journal, evidence and bags",
  needs: [],
  run,
  controls: MISTAKES.map(control),
};
