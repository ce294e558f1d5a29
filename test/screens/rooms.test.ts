// The screens of the rooms as files, for a vendor whose keys only a person at its dashboard can make and delete: cut, create, places, coming back.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { dashboardOnly } from "../acceptance/main-job/scene.ts";
import { startSandbox, tempHome, type SandboxHandle } from "../support/cli.ts";
import { answer, openRow } from "../support/session-hands.ts";
import type { TerminalWindow } from "../support/terminal.ts";
import { fileOf, KINDS, MINUTE_ONE, opened, shot, STILL, TEMPORARY } from "./shot.ts";

const MINUTE_SEVEN = "2026-11-23T02:16:00.000Z";
const LIVE = /q leave(?: \(safe\))?$/;

/** From the leaked value to the live view; whose it is says the file that holds it. */
async function declare(window: TerminalWindow, sandbox: SandboxHandle): Promise<void> {
  await window.waitFor("1 Leaked key");
  window.paste((await readFile(join(sandbox.workspace, "leaked.key"), "utf8")).trim());
  window.press("Enter");
  await answer(window, "3 How", "Enter");
  await answer(window, "4 Misused", "Enter");
  await answer(window, "5 May the service fail", "y");
  await window.waitFor(LIVE);
}

/** A new key made at the vendor's and pasted. */
async function pasteNew(window: TerminalWindow, sandbox: SandboxHandle): Promise<void> {
  const made = await sandbox.admin("POST", "/v1/keys", { name: "production-web-app-new" });
  window.paste((made.body as { readonly secret: string }).secret);
  window.press("Enter");
  await window.waitFor(LIVE);
}

describe.each(KINDS)("on $name", { timeout: 60_000 }, ({ name, columns, env }) => {
  it("the cut, a key made by hand, the table of places, coming back", async () => {
    await using home = await tempHome({ under: TEMPORARY });
    const startMs = Date.parse(MINUTE_ONE);
    await using sandbox = await startSandbox({ home, speed: STILL, startMs });
    await dashboardOnly(sandbox);
    const config = { CLARO_IR_CONFIG: join(sandbox.workspace, "claro-ir.yaml") };
    const kind = { name, columns, env: { ...env, ...config } };
    await using window = opened(home, kind, ["start"]);
    await declare(window, sandbox);
    await openRow(window, "Delete leaked");
    await window.waitFor("Name of ..");
    await expect(await shot(window, home, /^Delete leaked/)).toMatchFileSnapshot(
      fileOf("cut", kind),
    );
    window.press("Enter");
    await window.waitFor(LIVE);
    await openRow(window, "Create and seal");
    await window.waitFor("KEEP THE DIALOG");
    await expect(await shot(window, home, /^Create and seal/)).toMatchFileSnapshot(
      fileOf("create", kind),
    );
    await pasteNew(window, sandbox);
    await openRow(window, "Deploy");
    await window.waitFor(/web-env +old[^]*worker-env +old/);
    await expect(await shot(window, home, /^Deploy, restart/)).toMatchFileSnapshot(
      fileOf("places", kind),
    );
    window.press("ctrl-c");
    await window.ended();

    await using again = opened(home, kind, ["resume"], MINUTE_SEVEN);
    await again.waitFor(LIVE);
    await expect(await shot(again, home, /back after/)).toMatchFileSnapshot(fileOf("resume", kind));
  });
});
