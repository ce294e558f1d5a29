// How a session ends when nobody asks it to: the right exit code, the terminal as it was, everything recorded safe.
import { describe, expect, it } from "vitest";
import { cli, tempHome, type Home } from "../../support/cli.ts";
import { command, openTerminal, type TerminalWindow } from "../../support/terminal.ts";

async function declared(home: Home): Promise<void> {
  const args = ["start", "--no-input", "--key", "production-web-app", "--evidence-level", "lost"];
  expect((await cli(args, { home })).code).toBe(0);
}

async function opened(home: Home): Promise<TerminalWindow> {
  await declared(home);
  const window = openTerminal({ home, args: ["resume"] });
  await window.waitFor("q leave");
  return window;
}

/** A shell in the same terminal, in which the session runs as a job. */
async function inShell(home: Home): Promise<TerminalWindow> {
  await declared(home);
  const window = openTerminal({ home, shell: true });
  await window.waitFor(/\$$/m);
  window.type(command("resume"));
  window.press("Enter");
  await window.waitFor("q leave");
  return window;
}

async function expectCooked(window: TerminalWindow): Promise<void> {
  window.type("stty -a; echo code=$?");
  window.press("Enter");
  await window.waitFor("code=0");
  const modes = window.screen();
  for (const mode of ["icanon", "echo", "isig", "icrnl"])
    expect(modes).toMatch(new RegExp(`(^|\\s)${mode}\\b`, "m"));
  const [hidden, shown] = ["\x1b[?25l", "\x1b[?25h"].map((one) =>
    window.written().lastIndexOf(one),
  );
  expect(shown).toBeGreaterThanOrEqual(hidden ?? 0);
}

describe("ends calmly", { timeout: 40_000 }, () => {
  it.each([
    ["Ctrl-C at the live view", "ctrl-c"],
    ["Ctrl-D at the live view", "ctrl-d"],
  ])("%s: 130, and how to go on", async (_name, key) => {
    await using home = await tempHome();
    await using window = await opened(home);
    window.press(key);
    // Its last words may come after its end.
    await window.waitFor(/recorded is safe[\s\S]*claro-ir resume/);
    expect(await window.ended()).toEqual({ code: 130, signal: 0 });
  });

  it("a closed window: 129", async () => {
    await using home = await tempHome();
    await using window = await opened(home);
    window.hangUp();
    // 129 of its own, or ended by the very signal, which a shell shows as 129, too.
    expect([
      { code: 129, signal: 0 },
      { code: 0, signal: 1 },
    ]).toContainEqual(await window.ended());
  });

  it("SIGTERM: 143", async () => {
    await using home = await tempHome();
    await using window = await opened(home);
    window.kill("SIGTERM");
    expect(await window.ended()).toEqual({ code: 143, signal: 0 });
  });

  it("q: 0", async () => {
    await using home = await tempHome();
    await using window = await opened(home);
    window.press("q");
    expect(await window.ended()).toEqual({ code: 0, signal: 0 });
  });

  it("and leaves the terminal as it found it", async () => {
    await using home = await tempHome();
    await using window = await inShell(home);
    window.press("ctrl-c");
    await window.waitFor(/safe[\s\S]*\$$/);
    await expectCooked(window);
    expect(window.screen()).toMatch(/claro-ir resume/);
  });
});

describe("comes back", { timeout: 40_000 }, () => {
  it("from a stop and a continue: the screen whole, the keys alive", async () => {
    await using home = await tempHome();
    await using window = await inShell(home);
    window.press("ctrl-z");
    await window.waitFor("Stopped");
    await expectCooked(window);
    window.type("fg");
    window.press("Enter");
    await window.waitFor(/Stopped[\s\S]*INC-[\s\S]*q leave/);
    window.press("?");
    await window.waitFor(/q leaves:[\s\S]*\[b\] back/);
    window.press("b");
    await window.waitFor(/back\nINC-/);
    expect(window.screen()).toMatch(/q leave \(safe\)$/);
  });

  it("from a resize: nothing wider than 40 columns, and back", async () => {
    await using home = await tempHome();
    await using window = await opened(home);
    window.resize(40);
    await window.waitFor("q(safe)");
    expect(window.screen()).not.toContain("a all steps");
    window.resize(80);
    await window.waitFor("q leave (safe)");
    const widest = Math.max(
      ...window
        .screen()
        .split("\n")
        .map((line) => line.length),
    );
    expect(widest).toBeLessThanOrEqual(80);
  });
});
