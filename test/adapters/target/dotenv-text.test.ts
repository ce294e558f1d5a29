import { parseEnv } from "node:util";

import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { dotenvSyntax } from "../../../src/adapters/target/dotenv-text.ts";
import { OutsideError } from "../../../src/ports/outside.ts";

const NEW = "sk_live_NEWnewNEWnew1234";

function replaced(text: string, value = NEW): string {
  const bytes = Buffer.from(text, "utf8").toString("latin1");
  const next = dotenvSyntax.replace(bytes, "KEY", value);
  return Buffer.from(next, "latin1").toString("utf8");
}

describe("the value of one variable in a .env text", () => {
  it.each([
    ["KEY=old", `KEY=${NEW}`],
    ["A=1\nKEY=old\nB=2\n", `A=1\nKEY=${NEW}\nB=2\n`],
    ["A=1\r\nKEY=old\r\nB=2\r\n", `A=1\r\nKEY=${NEW}\r\nB=2\r\n`],
    ["export KEY=old # note", `export KEY=${NEW} # note`],
    ["  KEY = old  \n", `  KEY = ${NEW}  \n`],
    ['KEY="old" # note\n', `KEY="${NEW}" # note\n`],
    ["KEY='old'\n", `KEY='${NEW}'\n`],
    ["KEY=`old`\n", `KEY=\`${NEW}\`\n`],
    ["KEY=\nB=2\n", `KEY=${NEW}\nB=2\n`],
    ["KEY=  \nB=2\n", `KEY=  ${NEW}\nB=2\n`],
    ["KEY= # none yet\n", `KEY= ${NEW} # none yet\n`],
    ["KEY=old#part\n", `KEY=${NEW}\n`],
    ['KEY="old"part\n', `KEY="${NEW}"\n`],
    ["KEY=old1\nA=1\nKEY='old2'\n", `KEY=${NEW}\nA=1\nKEY='${NEW}'\n`],
    ["", `KEY=${NEW}\n`],
    ["A=1", `A=1\nKEY=${NEW}\n`],
    ["A=1\r\nB=2", `A=1\r\nB=2\r\nKEY=${NEW}\r\n`],
    ["# KEY=old\nMY_KEY=a\nKEY2=b\n", `# KEY=old\nMY_KEY=a\nKEY2=b\nKEY=${NEW}\n`],
    ["\uFEFFKEY=old\n", `\uFEFFKEY=${NEW}\n`],
    ["A='x\nKEY=inside\n'\nKEY=old\n", `A='x\nKEY=inside\n'\nKEY=${NEW}\n`],
    ["KEY='old\nmore'\nB=2\n", `KEY='${NEW}'\nB=2\n`],
    ["Ä=à\nKEY=oldà \nÜ=\u00a0x\n", `Ä=à\nKEY=${NEW} \nÜ=\u00a0x\n`],
  ])("%j becomes %j", (before, after) => {
    expect(replaced(before)).toBe(after);
  });

  it("keeps bytes that are not UTF-8", () => {
    const before = Buffer.from([0x41, 0x3d, 0xff, 0x0a, ...Buffer.from("KEY=old\n")]);
    const next = dotenvSyntax.replace(before.toString("latin1"), "KEY", NEW);
    const expected = Buffer.concat([before.subarray(0, 4), Buffer.from(`KEY=${NEW}\n`)]);
    expect(Buffer.from(next, "latin1").equals(expected)).toBe(true);
  });

  it.each([
    ["a b", "KEY='a b'"],
    ["a#b", "KEY='a#b'"],
    ["it's", `KEY="it's"`],
    ["$x\\n", String.raw`KEY='$x\n'`],
    ["grün", "KEY='grün'"],
  ])("puts %j in quotes that keep it literal", (value, line) => {
    expect(replaced("KEY=old\n", value)).toBe(`${line}\n`);
    expect(parseEnv(replaced("KEY=old\n", value))["KEY"]).toBe(value);
  });

  it.each(["", "a\nb", "a\rb", "a\u2028b", `it's "x"`, "it's $x", "'\\"])(
    "refuses the value %j",
    (value) => {
      expect(() => replaced("KEY=old\n", value)).toThrow(OutsideError);
    },
  );

  it.each([
    ["A=1\rKEY=old\n", "carriage returns"],
    ['A="x\nKEY=old\nB="y"\n', "line 1"],
    [`KEY="x\\"\nmore"\n`, "line 1"],
    ["A=\u0000\nKEY=old", "UTF-8"],
  ])("says that %j cannot be read for certain", (text, problem) => {
    expect(dotenvSyntax.view(text, "KEY").problem).toContain(problem);
  });

  it("reads the last assignment and names every line", () => {
    const view = dotenvSyntax.view("KEY=a\n\nA='x\ny'\nKEY=b # c\n", "KEY");
    expect(view).toEqual({ lines: [1, 5], value: "b", problem: undefined });
    expect(dotenvSyntax.view("EMPTY= \nKEY=b\n", "KEY").value).toBe("b");
    expect(dotenvSyntax.view("A=1", "KEY").value).toBeUndefined();
  });
});

// Pieces as people write them, and pieces as nobody should.
const word = fc.stringMatching(/^[A-Za-z0-9_./+-]{1,12}$/);
const name = fc.constantFrom("A", "B_2", "MY_KEY", "KEY2", "Straße");
const eol = fc.constantFrom("\n", "\r\n");
const blanks = fc.constantFrom("", "", " ", "\t", "  ");
const value = fc.oneof(
  word,
  word.map((text) => `"${text} # ${text}"`),
  word.map((text) => `'${text}\nKEY=${text}\n# ${text}'`),
  word.map((text) => `\`${text} "ü" 'é'\``),
  word.map((text) => `${text} # note "${text}`),
);
const line = fc.oneof(
  fc.tuple(blanks, fc.constantFrom("", "export "), name, blanks, blanks, value, blanks),
  fc.tuple(fc.constantFrom("", "# KEY=old", "  # it's", "no equals sign", "\t")),
);
const quotes = "['\"`]?";

/** A line, and what it must be after the write: itself, or the same with the new value in its place. */
interface Part {
  readonly text: string;
  readonly own: boolean;
  readonly after: string;
}

function literal(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
}

const foreign = line.map((parts): Part => {
  const [before, , , , ...rest] = parts;
  const text = rest.length === 0 ? before : [...parts.slice(0, 4), "=", ...parts.slice(4)].join("");
  return { text, own: false, after: literal(text) };
});
const own = fc
  .tuple(fc.constantFrom("", "export ", " "), blanks, fc.oneof(word, value), blanks)
  .map(([start, gap, old, end]): Part => {
    const head = `${start}KEY${gap}=${gap}`;
    const comment = /^[^'"`].* (# note .*)$/.exec(old)?.[1] ?? "";
    const tail = literal((comment === "" ? "" : ` ${comment}`) + end);
    const after = `${literal(head)}${quotes}${NEW}${quotes}${tail}`;
    return { text: head + old + end, own: true, after };
  });
const texts = fc
  .tuple(fc.array(fc.tuple(fc.oneof(foreign, foreign, own), eol), { maxLength: 8 }), fc.boolean())
  .map(([parts, finalEol]) => {
    const ends = parts.map(([, end], at) => (finalEol || at < parts.length - 1 ? end : ""));
    const added = parts.some(([part]) => part.own) ? "" : `(\\r?\\n)?KEY=${NEW}\\r?\\n`;
    return {
      before: parts.map(([part], at) => part.text + (ends[at] ?? "")).join(""),
      after: new RegExp(
        `^${parts.map(([part], at) => part.after + literal(ends[at] ?? "")).join("")}${added}$`,
      ),
    };
  });

describe("any well-formed .env text", () => {
  it("changes in the variable alone: all else is the same byte for byte, and Node reads the same", () => {
    fc.assert(
      fc.property(texts, ({ before, after }) => {
        const next = replaced(before);
        expect(next).toMatch(after);
        expect(parseEnv(next)).toEqual({ ...parseEnv(before), KEY: NEW });
        expect(replaced(next)).toBe(next);
      }),
      { numRuns: 500 },
    );
  });

  it("that is anything at all is changed exactly or refused, never half", () => {
    const pieces = [
      "KEY",
      "=",
      "A",
      "x y",
      '"',
      "'",
      "`",
      "#",
      "\\",
      "\n",
      "\r\n",
      "\r",
      " ",
      "$",
      "export ",
      "é",
      "\t",
      ": ",
    ];
    let done = 0;
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 30 }), (chosen) => {
        const outcome = attempt(chosen.join(""));
        if (outcome instanceof OutsideError) return;
        done += 1;
        expect(dotenvSyntax.view(Buffer.from(outcome).toString("latin1"), "KEY").value).toBe(NEW);
        expect(replaced(outcome)).toBe(outcome);
      }),
      { numRuns: 3000 },
    );
    expect(done).toBeGreaterThan(1000);
  });
});

/** The new text, or the refusal; any other failure is thrown. */
function attempt(before: string): string | OutsideError {
  const { problem } = dotenvSyntax.view(Buffer.from(before).toString("latin1"), "KEY");
  if (problem !== undefined) return new OutsideError(true, problem);
  try {
    return replaced(before);
  } catch (error) {
    if (error instanceof OutsideError) return error;
    throw error;
  }
}
