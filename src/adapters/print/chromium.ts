// A page on paper: printed to PDF by the Chromium of this machine, which loads nothing and is asked nothing else.
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ClaroIrError } from "../../core/error.ts";
import { findChromium } from "./find-chromium.ts";

/** No page of ours takes longer; a browser that hangs is ended. */
const DEADLINE_MS = 60_000;

/** Nothing of the person's own browser is touched, nothing is looked up, no page but ours is opened. */
function argumentsFor(folder: string, page: string, paper: string): readonly string[] {
  return [
    "--headless",
    "--disable-gpu",
    "--no-first-run",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    // Its sandbox cannot be set up by root; the page holds no script and may load nothing.
    ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
    `--user-data-dir=${join(folder, "profile")}`,
    "--no-pdf-header-footer",
    "--generate-pdf-document-outline",
    `--print-to-pdf=${paper}`,
    pathToFileURL(page).href,
  ];
}

function run(program: string, args: readonly string[], signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const limits = { timeout: DEADLINE_MS, killSignal: "SIGKILL", signal } as const;
    execFile(program, args, limits, (error) => {
      if (error === null) resolve();
      else reject(error);
    });
  });
}

export interface PrintOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

/**
 * The page as PDF. The page lies in a private folder for as long as it is printed. Exit 1 (`no-chromium`, `print-failed`) says what to do
 * instead: the HTML page prints from any browser.
 */
export async function printPdf(html: string, { env, signal }: PrintOptions): Promise<Uint8Array> {
  const program = await findChromium(env);
  const folder = await mkdtemp(join(tmpdir(), "claro-ir-print-"));
  try {
    const [page, paper] = [join(folder, "page.html"), join(folder, "page.pdf")];
    await writeFile(page, html, { mode: 0o600 });
    await run(program, argumentsFor(folder, page, paper), signal);
    return await readFile(paper);
  } catch (error) {
    signal.throwIfAborted();
    throw new ClaroIrError("found", "print-failed", `${program} printed no PDF.`, {
      hint: "claro-ir postmortem --format html, and print it from any browser",
      cause: error,
    });
  } finally {
    // Its last children may still be writing into the profile.
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
