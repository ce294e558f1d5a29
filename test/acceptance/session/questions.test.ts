// The questions of `start` in a real terminal: what is asked, in which order, and what may not answer them.
import { describe, expect, it } from "vitest";
import { cli, jsonOf, tempHome, type Home } from "../../support/cli.ts";
import { openTerminal, type TerminalWindow } from "../../support/terminal.ts";
import { answerFour, eventTypes, LEAKED } from "../../support/session.ts";

describe("start", { timeout: 60_000 }, () => {
  it("leads from the hidden value to the first row of work in five answers", async () => {
    await using home = await tempHome();
    await using window = openTerminal({ home, args: ["start"] });
    await answerFour(window);
    window.press("y");
    await window.waitFor("q leave");
    expect(window.screen()).toMatch(/^>1 Delete leaked key/m);
    expect([window.answers(), window.keys()]).toEqual([5, 6]);
  });

  it("counts the hidden value while it is pasted, and shows its last four only", async () => {
    await using home = await tempHome();
    await using window = openTerminal({ home, args: ["start"], columns: 40 });
    await window.waitFor("1 Leaked key");
    window.paste(LEAKED);
    await window.waitFor("[38 characters]");
    window.press("Backspace");
    await window.waitFor("[37 characters]");
    window.press("ctrl-u");
    window.paste(LEAKED);
    await window.waitFor("[38 characters]");
    window.press("Enter");
    await window.waitFor("..c123");
    await window.waitFor("saved");
    expect(window.written()).not.toContain(LEAKED.slice(0, 12));
    expect(window.screen()).not.toContain("*");
  });

  it("is durable after the first answer, whatever happens then", async () => {
    await using home = await tempHome();
    await using window = openTerminal({ home, args: ["start"] });
    await window.waitFor("1 Leaked key");
    window.paste(LEAKED);
    window.press("Enter");
    await window.waitFor("2 Whose");
    const [id] = /INC-\d{8}-\w{4}/.exec(window.screen()) ?? [];
    window.kill("SIGKILL");
    await window.ended();
    const { stdout } = await cli(["list"], { home });
    expect(stdout).toContain(id);
  });

  it("offers every vendor of an ambiguous prefix, none by Enter", async () => {
    await using home = await tempHome();
    await using window = openTerminal({ home, args: ["start"] });
    await window.waitFor("1 Leaked key");
    window.paste(LEAKED);
    window.press("Enter");
    await window.waitFor("o another vendor");
    expect(window.screen()).toMatch(/1 claro production[^]*4 stripe production/);
    window.press("Enter", "Enter", "Space");
    await window.settled(300);
    expect(window.screen()).not.toContain("3 How");
    expect(await eventTypes(home)).not.toContain("credential.described");
  });

  it("says in a sentence that more than a key was pasted, and asks again", async () => {
    await using home = await tempHome();
    await using window = openTerminal({ home, args: ["start"] });
    await window.waitFor("1 Leaked key");
    window.paste("BAYT_API_KEY = sk_live_x y");
    window.press("Enter");
    await window.waitFor(/not one key[^]*1 Leaked key/);
    await window.settled();
    window.paste(LEAKED);
    window.press("Enter");
    await window.waitFor("2 Whose?");
    expect(window.screen()).toContain("..c123");
  });

  it("accepts an outage by a letter only: Enter, blanks and a pasted y are no answer", async () => {
    await using home = await tempHome();
    await using window = openTerminal({ home, args: ["start"] });
    await answerFour(window);
    window.press("Enter", "Space", "Enter");
    window.paste("y");
    window.paste("yes please\ny\n");
    window.paste("yes please\ny\n", "plain");
    await window.settled(400);
    expect(window.screen()).not.toContain("q leave");
    expect(await eventTypes(home)).not.toContain("outage.accepted");
    window.press("?");
    await window.waitFor("q leave");
    expect(await eventTypes(home)).not.toContain("outage.accepted");
  });
});

describe("what is pasted beyond an answer", { timeout: 60_000 }, () => {
  const MORE = `${LEAKED}\r\n1\nEnter\ny\nsk_live_ANOTHERSECRETOFSOMEBODY0VTO\n`;
  const ONE_KEY = ["credential.added"];

  /** What the record holds once the screen has come to rest; a secret on the screen is a failure anywhere. */
  async function recorded(home: Home, window: TerminalWindow): Promise<readonly string[]> {
    await window.waitFor("2 Whose");
    await window.settled(400);
    expect(window.screen()).not.toContain("3 How");
    expect(window.written()).not.toContain("ANOTHER");
    return (await eventTypes(home)).filter((type) => type.startsWith("credential."));
  }

  it("answers nothing where the terminal puts it in brackets: Enter is still to come", async () => {
    await using home = await tempHome();
    await using window = openTerminal({ home, args: ["start"] });
    await window.waitFor("1 Leaked key");
    window.paste(MORE);
    await window.waitFor("[38 characters]");
    await window.settled(300);
    expect(window.screen()).not.toContain("2 Whose");
    window.press("Enter");
    expect(await recorded(home, window)).toEqual(ONE_KEY);
  });

  it("begins with what holds something: a line break copied along is no answer and loses nothing", async () => {
    await using home = await tempHome();
    await using window = openTerminal({ home, args: ["start"] });
    await window.waitFor("1 Leaked key");
    window.paste(`\n\n${MORE}`);
    await window.waitFor("[38 characters]");
    window.press("Enter");
    expect(await recorded(home, window)).toEqual(ONE_KEY);
    expect(window.screen()).toContain("..c123");
  });

  it("answers nothing where the terminal does not", async () => {
    await using home = await tempHome();
    await using window = openTerminal({ home, args: ["start"] });
    await window.waitFor("1 Leaked key");
    window.paste(MORE, "plain");
    expect(await recorded(home, window)).toEqual(ONE_KEY);
  });

  it("answers nothing when the rest comes late, while the next question is on the screen", async () => {
    await using home = await tempHome();
    await using window = openTerminal({ home, args: ["start"] });
    await window.waitFor("1 Leaked key");
    window.paste(`${LEAKED}\n`, "plain");
    await window.waitFor("2 Whose");
    window.paste("1 and\nsk_live_ANOTHERSECRETOFSOMEBODY0VTO\n", "plain");
    expect(await recorded(home, window)).toEqual(ONE_KEY);
  });
});

it(
  "keys hammered before the first question shows answer nothing and are not echoed",
  { timeout: 60_000 },
  async () => {
    await using home = await tempHome();
    await using window = openTerminal({ home, args: ["start"] });
    for (let round = 0; round < 5; round += 1) {
      window.type("1y");
      window.press("Enter");
      await window.settled(5);
    }
    await window.waitFor("1 Leaked key");
    await window.settled(500);
    expect(window.screen()).not.toContain("2 Whose");
    expect(window.screen()).not.toContain("character");
    expect(jsonOf(await cli(["list", "--json"], { home }))).toMatchObject({ incidents: [] });
  },
);
