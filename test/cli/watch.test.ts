// `status --watch`: on a terminal drawn over itself and given back whole, elsewhere new only when something changed.
import { once } from "node:events";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { cli, spawnCli, tempHome, type Home } from "../support/cli.ts";
import { onTerminal } from "../support/pty.ts";

// Real processes on a busy machine take their time.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

let home: Home;

beforeAll(async () => {
  home = await tempHome();
  await cli(["start", "--key", "web-key"], { home });
});
afterAll(() => home[Symbol.asyncDispose]());

async function note(text: string): Promise<void> {
  expect((await cli(["note", text], { home })).code).toBe(0);
}

/** Watch through a pipe; stops when told. */
function watch(...args: readonly string[]) {
  const child = spawnCli(["status", "--watch", ...args], { home });
  let out = "";
  child.stdout?.on("data", (chunk: Buffer) => (out += chunk.toString()));
  return {
    out: () => out,
    until: (enough: () => boolean) =>
      vi.waitFor(() => expect(enough()).toBe(true), { timeout: 15_000 }),
    async stop() {
      child.kill("SIGINT");
      const [code] = (await once(child, "close")) as [number | null];
      return code;
    },
  };
}

function blocks(text: string): number {
  return text.split("CONTAINED").length - 1;
}

it("prints a block at first and one when somebody recorded something, none in between", async () => {
  const watching = watch();
  await watching.until(() => blocks(watching.out()) === 1);
  // Time in which a clock alone would have printed again.
  await new Promise((resolve) => setTimeout(resolve, 2200));
  expect(blocks(watching.out())).toBe(1);
  await note("called dana");
  await watching.until(() => blocks(watching.out()) === 2);
  expect(await watching.stop()).toBe(130);
  // oxlint-disable-next-line no-control-regex -- exactly the bytes that must not come
  expect(watching.out()).toMatch(/^[\n\u0020-\u007e]*$/);
});

it("with --json streams one document a line", async () => {
  const watching = watch("--json");
  await watching.until(() => watching.out().includes("\n"));
  await note("called sam");
  await watching.until(() => watching.out().split("\n").length === 3);
  expect(await watching.stop()).toBe(130);
  const lines = watching.out().trimEnd().split("\n");
  const heads = lines.map((line) => (JSON.parse(line) as { head: { seq: number } }).head.seq);
  expect(heads).toEqual([heads[0], (heads[0] ?? 0) + 1]);
});

it("on a terminal redraws in place, ticks, and gives the terminal back at Ctrl-C", async () => {
  const terminal = onTerminal(["status", "--watch"], { home, columns: 40 });
  await terminal.until(/CONTAINED[^]*CONTAINED/);
  terminal.type("\u0003");
  expect(await terminal.ended).toBe(130);
  const shown = terminal.shown();
  const closed = shown.indexOf("\u001b[?25h\u001b[?1049l");
  expect(shown.indexOf("\u001b[?1049h\u001b[?25l")).toBeGreaterThanOrEqual(0);
  expect(closed).toBeGreaterThan(0);
  expect(shown.slice(closed)).toContain("CONTAINED no");
  const ticks = new Set([...shown.matchAll(/\+(\d+:\d\d)/g)].map(([, time]) => time));
  expect(ticks.size).toBeGreaterThan(1);
});

it("on a terminal in plain mode only adds lines", async () => {
  const terminal = onTerminal(["status", "--watch", "--plain"], { home });
  await terminal.until("CONTAINED");
  terminal.type("\u0003");
  expect(await terminal.ended).toBe(130);
  expect(terminal.shown()).not.toContain("\u001b[");
});

it("ends by itself when the incident has ended", async () => {
  const other = await tempHome();
  try {
    await cli(["start", "--key", "x", "--evidence-level", "suspected-anomaly"], { home: other });
    const ended = await cli(["stand-down", "--because", "a load test"], { home: other });
    expect(ended.code).toBe(0);
    const id = /INC-\S+/.exec(ended.stdout)?.[0] ?? "";
    const ran = await cli(["status", "--watch", "--incident", id], { home: other });
    expect(ran.code).toBe(0);
    expect(blocks(ran.stdout)).toBe(1);
    expect(ran.stdout).toContain("stood-down");
  } finally {
    await other[Symbol.asyncDispose]();
  }
});
