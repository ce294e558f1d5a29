// Of a large log in order of time only the stretch in question is read; of any other all of it.
import { closeSync, openSync, readSync, writeSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  claroLine,
  FROM,
  logFolder,
  reading,
  requestsIn,
  type Folder,
} from "../../support/log-reading.ts";

const LINES = 400_000;
/** Days in the file; the window is its last day but one, the baseline the day before. */
const DAYS = 20;
const DAY = 86_400_000;
const FIRST = FROM - (DAYS - 2) * DAY;

let folder: Folder;
let log: string;

/** Some 80 MB: one line in 4 is of the key; neighbours may be out of order by a few seconds. */
function write(path: string): void {
  const fd = openSync(path, "w");
  const like = claroLine(0);
  const [head, tail] = like.split("2026-11-23T00:00:00.000Z");
  const other = tail!.replace("key_7f3a", "key_else");
  for (let at = 0; at < LINES;) {
    let part = "";
    for (let more = 0; more < 10_000; more += 1, at += 1) {
      const jitter = at % 5 === 0 ? -4_000 : 0;
      const time = new Date(FIRST + Math.floor((at / LINES) * DAYS * DAY) + jitter).toISOString();
      part += `${head!}${time}${at % 4 === 0 ? tail! : other}\n`;
    }
    writeSync(fd, part);
  }
  closeSync(fd);
}

beforeAll(async () => {
  folder = await logFolder();
  log = join(folder.path, "a.log");
  write(log);
});

afterAll(() => folder[Symbol.asyncDispose]());

describe("a large log", () => {
  it("in order of time is read where the time in question lies, with the same answer", async () => {
    const part = await reading([log]);
    const note = part.sources[0]!.notes.find((one) => one.includes("in order of time"));
    expect(note).toMatch(/only bytes \d+ to \d+ of \d+ were read/);
    expect(part.sources[0]!.lines).toBeLessThan(LINES / 5);
    const perDay = LINES / DAYS / 4;
    const [window, baseline] = requestsIn(part);
    expect(Math.abs(window - perDay)).toBeLessThan(3);
    expect(Math.abs(baseline - perDay)).toBeLessThan(3);
    const whole = await reading([log], {
      windows: { baselineFrom: FIRST, from: FROM, to: FROM + DAY },
    });
    expect(requestsIn(whole)[0]).toBe(window);
    expect(whole.sources[0]!.lines).toBeGreaterThan(LINES * 0.9);
  });

  it("names the place from which lines are counted", async () => {
    const part = await reading([log]);
    const skipped = Number(/tail -c \+(\d+)/.exec(part.sources[0]!.notes.join("\n"))?.[1]);
    const [minute] = [...part.keys[0]!.window.minutes]
      .map(([, one]) => one)
      .sort((a, b) => a.first - b.first);
    const rest = Buffer.alloc(30_000_000);
    const fd = openSync(log, "r");
    const length = readSync(fd, rest, 0, rest.length, skipped - 1);
    closeSync(fd);
    const line = rest.toString("utf8", 0, length).split("\n")[minute!.where.line - 1];
    expect(line).toContain(new Date(minute!.first).toISOString());
  });

  it("out of order is read whole", async () => {
    const fd = openSync(log, "r+");
    // Half a megabyte of a late day near the beginning: two of the places that are looked at.
    const late = Buffer.alloc(1_200_000);
    readSync(fd, late, 0, late.length, 60_000_000);
    const start = late.indexOf("\n") + 1;
    const end = late.lastIndexOf("\n") + 1;
    const before = Buffer.alloc(400);
    readSync(fd, before, 0, 400, 10_000_000);
    writeSync(fd, late, start, end - start, 10_000_000 + before.indexOf("\n") + 1);
    closeSync(fd);
    const read = await reading([log]);
    expect(read.sources[0]!.notes.join("\n")).not.toContain("in order of time");
    expect(read.sources[0]!.lines).toBeGreaterThan(LINES * 0.99);
  });
});
