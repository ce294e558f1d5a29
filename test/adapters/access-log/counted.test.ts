// Which lines count: those of the key, of the time, and each event once.
import { gzipSync } from "node:zlib";
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

describe("a key of which only the last four characters are known", () => {
  it("is found in lines that name it by its id, too", async () => {
    const made = await folder();
    await made.write("a.log", LOG);
    const known = [{ key: "c1", names: ["production-web-app", "c123"] }];
    expect(requestsIn(await reading([made.path], { keys: known }))[0]).toBeGreaterThan(0);
    const foreign = [{ key: "c1", names: ["production-web-app", "zzz9"] }];
    expect(requestsIn(await reading([made.path], { keys: foreign }))[0]).toBe(0);
  });
});
