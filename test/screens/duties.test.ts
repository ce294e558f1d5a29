// The screens of the duties to notify as files: their row on the board, and the room where each is decided, drafted and told.
import { describe, expect, it } from "vitest";
import { cli, tempHome } from "../support/cli.ts";
import { openRow } from "../support/session-hands.ts";
import { fileOf, FROZEN, KINDS, MINUTE_ONE, opened, shot } from "./shot.ts";

const MINUTE_FORTY = "2026-11-23T02:50:00.000Z";
const START = ["start", "--no-input", "--key", "production-web-app", "--abuse", "yes"];
const ASSESSED = ["decide", "personal-data", "yes", "--because", "prompts were read"];
const WHERE = ["fact", "regions", "eu, us-ny"];
const APPLIES = ["decide", "notify", "eu-gdpr:yes", "--because", "customers of ours"];
const AWARE = ["fact", "awarePersonalDataAt", "2026-11-23T02:30Z"];

describe.each(KINDS)("on $name", { timeout: 60_000 }, (kind) => {
  it("the row on the board, and the room", async () => {
    await using home = await tempHome();
    async function typed(now: string, args: readonly string[]): Promise<void> {
      const made = await cli(["--now", now, ...args], { home, env: FROZEN });
      expect([made.code, made.stderr]).toEqual([0, expect.any(String)]);
    }
    await typed(MINUTE_ONE, START);
    for (const args of [ASSESSED, WHERE, APPLIES, AWARE]) await typed(MINUTE_FORTY, args);
    await using window = opened(home, kind, ["resume"], MINUTE_FORTY);
    await window.waitFor(/q leave|q\(safe\)/);
    await expect(await shot(window, home, /P1|P2/)).toMatchFileSnapshot(fileOf("telling", kind));
    await openRow(window, "Whom must we tell");
    await window.waitFor(/ b(?: back)?$/m);
    await expect(await shot(window, home, /^Whom must we tell/)).toMatchFileSnapshot(
      fileOf("duties", kind),
    );
  });
});
