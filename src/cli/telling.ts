// After a command has printed its result: what is new goes to the configured channels. Said on stderr; no result and no exit code changes.
import type { App } from "../app/context.ts";
import { ClaroIrError } from "../core/error.ts";
import type { Cli } from "./cli.ts";

/** Tell people what the command just recorded. Whatever goes wrong is said, and stays in the outbox. */
export async function tellAfter(cli: Cli, app: App, incident: string): Promise<void> {
  if (app.config.notifiers.length === 0) return;
  const { output } = cli.host;
  const [{ tell }, { outcomeLines }] = await Promise.all([
    import("../app/notify/tell.ts"),
    import("../app/notify/words.ts"),
  ]);
  try {
    // An operation of its own: the command's first answer stays what it was.
    const own = { ...app, op: app.random.uuid() };
    for (const line of outcomeLines(await tell(own, { incident, pressed: false })))
      output.err(line);
  } catch (error) {
    if (!(error instanceof ClaroIrError)) throw error;
    output.err(`people were not told: ${error.message}`);
    output.err("  claro-ir notify send");
  }
}
