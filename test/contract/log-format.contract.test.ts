// Every format of access log: knows its own files and no others', reads them exactly, and takes whatever else comes without a throw.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  formatById,
  LOG_FORMATS,
  recogniseFormat,
} from "../../src/adapters/access-log/format/index.ts";
import type { LogFormat, Read } from "../../src/ports/access-log.ts";
import { SAMPLES } from "../support/log-sample/index.ts";
import { eventsOf, framed, readAll, UTC } from "../support/log-sample/sample.ts";

/** They read anything that names its fields, and give way to whoever knows better. */
const GENERIC = ["jsonl", "csv"];

describe("samples", () => {
  it("are there for every format", () => {
    const sampled = new Set(SAMPLES.map(({ format }) => format));
    expect(LOG_FORMATS.map(({ id }) => id).filter((id) => !sampled.has(id))).toEqual([]);
  });
});

describe.each(SAMPLES)("$format: $what", (sample) => {
  const format = formatById(sample.format);

  it("is recognised as that and nothing else, whatever its name", () => {
    // Without the columns that a person names a generic file may be read by nobody.
    if (sample.options?.columns !== undefined && GENERIC.includes(format.id)) return;
    const scores = LOG_FORMATS.map(
      (one) => [one.id, one.recognise({ ...sample, name: "x.csv" })] as const,
    );
    const least = GENERIC.includes(format.id) ? 0.5 : 0.6;
    expect(scores.filter(([, score]) => score > least).map(([id]) => id)).toEqual([format.id]);
    expect(
      scores.filter(([id, score]) => score > 0 && !GENERIC.includes(id) && id !== format.id),
    ).toEqual([]);
    expect(recogniseFormat({ ...sample, name: "" })?.id).toBe(format.id);
  });

  it("is read into exactly its events", () => {
    const { reads, namesKeys } = readAll(format, sample);
    expect(eventsOf(reads)).toEqual(sample.events);
    expect(reads.filter((read) => "rejected" in read)).toHaveLength(sample.rejected ?? 0);
    expect(namesKeys).toBe(sample.namesKeys ?? true);
  });

  it("is the same behind a byte-order mark and with lines that end as on Windows", () => {
    const marked = `\uFEFF${sample.text.replaceAll(/\r?\n/g, "\r\n")}`;
    expect(format.recognise({ text: marked, name: "" })).toBe(
      format.recognise({ ...sample, name: "" }),
    );
    const reader = format.open({ text: marked, name: "" }, { ...UTC, ...sample.options });
    const [first = "", ...rest] = framed(format, sample.text);
    const reads = [`\uFEFF${first}`, ...rest].map((text) => reader.read(`${text}\r`));
    expect(eventsOf(reads)).toEqual(sample.events);
  });

  it("has one of the format's words in each record that changes access", () => {
    const reader = format.open({ ...sample, name: "" }, { ...UTC, ...sample.options });
    const silent = framed(format, sample.text).filter(
      (text) =>
        eventsOf([reader.read(text)]).some(({ change }) => change !== null) &&
        format.changeWords.length > 0 &&
        !format.changeWords.some((word) => text.includes(word)),
    );
    expect(silent).toEqual([]);
  });

  it("reads each line alone as it does in its place", () => {
    const reader = format.open({ ...sample, name: "" }, { ...UTC, ...sample.options });
    const texts = framed(format, sample.text);
    const inOrder = texts.map((text) => reader.read(text));
    // CloudFront's fields are named by the lines before.
    if (format.id === "cloudfront") return;
    const again = texts.toReversed().map((text) => reader.read(text));
    expect(again.reverse()).toEqual(inOrder);
  });
});

describe.each(LOG_FORMATS)("$id", (format) => {
  it("has a page: how to get it, fields, traps, and an example that it reads", () => {
    expect(format.help.length).toBeGreaterThan(0);
    expect(format.traps.length).toBeGreaterThan(0);
    expect(format.fields.map(({ field }) => field)).toContain("at");
    const { reads } = readAll(format, { text: format.example });
    expect(eventsOf(reads).length).toBeGreaterThan(0);
    expect(reads.filter((read) => "rejected" in read)).toEqual([]);
    expect(recogniseFormat({ text: format.example, name: "" })?.id).toBe(format.id);
  });

  it("rejects what is no line of it, with a reason that does not repeat it", () => {
    for (const text of GARBAGE) {
      const read = format.open(ownHead(format), UTC).read(text);
      expect([text.slice(0, 40), Object.keys(read)]).toEqual([text.slice(0, 40), ["rejected"]]);
      expect(reasonOf(read)).toMatch(/^(?=.{10,200}$).*\w/);
      expect(reasonOf(read)).not.toContain(CANARY);
    }
  });

  it("takes blank lines for nothing", () => {
    const reader = format.open(ownHead(format), UTC);
    expect(["", "  ", "\r"].map((text) => reader.read(text))).toEqual([
      { none: true },
      { none: true },
      { none: true },
    ]);
  });

  // The test ends by its time limit where reading is not linear.
  it("gets through a megabyte of anything", () => {
    const reader = format.open(ownHead(format), UTC);
    for (const piece of PIECES) {
      const long = piece.repeat(Math.ceil(1_048_576 / piece.length));
      for (const text of [long, inExample(format, long)])
        expect(Object.keys(reader.read(text))).toHaveLength(1);
      format.recognise({ text: long.slice(0, 65_536), name: "" });
    }
  });

  it("takes values of any depth where it looks for text", () => {
    const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
    const reader = format.open(ownHead(format), UTC);
    for (const name of MEMBERS)
      expect(Object.keys(reader.read(`{"time":1795439107,"${name}":${deep}}`))).toHaveLength(1);
    format.recognise({ text: `{"time":1,"ip":${deep}}`, name: "" });
  });

  it("takes its own lines with anything in them", () => {
    const samples = SAMPLES.filter((sample) => sample.format === format.id);
    const edit = fc.tuple(fc.nat(), fc.string({ unit: "binary", maxLength: 12 }), fc.nat(40));
    fc.assert(
      fc.property(edit, ([at, inserted, removed]) => {
        const { text: whole } = samples[at % samples.length]!;
        const place = at % whole.length;
        const text = whole.slice(0, place) + inserted + whole.slice(place + removed);
        format.recognise({ text, name: "" });
        for (const event of eventsOf(readAll(format, { text }).reads)) {
          expect(Number.isSafeInteger(event.at)).toBe(true);
          expect(["success", "denied", "error"]).toContain(event.outcome);
        }
      }),
    );
  });

  it("takes anything at all", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        format.recognise({ text, name: "" });
        for (const read of readAll(format, { text }).reads)
          expect(Object.keys(read)).toHaveLength(1);
      }),
    );
  });
});

const CANARY = "sk_live_CanaryOfTheLogFormats";

const GARBAGE: readonly string[] = [
  CANARY,
  `{"key": "${CANARY}"`,
  `{"key": "${CANARY}"}`,
  `["${CANARY}"]`,
  "null",
  "42",
  `"${CANARY}"`,
  "{}",
  `\u0000\u001b]0;${CANARY}\u0007`,
  `=cmd|'${CANARY}'!A1`,
];

/** Where formats look for text. */
const MEMBERS = [
  "timestamp",
  "key_id",
  "status",
  "ip",
  "path",
  "keyId",
  "userIdentity",
  "results",
  "actor",
];

const PIECES: readonly string[] = [
  "a",
  '"',
  '\\"',
  "'",
  "\\'",
  "{",
  "[",
  "{'a':",
  '{"a":',
  " ",
  " [",
  "1",
  ",",
  "\t",
  "/",
  "%25",
  "=",
  "a=",
  '" "',
];

/** The head of a file of the format: its own example. */
function ownHead({ example }: LogFormat) {
  return { text: `${example}\n`, name: "" };
}

/** The format's own line with the long text where a path or agent was. */
function inExample({ example }: LogFormat, long: string): string {
  const line = example.split("\n").at(-1) ?? "";
  return line.replace(/prompts|Mozilla|aws-cli|gcloud|python|acme-sdk|curl|git\//, () => long);
}

function reasonOf(read: Read): string {
  return "rejected" in read ? read.rejected : "";
}
