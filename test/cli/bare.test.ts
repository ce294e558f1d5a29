// Bare `claro-ir`: goes on with what is open, from any folder; else a menu; without a terminal it says what to type.
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { cli, tempHome, type Home } from "../support/cli.ts";
import { openTerminal } from "../support/terminal.ts";

// Real processes on a busy machine take their time.
vi.setConfig({ testTimeout: 30_000 });

let home: Home;

beforeEach(async () => {
  const made = await tempHome();
  // No store is named: the user's own state folder is found from everywhere.
  const { CLARO_IR_STORE: _named, ...env } = made.env;
  home = { ...made, env };
  mkdirSync(join(home.folder, "elsewhere"));
});
afterEach(() => home[Symbol.asyncDispose]());

async function start(...args: readonly string[]): Promise<string> {
  const ran = await cli(["start", "--json", ...args], { home });
  return (JSON.parse(ran.stdout) as { incident: string }).incident;
}

function bare(...args: readonly string[]) {
  return openTerminal({ home, args, cwd: join(home.folder, "elsewhere") });
}

it("goes on with the one that is open, from another folder", async () => {
  const id = await start("--key", "web-key");
  await using terminal = bare();
  await terminal.waitForWritten("q leave (safe)");
  terminal.type("q");
  expect((await terminal.ended()).code).toBe(0);
  expect(terminal.written()).toContain(`claro-ir resume --incident ${id.slice(-4)}`);
});

it("asks which when several are open, and tells nothing of a restricted one", async () => {
  const first = await start("--key", "web-key", "--summary", "posted in a gist");
  const hidden = ["--summary", "merger-talks", "--restricted", "--codename", "harbour"];
  await start("--key", "legal-key", ...hidden);
  await using terminal = bare();
  await terminal.waitForWritten("2 incidents are open");
  await terminal.waitForWritten("harbour");
  expect(terminal.written()).not.toContain("merger-talks");
  const key = new RegExp(`(\\d)\\]? ${first.slice(-4)}`).exec(terminal.written())?.[1] ?? "";
  terminal.type(key);
  await terminal.waitForWritten("q leave (safe)");
  terminal.type("q");
  expect((await terminal.ended()).code).toBe(0);
  expect(terminal.written()).toContain(`resume --incident ${first.slice(-4)}`);
});

it("beside a damaged one does not go on with the other unasked", async () => {
  const first = await start("--key", "web-key");
  const second = await start("--key", "legal-key");
  const incidents = join(home.folder, "xdg-state", "claro-ir", "incidents");
  rmSync(join(incidents, first, "journal", "00000003.json"));
  await using terminal = bare("--plain");
  await terminal.waitForWritten("One incident is open. Which?");
  terminal.type("q\n");
  expect((await terminal.ended()).code).toBe(0);
  expect(terminal.written().replaceAll(/\s+/g, " ")).toContain(`verify --incident ${first}`);
  expect(terminal.written()).toContain(second.slice(-4));
});

it("offers to start or to practise when nothing is open; Enter starts", async () => {
  await using terminal = bare("--plain");
  await terminal.waitForWritten("d: drill");
  terminal.type("\n");
  await terminal.waitForWritten("1 Leaked key");
  terminal.type("\u0003");
  expect((await terminal.ended()).code).toBe(130);
});

it("offers to look whether one would go well, and looks", async () => {
  await using terminal = bare("--plain");
  await terminal.waitForWritten("c: doctor");
  terminal.type("c\n");
  await terminal.waitForWritten("RED configuration: there is none");
  expect((await terminal.ended()).code).toBe(1);
});

it("keeps the global options for what it goes on to", async () => {
  const store = join(home.folder, "named-store");
  await using terminal = bare("--plain", "--store", store);
  await terminal.waitForWritten("d: drill");
  terminal.type("s\n");
  await terminal.waitForWritten("1 Leaked key");
  terminal.type("\u0003");
  await terminal.ended();
  expect(terminal.written()).toContain(`record in ${store}`);
});

it("without a terminal says what to type", async () => {
  const none = await cli([], { home });
  expect(none.code).toBe(0);
  expect(none.stdout).toContain("No incident is open here.\n  claro-ir start ");
  const id = await start("--key", "web-key");
  const open = await cli([], { home });
  expect(open.stdout).toContain(`${id} is open: claro-ir resume --incident ${id.slice(-4)}`);
});

it("says once, where npx began it, how the next line is typed", async () => {
  const npx = { home, env: { npm_lifecycle_event: "npx" } };
  const said = "claro-ir not found? Type before it what you began with, npx and all.\n";
  const { stderr } = await cli(["start", "--key", "web-key"], npx);
  expect(stderr.split(said)).toHaveLength(2);
  expect((await cli(["start", "--key", "api-key", "--json"], npx)).stderr).not.toContain(said);
  for (const args of [["list"], ["start", "--help"], ["--version"]])
    expect((await cli(args, npx)).stderr).not.toContain(said);
  expect((await cli([], { home })).stderr).not.toContain(said);
});
