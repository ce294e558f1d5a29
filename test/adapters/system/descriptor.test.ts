// Secrets that come through a descriptor: whoever waits for one can be interrupted, and what can never give one is refused at once.
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemFiles } from "../../../src/adapters/system/files.ts";
import { PROGRAM, tempHome, type Home } from "../../support/cli.ts";

const FILES = pathToFileURL(
  join(import.meta.dirname, "../../../src/adapters/system/files.ts"),
).href;

let folder: string;
let home: Home;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "claro-ir-descriptor-"));
  home = await tempHome();
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await home[Symbol.asyncDispose]();
});

/** Wait until the process looks after its signals itself: SIGHUP is caught, which Node alone does not. */
async function isSupervised(pid: number): Promise<void> {
  const caught = /^SigCgt:\s+([0-9a-f]+)$/m.exec(
    readFileSync(`/proc/${String(pid)}/status`, "utf8"),
  );
  if ((BigInt(`0x${caught?.[1] ?? "0"}`) & 1n) === 1n) return;
  await sleep(20);
  await isSupervised(pid);
}

/** How `start` ends by a signal while the key that it was promised does not come; null when only SIGKILL helps. */
async function interrupted(
  flags: readonly string[],
  signal: NodeJS.Signals,
): Promise<{ readonly code: number | null; readonly words: string }> {
  const child = spawn(
    process.execPath,
    [PROGRAM, "start", "--no-input", "--key", "production-web-app", ...flags],
    { env: home.env, stdio: ["pipe", "ignore", "pipe", "pipe"] },
  );
  const { pid, stderr } = child;
  if (pid === undefined || stderr === null) throw new Error("no child");
  const stubborn = setTimeout(() => child.kill("SIGKILL"), 10_000);
  await isSupervised(pid);
  child.kill(signal);
  const [words, [code]] = await Promise.all([
    text(stderr as AsyncIterable<Uint8Array> & NodeJS.ReadableStream),
    once(child, "exit") as Promise<[number | null]>,
  ]);
  clearTimeout(stubborn);
  return { code, words };
}

describe("a key that does not come", () => {
  it.each<[string, NodeJS.Signals, readonly string[], number]>([
    ["a descriptor", "SIGHUP", ["--secret-fd", "3"], 129],
    ["a descriptor", "SIGINT", ["--secret-fd", "3"], 130],
    ["a descriptor", "SIGTERM", ["--secret-fd", "3"], 143],
    ["stdin", "SIGTERM", ["--secret-fd", "0"], 143],
    ["a text on stdin", "SIGTERM", ["--from-text", "-"], 143],
  ])("by %s is waited for until %s", async (_from, signal, flags, code) => {
    const ended = await interrupted(flags, signal);
    expect(ended).toMatchObject({ code, words: expect.stringContaining("Interrupted") as string });
  });

  it("by a pipe with a name is waited for until SIGTERM", async () => {
    const pipe = join(folder, "pipe");
    execFileSync("mkfifo", [pipe]);
    expect(await interrupted(["--from-text", pipe], "SIGTERM")).toMatchObject({ code: 143 });
  });
});

describe("a descriptor", () => {
  const files = systemFiles();

  it("that is Node's own, or closed, is refused at once and says how it is meant", async () => {
    const own = `import { systemFiles } from ${JSON.stringify(FILES)};
      for (let fd = 3; fd < 24; fd += 1)
        await systemFiles().readSecret({ fd }).then(
          () => console.log(fd, "was read"),
          ({ kind, hint }) => console.log(kind, hint),
        );`;
    const child = spawn(process.execPath, ["--input-type=module", "-e", own], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const stubborn = setTimeout(() => child.kill("SIGKILL"), 10_000);
    const lines = (await text(child.stdout)).trim().split("\n");
    clearTimeout(stubborn);
    expect(new Set(lines)).toEqual(new Set(["usage --secret-fd 3 3< <(pass show <name>)"]));
    expect(lines).toHaveLength(21);
  });

  it("that leads to a device or a folder is refused", async () => {
    for (const path of ["/dev/zero", folder]) {
      const fd = openSync(path, "r");
      // oxlint-disable-next-line no-await-in-loop -- one descriptor at a time
      await expect(files.readSecret({ fd })).rejects.toThrow("no file, pipe, socket or terminal");
      closeSync(fd);
    }
  });
});

it("a manager that asks its person first is waited for", async () => {
  const child = spawn(process.execPath, [PROGRAM, "where-used", "--secret-fd", "3", "--json"], {
    cwd: join(home.folder, "work"),
    env: home.env,
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  });
  const { pid, stdout } = child;
  const manager = child.stdio[3];
  if (pid === undefined || stdout === null || !(manager instanceof Object) || !("end" in manager))
    throw new Error("no child");
  await isSupervised(pid);
  manager.end("sk_live_4fXq7LmN2pRtV8wYzB3cD5eG\n");
  const [answer, [code]] = await Promise.all([text(stdout), once(child, "exit")]);
  expect(code).toBe(0);
  expect(JSON.parse(answer)).toMatchObject({ last4: "D5eG" });
});
