import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inspectRunbook, parseRunbook } from "../../../src/adapters/runbook/parse.ts";
import { readSharedSteps } from "../../../src/adapters/runbook/shared-steps.ts";
import { ClaroIrError } from "../../../src/core/error.ts";
import { HELP, RUNBOOK, thrown } from "./sample-text.ts";

describe("what was made to harm", () => {
  it("refuses a small file that would grow without end", () => {
    const names = "abcdefghij".split("");
    const bomb = names.map((name, index) => {
      const parts = Array.from({ length: 10 }, () => (index === 0 ? "x" : `*${names[index - 1]!}`));
      return `${name}: &${name} [${parts.join(", ")}]`;
    });
    expect(thrown(bomb.join("\n")).message).toMatch(/^r\.yaml:1:\d+ anchors/);
  });

  it.each([
    ["33 levels", "a: ".concat("[".repeat(33), "]".repeat(33))],
    ["a stack overflow of brackets", "[".repeat(100_000)],
    ["a stack overflow of dashes", "- ".repeat(100_000)],
    [
      "a stack overflow of indents",
      Array.from({ length: 600 }, (_, n) => `${" ".repeat(n)}a:`).join("\n"),
    ],
  ])("refuses %s", { timeout: 30_000 }, (_, text) => {
    expect(thrown(text).message).toMatch(/^r\.yaml:\d+:\d+ is nested deeper than 32 levels$/);
  });

  it("allows 32 levels", () => {
    expect(thrown("a: ".concat("[".repeat(31), "]".repeat(31))).message).not.toContain("nested");
  });

  it("refuses a large file without reading it", () => {
    const message = "r.yaml:1:1 the file is larger than 256 kB";
    expect(thrown(`${RUNBOOK}#${"x".repeat(256 * 1024)}`).message).toBe(message);
    expect(thrown(`#${"ä".repeat(128 * 1024)}`).message).toBe(message);
  });

  it(
    "refuses many keys, and many equal ones, before anyone waits for it",
    { timeout: 30_000 },
    () => {
      const keys = Array.from({ length: 25_000 }, (_, n) => `k${String(n)}: 1`).join("\n");
      expect(thrown(keys).message).toMatch(/^r\.yaml:1:1 /);
      expect(thrown("k: 1\n".repeat(50_000)).message).toBe(
        "r.yaml:2:1 the same key is there twice",
      );
    },
  );

  it("leaves every object as it was", () => {
    thrown(`__proto__: { polluted: "yes" }\n${RUNBOOK}`);
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
  });

  it("never quotes what it does not understand", () => {
    const secret = "sk_live_abcdefghijklmnop";
    for (const text of [`KEY: ${secret}`, `KEY=${secret}`, `KEY: "${secret}`, `${secret}: ]`]) {
      const problems = inspectRunbook({ text, file: "r.yaml", help: HELP }).problems.map(
        ({ message }) => message,
      );
      expect(problems.join("\n")).not.toContain(secret);
    }
  });
});

describe("any edit of a file", async () => {
  const shared = await readSharedSteps(join(import.meta.dirname, "../../.."));
  const folder = join(import.meta.dirname, "../../../runbooks");
  const fullText = readFileSync(join(folder, "compromised-key.yaml"), "utf8");
  const fullHelp = readFileSync(join(folder, "compromised-key.help.yaml"), "utf8");
  const pieces = [
    "[",
    "]",
    "{",
    "}",
    ":",
    "- ",
    "\n",
    "\t",
    "&a ",
    "*a",
    "!x ",
    "#",
    '"',
    "'",
    "|",
    "%",
    "? ",
    "__proto__: ",
    "null",
    "\u0000",
  ];
  const edit = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    cut: fc.nat(40),
    put: fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 12, unit: "binary" })),
  });

  interface Edit {
    readonly at: number;
    readonly cut: number;
    readonly put: string;
  }

  function isClear(text: string, help: string, edits: readonly Edit[]): boolean {
    let changed = text;
    for (const { at, cut, put } of edits) {
      const place = Math.floor(at * changed.length);
      changed = changed.slice(0, place) + put + changed.slice(place + cut);
    }
    try {
      parseRunbook({ text: changed, file: "r.yaml", help, shared });
      return true;
    } catch (error) {
      return error instanceof ClaroIrError && /^r(\.help)?\.yaml:\d+:\d+ /.test(error.message);
    }
  }

  it("is accepted or is a ClaroIrError, never anything else", { timeout: 60_000 }, () => {
    const edits = fc.array(edit, { minLength: 1, maxLength: 4 });
    const small = fc.property(edits, (each) => isClear(RUNBOOK, HELP, each));
    const full = fc.property(edits, (each) => isClear(fullText, fullHelp, each));
    expect(fc.check(small, { numRuns: 300 }).failed).toBe(false);
    expect(fc.check(full, { numRuns: 15 }).failed).toBe(false);
  });
});
