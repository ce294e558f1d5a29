// A guided session in a real terminal, up to where a test begins, and what the record says meanwhile.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Home } from "./cli.ts";
import { openTerminal, type TerminalOptions, type TerminalWindow } from "./terminal.ts";

/** A value that no vendor would take: it is only ever pasted. */
export const LEAKED = "sk_live_0123456789abcdefghijABCDEFc123";

/** Types of all recorded events of the only incident, in order; none while there is no incident. */
export async function eventTypes({ store }: Home): Promise<readonly string[]> {
  const incidents = join(store, "incidents");
  const ids = await readdir(incidents).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  const [id, ...others] = ids;
  if (id === undefined) return [];
  if (others.length > 0) throw new Error(`more incidents than one: ${ids.join(", ")}`);
  const journal = join(incidents, id, "journal");
  const files = (await readdir(journal)).filter((name) => name.endsWith(".json")).toSorted();
  const events = await Promise.all(files.map((name) => readFile(join(journal, name), "utf8")));
  return events.map((text) => (JSON.parse(text) as { readonly type: string }).type);
}

/** Answer the first four questions; the fifth is on the screen then. */
export async function answerFour(window: TerminalWindow): Promise<void> {
  await window.waitFor("1 Leaked key");
  window.paste(LEAKED);
  window.press("Enter");
  await window.waitFor("2 Whose");
  window.press("1");
  await window.waitFor("3 How");
  window.press("Enter");
  await window.waitFor("4 Misused");
  window.press("Enter");
  await window.waitFor("5 May the service fail");
}

/** A window that shows the live view of a new incident; the outage is accepted. */
export async function openSession(options: TerminalOptions): Promise<TerminalWindow> {
  const window = openTerminal({ args: ["start"], ...options });
  await answerFour(window);
  window.press("y");
  await window.waitFor(/q leave|q\(safe\)/);
  return window;
}
