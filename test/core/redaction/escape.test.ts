// Text from anywhere made harmless for a terminal, a spreadsheet and Markdown.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  forCsv,
  forMarkdown,
  forMarkdownCode,
  forTerminal,
  forTerminalLine,
} from "../../../src/core/redaction/escape.ts";
import { parseCsv } from "../../support/parse-csv.ts";

const HOSTILE = fc
  .array(
    fc.oneof(
      fc.string({ unit: "binary", maxLength: 8 }),
      fc.constantFrom(
        "\x1b]52;c;aGk=\x07",
        "\x9b2J",
        "\u202e",
        "\u2028",
        "\ufeff",
        "<script>",
        "](http://evil.example)",
        "![x](",
        "|",
        "\n# ",
        "`",
        "```",
        "<!--",
        "-->",
        "https://evil.example",
        "www.evil.example",
        "a@evil.example",
        "=1+1",
        "\uff1d",
        "\t",
        "\r",
        "\\",
        "\\|",
        '"',
        "'",
        "- ",
        "1. ",
        "[x]: y",
        "***",
        "~~",
      ),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(""));

// Written again here on purpose, by Unicode properties instead of ranges: Cc and Cf without newline and tab.
const STEERS = /(?![\n\t])[\p{Cc}\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/u;

describe("forTerminal", () => {
  it("shows what would steer", () => {
    expect(forTerminal("a\x1b[2Jb\x9bc\u202ed\r\n\te")).toBe("a\\x1b[2Jb\\x9bc\\u202ed\\x0d\n\te");
    expect(forTerminalLine("a\nb")).toBe("a\\nb");
    expect(forTerminal("ordinary …c123 ü 漢 🙂")).toBe("ordinary …c123 ü 漢 🙂");
  });

  it("shows each steering character there is, and touches no other", () => {
    const all = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code));
    expect(all.filter((char) => STEERS.test(forTerminal(char)))).toEqual([]);
    const changed = all.filter((char) => forTerminal(char) !== char && !STEERS.test(char));
    // Separators and marks beyond the classes above: shown as well.
    expect(changed).toEqual(
      ["\u180e", "\u061c", "\ufff9", "\ufffa", "\ufffb"]
        .filter((char) => !STEERS.test(char))
        .sort(),
    );
  });

  it("leaves no control byte of any text", () => {
    fc.assert(
      fc.property(HOSTILE, (text) => {
        expect(forTerminal(text)).not.toMatch(STEERS);
        expect(forTerminalLine(text)).not.toMatch(/[\n\r]/);
      }),
      { numRuns: 1000 },
    );
  });
});

describe("forCsv", () => {
  it.each([
    ["plain", "plain"],
    ["a,b", '"a,b"'],
    ['say "x"', '"say ""x"""'],
    ["=1+1", "'=1+1"],
    ["\t=1", "'\t=1"],
    ['"=1+1"', '"\'""=1+1"""'],
    ["\uff1d1", "'\uff1d1"],
    ["@SUM", "'@SUM"],
    ["-5", "'-5"],
  ])("%j -> %j", (text, expected) => {
    expect(forCsv(text)).toBe(expected);
  });

  it("gives back every text, and none that starts as a formula", () => {
    fc.assert(
      fc.property(HOSTILE, (text) => {
        const [[value = ""] = []] = parseCsv(`${forCsv(text)}\r\n`);
        expect([text, `'${text}`]).toContain(value);
        expect(value.replaceAll(/^["\s]+/g, "")).not.toMatch(/^[=+\-@\uff1d\uff0b\uff0d\uff20]/);
      }),
      { numRuns: 1000 },
    );
  });
});

describe("forMarkdown", () => {
  it.each([
    ["production-web-app", "production-web-app"],
    ["exposed_from", "exposed_from"],
    ["_x_", String.raw`\_x\_`],
    ["# head", String.raw`\# head`],
    ["1. item", String.raw`1\. item`],
    ["1)", String.raw`1\)`],
    ["203.0.113.61", "203.0.113.61"],
    ["a | b", "a &#124; b"],
    ["<b>&", "&lt;b&gt;&amp;"],
    ["![x](https://evil.example/?d=1)", String.raw`!\[x\](hxxps://evil.example/?d=1)`],
    ["www.evil.example", String.raw`www\[.\]evil.example`],
    ["ftp://evil.example", String.raw`ftp\[:\]//evil.example`],
    ["@dana, a@b.example", "(at)dana, a(at)b.example"],
    ["two\n\nlines", "two lines"],
  ])("%j -> %j", (text, expected) => {
    expect(forMarkdown(text)).toBe(expected);
  });

  it("lets no element, link, table cell or heading come of any text", () => {
    fc.assert(
      fc.property(HOSTILE, (text) => {
        const escaped = forMarkdown(text);
        expect(escaped).not.toMatch(/[<>|\n]/);
        expect(escaped).not.toMatch(/^[#+=-]|^\s|^\d+[.)]/);
        // Every one of these stands behind an odd number of backslashes.
        expect(escaped.replaceAll(/\\[^A-Za-z0-9\s]/g, "")).not.toMatch(/[\\`*[\]~$]/);
        expect(escaped).not.toMatch(/https?:\/\/|www\.|@[A-Za-z0-9]/i);
        expect(escaped).not.toMatch(STEERS);
      }),
      { numRuns: 1000 },
    );
  });
});

describe("forMarkdownCode", () => {
  it("fences longer than any run inside", () => {
    expect(forMarkdownCode("plain")).toBe("`plain`");
    expect(forMarkdownCode("a `b` c")).toBe("``a `b` c``");
    expect(forMarkdownCode("`b`")).toBe("`` `b` ``");
    expect(forMarkdownCode("a\n````\nb")).toBe("`````\na\n````\nb\n`````");
  });
});
