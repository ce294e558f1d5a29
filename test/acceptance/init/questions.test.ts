// `init` by questions, in a real terminal.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { describe, expect, it } from "vitest";
import { tempHome } from "../../support/cli.ts";
import { openTerminal, type TerminalWindow } from "../../support/terminal.ts";
import { project, VALUE } from "./folder.ts";

async function answer(window: TerminalWindow, question: string, text: string): Promise<void> {
  await window.waitFor(question);
  window.type(text);
  window.press("Enter");
}

describe("init", { timeout: 60_000 }, () => {
  it("asks four questions, offers what it found, and writes what was answered", async () => {
    await using home = await tempHome();
    const folder = project(home);
    await using window = openTerminal({ home, args: ["init"], columns: 60, rows: 40 });
    await answer(window, "1 Workspace", "acme");
    await answer(window, "2 You", "dana owner");
    await answer(window, "Somebody else", "sam king");
    await window.waitFor("A name and a role");
    await window.waitFor(/Somebody else[^]*Somebody else/);
    window.type("sam admin");
    window.press("Enter");
    await window.waitFor(/Somebody else[^]*Somebody else[^]*Somebody else/);
    window.press("Enter");
    await window.waitFor("3 Who issues");
    window.press("1");
    await window.waitFor("4 Which?");
    expect(window.screen()).toContain("app/.env BAYT_API_KEY (dotenv, production, claro");
    window.type("1,3");
    window.press("Enter");
    await window.waitFor("[y] yes");
    window.press("y");
    await window.waitForWritten("next: claro-ir doctor");
    expect((await window.ended()).code).toBe(0);
    expect(window.written()).not.toContain(VALUE.slice(8));
    const written = parse(await readFile(join(folder, "claro-ir.yaml"), "utf8")) as {
      readonly operators: unknown;
      readonly targets: readonly { readonly id: string }[];
    };
    expect(written.operators).toEqual([
      { id: "dana", role: "owner" },
      { id: "sam", role: "admin" },
    ]);
    expect(written.targets.map((one) => one.id)).toEqual(["deploy-web-conf", "staging-env"]);
  });
});
