// The live view over time: it ticks, says when a deadline has passed, shows what another terminal did, and asks nothing twice.
import { describe, expect, it } from "vitest";
import { tempHome } from "../../support/cli.ts";
import { openSession } from "../../support/session.ts";
import { openTerminal, type TerminalWindow } from "../../support/terminal.ts";

/** Number and digest of the newest record, as the live view's first line shows it. */
function head(window: TerminalWindow): string {
  return /#\d+ [0-9a-f]{4}$/m.exec(window.screen())?.[0] ?? "no head on the screen";
}

describe("the live view", { timeout: 60_000 }, () => {
  it("ticks by itself and says OVERDUE once the first deadline has passed", async () => {
    await using home = await tempHome();
    // Ten minutes in a second.
    const env = { CLARO_IR_TEST_CLOCK: "1", CLARO_IR_TEST_SPEED: "600" };
    const args = ["--now", "2026-11-23T02:10:00.000Z", "start"];
    await using window = await openSession({ home, env, args });
    const keys = window.keys();
    const first = window.screen();
    await window.waitUntil("another minute", (screen) => screen !== first);
    await window.waitFor(/OVERDUE \d+:\d\d/);
    expect(window.keys()).toBe(keys);
    expect(window.cells()).toMatch(/^ *\d+ red: INC-.*OVERDUE/m);
  });

  it("shows in each of two terminals what the other did", async () => {
    await using home = await tempHome();
    await using one = await openSession({ home });
    await using two = openTerminal({ home, args: ["resume"] });
    await two.waitFor("q leave (safe)");
    const before = head(two);
    expect(head(one)).toBe(before);
    one.press("n");
    await one.waitFor("Note");
    await one.settled();
    one.type("the post is 40 minutes old");
    one.press("Enter");
    await two.waitUntil("a newer head", () => head(two) !== before);
    await one.waitUntil("the same head", () => head(one) === head(two));

    const open = "Tell the security team";
    const row = new RegExp(`^[ >](\\d) ${open}`, "m");
    two.press(row.exec(two.screen())?.[1] ?? "?");
    await two.waitFor("y done");
    await two.settled();
    two.press("y");
    // Both in one look: a redraw that is half way has neither the row nor the keys below it.
    await one.waitUntil(
      "the row gone",
      (screen) => !screen.includes(open) && screen.includes("q leave (safe)"),
    );
  });

  it("in a window of few rows keeps the deadline and the chosen row, and leaves nothing behind", async () => {
    await using home = await tempHome();
    await using window = await openSession({ home });
    window.resize(80, 8);
    await window.waitFor(/^INC-.* left$/m);
    window.press("j", "j", "j", "j", "j");
    await window.waitFor(/^INC-.* left$[^]*^>6 /m);
    const lines = window.history().split("\n").length;
    for (let tick = 0; tick < 2; tick += 1) {
      const before = window.screen();
      await window.waitUntil("another second", (screen) => screen !== before);
    }
    expect(window.history().split("\n")).toHaveLength(lines);
  });

  it("is what resume shows, without a question", async () => {
    await using home = await tempHome();
    await using first = await openSession({ home });
    first.kill("SIGKILL");
    await first.ended();
    await using again = openTerminal({ home, args: ["resume"] });
    await again.waitFor("q leave (safe)");
    expect([again.answers(), again.keys()]).toEqual([0, 0]);
    expect(again.screen()).toMatch(/outage ok/);
    expect(again.screen()).not.toMatch(
      /Leaked key|Whose|How is it known|Misused now|May the service fail/,
    );
  });
});
