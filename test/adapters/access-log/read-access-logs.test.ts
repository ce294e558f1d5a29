// Logs as they lie about: packed, cut, in folders, from pipes, in the wrong format. What can be read counts, the rest is said.
import { spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import {
  appendFileSync,
  createReadStream,
  createWriteStream,
  mkdirSync,
  symlinkSync,
  truncateSync,
} from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { describe, expect, it, onTestFinished } from "vitest";
import type { SourceCoverage } from "../../../src/core/audit/report.ts";
import type { ReadLogs } from "../../../src/ports/access-log.ts";
import {
  claroLine,
  claroLines,
  KEY,
  logFolder,
  reading,
  requestsIn,
  text,
  type Folder,
} from "../../support/log-reading.ts";

async function folder(): Promise<Folder> {
  const made = await logFolder();
  onTestFinished(() => made[Symbol.asyncDispose]());
  return made;
}

function only({ sources }: ReadLogs): SourceCoverage {
  const [source, ...more] = sources;
  if (source === undefined || more.length > 0) throw new Error("there is not one source");
  return source;
}

/** 90 lines, 30 of them the key's. */
const LINES = claroLines(90);
const LOG = text(LINES);

describe("a log", () => {
  it.each<readonly [string, string, string | Uint8Array]>([
    ["plain", "a.log", LOG],
    ["without a last line end", "a.log", LOG.trimEnd()],
    ["with carriage returns", "a.log", LOG.replaceAll("\n", "\r\n")],
    ["with a byte-order mark", "a.log", `\uFEFF${LOG}`],
    ["in UTF-16 with a mark", "a.log", Buffer.from(`\uFEFF${LOG}`, "utf16le")],
    ["in UTF-16 without a mark", "a.log", Buffer.from(LOG, "utf16le")],
    ["in UTF-16, the other way round", "a.log", Buffer.from(`\uFEFF${LOG}`, "utf16le").swap16()],
    ["packed with gzip, whatever its name", "a.log", gzipSync(LOG)],
    [
      "in several members of gzip",
      "a.log",
      Buffer.concat(LINES.map((line) => gzipSync(`${line}\n`))),
    ],
    ["packed with zstd", "a.log", zstdCompressSync(LOG)],
    [
      "in several frames of zstd",
      "a.log",
      Buffer.concat(LINES.map((line) => zstdCompressSync(`${line}\n`))),
    ],
    ["of UTF-16 in gzip", "a.log", gzipSync(Buffer.from(`\uFEFF${LOG}`, "utf16le"))],
    ["as one JSON list", "a.log", `[\n${LINES.join(",\n")}\n]`],
  ])("is read %s", async (_, name, content) => {
    const made = await folder();
    const read = await reading([await made.write(name, content)]);
    expect(requestsIn(read)).toEqual([30, 0]);
    const source = only(read);
    expect(source).toMatchObject({ lines: 90, events: 30, rejected: 0, format: "claro-access" });
    expect(source.from).toBe("2026-11-23T00:00:00.000Z");
    expect(source.to).toBe("2026-11-23T00:01:29.000Z");
    const { actors } = read.keys[0]!.window;
    const [actor] = actors.values();
    expect(actor?.examples.map(({ where }) => where.line)).toEqual([1, 4, 7, 10, 13]);
  });

  it("of nothing is said to be empty", async () => {
    const made = await folder();
    const read = await reading([await made.write("a.log", "")]);
    expect(only(read)).toMatchObject({ format: null, lines: 0, notes: ["It is empty."] });
  });

  it.each([
    ["gzip", gzipSync(text(claroLines(30_000)))],
    ["zstd", zstdCompressSync(text(claroLines(30_000)))],
  ])("that is cut counts as far as it goes: %s", async (_, packed) => {
    const made = await folder();
    const half = packed.subarray(0, Math.floor(packed.length / 2));
    const read = await reading([await made.write("a.log", half)]);
    const [requests] = requestsIn(read);
    expect(requests).toBeGreaterThan(3_000);
    expect(requests).toBeLessThan(7_000);
    expect(only(read).notes.join("\n")).toMatch(/could not be read to its end/);
  });

  it("that is packed says how far it is read while it is", async () => {
    const made = await folder();
    const long = claroLines(20_000).map((line) => line.replace("}", `,"t":"${randomUUID()}"}`));
    const path = await made.write("a.log", gzipSync(text(long)));
    const told: number[] = [];
    await reading([path], { progress: ({ bytes }) => told.push(bytes) });
    expect(new Set(told).size).toBeGreaterThan(1);
    expect(told).toEqual(told.toSorted((a, b) => a - b));
  });

  it("damaged from the first byte on is said to be", async () => {
    const made = await folder();
    const bytes = gzipSync(LOG);
    bytes.fill(0xff, 10, 60);
    const read = await reading([await made.write("a.log", bytes)]);
    expect(only(read).notes.join("\n")).toMatch(/could not be read|not recognised/);
  });

  it("that cannot be read is named with how to unpack it, and the rest counts", async () => {
    const made = await folder();
    await made.write("a.log.xz", Buffer.from("fd377a585a000000", "hex"));
    await made.write("b.log", LOG);
    await made.write("c.bin", Buffer.from([0, 1, 2, 3, 0, 0, 5]));
    await made.write("d.txt", "at 10:15 a letter to grandmother\n");
    const read = await reading([made.path]);
    expect(requestsIn(read)).toEqual([30, 0]);
    expect(read.sources.map(({ format }) => format)).toEqual([null, "claro-access", null, null]);
    const notes = read.sources.map((source) => source.notes[0]);
    expect(notes[0]).toMatch(/packed as xz.*unpack/);
    expect(notes[2]).toMatch(/no text/);
    expect(notes[3]).toMatch(/--source/);
  });

  it("with lines that are none counts and shows them, never a part of a word that goes on", async () => {
    const made = await folder();
    const secret = `sk_live_${"a1".repeat(200)}`;
    const bad = [
      `{"key_id":"${KEY}", broken`,
      `${KEY} \u001B[31m =cmd()\0`,
      `${KEY} ${"word ".repeat(25)}${secret}`,
    ];
    const read = await reading([
      await made.write("a.log", text([...LINES, ...bad, claroLine(95)])),
    ]);
    expect(requestsIn(read)).toEqual([31, 0]);
    const source = only(read);
    expect(source.rejected).toBe(3);
    expect(source.samples.map(({ line }) => line)).toEqual([91, 92, 93]);
    expect(JSON.stringify(source.samples)).not.toContain("sk_live_a1a1");
  });

  it("with a line of a mebibyte and more passes over it, and says so", async () => {
    const made = await folder();
    const long = `{"key_id":"${KEY}","x":"${"y".repeat(1_200_000)}"}`;
    const read = await reading([await made.write("a.log", text([...LINES, long, claroLine(95)]))]);
    expect(requestsIn(read)).toEqual([31, 0]);
    expect(only(read).samples).toMatchObject([{ line: 91, why: "it is longer than 1 MiB" }]);
  });

  it("in the wrong format by a flag says which it looks like", async () => {
    const made = await folder();
    const path = await made.write("a.log", LOG);
    const read = await reading([path], { format: "combined" });
    const source = only(read);
    expect(source).toMatchObject({ format: "combined", events: 0 });
    expect(source.rejected).toBeGreaterThan(0);
    expect(source.notes.join("\n")).toMatch(/Hardly a line .* claro-access/);
  });

  it("that grows is read as it was, and that is said", async () => {
    const made = await folder();
    const path = await made.write("a.log", LOG);
    let hasGrown = false;
    const read = await reading([path], {
      progress: () => {
        if (!hasGrown) appendFileSync(path, text([claroLine(99)]));
        hasGrown = true;
      },
    });
    expect(requestsIn(read)).toEqual([30, 0]);
    expect(only(read).notes.join("\n")).toMatch(/grew while it was read/);
  });

  it("that is cut off while it is read gives what was there", async () => {
    const made = await folder();
    const first = await made.write("a.log", LOG);
    const second = await made.write("b.log", text(claroLines(90, 1000)));
    let isCut = false;
    const read = await reading([first, second], {
      progress: () => {
        if (!isCut) truncateSync(second, 5_000);
        isCut = true;
      },
    });
    const [requests] = requestsIn(read);
    expect(requests).toBeGreaterThan(30);
    expect(requests).toBeLessThan(60);
    expect(read.sources[1]?.notes.join("\n")).toMatch(/shorter while it was read/);
  });
});

describe("what is named", () => {
  it("may be a folder with folders and links in it, also back to itself: every file once", async () => {
    const made = await folder();
    mkdirSync(join(made.path, "old"));
    await made.write("a.log", text(LINES.slice(0, 45)));
    await made.write("old/b.log", text(LINES.slice(45)));
    symlinkSync(made.path, join(made.path, "old/loop"));
    symlinkSync(join(made.path, "a.log"), join(made.path, "again.log"));
    symlinkSync(join(made.path, "gone"), join(made.path, "to-nowhere"));
    const read = await reading([made.path, join(made.path, "a.log")]);
    expect(requestsIn(read)).toEqual([30, 0]);
    expect(read.sources.map(({ name }) => name.slice(made.path.length + 1))).toEqual([
      "a.log",
      "old/b.log",
      "to-nowhere",
    ]);
    expect(read.sources[2]?.notes).toEqual(["It could not be read: it is not there."]);
  });

  it("may be a glob", async () => {
    const made = await folder();
    await made.write("a-1.log", text(LINES.slice(0, 45)));
    await made.write("a-2.log", text(LINES.slice(45)));
    await made.write("b.log", LOG);
    expect(requestsIn(await reading([join(made.path, "a-*.log")]))).toEqual([30, 0]);
  });

  it("must be there", async () => {
    const made = await folder();
    for (const name of ["none.log", "none-*.log"])
      await expect(reading([join(made.path, name)])).rejects.toMatchObject({
        kind: "usage",
        code: "no-log",
      });
  });

  it("may be a pipe, packed or not", async () => {
    const made = await folder();
    const pipe = join(made.path, "pipe");
    if (spawnSync("mkfifo", [pipe]).status !== 0) throw new Error("mkfifo is needed");
    const log = await made.write("a.log.gz", gzipSync(LOG));
    const writing = pipeline(createReadStream(log), createWriteStream(pipe));
    const read = await reading([pipe]);
    await writing;
    expect(requestsIn(read)).toEqual([30, 0]);
    expect(only(read).name).toBe(pipe);
  });
});

it("a digest is that of the file", async () => {
  const made = await folder();
  const path = await made.write("a.log.gz", gzipSync(LOG));
  const { stdout } = spawnSync("sha256sum", [path], { encoding: "utf8" });
  expect(only(await reading([path], { digests: true })).sha256).toBe(stdout.slice(0, 64));
  expect(only(await reading([path])).sha256).toBeNull();
});

it("a reading that is given up ends with the reason", async () => {
  const made = await folder();
  const path = await made.write("a.log", LOG);
  const gone = new AbortController();
  const reason = new Error("enough");
  gone.abort(reason);
  await expect(reading([path], { signal: gone.signal })).rejects.toBe(reason);
});
