// Every byte that leaves is redacted and escaped; a reader that goes away ends nothing; colour only where it is wanted.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { Writable } from "node:stream";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { createOutput, type OutputOptions } from "../../../src/adapters/terminal/output.ts";

class Screen extends Writable {
  shown = "";
  isTTY = false;
  columns = 0;

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.shown += chunk.toString();
    setImmediate(done);
  }
}

function setUp(options: Partial<OutputOptions> = {}) {
  const stdout = new Screen();
  const stderr = new Screen();
  const output = createOutput({
    stdout,
    stderr,
    env: { LANG: "en_US.UTF-8" },
    redact: (words) => words.replaceAll("sk_live_abc", "[secret]"),
    escape: (line) => line.replaceAll("\u001b", "\\x1b"),
    ...options,
  });
  return { stdout, stderr, output };
}

describe("words", () => {
  it("leave redacted and escaped, result and conversation apart", async () => {
    const { stdout, stderr, output } = setUp();
    output.out("key sk_live_abc\n\u001b[31mred");
    output.err("ask");
    await output.flush();
    expect(stdout.shown).toBe("key [secret]\n\\x1b[31mred\n");
    expect(stderr.shown).toBe("ask\n");
  });

  it("are redacted even when a secret lies across two styled pieces", () => {
    const { stdout, output } = setUp({ env: { FORCE_COLOR: "1", LANG: "C.UTF-8" } });
    output.out([{ text: "sk_live", style: "red" }, "_abc"]);
    expect(stdout.shown).toBe("[secret]\n");
  });

  it("are escaped inside a style, so that only our own styles reach the terminal", () => {
    const { stdout, output } = setUp({ env: { FORCE_COLOR: "1", LANG: "C.UTF-8" } });
    output.out(["a ", { text: "\u001b]0;title", style: "red" }]);
    expect(stdout.shown).toBe("a \u001b[31m\\x1b]0;title\u001b[39m\n");
  });

  it("are written with plain signs where the locale has no others", () => {
    const { stdout, output } = setUp({ env: { LANG: "C" } });
    output.out("…c123 → dead — José");
    expect(stdout.shown).toBe("...c123 -> dead - José\n");
  });
});

describe("a line that just fits the terminal", () => {
  it("is not folded for the sake of its style", () => {
    const stdout = new Screen();
    stdout.isTTY = true;
    stdout.columns = 40;
    const { output } = setUp({ stdout });
    const line = `${"w".repeat(19)} ${"w".repeat(20)}`;
    output.out([{ text: line, style: "yellow" }]);
    expect(stdout.shown).toBe(`\u001b[33m${line}\u001b[39m\n`);
  });
});

describe("a line that begins with a command", () => {
  it.each([
    ["stays whole where it is to be typed", "claro-ir decide outage 17 --credential c1", 1],
    [
      "is folded at words where it is a sentence",
      "claro-ir timeline shows what is already on record.",
      2,
    ],
  ])("%s", (_name, line, count) => {
    const stdout = new Screen();
    stdout.isTTY = true;
    stdout.columns = 40;
    const { output } = setUp({ stdout });
    output.out(line);
    expect(stdout.shown.trimEnd().split("\n")).toHaveLength(count);
  });
});

describe("colour", () => {
  it.each([
    ["a terminal", true, {}, true],
    ["a pipe", false, {}, false],
    ["NO_COLOR", true, { NO_COLOR: "1" }, false],
    ["an empty NO_COLOR", true, { NO_COLOR: "" }, true],
    ["TERM=dumb", true, { TERM: "dumb" }, false],
    ["FORCE_COLOR on a pipe", false, { FORCE_COLOR: "1" }, true],
    ["FORCE_COLOR=0", true, { FORCE_COLOR: "0" }, false],
  ])("%s", (_where, terminal, env, expected) => {
    const stdout = new Screen();
    stdout.isTTY = terminal;
    const { output } = setUp({ stdout, env });
    output.out([{ text: "x", style: "bold" }]);
    expect(output.colour.out).toBe(expected);
    expect(stdout.shown).toBe(expected ? "\u001b[1mx\u001b[22m\n" : "x\n");
  });
});

describe("width", () => {
  it.each([
    [120, {}, 120],
    [20, {}, 40],
    [0, {}, 80],
    [0, { COLUMNS: "100" }, 100],
  ])("of %i columns with %o is %i", (columns, env, expected) => {
    const stdout = new Screen();
    stdout.columns = columns;
    expect(setUp({ stdout, env }).output.width()).toBe(expected);
  });
});

describe("JSON", () => {
  it("is redacted in its strings, stays JSON, and hides no direction marks", () => {
    const { stdout, output } = setUp({ redact: (words) => words.replaceAll('a"b', "[secret]") });
    const value = { note: 'x a"b', trick: "safe\u202egnp.exe\u009b31m", line: "1\n2" };
    output.json(value);
    expect(JSON.parse(stdout.shown)).toEqual({ ...value, note: "x [secret]" });
    expect(stdout.shown).not.toMatch(/[\u202e\u009b]/);
  });

  it("lines hold one value each", async () => {
    const { stdout, output } = setUp();
    output.jsonLine({ a: [1] });
    output.jsonLine({ b: 2 });
    await output.flush();
    expect(stdout.shown).toBe('{"a":[1]}\n{"b":2}\n');
  });
});

describe("a stream that fails", () => {
  class Broken extends Screen {
    readonly code: string;

    constructor(code: string) {
      super();
      this.code = code;
    }

    override _write(_chunk: Buffer, _encoding: string, done: (error?: Error) => void): void {
      done(Object.assign(new Error(this.code), { code: this.code }));
    }
  }

  it.each(["EPIPE", "EIO"])("with %s is quiet and says that it is closed", async (code) => {
    const { output } = setUp({ stdout: new Broken(code) });
    output.out("lost");
    await output.flush();
    expect(output.closed()).toBe(true);
    output.out("more");
    await output.flush();
  });

  it("with a full disk is an error: the result is incomplete", async () => {
    const { output } = setUp({ stdout: new Broken("ENOSPC") });
    output.out("lost");
    await expect(output.flush()).rejects.toMatchObject({ code: "output-incomplete", exitCode: 1 });
  });

  it("lets a real process finish after `| head` has gone", async () => {
    const file = pathToFileURL(
      join(import.meta.dirname, "../../../src/adapters/terminal/output.ts"),
    ).href;
    const script = `import { createOutput } from ${JSON.stringify(file)};
      const plain = (words) => words;
      const output = createOutput({ stdout: process.stdout, stderr: process.stderr, env: {}, redact: plain, escape: plain });
      for (let line = 0; line < 50_000; line += 1) output.out("line " + line);
      await output.flush();
      output.err("finished, closed: " + output.closed());`;
    const child = spawn("sh", [
      "-c",
      '"$0" --input-type=module -e "$1" | head -n 1',
      process.execPath,
      script,
    ]);
    const [out, err] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, "exit"),
    ]);
    expect(out).toBe("line 0\n");
    expect(err).toBe("finished, closed: true\n");
  });
});
