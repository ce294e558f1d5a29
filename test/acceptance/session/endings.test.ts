// How a session ends, whatever ends it: the right exit code, and the terminal as it was before.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { cli, tempHome } from "../../support/cli.ts";
import { answerFour, openSession } from "../../support/session.ts";
import { command, openTerminal, type TerminalWindow } from "../../support/terminal.ts";

/** Start `args` under a shell that says afterwards how it ended and what the terminal's modes are. */
async function underShell(window: TerminalWindow, args: string): Promise<void> {
  await window.waitFor("$");
  window.type(`clear; ${command(args)}; echo "ended $?"; stty -a`);
  window.press("Enter");
}

async function restored(window: TerminalWindow, code: number): Promise<void> {
  await window.waitFor(`ended ${String(code)}`);
  await window.waitFor(/^isig icanon .* echo /ms);
  expect(window.cursorShown()).toBe(true);
  expect(window.model.model.modes.bracketedPasteMode).toBe(false);
}

function widest(window: TerminalWindow): number {
  return Math.max(
    ...window
      .screen()
      .split("\n")
      .map((line) => line.length),
  );
}

const KEYS = [
  ["Ctrl-C", "ctrl-c"],
  ["Ctrl-D", "ctrl-d"],
] as const;

describe("with 130 and the terminal restored", { timeout: 60_000 }, () => {
  it.each(KEYS)("%s at the hidden question", async (_name, key) => {
    await using home = await tempHome();
    await using window = openTerminal({ home, shell: true });
    await underShell(window, "start");
    await window.waitFor("1 Leaked key");
    window.press(key);
    await restored(window, 130);
    expect(window.screen()).toContain("Everything recorded is safe");
  });

  it.each(KEYS)("%s at a question of one key, with the way back", async (_name, key) => {
    await using home = await tempHome();
    await using window = openTerminal({ home, shell: true });
    await underShell(window, "start");
    await window.waitFor("1 Leaked key");
    window.press("Enter");
    await window.waitFor("2 Whose");
    window.press(key);
    await restored(window, 130);
    expect(window.screen()).toContain("claro-ir resume");
  });

  it.each(KEYS)("%s in the live view, and at a line of text", async (_name, key) => {
    await using home = await tempHome();
    await using first = await openSession({ home });
    first.press("n");
    await first.waitFor("Note");
    first.type("half a no");
    first.press(key);
    expect(await first.ended()).toEqual({ code: 130, signal: 0 });
    await using second = openTerminal({ home, shell: true });
    await underShell(second, "resume");
    await second.waitFor("q leave");
    second.press(key);
    await restored(second, 130);
  });
});

it("q says 0 and how to go on", { timeout: 60_000 }, async () => {
  await using home = await tempHome();
  await using window = openTerminal({ home, shell: true });
  await underShell(window, "start");
  await answerFour(window);
  window.press("n");
  await window.waitFor("q leave (safe)");
  window.press("q");
  await restored(window, 0);
  expect(window.screen()).toContain("claro-ir resume");
});

it("asks nothing where its questions would not be seen", { timeout: 60_000 }, async () => {
  await using home = await tempHome();
  await using window = openTerminal({ home, shell: true });
  await underShell(window, "start 2> said");
  await restored(window, 2);
  expect(await readFile(join(home.folder, "work", "said"), "utf8")).toContain(
    "There is no terminal to ask",
  );
});

describe("by a signal at every kind of question", { timeout: 60_000 }, () => {
  it.each([
    ["SIGTERM", 143],
    ["SIGHUP", 129],
    ["SIGINT", 130],
  ] as const)("%s says %i", async (signal, code) => {
    await using home = await tempHome();
    await using hidden = openTerminal({ home, args: ["start"] });
    await hidden.waitFor("1 Leaked key");
    hidden.kill(signal);
    expect(await hidden.ended()).toEqual({ code, signal: 0 });
    await using live = await openSession({ home });
    live.kill(signal);
    expect(await live.ended()).toEqual({ code, signal: 0 });
    await using text = openTerminal({ home, args: ["resume"] });
    await text.waitFor("q leave");
    text.press("n");
    await text.waitFor("Note");
    text.kill(signal);
    expect(await text.ended()).toEqual({ code, signal: 0 });
    expect(text.cursorShown()).toBe(true);
  });

  it("a closed window says 129, and the incident goes on where it was", async () => {
    // The signal comes twice, from the system and from the terminal. The second may meet a process that is about to exit with
    // 129 and no longer listens: a shell calls that 129, too.
    const HUNG_UP = [
      { code: 129, signal: 0 },
      { code: 0, signal: 1 },
    ];
    await using home = await tempHome();
    await using hidden = openTerminal({ home, args: ["start"] });
    await hidden.waitFor("1 Leaked key");
    hidden.hangUp();
    expect(HUNG_UP).toContainEqual(await hidden.ended());
    await using live = await openSession({ home });
    live.hangUp();
    expect(HUNG_UP).toContainEqual(await live.ended());
    expect((await cli(["next"], { home })).stdout).toContain(
      "claro-ir run capture-minimum-evidence",
    );
  });
});

describe("not, when it is only stopped", { timeout: 60_000 }, () => {
  it("Ctrl-Z gives the shell its terminal; fg brings the whole screen and its keys back", async () => {
    await using home = await tempHome();
    await using window = openTerminal({ home, shell: true });
    await window.waitFor("$");
    window.type(`clear; ${command("start")}`);
    window.press("Enter");
    await window.waitFor("1 Leaked key");
    window.press("Enter");
    await window.waitFor("2 Whose");
    window.press("ctrl-z");
    await window.waitFor("Stopped");
    expect(window.cursorShown()).toBe(true);
    window.type("clear; stty -a; fg");
    window.press("Enter");
    await window.waitFor(/^isig icanon .* echo .*1. claro production/ms);
    window.press("1");
    await window.waitFor("3 How");
    window.press("ctrl-c");
    await window.waitFor("Everything recorded is safe");
  });

  it("SIGSTOP and SIGCONT bring the live view back", async () => {
    await using home = await tempHome();
    await using window = await openSession({ home });
    window.kill("SIGSTOP");
    window.kill("SIGCONT");
    await window.settled(300);
    window.press("?");
    await window.waitFor("[b] back");
    window.press("b");
    await window.waitFor("q leave (safe)");
    window.press("q");
    expect(await window.ended()).toEqual({ code: 0, signal: 0 });
  });

  it("a resize to 40 columns and back leaves one whole screen, and what was said", async () => {
    await using home = await tempHome();
    await using window = await openSession({ home });
    window.resize(40);
    await window.waitFor(/q leave$/m);
    expect(widest(window)).toBeLessThanOrEqual(40);
    expect(window.screen().match(/INC-|misuse|Delete leaked/g)).toHaveLength(2);
    window.resize(80);
    await window.waitFor("q leave (safe)");
    expect(widest(window)).toBeGreaterThan(40);
    expect(window.screen().match(/Delete leaked key/g)).toHaveLength(1);
    expect(window.history()).toContain("saved. Nothing has been sent anywhere.");
  });
});
