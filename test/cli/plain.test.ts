// The whole session in plain mode on a real terminal: lines only, typed answers, nothing shown that is hidden.
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { tempHome, type Home } from "../support/cli.ts";
import { onTerminal } from "../support/pty.ts";

// Real processes on a busy machine take their time.
vi.setConfig({ testTimeout: 60_000 });

let home: Home;

beforeEach(async () => {
  home = await tempHome();
});
afterEach(() => home[Symbol.asyncDispose]());

/** Only lines, and what the terminal itself echoes for Ctrl-C. */
const LINES = /^[\r\n\u0020-\u007e]*$/;

it.each([
  ["--plain", ["--plain"], {}],
  ["CLARO_IR_PLAIN=1", [], { CLARO_IR_PLAIN: "1" }],
  ["TERM=dumb", [], { TERM: "dumb", FORCE_COLOR: "1" }],
] as const)("%s: from the first question to leaving", async (_how, flags, env) => {
  const value = "zq7pk3vw9xkm2tb8hn4rd6jc";
  const terminal = onTerminal(["start", ...flags, "--key", "web-key"], { home, env });
  await terminal.until("Enter alone means 1.");
  terminal.type("1\n");
  await terminal.until(/How is it known[^]*Enter alone means/);
  terminal.type("P\n");
  await terminal.until(/Misused now[^]*Enter alone means/);
  terminal.type("\n");
  await terminal.until(/May it fail[^]*then Enter\./);
  terminal.type("\n");
  await terminal.until("Enter alone answers nothing here.");
  terminal.type("?\n");
  await terminal.until("Type a row's number");
  terminal.type("+\n");
  await terminal.until("k: another leaked key");
  terminal.type("k\n");
  await terminal.until("Leaked value");
  terminal.type(`${value}\n`);
  await terminal.until("24 characters");
  terminal.type("second-key\n");
  await terminal.until(/added[^]*Type a row's number/);
  terminal.type("q\n");
  expect(await terminal.ended).toBe(0);
  expect(terminal.shown()).toMatch(LINES);
  expect(terminal.shown()).not.toContain(value);
});

it("Ctrl-C at a hidden and at an open question leaves calmly", async () => {
  const hidden = onTerminal(["start", "--plain"], { home });
  await hidden.until("Leaked key");
  hidden.type("\u0003");
  expect(await hidden.ended).toBe(130);
  const asked = onTerminal(["start", "--plain", "--key", "web-key"], { home });
  await asked.until("then Enter.");
  asked.type("\u0003");
  expect(await asked.ended).toBe(130);
  expect(asked.shown()).toContain("Everything recorded is safe.");
});
