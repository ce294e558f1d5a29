// Leaving while a proof runs beside the person: the program ends at once, what was asked is on record, and resume takes the proof up.
import { expect, it } from "vitest";
import { cli, startSandbox, tempHome, type Home, type SandboxHandle } from "../../support/cli.ts";
import { eventTypes } from "../../support/session.ts";
import { openTerminal, type TerminalWindow } from "../../support/terminal.ts";

/** An incident whose key is cut and not yet proved dead. */
async function cut(home: Home, sandbox: SandboxHandle): Promise<void> {
  const key = ["--key", "production-web-app", "--secret-file", "leaked.key"];
  const facts = ["--evidence-level", "public-exposure", "--abuse", "unknown"];
  for (const args of [
    ["start", "--no-input", ...key, "--provider", "claro", ...facts],
    ["run", "capture-minimum-evidence"],
    ["decide", "outage", "17", "--because", "public"],
    ["run", "block-compromised-key", "--confirm", "production-web-app"],
  ]) {
    expect(await cli(args, { home, sandbox })).toMatchObject({ code: 0 });
  }
}

/** The live view, with the proof of death running beside it. At the real pace the proof takes a minute at least. */
async function proving(home: Home, sandbox: SandboxHandle): Promise<TerminalWindow> {
  const window = openTerminal({ home, sandbox, args: ["resume"] });
  await window.waitFor("q leave (safe)");
  window.press("Enter");
  await window.waitFor(/The proof runs beside you[^]*q leave \(safe\)/);
  return window;
}

it("q, Ctrl-C and SIGTERM end it although the proof would go on", { timeout: 60_000 }, async () => {
  await using home = await tempHome();
  await using sandbox = await startSandbox({ home, speed: 1 });
  await cut(home, sandbox);
  for (const [way, code] of [
    ["q", 0],
    ["ctrl-c", 130],
    ["SIGTERM", 143],
  ] as const) {
    await using window = await proving(home, sandbox);
    if (way === "SIGTERM") window.kill(way);
    else window.press(way);
    expect(await window.ended()).toEqual({ code, signal: 0 });
    expect(window.screen()).toContain(
      way === "q" ? "resume takes it up again" : "recorded is safe",
    );
  }
  const types = await eventTypes(home);
  expect(types).toContain("key.blocked");
  expect(types).not.toContain("key.died");
  expect((await cli(["verify"], { home, sandbox })).code).toBe(0);
});
