// A terminal beside a browser: the session says what to click, a person clicks and pastes, the terminal proves it.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import type { Status } from "../../../src/core/incident/status.ts";
import { useBrowser, type Visit } from "../../support/browser.ts";
import { cli, jsonOf, startSandbox, tempHome } from "../../support/cli.ts";
import { closeValue, copyKey, createKey, deleteKey } from "../../support/dashboard-hands.ts";
import { answer, openRow, read } from "../../support/session-hands.ts";
import { openTerminal, type TerminalWindow } from "../../support/terminal.ts";
import { dashboardOnly } from "../main-job/scene.ts";

const openPage = useBrowser();

/** The questions: the leaked key is given by its value alone, the files that hold it say whose it is; no outage is bearable. */
async function answerQuestions(terminal: TerminalWindow, leaked: string): Promise<void> {
  await terminal.waitFor("1 Leaked key");
  terminal.paste(leaked);
  terminal.press("Enter");
  await answer(terminal, "3 How is it known?", "Enter");
  await answer(terminal, "4 Misused now?", "Enter");
  await answer(terminal, "5 May the service fail", "n");
}

/** Made at the address and under the name that the terminal gives; the old value is pasted first, as happens. Gives the new value. */
async function createInBrowser(terminal: TerminalWindow, leaked: string): Promise<[Visit, string]> {
  await openRow(terminal, "Create and seal");
  const visit = await openPage(await read(terminal, /Open (http\S+), then Settings/));
  const secret = await createKey(visit.page, await read(terminal, /^ +(production-\S+-ir-\S+)$/m));
  await copyKey(visit.page);
  terminal.paste(leaked);
  terminal.press("Enter");
  await terminal.waitFor("That is the leaked key itself");
  terminal.paste(await visit.clipboard());
  terminal.press("Enter");
  await terminal.waitFor(`SEALED ..${secret.slice(-4)}`);
  await closeValue(visit.page);
  return [visit, secret];
}

/** Deleted by whoever knows only its last four characters; said to be deleted a moment too early. */
async function deleteInBrowser(
  terminal: TerminalWindow,
  page: Page,
  leaked: string,
): Promise<void> {
  await openRow(terminal, "Delete leaked key");
  await terminal.waitFor(/Name of \.\.\w{4} as the vendor shows it/);
  const row = page.getByRole("row").filter({ hasText: leaked.slice(-4) });
  const name = await row.locator("td").first().innerText();
  terminal.type(name);
  terminal.press("Enter");
  await answer(terminal, "Now delete it there", "y");
  await terminal.waitFor("CUT, STILL 200");
  await deleteKey(page, name);
  await terminal.waitFor(/^CONTAINED /m);
}

it(
  "leads somebody who has a dashboard and no API from the leak to a proved replacement and a dead key",
  { timeout: 90_000 },
  async () => {
    await using home = await tempHome();
    await using sandbox = await startSandbox({ home, speed: 20 });
    await dashboardOnly(sandbox);
    const leaked = (await readFile(join(sandbox.workspace, "leaked.key"), "utf8")).trim();
    await using terminal = openTerminal({ home, sandbox, args: ["start"], rows: 45 });

    await answerQuestions(terminal, leaked);
    const [{ page, asked }, secret] = await createInBrowser(terminal, leaked);
    await openRow(terminal, "Deploy, restart");
    await terminal.waitFor("worker-env");
    await terminal.settled();
    terminal.press("Enter");
    await terminal.waitFor(`IN USE ..${secret.slice(-4)} everywhere`, 30_000);
    // The new key is in use everywhere: now the old one is the next thing to do.
    await terminal.waitFor(/^>1 Delete leaked key/m);
    await deleteInBrowser(terminal, page, leaked);
    terminal.press("q");
    expect(await terminal.ended()).toEqual({ code: 0, signal: 0 });

    const status = jsonOf<Status>(await cli(["status", "--json"], { home, sandbox }));
    expect(status.contained.at).not.toBeNull();
    expect(status.restored.at).not.toBeNull();
    expect(status.credentials[0]?.targets).toMatchObject([{ proof: "use" }, { proof: "use" }]);
    expect(await sandbox.ask("GET", "/v1/prompts", { bearer: leaked })).toMatchObject({
      status: 401,
    });
    expect(await sandbox.ask("GET", "/v1/prompts", { bearer: secret })).toMatchObject({
      status: 200,
    });
    expect(asked.filter((url) => !url.startsWith(`${sandbox.url}/`))).toEqual([]);
    for (const value of [leaked, secret]) expect(terminal.written()).not.toContain(value);
  },
);
