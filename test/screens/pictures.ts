// `npm run pictures`: plays rehearsals in a real terminal and photographs the screens that the README shows.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { tempHome } from "../support/cli.ts";
import { missingChromium, startChromium } from "../support/chromium.ts";
import { answer, openRow, read } from "../support/session-hands.ts";
import { openTerminal, type TerminalWindow } from "../support/terminal.ts";
import { packed, pictureOf } from "./render.ts";

const FOLDER = join(import.meta.dirname, "pictures");
/** A larger picture would make the README slow to load. */
const MOST_BYTES = 80_000;
const LIVE_VIEW = /^DRILL INC-/;

async function keep(name: string, picture: Uint8Array): Promise<void> {
  const file = `${name}.png`;
  if (picture.length > MOST_BYTES) throw new Error(`${file}: ${String(picture.length)} bytes`);
  await mkdir(FOLDER, { recursive: true });
  await writeFile(join(FOLDER, file), picture);
  process.stdout.write(`${file}  ${String(picture.length)} bytes\n`);
}

/** Photograph the terminal from the last row that matches on. */
async function shoot(
  browser: Browser,
  terminal: TerminalWindow,
  name: string,
  from = LIVE_VIEW,
): Promise<void> {
  await keep(name, await pictureOf(browser, terminal.model, from));
}

/** The practice dashboard as a person finds it, the leaked key in use. */
async function dashboard(browser: Browser, address: string): Promise<void> {
  const page = await browser.newPage({
    viewport: { width: 1200, height: 500 },
    colorScheme: "dark",
  });
  await page.goto(address);
  await page.getByText("production-web-app", { exact: true }).waitFor();
  await keep("dashboard", packed(await page.screenshot()));
  await page.close();
}

/** Questions 3 to 5, with `mayFail` for the last. */
async function answerQuestions(terminal: TerminalWindow, mayFail: string): Promise<void> {
  await answer(terminal, "3 How is it known?", "Enter");
  await answer(terminal, "4 Misused now?", "Enter");
  await answer(terminal, "5 May the service fail", mayFail);
  await terminal.waitFor(/^>1 /m);
}

/** One key, from the first minute until it is contained and all is restored. */
async function oneKey(browser: Browser, terminal: TerminalWindow): Promise<void> {
  await terminal.waitFor("1 Leaked key");
  await dashboard(browser, await read(terminal, /the dashboard +(\S+)/));
  terminal.paste((await readFile(await read(terminal, /the key alone +(\S+)/), "utf8")).trim());
  terminal.press("Enter");
  await answerQuestions(terminal, "y");
  await shoot(browser, terminal, "first-minute");
  await openRow(terminal, "Delete leaked key");
  await terminal.waitFor("Type its name");
  terminal.type("production-web-app");
  await terminal.settled();
  await shoot(browser, terminal, "cut", /^Delete leaked key/);
  terminal.press("Enter");
  await openRow(terminal, "Create and seal");
  await terminal.waitFor("SEALED");
  await openRow(terminal, "Deploy, restart");
  await answer(terminal, "Enter = deploy to all", "Enter");
  await terminal.waitFor(/^CONTAINED .*RESTORED /m, 60_000);
  await shoot(browser, terminal, "safe");
}

/** Six keys of three vendors: the board. */
async function sixKeys(browser: Browser, terminal: TerminalWindow): Promise<void> {
  await answerQuestions(terminal, "y");
  await shoot(browser, terminal, "board");
}

async function play(
  scenario: string,
  rehearsal: (terminal: TerminalWindow) => Promise<void>,
): Promise<void> {
  await using home = await tempHome();
  const args = ["drill", "--scenario", scenario, "--seed", "7", "--speed", "10"];
  await using terminal = openTerminal({ home, args, rows: 45 });
  await rehearsal(terminal);
  terminal.press("q");
  await terminal.ended();
}

async function main(): Promise<void> {
  const missing = missingChromium();
  if (missing !== null) throw new Error(missing);
  await using browser = await startChromium();
  await play("public-leak", (terminal) => oneKey(browser, terminal));
  await play("ci-log", (terminal) => sixKeys(browser, terminal));
}

await main();
