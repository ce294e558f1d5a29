// The screens of the first minutes as files: questions, live view, deadline passed, help, several keys; on 80 and on 40 columns, with and without colour.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { cli, tempHome, type Home } from "../support/cli.ts";
import { answerFour } from "../support/session.ts";
import { openTerminal, type TerminalWindow } from "../support/terminal.ts";

const FROZEN = { CLARO_IR_TEST_CLOCK: "1", CLARO_IR_TEST_SPEED: "0.000001" };
const MINUTE_ONE = "2026-11-23T02:10:00.000Z";
const TOO_LATE = "2026-11-23T02:26:30.000Z";
const LIVE = /P1|P2/;

/** What is made by chance, by stand-ins as wide. */
function standIns(screen: string): string {
  const id = /\b(?:INC-\d{8}-)?([a-z2-9]{4}) (?:P\d|saved)/.exec(screen)?.[1];
  const named = id === undefined ? screen : screen.replaceAll(id, "k7f3");
  return named.replaceAll(/(#\d+) [0-9a-f]{4}\b/g, "$1 91ac");
}

interface Kind {
  readonly name: string;
  readonly columns: number;
  readonly env: Readonly<Record<string, string>>;
}

const KINDS: readonly Kind[] = [
  { name: "80", columns: 80, env: {} },
  { name: "40", columns: 40, env: {} },
  { name: "80-plain", columns: 80, env: { NO_COLOR: "1" } },
  { name: "40-plain", columns: 40, env: { NO_COLOR: "1" } },
];

function opened(home: Home, { columns, env }: Kind, now: string, command: string): TerminalWindow {
  return openTerminal({
    home,
    columns,
    rows: 50,
    env: { ...env, ...FROZEN, CLARO_IR_OPERATOR: "dana" },
    args: ["--now", now, command],
  });
}

/** The screen at rest, from the last row on that matches. */
async function shot(window: TerminalWindow, from: RegExp): Promise<string> {
  await window.settled();
  return standIns(window.cells(from));
}

function fileOf(name: string, kind: Kind): string {
  return join(import.meta.dirname, `${name}-${kind.name}.txt`);
}

describe.each(KINDS)("on $name", { timeout: 60_000 }, (kind) => {
  it("the questions, the live view, the deadline passed, help", async () => {
    await using home = await tempHome();
    await using first = opened(home, kind, MINUTE_ONE, "start");
    await answerFour(first);
    await expect(await shot(first, /^1 Leaked key/)).toMatchFileSnapshot(fileOf("questions", kind));
    first.press("y");
    await first.waitFor(/q leave|q\(safe\)/);
    await expect(await shot(first, LIVE)).toMatchFileSnapshot(fileOf("live", kind));
    first.press("q");
    await first.ended();
    await using late = opened(home, kind, TOO_LATE, "resume");
    await late.waitFor("OVERDUE");
    await expect(await shot(late, LIVE)).toMatchFileSnapshot(fileOf("overdue", kind));
    late.press("?");
    await late.waitFor("[b] back");
    await expect(await shot(late, /^Enter or a digit/)).toMatchFileSnapshot(fileOf("help", kind));
  });

  it("the board of several keys", async () => {
    await using home = await tempHome();
    const leak = join(home.folder, "ci.log");
    await writeFile(
      leak,
      "BAYT_API_KEY=sk_live_0123456789abcdefghijABCDEFc123\nOTHER_KEY=sk_live_9876543210zyxwvutsrqponmlk77ab\nGH_TOKEN=ghp_0123456789abcdefghijABCDEFGHIJ012345\n",
      { mode: 0o600 },
    );
    const facts = ["--evidence-level", "public-exposure", "--abuse", "unknown"];
    const start = ["--now", MINUTE_ONE, "start", "--no-input", "--from-text", leak, ...facts];
    const env = { ...FROZEN, CLARO_IR_OPERATOR: "dana" };
    expect(await cli(start, { home, env })).toMatchObject({ code: 0 });
    await using window = opened(home, kind, MINUTE_ONE, "resume");
    await window.waitFor(/q leave|q\(safe\)/);
    await expect(await shot(window, LIVE)).toMatchFileSnapshot(fileOf("board", kind));
  });
});
