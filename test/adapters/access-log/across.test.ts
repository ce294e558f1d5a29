// The same requests in logs of two formats count once; what one format has several times stays several.
import { describe, expect, it, onTestFinished } from "vitest";
import {
  acrossMark,
  elsewhereOf,
  holds,
  keepAcross,
  newAcross,
} from "../../../src/adapters/access-log/across.ts";
import { call } from "../../support/traffic/plain.ts";
import {
  claroLine,
  FROM,
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

const SECONDS = [1, 2, 2, 3, 60, 3600];

/** The calls of `claroLine` as a spreadsheet has them. */
function table(seconds: readonly number[], status = 200): string {
  return text([
    "time,key_id,ip,method,path,status",
    ...seconds.map(
      (at) =>
        `${new Date(FROM + at * 1000).toISOString()},${KEY},203.0.113.9,GET,/v1/prompts,${String(status)}`,
    ),
  ]);
}

describe("the same requests in two formats", () => {
  it("count once, as often as in the format that has them most, and that is said", async () => {
    const made = await folder();
    await made.write("a.jsonl", text(SECONDS.map((at) => claroLine(at + 0.25))));
    await made.write("b.csv", table([...SECONDS.slice(0, 3), 2, 7200]));
    const read = await reading([made.path]);
    // Three of the second 2, and everything else once.
    expect(requestsIn(read)).toEqual([8, 0]);
    expect(read.sources.map(({ events, duplicates }) => [events, duplicates])).toEqual([
      [4, 2],
      [4, 1],
    ]);
    expect(read.sources[0]?.notes.join(" ")).toContain("log of another format");
  });

  it("count both where anything but the format differs", async () => {
    const made = await folder();
    await made.write("a.jsonl", text(SECONDS.map((at) => claroLine(at, { path: "/v1/models" }))));
    await made.write("b.csv", table(SECONDS));
    await made.write("c.csv", table(SECONDS, 201));
    expect(requestsIn(await reading([made.path]))).toEqual([18, 0]);
  });

  it("of two machines of one format are all counted", async () => {
    const made = await folder();
    await made.write("a.jsonl", text(SECONDS.map((at) => claroLine(at + 0.1))));
    await made.write("b.jsonl", text(SECONDS.map((at) => claroLine(at + 0.2))));
    await made.write("c.csv", table([9]));
    expect(requestsIn(await reading([made.path]))).toEqual([13, 0]);
  });

  it("of which one log has sums may count twice, which is said", async () => {
    const made = await folder();
    const sum = claroLine(0).replace("}", ',"requests":360,"lasts_ms":3600000}');
    await made.write("a.jsonl", text([sum]));
    await made.write("b.csv", table(SECONDS));
    const read = await reading([made.path]);
    expect(requestsIn(read)).toEqual([366, 0]);
    expect(read.sources[0]?.notes.join(" ")).toContain("these count twice");
  });
});

describe("marks of events", () => {
  it("are none without an address, or of a sum", () => {
    expect(acrossMark(call(FROM))).not.toBeNull();
    expect(acrossMark(call(FROM, { ip: null }))).toBeNull();
    expect(acrossMark(call(FROM, { bucket: { requests: 2, lastsMs: 0 } }))).toBeNull();
  });

  it("of several threads are compared together", () => {
    const [one, other] = [newAcross(), newAcross()];
    for (const [to, mark, format] of [
      [one, 5, "csv"],
      [other, 5, "jsonl"],
      [other, 5, "jsonl"],
      [one, 7, "csv"],
      [other, 8, "csv"],
    ] as const)
      keepAcross(to, mark, format);
    const elsewhere = elsewhereOf([one, other], ["csv", "jsonl"]);
    expect([...elsewhere.keys()]).toEqual(["csv"]);
    const lost = elsewhere.get("csv") ?? new Float64Array();
    expect([5, 7, 8].map((mark) => holds(lost, mark))).toEqual([true, false, false]);
  });
});
