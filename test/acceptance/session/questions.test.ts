// The questions of `start` in a real terminal: what is asked, in which order, and what may not answer them.
import { expect, it } from "vitest";
import { tempHome } from "../../support/cli.ts";
import { openTerminal } from "../../support/terminal.ts";

const LEAKED = "sk_live_0123456789abcdefghijABCDEFc123";

it("leads from the hidden value to the first row of work in five answers", async () => {
  await using home = await tempHome();
  await using window = openTerminal({ home, args: ["start"] });
  await window.waitFor("1 Leaked key");
  window.paste(LEAKED);
  window.press("Enter");
  await window.waitFor("2 Whose");
  window.press("1");
  await window.waitFor("3 How");
  window.press("Enter");
  await window.waitFor("4 Misused");
  window.press("Enter");
  await window.waitFor("5 May it fail");
  window.press("y");
  await window.waitFor("q leave");
  expect(window.screen()).toMatch(/^>1 Delete leaked key/m);
  expect([window.answers(), window.keys()]).toEqual([5, 6]);
  expect(window.written()).not.toContain(LEAKED);
});
