// The filter of streams: the same output however the input is cut, nothing known is left, JSON stays JSON, long lines end.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createKnownSecrets } from "../../../src/core/redaction/known-secrets.ts";
import { fromRaw, rawKnown } from "../../../src/core/redaction/raw-text.ts";
import { createTextFilter, WINDOW } from "../../../src/core/redaction/text-filter.ts";

const KEY = ["gh", "p_16C7e42F292c6912E7710c838347Ae178B4a"].join("");
const KNOWN = "correct-horse/battery+staple";
const PEM = [
  "-----BEGIN RSA ",
  "PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\nMIIEvQIBADANBgkq\n-----END RSA PRIVATE KEY-----",
].join("");

function filterOf(...known: readonly string[]) {
  const secrets = createKnownSecrets();
  for (const one of known) secrets.add(one);
  return createTextFilter({
    known: secrets,
    mark: (value) => `k${String(value.length)}`,
    personalMark: (value) => `p${String(value.length)}`,
  });
}

function redact(text: string, ...known: readonly string[]): string {
  const filter = filterOf(...known);
  return filter.push(text) + filter.end();
}

/** The text pushed in pieces that end at `cuts`. */
function inPieces(text: string, cuts: readonly number[], ...known: readonly string[]): string {
  const filter = filterOf(...known);
  let result = "";
  let from = 0;
  for (const cut of [...cuts].sort((a, b) => a - b)) {
    result += filter.push(text.slice(from, cut));
    from = Math.max(from, cut);
  }
  return result + filter.push(text.slice(from)) + filter.end();
}

it("takes its own tags for nothing, whatever figures their marks are made of", () => {
  const filter = createTextFilter({
    known: createKnownSecrets(),
    mark: () => "4155550104477",
    personalMark: () => "1141072d",
  });
  const text =
    "iban DE89 3704 0044 0532 0130 00, phone +49 30 1234567, https://a:s3cr3tpw@db.example.com";
  expect(filter.push(text) + filter.end()).toBe(
    "iban [IBAN:1141072d], phone [PHONE:1141072d], https://a:[key fp:4155550104477]@db.example.com",
  );
});

/** Pieces of text around everything that is looked for. */
const PIECES = fc.constantFrom(
  KEY,
  KNOWN,
  // Ends its line: two blocks whose dashes run into each other are read as one.
  `${PEM}\n`,
  "dana@example.com",
  "+49 171 1234567",
  "4111 1111 1111 1111",
  "password=",
  '"api_key":"',
  "token: ",
  "Bearer ",
  "://app:",
  "@",
  "abc123def456",
  "\n",
  "\\n",
  "\\",
  '"',
  " ",
  "\u0000",
  "1732388400",
  "[key fp:ab12]",
  "-----BEGIN ",
  "PRIVATE KEY-----",
);
const TEXT = fc
  .array(fc.oneof(PIECES, fc.string({ maxLength: 12, unit: "binary" })), { maxLength: 40 })
  .map((pieces) => pieces.join(""));

describe("the filter", () => {
  it("gives the same however the stream is cut", () => {
    fc.assert(
      fc.property(TEXT, fc.array(fc.nat(400), { maxLength: 12 }), (text, cuts) => {
        expect(inPieces(text, cuts, KNOWN, "two\nlines of it")).toBe(
          redact(text, KNOWN, "two\nlines of it"),
        );
      }),
      { numRuns: 400 },
    );
  });

  it("leaves no known value in any form, whatever stands around it", () => {
    const forms = [
      KNOWN,
      Buffer.from(KNOWN).toString("base64"),
      Buffer.from(KNOWN).toString("hex"),
      encodeURIComponent(KNOWN),
      JSON.stringify(JSON.stringify(KNOWN)).slice(3, -3),
    ];
    fc.assert(
      fc.property(TEXT, fc.constantFrom(...forms), TEXT, (before, form, after) => {
        const left = redact(`${before}${form}${after}`, KNOWN);
        for (const one of forms) expect(left).not.toContain(one);
      }),
    );
  });

  it("changes nothing the second time", () => {
    fc.assert(
      fc.property(TEXT, (text) => {
        const once = redact(text, KNOWN);
        expect(redact(once, KNOWN)).toBe(once);
      }),
      { numRuns: 400 },
    );
  });

  it("makes no text longer than a tag for every eight characters", () => {
    fc.assert(
      fc.property(TEXT, (text) => {
        expect(redact(text, KNOWN).length).toBeLessThanOrEqual(
          text.length + (text.length / 6 + 1) * 14,
        );
      }),
    );
  });

  it("gives complete lines at once, and keeps back what a private key may go on with", () => {
    const filter = filterOf();
    expect(filter.push("one\ntwo\nthr")).toBe("one\ntwo\n");
    expect(filter.push(`ee\n${PEM.slice(0, 70)}`)).toBe("three\n");
    expect(filter.push(`${PEM.slice(70)}\nfour\n`)).toMatch(/^\[key fp:k\d+\]\nfour\n$/);
    expect(filter.end()).toBe("");
  });

  it("finds a known value of several lines across pieces", () => {
    const filter = filterOf("first line of it\nand a second");
    const result =
      filter.push("x first line of it\n") + filter.push("and a second\n") + filter.end();
    expect(result).toBe("x [key fp:k29]\n");
  });

  it("counts by rule", () => {
    const filter = filterOf();
    filter.push(`${KEY} ${KEY} dana@example.com\n`);
    expect(filter.counts()).toEqual([
      { rule: "github", title: "a GitHub token", count: 2 },
      { rule: "email", title: "an e-mail address", count: 1 },
    ]);
  });
});

describe("lines longer than a window", () => {
  const filler = "lorem ipsum ".repeat(Math.ceil(WINDOW / 12));

  it.each([WINDOW - 4096 - 20, WINDOW - 4096, WINDOW - 10, WINDOW, WINDOW + 10])(
    "find what lies across a cut (%i)",
    (at) => {
      const text = `${filler.slice(0, at - 1)} ${KEY} password=hunter22x ${filler}\nnext ${KEY}\n`;
      const left = redact(text);
      expect(left).toBe(text.replaceAll(KEY, "[key fp:k40]").replace("hunter22x", "[key fp:k9]"));
      expect(inPieces(text, [7, at, at + 5, WINDOW])).toBe(left);
    },
  );

  it("replace a secret that fills windows as one", () => {
    const text = `a token=${"aB3".repeat(WINDOW)} b\n`;
    expect(redact(text)).toMatch(/^a token=\[key fp:k\d+\] b\n$/);
    expect(inPieces(text, [100, WINDOW + 5, 2 * WINDOW])).toBe(redact(text));
  });

  it.each([
    "sk_",
    "password=",
    '"password":"',
    "a@",
    "+1 ",
    "[4111111111111111,",
    "-----BEGIN RSA PRIVATE KEY-----",
    "\\",
    "://a:",
  ])("are through when a megabyte teases with %s", (seed) => {
    const line = seed.repeat(Math.ceil((1 << 20) / seed.length));
    expect(redact(line, KNOWN).length).toBeGreaterThan(0);
  });
});

describe("JSON", () => {
  const value = fc.oneof(
    fc.constantFrom(
      KEY,
      KNOWN,
      "dana@example.com",
      "4111111111111111",
      'a"b',
      "x\ndana@example.com",
      `\t${KEY}\u00e9`,
      "C:\\new\\token",
    ),
    fc.constantFrom<unknown>(4111111111111111, 5500005555555559, 12345678, null, true),
    fc.string({ maxLength: 20 }),
  );
  const name = fc.constantFrom("password", "token", "card", "phone", "email", "note", "id");

  it.each([{ password: "\\" }, { password: 'ab"cdefgh' }, { password: 'abcdefgh\\"' }])(
    "a value that ends in escapes ends where it ends: %j",
    (record) => {
      const text = JSON.stringify({ msg: JSON.stringify(record) });
      const left = JSON.parse(redact(`${text}\n`)) as { msg: string };
      expect(Object.keys(JSON.parse(left.msg) as object)).toEqual(["password"]);
    },
  );

  it("stays JSON with the same members, also as text in a text", () => {
    fc.assert(
      fc.property(
        fc.dictionary(name, fc.oneof(value, fc.array(value, { maxLength: 4 }))),
        fc.boolean(),
        (record, isNested) => {
          const text = isNested
            ? JSON.stringify({ msg: JSON.stringify(record) })
            : JSON.stringify(record);
          const left = JSON.parse(redact(`${text}\n`, KNOWN)) as Record<string, unknown>;
          const inner = isNested ? (JSON.parse(left["msg"] as string) as object) : left;
          expect(Object.keys(inner)).toEqual(Object.keys(record));
        },
      ),
      { numRuns: 500 },
    );
  });
});

it("a file that is taken in keeps what only names a key, and data of persons where nobody asks for their removal", () => {
  const filter = createTextFilter({
    known: createKnownSecrets(),
    mark: () => "k",
    personalMark: null,
    spares: (span) => span.identifier,
  });
  const text = `AKIAIOSFODNN7EXAMPLQ dana@example.com\n${PEM}\n`;
  const left = filter.push(text.slice(0, 90)) + filter.push(text.slice(90)) + filter.end();
  expect(left).toContain("AKIAIOSFODNN7EXAMPLQ dana@example.com\n");
  expect(left).not.toContain("MIIEvQIBADANBgkq");
});

describe("bytes", () => {
  it("known values are found in UTF-8 and in UTF-16, and named as they are", () => {
    const secrets = createKnownSecrets();
    secrets.add("pässwörd-für-alle");
    const filter = createTextFilter({
      known: rawKnown(secrets),
      mark: (value) => fromRaw(value),
      personalMark: () => "",
    });
    const wide = Buffer.from("x pässwörd-für-alle y", "utf16le").toString("latin1");
    const plain = Buffer.from("x pässwörd-für-alle y").toString("latin1");
    const left = filter.push(`${plain}\n${wide}`) + filter.end();
    expect(left).not.toContain("r\u0000d\u0000-\u0000");
    expect(left.split("[key fp:pässwörd-für-alle]")).toHaveLength(3);
  });
});
