// The code of a chunk is kept from one start to the next, and whatever has become of it, the chunk runs.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const KEPT_CODE = join(import.meta.dirname, "..", "..", "src", "kept-code.cjs");
/** It has a function that is compiled when it is called, and asks for a module and for itself as the bundle's do. */
const CHUNK = `const { join } = require("node:path");
function later(text) { return join("said", text); }
exports.say = (text) => console.log(later(text), module === require(__filename) || exports === require(__filename), __filename);
`;
const RUN = `
const [chunk, cache] = process.argv.slice(1);
require(${JSON.stringify(KEPT_CODE)}).load(chunk, cache);
require(chunk).say("hello");
`;
let folder = "";
let cache = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "claro-ir-kept-code-"));
  cache = join(folder, ".cache");
  mkdirSync(cache);
  writeFileSync(join(folder, "chunk.cjs"), CHUNK);
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** What a process says that loads the chunk. */
function run(...flags: string[]): string {
  const args = [...flags, "-e", RUN, join(folder, "chunk.cjs"), cache];
  const { stdout, stderr, status } = spawnSync(process.execPath, args, {
    encoding: "utf8",
    timeout: 20_000,
  });
  expect({ stderr, status }).toEqual({ stderr: "", status: 0 });
  return stdout;
}

function said(): string {
  return `${join("said", "hello")} true ${join(folder, "chunk.cjs")}\n`;
}

/** Its only file. */
function keptFile(): string {
  const [name = "", ...more] = readdirSync(cache);
  expect(more).toEqual([]);
  return join(cache, name);
}

describe("code that is kept", () => {
  it("is written once, named by the chunk and this Node, and the chunk runs the same with it", () => {
    expect(run()).toBe(said());
    const kept = readFileSync(keptFile());
    expect(keptFile()).toContain(`chunk.cjs-${process.version}-${process.arch}`);
    // Functions that ran are in it, by the words that they hold.
    expect(kept.includes("later")).toBe(true);
    expect(run()).toBe(said());
    expect(readFileSync(keptFile()).equals(kept)).toBe(true);
  });

  it.each([
    ["a part of it is other bytes", (bytes: Buffer) => bytes.fill(0xff, 64, bytes.length >> 1)],
    ["half of it is missing", (bytes: Buffer) => bytes.subarray(0, bytes.length >> 1)],
    ["it is empty", () => Buffer.alloc(0)],
    ["it is all zeros", (bytes: Buffer) => bytes.fill(0)],
    ["it is another program's", () => Buffer.from("other".repeat(100).repeat(2))],
  ])("is not trusted where %s", (_what, damage) => {
    run();
    writeFileSync(keptFile(), damage(readFileSync(keptFile())));
    expect(run()).toBe(said());
  });

  it("is made anew where V8 does not take it", () => {
    run("--no-lazy");
    const others = readFileSync(keptFile());
    expect(run()).toBe(said());
    expect(readFileSync(keptFile()).equals(others)).toBe(false);
  });

  it("is done without where Node may not write", () => {
    expect(run("--permission", "--allow-fs-read=*")).toBe(said());
    expect(readdirSync(cache)).toEqual([]);
  });

  it("is done without where it can neither be read nor written", () => {
    run();
    const file = keptFile();
    rmSync(file);
    mkdirSync(file);
    expect(run()).toBe(said());
    rmSync(cache, { recursive: true });
    expect(run()).toBe(said());
  });
});
