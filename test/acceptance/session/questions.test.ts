// The five questions of `start` in a real terminal: what is typed is not shown, what is typed too early or too much answers nothing.
import { expect, it } from "vitest";
import { cli, jsonOf, tempHome } from "../../support/cli.ts";
import { openTerminal } from "../../support/terminal.ts";

const LEAKED = "sk_live_0123456789abcdefghijABCDEFc123";

interface Listed {
  readonly incidents: readonly { readonly incident: string; readonly state: string }[];
}

it("asks for the hidden value first, and no part of it but the last four is ever on the screen", async () => {
  await using home = await tempHome();
  await using window = openTerminal({ home, args: ["start"] });
  await window.waitFor("1 Leaked key");
  window.paste(LEAKED);
  await window.waitFor("[38 characters]");
  window.press("Enter");
  await window.waitFor("2 Whose?");
  expect(window.screen()).toContain("..c123");
  expect(window.written()).not.toContain(LEAKED.slice(0, 20));
  expect(window.written()).not.toContain(LEAKED.slice(8));
});

it("takes what is pasted behind the value, and keys pressed before a question is there, for no answer", async () => {
  await using home = await tempHome();
  await using window = openTerminal({ home, args: ["start"] });
  await window.waitFor("1 Leaked key");
  window.paste(`${LEAKED}\n1\n\n\ny\n`);
  await window.waitFor("2 Whose?");
  await window.settled(400);
  expect(window.screen()).not.toMatch(/2 Whose\? .*claro|3 How/);
  window.press("1");
  await window.waitFor("3 How is it known?");
  window.press("Enter");
  await window.waitFor("4 Misused now?");
  window.press("Enter");
  await window.waitFor("5 May it fail");
  // No Enter default where harm is accepted.
  window.press("Enter", "Enter", "Enter");
  await window.settled(400);
  expect(window.screen()).not.toContain("accepted by me, on record\nINC");
  expect(window.screen()).toContain("n no: replace it first");
  window.press("y");
  await window.waitFor("q leave");
  expect(window.screen()).toContain("outage ok 17m");
});

it("is durable after the first answer", async () => {
  await using home = await tempHome();
  await using window = openTerminal({ home, args: ["start"] });
  await window.waitFor("1 Leaked key");
  window.paste(LEAKED);
  window.press("Enter");
  await window.waitFor("saved");
  window.kill("SIGKILL");
  await window.ended();
  const listed = jsonOf<Listed>(await cli(["list", "--json"], { home }));
  expect(listed.incidents).toMatchObject([{ state: "open" }]);
});

it("says in a sentence that several lines were pasted, and asks again", async () => {
  await using home = await tempHome();
  await using window = openTerminal({ home, args: ["start"] });
  await window.waitFor("1 Leaked key");
  window.paste("BAYT_API_KEY = sk_live_x y");
  window.press("Enter");
  await window.waitFor(/not one key[\s\S]*1 Leaked key/);
  await window.settled();
  window.paste(LEAKED);
  window.press("Enter");
  await window.waitFor("2 Whose?");
  expect(window.screen()).toContain("..c123");
});
