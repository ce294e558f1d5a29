// What a durable, acknowledged event costs, against the cheapest durable append there is on the same disk.
import { spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { closeSync, fdatasyncSync, openSync, writeSync } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileJournal } from "../../src/adapters/store/file-journal.ts";
import { sha256 } from "../../src/adapters/system/digest.ts";
import type { EventDraft } from "../../src/core/journal/event.ts";
import type { JournalStore } from "../../src/ports/journal-store.ts";
import { callMs, interleave, median, pairedRatio } from "./measure.ts";
import type { Row } from "./table.ts";

const ROUNDS = 41;
const BATCH = 50;

/** One event, and fifty in one batch, through the file journal; against write + fdatasync of a line of the same size. */
export async function journalRows(root: string): Promise<readonly Row[]> {
  // Beside the package, not in a temporary folder that may lie in memory.
  await mkdir(join(root, "state"), { recursive: true });
  const folder = await mkdtemp(join(root, "state", ".bench-"));
  try {
    return await measureJournal(fileJournal(folder, sha256), floor(folder));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Floor {
  readonly how: string;
  /** Milliseconds of one durable line. */
  readonly lineMs: () => number;
}

async function measureJournal(store: JournalStore, base: Floor): Promise<readonly Row[]> {
  let seq = 0;
  async function append(count: number): Promise<void> {
    const result = await store.append("INC-20261123-b7n4", seq, drafts(count));
    if (!result.ok) throw new Error("the journal saw another writer");
    seq = result.head.seq;
  }
  const [line = [], one = [], batch = []] = await interleave(
    [base.lineMs, () => callMs(() => append(1)), () => callMs(() => append(BATCH))],
    ROUNDS,
  );
  return [
    { name: base.how, value: median(line), unit: "ms", goal: null },
    {
      name: "one durable event / one durable line",
      value: pairedRatio(one, line),
      unit: "x",
      // The same protocol in C (new file, sync, link, sync of the folder) costs 3.3 of these lines.
      goal: 8,
      note: `${median(one).toFixed(2)} ms`,
    },
    {
      name: `a batch of ${String(BATCH)} events / ${String(BATCH)} durable lines`,
      value: pairedRatio(batch, line) / BATCH,
      unit: "x",
      goal: 2,
      note: `${median(batch).toFixed(1)} ms`,
    },
  ];
}

/** The C loop where there is a compiler, else the same loop in Node; the name says which. */
function floor(folder: string): Floor {
  const program = join(folder, "append-sync");
  const source = join(import.meta.dirname, "append-sync.c");
  const compiled = spawnSync("cc", ["-O2", "-o", program, source]).status === 0;
  const file = join(folder, "lines");
  if (compiled) {
    return {
      how: "one durable line (C: write + fdatasync)",
      lineMs: () => Number(spawnSync(program, [file, "5"], { encoding: "utf8" }).stdout) / 1000,
    };
  }
  const line = `${"x".repeat(319)}\n`;
  return {
    how: "one durable line (no cc here, so Node: writeSync + fdatasyncSync)",
    lineMs: () => {
      const fd = openSync(file, "a");
      const started = process.hrtime.bigint();
      for (let count = 0; count < 5; count += 1) {
        writeSync(fd, line);
        fdatasyncSync(fd);
      }
      const ms = Number(process.hrtime.bigint() - started) / 1e6 / 5;
      closeSync(fd);
      return ms;
    },
  };
}

function drafts(count: number): EventDraft[] {
  const at = new Date().toISOString();
  const via = {
    host: "bench",
    pid: process.pid,
    started: "0",
    terminal: null,
    osUser: "bench",
    version: "0",
  };
  return Array.from({ length: count }, () => ({
    id: randomUUID(),
    type: "note.added",
    at,
    occurredAt: at,
    precision: "second",
    by: "bench",
    via,
    op: randomUUID(),
    data: { text: "the time of one durable event", credential: null },
  }));
}
