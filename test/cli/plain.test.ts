// The whole session in plain mode on a real terminal: lines only, typed answers, nothing shown that is hidden.
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { tempHome, type Home } from "../support/cli.ts";
import { openTerminal } from "../support/terminal.ts";

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
  await using terminal = openTerminal({ home, args: ["start", ...flags, "--key", "web-key"], env });
  await terminal.waitForWritten("Enter alone means 1.");
  terminal.type("1\n");
  await terminal.waitForWritten(/How is it known[^]*Enter alone means/);
  terminal.type("P\n");
  await terminal.waitForWritten(/Misused now[^]*Enter alone means/);
  terminal.type("\n");
  await terminal.waitForWritten(/May the service fail[^]*then Enter\./);
  terminal.type("\n");
  await terminal.waitForWritten("Enter alone answers nothing here.");
  terminal.type("?\n");
  await terminal.waitForWritten("Type a row's number");
  terminal.type("+\n");
  await terminal.waitForWritten("k: another leaked key");
  terminal.type("k\n");
  await terminal.waitForWritten("Leaked value");
  terminal.type(`${value}\n`);
  await terminal.waitForWritten(/24 characters[^]*Name of the key/);
  terminal.type("second-key\n");
  await terminal.waitForWritten(/added[^]*Type a row's number/);
  terminal.type("q\n");
  expect((await terminal.ended()).code).toBe(0);
  expect(terminal.written()).toMatch(LINES);
  expect(terminal.written()).not.toContain(value);
});

it("Ctrl-C at a hidden and at an open question leaves calmly", async () => {
  await using hidden = openTerminal({ home, args: ["start", "--plain"] });
  await hidden.waitForWritten("Leaked key");
  hidden.type("\u0003");
  expect((await hidden.ended()).code).toBe(130);
  await using asked = openTerminal({ home, args: ["start", "--plain", "--key", "web-key"] });
  await asked.waitForWritten("then Enter.");
  asked.type("\u0003");
  expect((await asked.ended()).code).toBe(130);
  expect(asked.written()).toContain("Everything recorded is safe.");
});
