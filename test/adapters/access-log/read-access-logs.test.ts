// Logs as they lie about: packed, cut, in folders, from pipes, in the wrong format. What can be read counts, the rest is said.
import { spawnSync } from "node:child_process";
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
    await made.write("d.txt", "a letter to grandmother\n");
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

describe("events that are there twice", () => {
  it("count once when the vendor's id says so, wherever they are", async () => {
    const made = await folder();
    const lines = LINES.map((line, at) => line.replace("{", `{"request_id":"r${String(at)}",`));
    const fields = { columns: { key: "key_id", at: "time", id: "request_id" }, zone: null };
    await made.write("a.log", text([...lines, ...lines.slice(0, 9)]));
    await made.write("b.log.gz", gzipSync(text(lines.slice(30, 60))));
    const read = await reading([made.path], { format: "jsonl", options: fields });
    expect(requestsIn(read)).toEqual([30, 0]);
    expect(read.sources.map(({ events, duplicates }) => [events, duplicates])).toEqual([
      [30, 3],
      [0, 10],
    ]);
  });

  it("without an id count as often as in the file that has them most", async () => {
    const made = await folder();
    const twice = text([claroLine(1), claroLine(1), claroLine(2)]);
    await made.write("a.log", text([claroLine(1), claroLine(3)]));
    await made.write("b.log", twice);
    const read = await reading([made.path]);
    // Two equal lines in one file are two requests.
    expect(requestsIn(read)).toEqual([4, 0]);
    expect(read.sources.map(({ events, duplicates }) => [events, duplicates])).toEqual([
      [1, 1],
      [3, 0],
    ]);
  });
});

describe("which lines count", () => {
  it("those of the window and of the baseline, by their own time", async () => {
    const made = await folder();
    const day = 86_400;
    const lines = [-day - 1, -day, -1, 0, day - 1, day].map((seconds) => claroLine(seconds));
    expect(requestsIn(await reading([await made.write("a.log", text(lines))]))).toEqual([2, 2]);
  });

  it("those whose field is the name, not those that hold it elsewhere", async () => {
    const made = await folder();
    const lines = [
      claroLine(1),
      claroLine(2, { key: "other", path: `/v1/${KEY}` }),
      claroLine(3, { key: `${KEY}9` }),
    ];
    expect(requestsIn(await reading([await made.write("a.log", text(lines))]))).toEqual([1, 0]);
  });

  it("an escaped name too where every line is parsed, and always when the name itself has to be escaped", async () => {
    const made = await folder();
    const escaped = claroLine(1).replace(KEY, String.raw`key\u005f7f3a`);
    const path = await made.write("a.log", text([claroLine(0), escaped]));
    expect(requestsIn(await reading([path], { everyLine: true }))).toEqual([2, 0]);
    const odd = await made.write(
      "b.log",
      text([claroLine(0, { key: 'k"ü/' })]).replace("ü", String.raw`\u00fc`),
    );
    const keys = [{ key: "c1", names: ['k"ü/'] }];
    expect(requestsIn(await reading([odd], { keys }))).toEqual([1, 0]);
  });

  it("all, for every key, where no log names keys; none of those where another does", async () => {
    const made = await folder();
    const web = text([
      '203.0.113.9 - - [23/Nov/2026:00:10:00 +0000] "GET /v1/prompts HTTP/1.1" 200 18 "-" "curl/8.5"',
      '203.0.113.9 - - [23/Nov/2026:00:11:00 +0000] "GET /v1/prompts HTTP/1.1" 200 18 "-" "curl/8.5"',
    ]);
    const path = await made.write("web.log", web);
    const alone = await reading([path]);
    expect(requestsIn(alone)).toEqual([2, 0]);
    expect(only(alone).namesKeys).toBe(false);
    await made.write("api.log", LOG);
    const both = await reading([made.path]);
    expect(requestsIn(both)).toEqual([30, 0]);
    expect(both.sources[1]).toMatchObject({ events: 0, from: "2026-11-23T00:10:00.000Z" });
    expect(both.sources[1]?.notes.join("\n")).toMatch(/do not name the key/);
  });
});

describe("when the log was written at all", () => {
  it("is known from lines of others too", async () => {
    const made = await folder();
    const lines = Array.from({ length: 500 }, (_, at) => claroLine(at * 60, { key: "other" }));
    const { beats, sources } = await reading([await made.write("a.log", text(lines))]);
    expect(beats?.[0]?.length).toBeGreaterThan(300);
    expect(sources[0]?.to).toBe("2026-11-23T08:19:00.000Z");
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
