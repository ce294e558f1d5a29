// The rehearsal on a stranger's laptop, played in a real terminal by a script that presses only what the screen offers.
import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { dashboardHands } from "../../../src/adapters/system/dashboard-hands.ts";
import { createHttp } from "../../../src/adapters/http/client.ts";
import { cli, jsonOf, tempHome } from "../../support/cli.ts";
import { openTerminal, type TerminalWindow } from "../../support/terminal.ts";
import type { Status } from "../../../src/core/incident/status.ts";

/** Goals of the whole night: answers given and keys pressed until the key is dead, and until its place runs on the new one. */
const CONTAINED = { answers: 9, keys: 30 };
const RESTORED = { answers: 14, keys: 90 };

/** What a group of the pattern catches on the screen, once it is there. */
async function read(window: TerminalWindow, pattern: RegExp): Promise<string> {
  await window.waitUntil(String(pattern), (screen) => pattern.test(screen));
  return pattern.exec(window.screen())?.[1] ?? "";
}

function counts(window: TerminalWindow): { answers: number; keys: number } {
  return { answers: window.answers(), keys: window.keys() };
}

it(
  "is contained with at most 9 answers and 30 keys, and restored with at most 14 and 90",
  { timeout: 120_000 },
  async () => {
    await using home = await tempHome();
    await using window = openTerminal({
      home,
      args: ["drill", "--cold", "--speed", "10"],
      rows: 50,
    });
    async function press(key: string, after: string | RegExp): Promise<void> {
      await window.waitFor(after);
      await window.settled();
      window.press(key);
    }
    // The story says where the value and the dashboard are.
    const file = await read(window, /the key alone\s+(\S+leaked\.key)/);
    const hands = dashboardHands(
      createHttp({ env: {} }),
      await read(window, /the dashboard\s+(http\S+)/),
    );
    const leaked = (await readFile(file, "utf8")).trim();

    await window.waitFor("1 Leaked key");
    window.paste(leaked);
    window.press("Enter");
    await press(await read(window, /^ +(\d) claro production/m), "2 Whose?");
    await press("Enter", "3 How is it known?");
    await press("Enter", "4 Misused now?");
    await press("y", "5 May the service fail");

    // Row 1: figures by API, consequences, the name as the dashboard shows it, the clicks.
    await press("Enter", />1 Delete leaked key/);
    await window.waitFor(/Name of \.\.\w{4} as the vendor shows it/);
    await window.settled();
    window.type("production-web-app");
    window.press("Enter");
    await window.waitFor("Now delete it there");
    await hands.deleteKey(leaked.slice(-4));
    await press("y", "it is deleted");

    // Row 1 is the next one: the proof runs beside.
    await press("Enter", />1 Create and seal/);
    const cut = counts(window);
    const name = await read(window, /^ +(production-web-app-ir-\S+)$/m);
    const made = await hands.createKey(name);
    await window.settled();
    window.paste(made.reveal());
    window.press("Enter");
    await press("Enter", />1 Deploy, restart/);
    await window.waitFor("Place (Enter = back)");
    await window.settled();
    window.type("./prod-1 put-key");
    window.press("Enter");
    await window.waitFor("restarts what uses it");
    await window.settled();
    window.type("./prod-1 restart");
    window.press("Enter");
    await press("Enter", "Enter = deploy to all");

    // Nothing more is pressed: the table of places ends by itself, and so do the proofs of use and of death.
    await window.waitFor(/prod-1 +\(new\) +ok/);
    const restored = counts(window);
    await window.waitFor("RESTORED", 60_000);
    expect(window.keys()).toBe(restored.keys);
    await window.waitFor(/CONTAINED \d\d:\d\d:\d\dZ/, 60_000);
    window.press("q");
    expect(await window.ended()).toEqual({ code: 0, signal: 0 });

    console.log(
      `cold drill: contained with ${String(cut.answers)} answers and ${String(cut.keys)} keys, restored with ${String(restored.answers)} and ${String(restored.keys)}`,
    );
    expect(cut.answers).toBeLessThanOrEqual(CONTAINED.answers);
    expect(cut.keys).toBeLessThanOrEqual(CONTAINED.keys);
    expect(restored.answers).toBeLessThanOrEqual(RESTORED.answers);
    expect(restored.keys).toBeLessThanOrEqual(RESTORED.keys);

    const { incidents } = jsonOf<{ incidents: readonly { incident: string }[] }>(
      await cli(["list", "--json"], { home }),
    );
    const id = incidents[0]?.incident ?? "";
    const status = jsonOf<Status>(await cli(["status", "--json", "--incident", id], { home }));
    expect(status.contained.at).not.toBeNull();
    expect(status.restored.at).not.toBeNull();
    expect(window.written()).not.toContain(made.reveal());
    expect(window.written()).not.toContain(leaked);
  },
);
