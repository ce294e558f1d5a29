// How a session ends, whatever ends it: the right exit code, and the terminal as it was before.
import { expect, it } from "vitest";
import { tempHome } from "../../support/cli.ts";
import { command, openTerminal } from "../../support/terminal.ts";

it("leaves the terminal as it was after Ctrl-C, and says 130", { timeout: 60_000 }, async () => {
  await using home = await tempHome();
  await using window = openTerminal({ home, shell: true });
  await window.waitFor("$");
  window.type(`clear; ${command("start")}; echo ended $?; stty -a`);
  window.press("Enter");
  await window.waitFor("1 Leaked key");
  window.press("ctrl-c");
  await window.waitFor(/^ended 130/m);
  await window.waitFor(/ icanon .* echo /s);
  expect(window.cursorShown()).toBe(true);
});
