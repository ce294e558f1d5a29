// `redact` as a process: bytes in, bytes out; a reader that leaves, other encodings, the keys of an open incident.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { buffer } from "node:stream/consumers";
import { once } from "node:events";
import { cli, PROGRAM, tempHome, type Home } from "../support/cli.ts";

const KEY = ["sk", "_live_4eC39HqLyjWDarjtT1zdp7dc"].join("");
let home: Home;

beforeAll(async () => {
  home = await tempHome();
});
afterAll(async () => home[Symbol.asyncDispose]());

async function redact(input: Buffer, ...args: readonly string[]): Promise<Buffer> {
  const child = spawn(process.execPath, [PROGRAM, "redact", ...args], {
    env: home.env,
    cwd: home.folder,
  });
  child.stdin.end(input);
  const [out, , [code]] = await Promise.all([
    buffer(child.stdout),
    buffer(child.stderr),
    once(child, "close"),
  ]);
  expect(code).toBe(0);
  return out;
}

it("passes every byte that it does not replace, and makes no store", async () => {
  const noise = Buffer.from(Array.from({ length: 1024 }, (_none, at) => (at * 7) % 256));
  const key = Buffer.from(` ${KEY}\n`);
  const out = await redact(Buffer.concat([noise, key, Buffer.from([0xff, 0xfe, 0x00]), noise]));
  expect(out.subarray(0, 1024)).toEqual(noise);
  expect(out.subarray(-1024)).toEqual(noise);
  expect(out.includes(KEY)).toBe(false);
  expect(existsSync(home.store)).toBe(false);
});

it("understands UTF-16", async () => {
  const out = await redact(Buffer.from(`\uFEFFkey ${KEY} für dana@example.com\r\n`, "utf16le"));
  expect(out.toString("utf16le")).toMatch(
    /^\uFEFFkey \[key fp:[0-9a-f]+\] für \[EMAIL:[0-9a-f]{8}\]\r\n$/,
  );
});

it("ends quietly when nobody reads any more", async () => {
  const child = spawn(
    "sh",
    ["-c", `"$0" "$1" redact 2>&1 >&3 | cat; exit 0`, process.execPath, PROGRAM],
    {
      env: home.env,
      stdio: ["pipe", "pipe", "ignore", "pipe"],
    },
  );
  (child.stdio[3] as NodeJS.ReadableStream & { destroy(): void }).destroy();
  child.stdin?.on("error", () => undefined);
  child.stdin?.end(Buffer.alloc(1 << 20, "a line of text\n"));
  expect(String(await buffer(child.stdout!))).not.toMatch(/bug|Error|EPIPE/);
});

it("knows the keys of an open incident in every form, by the record's own fingerprint", async () => {
  const value = "no-shape-at-all/but-leaked";
  const file = join(home.folder, "leaked.key");
  await writeFile(file, value, { mode: 0o600 });
  const started = await cli(
    ["start", "--no-input", "--json", "--key", "production-web-app", "--secret-file", file],
    { home },
  );
  expect(started.code).toBe(0);
  const coded = Buffer.from(`x${value}`).toString("base64");
  const { stdout, stderr } = await cli(["redact"], { home, input: `${value} ${coded}\n` });
  const [first, second] = stdout.match(/\[key fp:[0-9a-f]{16}\]/g) ?? [];
  expect(first).toBeDefined();
  expect(second).toBe(first);
  expect(stdout).not.toContain(value);
  expect(stderr).toContain("2  a known key");
}, 60_000);
