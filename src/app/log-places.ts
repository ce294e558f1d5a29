// Which logs a step reads when it is not told: the configuration's, else those that somebody named.
import { ClaroIrError } from "../core/error.ts";
import type { IncidentFact } from "../core/incident/event.ts";
import type { IncidentState } from "../core/incident/state.ts";
import type { App } from "./context.ts";
import { BY_CONTENT, type LogFile } from "./logs.ts";

/** Entries of the fact: paths, one beside the other. */
export function toldPlaces(state: IncidentState): readonly string[] {
  return (state.facts["logLocations"]?.value ?? "").split(/[\s,]+/).filter((word) => word !== "");
}

type Place = Pick<LogFile, "path" | "reading">;

async function found(app: App, { path, reading }: Place): Promise<readonly LogFile[]> {
  const { files, skipped } = await app.evidenceFiles.find([path]);
  for (const one of skipped) app.say(`passed over ${app.clean(one.path)}: ${one.why}`);
  return files.map((file) => ({ path: file, name: app.clean(file), reading }));
}

/** What somebody said in words may be no path here: that is said, and is no mistake. */
async function foundIfThere(app: App, place: Place): Promise<readonly LogFile[]> {
  try {
    return await found(app, place);
  } catch (error) {
    if (!(error instanceof ClaroIrError)) throw error;
    app.say(`not here: ${app.clean(place.path)}`);
    return [];
  }
}

/** The files named, else those that the configuration names, else those that somebody told of; none where nobody did. */
export async function wantedLogs(
  app: App,
  state: IncidentState,
  named: readonly string[] = [],
): Promise<readonly LogFile[]> {
  const { sources } = app.config.audit;
  const configured = sources.map(({ path, ...reading }) => ({ path, reading }));
  const given = named.map((path) => ({
    path,
    reading: configured.find((one) => one.path === path)?.reading ?? BY_CONTENT,
  }));
  const all =
    given.length > 0 || configured.length > 0
      ? (given.length > 0 ? given : configured).map((place) => found(app, place))
      : toldPlaces(state).map((path) => foundIfThere(app, { path, reading: BY_CONTENT }));
  return (await Promise.all(all)).flat();
}

/** Words that mean a path of this machine; others (`prod-1:/var/log`, the name of a service) are for people. */
const IS_PATH = /^(?:\/|\.{1,2}\/)/;

/** Refuse places of logs that are named as paths here and are not there. Exit 2, with why. */
export async function refuseMissingLogs(app: App, facts: readonly IncidentFact[]): Promise<void> {
  for (const fact of facts) {
    if (fact.type !== "fact.set" || fact.data.name !== "logLocations") continue;
    for (const word of fact.data.value.split(/[\s,]+/))
      if (IS_PATH.test(word)) await requireThere(app, word);
  }
}

async function requireThere(app: App, path: string): Promise<void> {
  try {
    await app.evidenceFiles.find([path]);
  } catch (error) {
    if (!(error instanceof ClaroIrError)) throw error;
    throw new ClaroIrError("usage", "bad-fact", error.message, {
      hint: `if it lies on another machine, say on which: prod-1:${path}`,
      cause: error,
    });
  }
}
