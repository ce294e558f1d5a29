// The screens of the first minutes as files: questions, live view, deadline passed, help, several keys; on 80 and on 40 columns, with and without colour.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { cli, tempHome } from "../support/cli.ts";
import { answerFour } from "../support/session.ts";
import { fileOf, FROZEN, KINDS, MINUTE_ONE, opened, shot } from "./shot.ts";

const TOO_LATE = "2026-11-23T02:26:30.000Z";
const LIVE = /P1|P2/;

describe.each(KINDS)("on $name", { timeout: 60_000 }, (kind) => {
  it("the questions, the live view, the deadline passed, help", async () => {
    await using home = await tempHome();
    await using first = opened(home, kind, ["start"]);
    await answerFour(first);
    await expect(await shot(first, home, /^1 Leaked key/)).toMatchFileSnapshot(
      fileOf("questions", kind),
    );
    first.press("y");
    await first.waitFor(/q leave|q\(safe\)/);
    await expect(await shot(first, home, LIVE)).toMatchFileSnapshot(fileOf("live", kind));
    first.press("q");
    await first.ended();
    await using late = opened(home, kind, ["resume"], TOO_LATE);
    await late.waitFor("OVERDUE");
    await expect(await shot(late, home, LIVE)).toMatchFileSnapshot(fileOf("overdue", kind));
    late.press("?");
    await late.waitFor("[b] back");
    await expect(await shot(late, home, /^Enter or a digit/)).toMatchFileSnapshot(
      fileOf("help", kind),
    );
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
    const env = FROZEN;
    expect(await cli(start, { home, env })).toMatchObject({ code: 0 });
    await using window = opened(home, kind, ["resume"]);
    await window.waitFor(/q leave|q\(safe\)/);
    await expect(await shot(window, home, LIVE)).toMatchFileSnapshot(fileOf("board", kind));
  });
});
