// Secrets out of text: known values in every form, every rule's examples, record values untouched, linear time.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Secret } from "../../../src/core/credential/secret.ts";
import { createKnownSecrets } from "../../../src/core/redaction/known-secrets.ts";
import {
  createRedactor,
  findSecrets,
  looksLikeSecret,
} from "../../../src/core/redaction/redact.ts";
import { isPlaceholder, looksMixed } from "../../../src/core/redaction/placeholder.ts";
import type { SecretRule } from "../../../src/core/redaction/rule.ts";
import { SECRET_RULES } from "../../../src/core/redaction/rules.ts";

const HEX = "0123456789abcdef".split("");

function mark(value: string): string {
  return `m${String(value.length)}`;
}

function redactorOf(...secrets: readonly string[]): (text: string) => string {
  const known = createKnownSecrets();
  for (const secret of secrets) known.add(new Secret(secret));
  return createRedactor(known, mark);
}

/** Independent of the code under test: Node's own encoders. */
const ENCODINGS: Readonly<Record<string, (value: string) => string>> = {
  plain: (value) => value,
  base64: (value) => Buffer.from(value).toString("base64"),
  "base64 without padding": (value) => Buffer.from(value).toString("base64").replaceAll("=", ""),
  base64url: (value) => Buffer.from(value).toString("base64url"),
  hex: (value) => Buffer.from(value).toString("hex"),
  HEX: (value) => Buffer.from(value).toString("hex").toUpperCase(),
  url: (value) => encodeURIComponent(value),
  form: (value) => new URLSearchParams({ v: value }).toString().slice(2),
  json: (value) => JSON.stringify(value).slice(1, -1),
  "json in json": (value) => JSON.stringify(JSON.stringify(value)).slice(3, -3),
};

const SECRET = fc
  .string({ minLength: 12, maxLength: 60, unit: "grapheme-ascii" })
  .filter((value) => value.trim() === value);

describe("known secrets", () => {
  it.each(Object.entries(ENCODINGS))("are removed as %s", (_name, encode) => {
    fc.assert(
      fc.property(SECRET, fc.lorem(), fc.lorem(), (secret, before, after) => {
        const form = encode(secret);
        const redacted = redactorOf(secret)(`${before} ${form} ${after}`);
        expect(redacted).not.toContain(form);
        expect(redacted).toContain(`[key fp:${mark(secret)}]`);
      }),
    );
  });

  it("are removed from inside a base64 blob, whatever stands before and after", () => {
    fc.assert(
      fc.property(
        SECRET,
        fc.string({ maxLength: 7 }),
        fc.string({ maxLength: 7 }),
        (secret, before, after) => {
          const blob = Buffer.from(before + secret + after);
          for (const encoding of ["base64", "base64url"] as const) {
            const redacted = redactorOf(secret)(blob.toString(encoding));
            // Characters that hold bits of the secret alone: not one of them may be left.
            const first = Math.ceil((Buffer.byteLength(before) * 8) / 6);
            const behind =
              blob.toString(encoding).length -
              Math.floor((Buffer.byteLength(before + secret) * 8) / 6);
            const left = /\[key fp:m\d+\]/.exec(redacted)?.index ?? Infinity;
            expect(left).toBeLessThanOrEqual(first);
            expect(redacted.split("]").at(-1)?.length).toBeLessThanOrEqual(behind);
          }
        },
      ),
    );
  });

  it("keep one mark for all forms, also where a rule matches the same place", () => {
    const secret = ["sk_", "live_4eC39HqLyjWDarjtT1zdp7dc"].join("");
    const text = `${secret} and ${Buffer.from(secret).toString("base64")}`;
    expect(redactorOf(secret)(text)).toBe(`[key fp:${mark(secret)}] and [key fp:${mark(secret)}]`);
  });

  it("shorter than 8 characters are ignored", () => {
    expect(redactorOf("night")("a quiet night")).toBe("a quiet night");
  });

  it("are removed where two overlap, and a text redacted twice stays the same", () => {
    const redact = redactorOf("abcdefgh1234", "1234ijklmnop");
    const once = redact("x abcdefgh1234ijklmnop y");
    expect(once).toBe("x [key fp:m12] y");
    expect(redact(once)).toBe(once);
  });
});

/** The rule's own examples; a rule that is only a prefix has those that its pattern describes. */
function examplesOf(rule: SecretRule): readonly string[] {
  if (rule.hits.length > 0) return rule.hits.map((pieces) => pieces.join(""));
  const before = rule.before === undefined ? fc.constant("") : matching(rule.before, "^");
  return fc
    .sample(
      fc.tuple(before, matching(rule.pattern, "")).map((pieces) => pieces.join("")),
      { seed: 7, numRuns: 20 },
    )
    .filter((text) => !isPlaceholder(text) && (rule.loose !== true || looksMixed(text.slice(3))));
}

/** Texts of a pattern, without what it only looks at. */
function matching({ source }: RegExp, anchor: string): fc.Arbitrary<string> {
  const own = source.replaceAll(/\(\?<?!(?:[^()[\]]|\[[^\]]*\])*\)/g, "");
  return fc.stringMatching(new RegExp(`${anchor}${own}`.replace(/\$?$/, "$").replace(/^\^?/, "^")));
}

describe.each(SECRET_RULES.map((rule) => [rule.id, rule] as const))("rule %s", (_id, rule) => {
  it("hits its examples, and nothing is left of them", () => {
    const redact = redactorOf();
    for (const example of examplesOf(rule)) {
      const text = `see ${example} there`;
      expect({ text, rules: findSecrets(text).map((span) => span.rule) }).toMatchObject({
        text,
        rules: expect.arrayContaining([rule.id]) as unknown,
      });
      const found = findSecrets(text).filter((span) => span.rule === rule.id);
      for (const span of found)
        expect(redact(text)).not.toContain(text.slice(span.start, span.end));
      expect(redact(redact(text))).toBe(redact(text));
    }
  });

  it("misses what only looks like it", () => {
    for (const text of rule.misses)
      expect([text, ...findSecrets(text).filter((span) => span.rule === rule.id)]).toEqual([text]);
  });

  it("is through with a hostile line", () => {
    const examples = examplesOf(rule).slice(0, 2);
    const redact = redactorOf();
    for (const seed of [
      ...rule.needles.slice(0, 3),
      ...examples,
      ...examples.map((text) => text.slice(0, -1)),
    ])
      // Quadratic work would take minutes here, and vitest's patience is seconds.
      expect(redact(seed.repeat(Math.ceil((1 << 18) / seed.length))).length).toBeGreaterThan(0);
  });
});

it("takes a line of a megabyte that teases every rule", () => {
  const line = SECRET_RULES.flatMap((rule) => rule.needles)
    .join("")
    .repeat(4000)
    .slice(0, 1 << 20);
  expect(redactorOf()(line).length).toBeGreaterThan(0);
});

describe("what a record is made of", () => {
  const hex = fc.string({
    unit: fc.constantFrom(...HEX),
    minLength: 64,
    maxLength: 64,
  });
  const instant = fc
    .date({ min: new Date(0), max: new Date("2099-01-01"), noInvalidDate: true })
    .map((date) => date.toISOString());
  const incident = fc.constantFrom("INC-20261123-k7f3", "INC-20250101-zz22");
  const secretNames = fc.constantFrom("secret: ", "password=", "api_key: ", "token=", "Bearer ");
  const otherNames = fc.constantFrom(
    "",
    "sha256 ",
    "trace_id=",
    '"id": "',
    "head: ",
    "key id ",
    "cacheKey=",
  );
  const redact = redactorOf("some-known-secret-value");

  it("times and incident ids are never touched, whatever stands before them", () => {
    fc.assert(
      fc.property(
        fc.oneof(secretNames, otherNames),
        fc.oneof(instant, incident),
        (before, value) => {
          expect(redact(`${before}${value}`)).toBe(`${before}${value}`);
          expect(redact(`at ${before}${value}, then`)).toContain(value);
        },
      ),
    );
  });

  it("ids and digests are never touched, unless they are called a secret", () => {
    fc.assert(
      fc.property(otherNames, fc.oneof(hex, fc.uuid()), (before, value) => {
        expect(redact(`at ${before}${value}, then`)).toBe(`at ${before}${value}, then`);
      }),
    );
    expect(redact("HEROKU_API_KEY=12345678-1234-4234-8234-123456789012")).toBe(
      "HEROKU_API_KEY=[key fp:m36]",
    );
  });
});

describe("what people write about passwords", () => {
  it.each([
    ["the password is ", "correct-horse-battery", ", he said"],
    ["password is: ", "hunter2secret", ""],
    ["mot de passe : ", "soleil42", ""],
    ["Kennwort: ", "Sommer2026!", " and then"],
    ["password=", "Sommer2026!", ""],
    ["<secret>", "--Sommer2026", "</secret>"],
    ["<secret> ", "--Sommer2026", " </secret>"],
    ["Passwort ist ", "Sommer2026!", ""],
  ])("%s%s%s", (before, password, after) => {
    expect(redactorOf()(`${before}${password}${after}`)).toBe(
      `${before}[key fp:${mark(password)}]${after}`,
    );
  });

  it.each([
    "the password is end-to-end-encrypted",
    "the password is up-to-date and well-known",
    "is the password required? no",
    "le texte passe : 12 fois",
    "PWD=/srv/app",
    "gh secret set <secret> --repo acme/web2",
  ])("leaves %s", (text) => {
    expect(redactorOf()(text)).toBe(text);
  });
});

describe("looksLikeSecret", () => {
  it.each([
    [["sk_", "live_4eC39HqLyjWDarjtT1zdp7dc"].join(""), true],
    ["q7Rt9XkPz2LmN4vB8sWcY1dF", true],
    ["production-web-app", false],
    ["production-web-app-ir-k7f3-4e2a", false],
    ["INC-20261123-k7f3", false],
    ["AKIAIOSFODNN7EXAMPLE", false],
    ["0f9d2c7e-4b1a-4c3d-9e8f-1a2b3c4d5e6f", false],
    ["a".repeat(64), false],
  ])("%s -> %s", (text, expected) => {
    expect(looksLikeSecret(text)).toBe(expected);
  });
});
