// Columns that a person names: taken where they are, refused where they are not, and never dropped in silence.
import { describe, expect, it } from "vitest";
import { formatById, recogniseFormat } from "../../../../src/adapters/access-log/format/index.ts";
import { eventsOf, readAll, UTC } from "../../../support/log-sample/sample.ts";

const CSV = "zeit,schluessel,adresse,status\n2026-11-23T13:05:07Z,key_7f3a,203.0.113.9,200\n";
const JSONL =
  '{"zeit":"2026-11-23T13:05:07Z","a":{"b":{"c":{"d":"key_7f3a"}}},"ip":"203.0.113.9"}\n';

describe.each([
  ["csv", CSV, { at: "zeit", key: "schluessel" }],
  ["jsonl", JSONL, { at: "zeit", key: "/a/b/c/d" }],
] as const)("%s", (id, text, columns) => {
  const format = formatById(id);

  it("takes them, and says which it took", () => {
    const { reads, notes, namesKeys } = readAll(format, { text, options: { columns } });
    expect(eventsOf(reads)).toMatchObject([{ key: "key_7f3a" }]);
    expect(notes.join(" ")).toContain(`key = ${columns.key}`);
    expect(namesKeys).toBe(true);
  });

  it("is recognised by them", () => {
    const sample = {
      text: text.replaceAll(/adresse|"ip"/g, (name) => name.replace(/\w+/, "wer")),
      name: "",
    };
    expect(recogniseFormat(sample)).toBeNull();
    expect(recogniseFormat(sample, { at: "zeit", ip: "wer", key: columns.key })?.id).toBe(id);
  });

  it("names no keys without them", () => {
    expect(format.open({ text, name: "" }, UTC).namesKeys).toBe(false);
  });

  it("refuses one that is not there, and says what is", () => {
    const options = { columns: { key: "schlussel" }, zone: null };
    expect(() => format.open({ text, name: "" }, options)).toThrow(
      expect.objectContaining({
        kind: "usage",
        hint: expect.stringContaining("zeit") as unknown,
      }) as Error,
    );
  });

  it("refuses a field that there is not", () => {
    expect(() => format.open({ text, name: "" }, { columns: { kex: "zeit" }, zone: null })).toThrow(
      "a field that there is not",
    );
  });
});

it("a format with fixed places says that it did not use them", () => {
  const format = formatById("claro-access");
  const { notes } = readAll(format, { text: format.example, options: { columns: { key: "x" } } });
  expect(notes).toEqual([
    "Its fields have fixed places: the columns that were named were not used.",
  ]);
});

it("a web server's log refuses a name that no line has", () => {
  const format = formatById("combined");
  const head = { text: `${format.example}\n`, name: "" };
  expect(() => format.open(head, { columns: { key: "kid" }, zone: null })).toThrow(
    "not in the file",
  );
});

it("a document that was cut is known by the records before the cut", () => {
  const record = {
    timestamp: "2026-11-23T13:05:07Z",
    keyId: "k",
    method: "GET",
    path: "/x",
    n: { m: {} },
  };
  const whole = JSON.stringify({ items: Array.from({ length: 50 }, () => record) });
  const cut = { text: whole.slice(0, 1000), name: "" };
  expect(formatById("jsonl").recognise(cut)).toBeGreaterThan(0.5);
  expect(formatById("jsonl").open(cut, UTC).namesKeys).toBe(true);
});

it("a log with two clocks says when they cannot both be right", () => {
  const text =
    '{"timestamp":"2026-11-23T13:05:07Z","received_at":"2026-11-23T13:00:00Z","key_id":"k","ip":"203.0.113.9"}\n';
  const { reads, notes } = readAll(formatById("jsonl"), { text });
  expect(eventsOf(reads)).toMatchObject([{ at: Date.parse("2026-11-23T13:05:07Z") }]);
  expect(notes.join(" ")).toContain("5:07 ahead");
});

it("a cell is the same whether the line was split or parsed", () => {
  const format = formatById("csv");
  const head = "time,key,ip,path\n";
  const plain = readAll(format, { text: `${head}1795439107,k,203.0.113.9,/a b\n` });
  const quoted = readAll(format, { text: `${head}"1795439107","k","203.0.113.9","/a b"\n` });
  expect(eventsOf(quoted.reads)).toEqual(eventsOf(plain.reads));
  expect(eventsOf(plain.reads)).toHaveLength(1);
});
