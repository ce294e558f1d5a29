// Every read command on a terminal: nothing wider than it, ASCII alone where the locale has no more, no colour where none is wanted.
import { stripVTControlCharacters } from "node:util";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { cli, tempHome, type Home } from "../support/cli.ts";
import { openTerminal } from "../support/terminal.ts";

// Real processes on a busy machine take their time.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

let home: Home;

beforeAll(async () => {
  home = await tempHome();
  const key = ["--key", "production-web-app-with-a-long-name", "--environment", "production"];
  await cli(["start", ...key, "--evidence-level", "public-exposure"], { home });
  await cli(["note", "Someone at the customer called: invoices are wrong since Friday…"], { home });
  await cli(["step", "start", "preserve-logs"], { home });
  await cli(["targets", "add", "prod-1", "--kind", "manual", "--note", "ssh prod-1"], { home });
  await cli(["keys", "add", "staging-web-app", "--environment", "staging"], { home });
});
afterAll(() => home[Symbol.asyncDispose]());

const READING: readonly string[] = [
  "",
  "status",
  "next",
  "list",
  "step list",
  "step show block-compromised-key",
  "step show alert-security-team",
  "advise",
  "credential list",
  "targets list",
  "targets show dotenv",
  "targets show docker-env-file",
  "targets show exec",
  "targets show manual",
  "providers list",
  "providers show claro",
  "providers show http",
  "providers show aws-iam",
  "sources list",
  "sources show cloudtrail",
  "evidence list",
  "timeline",
  "keys list",
  "keys show staging-web-app",
  "runbook list",
  "runbook show compromised-key",
  "where-used",
  "scan",
  "verify",
  "doctor",
  "schema",
  "--help",
  "step done nothing",
  "run block-compromised-key --dry-run",
  "close --because early --no-input",
];

/** A command to type stays whole, however wide. */
const TYPED = /^\s*(?:(?:\d+ |next:? +|Usage: )?claro-ir |\$ )/;

/** An example of a configuration or of a log is copied as it stands, and what comes behind it. */
const EXAMPLE = /^Example:$/;

async function shown(line: string, columns: number, env: Record<string, string>) {
  const args = ["--no-input", ...line.split(" ").filter((word) => word !== "")];
  await using terminal = openTerminal({ home, args, columns, env });
  await terminal.ended();
  return terminal.written().replaceAll("\r\n", "\n");
}

/** Lines that are wider than they may be. */
function tooWide(text: string, columns: number): readonly string[] {
  const lines = stripVTControlCharacters(text).split("\n");
  const example = lines.findIndex((line) => EXAMPLE.test(line));
  const prose = example === -1 ? lines : lines.slice(0, example);
  return prose.filter((line) => line.length > columns && !TYPED.test(line));
}

describe("on a terminal of 40 columns in the C locale, without colour", () => {
  it.each(READING)("claro-ir %s", async (line) => {
    const text = await shown(line, 40, { LC_ALL: "C", NO_COLOR: "1" });
    expect(text).not.toBe("");
    expect(tooWide(text, 40)).toEqual([]);
    // oxlint-disable-next-line no-control-regex -- exactly the bytes that must not come
    expect(text).toMatch(/^[\n\u0020-\u007e]*$/);
  });
});

describe("on a terminal of 80 columns with colour", () => {
  it.each(READING)("claro-ir %s", async (line) => {
    const text = await shown(line, 80, { FORCE_COLOR: "1" });
    expect(tooWide(text, 80)).toEqual([]);
    // Styles only: nothing moves the cursor.
    // oxlint-disable-next-line no-control-regex -- exactly the codes that may come
    expect(text.replaceAll(/\u001b\[[\d;]*m/g, "")).not.toMatch(/\u001b/);
  });
});

it("lines are left whole in a pipe, where programs read them", async () => {
  const piped = await cli(["credential", "list"], { home, env: { COLUMNS: "40" } });
  expect(Math.max(...piped.stdout.split("\n").map((line) => line.length))).toBeGreaterThan(40);
});
