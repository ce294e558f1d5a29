// A page on paper: printed to PDF by the Chromium that people already have. Nothing is downloaded, no page is loaded from anywhere.
import { execFile } from "node:child_process";
import { constants } from "node:fs";
import { access, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, isAbsolute, join } from "node:path";
import { pathToFileURL } from "node:url";
import { ClaroIrError } from "../../core/error.ts";

/** Names it goes by, in the order of their being up to date. */
const NAMES = [
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
  "microsoft-edge",
  "brave-browser",
];
/** Where macOS keeps them. */
const APPLICATIONS = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
];
const DEADLINE_MS = 60_000;

async function canRun(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return true;
  } catch {
    // Not there, or not for us: both mean to look elsewhere.
    return false;
  }
}

/** Absolute path of a Chromium: the variable CHROMIUM, else the first one found; undefined when there is none. */
export async function findChromium(env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const named = env["CHROMIUM"];
  if (named !== undefined && named !== "") return (await canRun(named)) ? named : undefined;
  const folders = (env["PATH"] ?? "").split(delimiter).filter((folder) => isAbsolute(folder));
  const places = [
    ...NAMES.flatMap((name) => folders.map((folder) => join(folder, name))),
    ...APPLICATIONS,
  ];
  for (const place of places) if (await canRun(place)) return place;
  return undefined;
}

/**
 * The page as PDF. Exit 1 (`no-chromium`, `print-failed`) says what to do instead: the HTML page prints from any browser.
 */
export async function printPdf(html: string, env: NodeJS.ProcessEnv): Promise<Uint8Array> {
  const program = await findChromium(env);
  if (program === undefined)
    throw new ClaroIrError("found", "no-chromium", "A PDF needs a Chromium, and none was found.", {
      hint: "claro-ir postmortem --format html, and print it from any browser; or name one: CHROMIUM=<path>",
    });
  const folder = await mkdtemp(join(tmpdir(), "claro-ir-print-"));
  try {
    const [page, paper] = [join(folder, "page.html"), join(folder, "page.pdf")];
    await writeFile(page, html, { mode: 0o600 });
    await run(program, [
      "--headless",
      "--disable-gpu",
      "--no-first-run",
      "--disable-extensions",
      "--disable-background-networking",
      // Its sandbox cannot be set up by root; the page holds no script and may load nothing.
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
      `--user-data-dir=${join(folder, "profile")}`,
      "--no-pdf-header-footer",
      `--print-to-pdf=${paper}`,
      pathToFileURL(page).href,
    ]);
    return await readFile(paper);
  } catch (error) {
    if (error instanceof ClaroIrError) throw error;
    throw new ClaroIrError("found", "print-failed", `${program} printed no PDF.`, {
      hint: "claro-ir postmortem --format html, and print it from any browser",
      cause: error,
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function run(program: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    execFile(program, args, { timeout: DEADLINE_MS, killSignal: "SIGKILL" }, (error) => {
      if (error === null) resolve();
      else reject(error);
    });
  });
}
