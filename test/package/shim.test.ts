// The shim alone, with a stand-in for the program behind it: what it answers itself, and how it finds a Node that is new enough.
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeShim } from "../../src/build/shim.ts";
import { emergencyCard } from "../../src/emergency-card.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const folder = mkdtempSync(join(tmpdir(), "claro-ir-shim-"));
const version = (
  JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { version: string }
).version;

/** Stands for the program: says which Node runs it and with what, ends as its arguments ask. */
const PROGRAM = `exports.main = async function main() {
  const args = process.argv.slice(2);
  // Ready before it says so: the test sends its signal at the first line.
  if (args[0] === "wait") {
    const awake = setInterval(() => {}, 1000);
    process.on("SIGTERM", () => { console.log("told to end"); process.exitCode = 143; clearInterval(awake); });
  }
  console.log(JSON.stringify({ node: process.versions.node, args }));
  if (args[0] === "exit") process.exitCode = Number(args[1]);
  if (args[0] === "die") process.kill(process.pid, args[1]);
};`;

beforeAll(async () => {
  for (const name of ["plain", "clone/dist", "npx/node_modules/claro-ir/dist", "broken"])
    mkdirSync(join(folder, name), { recursive: true });
  for (const name of ["plain", "clone/dist", "npx/node_modules/claro-ir/dist"]) {
    await writeShim(ROOT, join(folder, name), "");
    writeFileSync(join(folder, name, "main.cjs"), PROGRAM);
  }
  await writeShim(ROOT, join(folder, "broken"), "");
  for (const name of ["clone/node_modules/node/bin", "npx/node_modules/node/bin"]) {
    mkdirSync(join(folder, name), { recursive: true });
    symlinkSync(process.execPath, join(folder, name, "node"));
  }
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

/** Run the shim in `place` under `node`; `signal` is sent to it when the program has spoken. */
async function shim(
  node: string,
  place: string,
  args: readonly string[],
  signal?: NodeJS.Signals,
): Promise<Ended> {
  const child = spawn(node, [join(folder, place, "claro-ir.cjs"), ...args], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  if (signal !== undefined) child.stdout.once("data", () => child.kill(signal));
  const [out, err, [code, ended]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "exit"),
  ]);
  return { code: code as number | null, signal: ended as NodeJS.Signals | null, out, err };
}

describe("on a Node that is new enough", () => {
  it.each(["--version", "-V"])("answers %s without the program", async (flag) => {
    const ended = await shim(process.execPath, "broken", [flag]);
    expect(ended).toEqual({ code: 0, signal: null, out: `${version}\n`, err: "" });
  });

  it("runs the program with the arguments and its exit code", async () => {
    const ended = await shim(process.execPath, "plain", ["exit", "7", "--version"]);
    expect(ended.code).toBe(7);
    expect(JSON.parse(ended.out)).toEqual({
      node: process.versions.node,
      args: ["exit", "7", "--version"],
    });
  });

  it("shows the emergency card when the program cannot be loaded", async () => {
    const ended = await shim(process.execPath, "broken", ["start"]);
    expect(ended.code).toBe(70);
    expect(ended.err).toContain("cannot be loaded");
    expect(ended.err).toContain(emergencyCard());
  });
});

/** A Node on this machine's PATH that is too old for the program. */
function oldNode(): string | undefined {
  for (const place of new Set([
    ...(process.env["PATH"] ?? "").split(delimiter),
    "/usr/bin",
    "/usr/local/bin",
  ])) {
    try {
      const node = join(place, "node");
      const found = execFileSync(node, ["-p", "process.versions.node"], {
        encoding: "utf8",
        stdio: "pipe",
      });
      const [major = 0, minor = 0] = found.split(".").map(Number);
      if (major < 24 || (major === 24 && minor < 15)) return node;
    } catch {
      continue; // No Node there, or one that does not start.
    }
  }
  return undefined;
}

const old = oldNode();
if (old === undefined)
  console.warn(
    "SKIPPED: no Node older than 24.15 on this machine, so the shim was not tried on one",
  );

describe.skipIf(old === undefined)("on an old Node", () => {
  const node = old ?? "";

  it("answers --version", async () => {
    expect(await shim(node, "plain", ["--version"])).toMatchObject({
      code: 0,
      out: `${version}\n`,
    });
  });

  it("says what to type and shows the emergency card", async () => {
    const ended = await shim(node, "plain", [
      "start",
      "--key",
      "production web",
      "sk_live_0123456789abcdef",
    ]);
    const [first = "", blank, ...rest] = ended.err.split("\n");
    expect(ended).toMatchObject({ code: 2, out: "" });
    expect(first).toMatch(/^claro-ir needs Node 24\.15 or newer; this is v\d+\.\d+\.\d+\. Run: /);
    expect(first).toMatch(
      /npx -y -p node@24 -p claro-ir claro-ir start --key 'production web' \.\.\.$/,
    );
    expect([blank, rest.join("\n")]).toEqual(["", emergencyCard()]);
  });

  it("keeps stdout one JSON document with --json", async () => {
    const ended = await shim(node, "plain", ["status", "--json"]);
    expect(JSON.parse(ended.out)).toEqual({
      error: {
        code: "node-too-old",
        message: expect.stringContaining("needs Node 24.15") as string,
        hint: "npx -y -p node@24 -p claro-ir claro-ir status --json",
      },
    });
  });

  it.each(["clone/dist", "npx/node_modules/claro-ir/dist"])(
    "hands over to the Node beside it: %s",
    async (place) => {
      const ended = await shim(node, place, ["exit", "3"]);
      expect(ended).toMatchObject({ code: 3, err: "" });
      expect(JSON.parse(ended.out)).toEqual({ node: process.versions.node, args: ["exit", "3"] });
    },
  );

  it("passes signals on and waits for the program's own end", async () => {
    const ended = await shim(node, "clone/dist", ["wait"], "SIGTERM");
    expect(ended).toMatchObject({
      code: 143,
      out: expect.stringContaining("told to end") as string,
    });
  });

  it("dies of the signal that the program died of", async () => {
    expect(await shim(node, "clone/dist", ["die", "SIGKILL"])).toMatchObject({ signal: "SIGKILL" });
  });
});
