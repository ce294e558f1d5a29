// Lists that real programs write: marks, line ends, delimiters, quotes; and what is no list.
import { describe, expect, it } from "vitest";
import { readCsv } from "../../../src/adapters/exchange/csv.ts";

function read(text: string) {
  return readCsv(new TextEncoder().encode(text), "keys.csv");
}

describe("a list", () => {
  it.each([
    ["a comma", "name,owner\nweb,team\n"],
    ["a semicolon, as a spreadsheet in Europe writes", "name;owner\r\nweb;team\r\n"],
    ["tabs", "name\towner\nweb\tteam"],
    ["a byte-order mark and blank lines", "\uFEFFname,owner\r\n\r\nweb,team\r\n\r\n"],
    ["quotes", '"name","owner"\n"web","team"\n'],
  ])("with %s", (_what, text) => {
    const { columns, rows } = read(text);
    expect(columns).toEqual(["name", "owner"]);
    expect(rows.map((row) => row.cells)).toEqual([["web", "team"]]);
  });

  it("in UTF-16", () => {
    const text = Buffer.from("\uFEFFname,owner\nweb,team\n", "utf16le");
    expect(readCsv(text, "keys.csv").rows[0]?.cells).toEqual(["web", "team"]);
  });

  it("keeps line breaks and delimiters in quotes, and says on which line a row ends", () => {
    const { rows } = read('name,purpose\nweb,"a, b\nand c"\nworker,d\n');
    expect(rows).toEqual([
      { line: 3, cells: ["web", "a, b\nand c"] },
      { line: 4, cells: ["worker", "d"] },
    ]);
  });
});

describe("what is no list", () => {
  it("is longer than any list of keys", () => {
    expect(() => read(`name\n${"web\n".repeat(600_000)}`)).toThrow("larger than 2 MB");
  });

  it.each([
    ["", "empty"],
    ['name\n"web', "bad-csv"],
    ['name\nwe"b', "bad-csv"],
  ])("%j is refused", (text, code) => {
    expect(() => read(text)).toThrow(expect.objectContaining({ code }) as Error);
  });
});
