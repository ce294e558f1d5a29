// `status --watch`: drawn over itself each second on a terminal; elsewhere a new block, or document, whenever something changed.
import { SECOND } from "../core/instant.ts";
import type { Status } from "../core/incident/status.ts";
import type { Screen } from "../adapters/terminal/screen.ts";
import type { Cli } from "./cli.ts";
import type { GlobalOptions } from "./host.ts";
import { statusReader } from "./status-reading.ts";
import { statusLines, type Told } from "./status-text.ts";

/** What tells one status from another: everything but the time that runs. */
function newsOf(status: Status): string {
  return JSON.stringify(status, (key, value: unknown) => {
    if (key === "now") return undefined;
    return key === "overdueBy" ? value !== null : value;
  });
}

/** How a look is shown: over the last one, or below it where it is news. */
function shower(cli: Cli, json: boolean, screen: Screen | undefined): (told: Told) => void {
  const { output } = cli.host;
  let last: string | undefined;
  return (told) => {
    if (screen !== undefined) {
      screen.draw(statusLines(told));
      return;
    }
    const news = newsOf(told.status);
    if (news === last) return;
    if (json) output.jsonLine(told.status);
    else output.out(`${last === undefined ? "" : "\n"}${statusLines(told).join("\n")}`);
    last = news;
  };
}

/** Show the status until the incident ends, nobody reads any more, or the person leaves. */
export async function watchStatus(cli: Cli, options: GlobalOptions): Promise<void> {
  const { output, signal, screen: screenOf } = cli.host;
  const { reading, look } = await statusReader(cli, options);
  const json = options.json === true;
  const screen = json ? undefined : await screenOf();
  const show = shower(cli, json, screen);
  let told: Told | undefined;
  try {
    while (!signal.aborted && !output.closed()) {
      told = await look();
      show(told);
      if (told.status.state !== "open") break;
      await pause(() => reading.clock.sleep(SECOND, signal), signal);
    }
  } finally {
    screen?.close();
  }
  // The drawn screen is gone: what it said last stays.
  if (screen !== undefined && told !== undefined) output.out(statusLines(told).join("\n"));
}

/** A wait that ends with the program: leaving is how watching ends, not an error. */
async function pause(sleep: () => Promise<void>, signal: AbortSignal): Promise<void> {
  try {
    await sleep();
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
