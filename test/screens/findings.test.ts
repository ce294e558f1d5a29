// The screens of the findings' room as files: whose use was it, caller by caller; one of them read; and what waits once one is judged.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { gatewayLog } from "../acceptance/audit/log.ts";
import { cli, tempHome, type Home } from "../support/cli.ts";
import { answer, openRow } from "../support/session-hands.ts";
import type { TerminalWindow } from "../support/terminal.ts";
import { fileOf, FROZEN, KINDS, MINUTE_ONE, opened, shot } from "./shot.ts";

let home: Home;

/** An incident whose logs were looked through: nothing is recorded by looking, so that one is enough for all windows. */
beforeAll(async () => {
  home = await tempHome();
  const log = await gatewayLog(home, Date.parse(MINUTE_ONE));
  const key = ["--key", "production-web-app", "--key-id", "key_production_web"];
  for (const args of [
    ["start", "--no-input", ...key, "--runbook", "suspicious-usage"],
    ["step", "done", "preserve-logs", "--note", "copied"],
    ["run", "collect-access-logs", "--file", log],
    ["run", "review-audit-logs"],
  ]) {
    const { code, stderr } = await cli(["--now", MINUTE_ONE, ...args], { home, env: FROZEN });
    if (code !== 0) throw new Error(`${args.join(" ")} ended with ${String(code)}: ${stderr}`);
  }
}, 60_000);

afterAll(async () => {
  await home[Symbol.asyncDispose]();
});

async function entered(kind: (typeof KINDS)[number]): Promise<TerminalWindow> {
  const window = opened(home, kind, ["resume"]);
  await window.waitFor(/q leave|q\(safe\)/);
  await openRow(window, "Save the logs");
  await window.waitFor("Whose use was it?");
  return window;
}

const LIST = /^Whose use was it/;

/** Down to the caller that was judged, under the two that wait. */
async function downToJudged(window: TerminalWindow): Promise<void> {
  await window.settled();
  window.press("Down", "Down");
  await window.waitFor(/> 203\.0\.113\.57[^]*\d findings wait for/);
}

describe("the findings' room", { timeout: 60_000 }, () => {
  it.each(KINDS)("on $name: the callers, and one of them read", async (kind) => {
    await using window = await entered(kind);
    await expect(await shot(window, home, LIST)).toMatchFileSnapshot(fileOf("findings", kind));
    window.press("Enter");
    await window.waitFor("back to the list");
    await expect(await shot(window, home, /^203\.0\.113/)).toMatchFileSnapshot(
      fileOf("findings-read", kind),
    );
  });

  it("once one is judged: what that settles, and for whom the rest waits", async () => {
    const [wide, narrow] = KINDS.filter(({ env }) => Object.keys(env).length === 0);
    if (wide === undefined || narrow === undefined) throw new Error("no kind with colour");
    await using window = await entered(wide);
    await answer(window, "Whose use", "m");
    await window.waitFor("How do you know");
    await window.settled();
    window.type("no host of ours");
    window.press("Enter");
    await window.waitFor(/2 callers to judge[^]*Whose use was it/);
    await downToJudged(window);
    await expect(await shot(window, home, LIST)).toMatchFileSnapshot(
      fileOf("findings-judged", wide),
    );
    await using other = await entered(narrow);
    await downToJudged(other);
    await expect(await shot(other, home, LIST)).toMatchFileSnapshot(
      fileOf("findings-judged", narrow),
    );
  });
});
