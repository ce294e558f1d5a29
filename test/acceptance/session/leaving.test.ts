// Leaving while something is under way: a proof that waits ends at once, an act is finished and put on record first.
import { expect, it } from "vitest";
import {
  cli,
  jsonOf,
  startSandbox,
  tempHome,
  type Home,
  type SandboxHandle,
} from "../../support/cli.ts";
import type { Status } from "../../../src/core/incident/status.ts";
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

/** The live view, and then the moment in which the vendor has been asked for a new key and does not answer. */
async function creating(home: Home, sandbox: SandboxHandle): Promise<TerminalWindow> {
  await sandbox.ask("POST", "/_fault", {
    body: { endpoint: "POST /v1/keys", fault: "hang-after" },
  });
  const window = openTerminal({ home, sandbox, args: ["resume"] });
  await window.waitFor("q leave (safe)");
  window.press("2");
  await window.waitFor(/^Create and seal/m);
  await window.settled(500);
  return window;
}

it("Ctrl-C in an act lets it come to its end and records it", { timeout: 60_000 }, async () => {
  await using home = await tempHome();
  await using sandbox = await startSandbox({ home, speed: 1 });
  await cut(home, sandbox);
  await using window = await creating(home, sandbox);
  window.press("ctrl-c");
  await window.waitFor("Finishing what is under way");
  // As long as a request may take, and its record.
  expect(await window.ended(30_000)).toEqual({ code: 130, signal: 0 });
  expect((await eventTypes(home)).at(-1)).toBe("effect.unknown");
});

it(
  "a second Ctrl-C ends it at once, and the outcome is unknown, not lost",
  { timeout: 60_000 },
  async () => {
    await using home = await tempHome();
    await using sandbox = await startSandbox({ home, speed: 1 });
    await cut(home, sandbox);
    await using window = await creating(home, sandbox);
    window.press("ctrl-c");
    await window.waitFor("Finishing what is under way");
    window.press("ctrl-c");
    expect(await window.ended()).toEqual({ code: 130, signal: 0 });
    const types = await eventTypes(home);
    expect(types.filter((type) => type === "effect.intended")).toHaveLength(2);
    expect(types).not.toContain("key.created");
    const status = jsonOf<Status>(await cli(["status", "--json"], { home, sandbox }));
    expect(status.unknown).toHaveLength(1);
  },
);
