// A session on 40 columns, in a locale of ASCII alone, without colour: all of it is readable, and what is typed may be longer than a line.
import { expect, it } from "vitest";
import { cli, tempHome } from "../../support/cli.ts";
import { openSession } from "../../support/session.ts";

const NOTE =
  "asked the owner of the gateway; she saw three addresses since 13:02 and none of them is ours";

it("is readable, plain, and takes a long line", { timeout: 60_000 }, async () => {
  await using home = await tempHome();
  await using window = await openSession({
    home,
    columns: 40,
    rows: 60,
    env: { NO_COLOR: "1", LANG: "C" },
  });
  window.press("n");
  await window.waitFor("Note");
  await window.settled();
  window.type(`${NOTE}!!`);
  window.press("Backspace", "Backspace");
  await window.waitUntil("all of the line", (screen) =>
    screen.replaceAll(/\s/g, "").includes(NOTE.replaceAll(" ", "")),
  );
  await window.settled();
  window.press("Enter");
  await window.waitFor(/noted[^]*q leave/);
  expect(window.history()).toMatch(/^[ -~\n]*$/);
  expect(window.cells()).toMatch(/-- styles --\n$/);
  // A line that the terminal had to break was wider than 40; a path is, so that it can be copied.
  const lines = window.history().split("\n");
  expect(lines.filter((line) => line.length > 40 && !/asked the owner|^ *\S+$/.test(line))).toEqual(
    [],
  );
  expect((await cli(["timeline", "--format", "json"], { home })).stdout).toContain(NOTE);
});
