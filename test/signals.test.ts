// How a process under supervision ends: each way in a process of its own.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";

const SIGNALS_FILE = pathToFileURL(join(import.meta.dirname, "..", "src", "signals.ts")).href;

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Run `body` under supervision; each signal is sent when the process has said "ready" once more. */
async function supervised(body: string, ...signals: NodeJS.Signals[]): Promise<Ended> {
  const script = `import { supervise } from ${JSON.stringify(SIGNALS_FILE)};
    const supervision = supervise();
    const aborted = new Promise((resolve) => supervision.signal.addEventListener("abort", resolve, { once: true }));
    const awake = setInterval(() => {}, 1000);
    ${body}`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const rest = [...signals];
  child.stdout.on("data", () => {
    const signal = rest.shift();
    if (signal !== undefined) child.kill(signal);
  });
  const [out, err, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "exit"),
  ]);
  return { code: code as number | null, out, err };
}

const FINISHES = `console.log("ready"); await aborted;
  console.log("record written after", supervision.signal.reason.name);
  process.exitCode = supervision.code(); supervision.done(); clearInterval(awake);`;

it("warnings of libraries are not printed", async () => {
  const ended = await supervised(
    `process.emitWarning("received unexpected error"); await new Promise(setImmediate); supervision.done(); clearInterval(awake);`,
  );
  expect(ended).toEqual({ code: 0, out: "", err: "" });
});

describe("a signal", () => {
  it.each([
    ["SIGHUP", 129],
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("%s lets the work under way finish and exits %i", async (signal, code) => {
    const ended = await supervised(FINISHES, signal);
    expect(ended).toEqual({ code, out: `ready\nrecord written after ${signal}\n`, err: "" });
  });

  it("ends the process at once when Ctrl-C comes twice", async () => {
    const stubborn = `console.log("ready"); await aborted; console.log("ready"); await new Promise(() => {});`;
    const ended = await supervised(stubborn, "SIGINT", "SIGINT");
    expect(ended.code).toBe(130);
  });

  it("says so when the work under way takes a while, and what a second Ctrl-C does", async () => {
    const slow = `console.log("ready"); await aborted; await new Promise((done) => setTimeout(done, 1500));
      process.exitCode = supervision.code(); supervision.done(); clearInterval(awake);`;
    const ended = await supervised(slow, "SIGINT");
    expect(ended.code).toBe(130);
    expect(ended.err).toMatch(/^Finishing what is under way.* Ctrl-C again ends at once\.\n$/);
  });

  it("keeps the code of the first one, and a hang-up after it forces nothing", async () => {
    const body = `console.log("ready"); await aborted; console.log("ready");
      process.once("SIGHUP", () => { console.log("still here"); process.exitCode = supervision.code(); supervision.done(); clearInterval(awake); });`;
    const ended = await supervised(body, "SIGTERM", "SIGHUP");
    expect(ended).toMatchObject({
      code: 143,
      out: expect.stringContaining("still here") as string,
    });
  });
});

describe("a bug", () => {
  const late = `setTimeout(() => { throw new TypeError("key sk_live_abc\\nsecond line"); }, 1); await aborted;`;

  it("exits 70 with one redacted line that names the place", async () => {
    const ended = await supervised(
      `supervision.redactWith((text) => text.replace("sk_live_abc", "[secret]")); ${late}`,
    );
    expect(ended.code).toBe(70);
    expect(ended.err).toMatch(
      /^claro-ir has a bug: TypeError: key \[secret\] \([^)]+:\d+\)\. .*\n$/,
    );
  });

  it("keeps its message back while nothing can redact it", async () => {
    const ended = await supervised(late);
    expect(ended.code).toBe(70);
    expect(ended.err).toMatch(/^claro-ir has a bug: TypeError/);
    expect(ended.err).not.toContain("sk_live");
  });

  it("is seen in a promise that nobody waits for", async () => {
    const ended = await supervised(`Promise.reject(new Error("lost")); await aborted;`);
    expect(ended).toMatchObject({
      code: 70,
      err: expect.stringContaining("has a bug: Error") as string,
    });
  });

  it("is seen when nothing is left that could end the work", async () => {
    const ended = await supervised(
      `clearInterval(awake); await supervision.nothing; new Promise(() => {});`,
    );
    expect(ended).toMatchObject({ code: 70, err: expect.stringContaining("has a bug") as string });
  });
});
