// Writing the post-mortem into the incident's reports, keeping what people wrote.
import { renderPostMortem } from "../core/report/post-mortem.ts";
import type { App } from "./context.ts";
import { reportInput } from "./report.ts";

/** Name of the report in the incident's folder. */
const POST_MORTEM = "postmortem.md";

/** Render and store it; gives its absolute path. */
export async function writePostMortem(
  app: Pick<App, "journal" | "readModel" | "vault" | "loaded" | "clock" | "version">,
  incident: string,
  options: { clean(text: string): string; readonly withNames?: boolean },
): Promise<string> {
  const input = await reportInput(app, incident, {
    clock: app.clock,
    version: app.version,
    clean: options.clean,
    withNames: options.withNames === true,
  });
  const previous = await app.vault.getReport(incident, POST_MORTEM);
  const document = renderPostMortem(previous === undefined ? input : { ...input, previous });
  return app.vault.putReport(incident, POST_MORTEM, document);
}
