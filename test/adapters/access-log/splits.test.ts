// Any parts, on any number of threads, give the same counts.
import { openSync, closeSync, statSync } from "node:fs";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { takeCrew } from "../../../src/adapters/access-log/crew.ts";
import { fileLine, type Counts } from "../../../src/adapters/access-log/counts.ts";
import { formatById } from "../../../src/adapters/access-log/format/index.ts";
import { mergeCounts, numberLines } from "../../../src/adapters/access-log/merge-counts.ts";
import { packCounts, unpackCounts } from "../../../src/adapters/access-log/pack-counts.ts";
import { performer } from "../../../src/adapters/access-log/perform.ts";
import { jobsOf, planOf } from "../../../src/adapters/access-log/planning.ts";
import type { Plan } from "../../../src/adapters/access-log/plan.ts";
import { runJobs } from "../../../src/adapters/access-log/threads.ts";
import {
  claroLine,
  claroLines,
  logFolder,
  requestFor,
  text,
  type Folder,
} from "../../support/log-reading.ts";
import { sorted } from "../../support/sorted.ts";

let folder: Folder;
let plan: Plan;
let everyLine: Plan;
const opened: number[] = [];

/** Lines of the key on both sides of the window's beginning, lines that are none, and a last one without its end. */
function content(file: number): string {
  const lines = claroLines(400, file * 7).flatMap((line, at) =>
    at % 41 === 0 ? [line, '{"key_id":"key_7f3a", broken', ""] : [line],
  );
  return text([claroLine(-500), claroLine(-400), ...lines]) + claroLine(5000);
}

beforeAll(async () => {
  folder = await logFolder();
  const format = formatById("claro-access");
  const logs = await Promise.all(
    [0, 1].map(async (index) => {
      const name = await folder.write(`${String(index)}.jsonl`, content(index));
      const fd = openSync(name, "r");
      opened.push(fd);
      const head = { name, text: content(index).slice(0, 2000) };
      const reader = format.open(head, { columns: {}, zone: null });
      const packing = { container: "plain", encoding: "utf-8" } as const;
      const { size } = statSync(name);
      const open = { fd, size, packing, format, head, reader, file: { fd, size }, notes: [] };
      return { index, name, open, unread: null, plan: null, sought: null };
    }),
  );
  ({ plan } = planOf(requestFor([]), logs));
  everyLine = planOf(requestFor([], { everyLine: true }), logs).plan;
});

afterAll(async () => {
  for (const fd of opened) closeSync(fd);
  await folder[Symbol.asyncDispose]();
});

async function count(of: Plan, partBytes: number, threads: number): Promise<Counts> {
  const { signal } = new AbortController();
  const { jobs } = jobsOf(of, partBytes);
  const crew = takeCrew();
  try {
    const run = { plan: of, jobs, crew, threads, signal };
    const counts = await runJobs({ ...run, progress: () => undefined });
    numberLines(counts);
    return counts;
  } finally {
    await crew.end();
  }
}

/** Blocks and marks are the parts themselves. */
function figures({ keys, others, sources }: Counts): unknown {
  return sorted({
    keys,
    others,
    sources: [...sources]
      .map(([source, { blocks, ...of }]) => [
        source,
        of,
        [...blocks.values()].reduce((sum, lines) => sum + lines, 0),
      ])
      .sort(([a], [b]) => Number(a) - Number(b)),
  });
}

describe("a reading in parts", () => {
  it.each([
    ["lines that hold the key", () => plan],
    ["every line", () => everyLine],
  ])("gives the same counts as a whole one: %s", async (_, of) => {
    const whole = figures(await count(of(), 1e9, 1));
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 30_000 }), async (partBytes) => {
        expect(figures(await count(of(), Math.max(partBytes, 500), 1))).toEqual(whole);
      }),
      { numRuns: 25 },
    );
    expect(figures(await count(of(), 97, 1))).toEqual(whole);
  });

  it("gives the same counts when threads count parts of it and send what they counted", async () => {
    const whole = figures(await count(everyLine, 1e9, 1));
    const { signal } = new AbortController();
    const { jobs } = jobsOf(everyLine, 5_000);
    const threads = await Promise.all(
      [0, 1, 2].map(async (thread) => {
        const mine = performer(everyLine, signal, () => undefined);
        for (const [at, job] of jobs.entries()) if (at % 3 === thread) await mine.perform(job);
        return unpackCounts(structuredClone(packCounts(mine.finish())));
      }),
    );
    const [all, ...others] = threads;
    for (const part of others) mergeCounts(all!, part);
    numberLines(all!);
    expect(figures(all!)).toEqual(whole);
  });

  it("gives the same counts whoever of several threads is faster", async () => {
    const whole = figures(await count(everyLine, 1e9, 1));
    expect(figures(await count(everyLine, 1_000, 3))).toEqual(whole);
  });

  it("that is given up on several threads ends with the reason alone", async () => {
    const gone = new AbortController();
    const reason = new Error("enough");
    const { jobs } = jobsOf(everyLine, 2_000);
    const counted = runJobs({
      plan: everyLine,
      jobs,
      crew: takeCrew(),
      threads: 3,
      signal: gone.signal,
      progress: () => gone.abort(reason),
    });
    await expect(counted).rejects.toBe(reason);
  });

  it("numbers lines as the file has them", async () => {
    const { keys } = await count(plan, 3_000, 1);
    const numbered = [...keys[0]!.window.minutes].map(([, { where }]) => where);
    for (const { source, line } of numbered)
      expect(content(source).split("\n")[line - 1]).toContain("key_7f3a");
    expect(numbered.some(({ line }) => line > 300)).toBe(true);
    expect(fileLine(2 ** 32 + 5, [0, 100])).toBe(105);
  });
});
