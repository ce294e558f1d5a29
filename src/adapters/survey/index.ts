// Looking for places that hold keys in a folder, by reading: one kind of file a surveyor. A new kind is one file and one line here.
import { sep } from "node:path";
import type { FoundPlace } from "../../core/setup/place.ts";
import { compose } from "./compose.ts";
import { dockerfile } from "./dockerfile.ts";
import { envFile } from "./env-file.ts";
import { gitRemote } from "./git-remote.ts";
import { githubWorkflow } from "./github-workflow.ts";
import { gitlabCi } from "./gitlab-ci.ts";
import { kubernetes } from "./kubernetes.ts";
import type { Surroundings, Surveyor } from "./surveyor.ts";
import { readSmall, walk } from "./walk.ts";

/** Of two that name the same place, the first knows better. */
const SURVEYORS: readonly Surveyor[] = [
  compose,
  envFile,
  kubernetes,
  githubWorkflow,
  gitlabCi,
  dockerfile,
];

export interface Survey {
  readonly places: readonly FoundPlace[];
  /** What could not be looked at, for people. */
  readonly remarks: readonly string[];
}

/** Every place that the folder's files name. Nothing is run there but `git remote`, and no value leaves. */
export async function survey(folder: string): Promise<Survey> {
  const { paths, remarks } = await walk(folder);
  const remote = await gitRemote(folder);
  const around: Surroundings = { remote, read: (path) => readSmall(folder, path) };
  const found: FoundPlace[] = [];
  const unread: string[] = [];
  for (const surveyor of SURVEYORS)
    for (const path of paths.map((one) => one.split(sep).join("/"))) {
      if (!surveyor.wants(path)) continue;
      const text = await around.read(path);
      if (text !== undefined) found.push(...(await placesIn(surveyor, path, text, around, unread)));
    }
  return { places: onceEach(found), remarks: [...remarks, ...unread] };
}

function onceEach(places: readonly FoundPlace[]): readonly FoundPlace[] {
  return places.filter((place, at) => places.findIndex((one) => one.where === place.where) === at);
}

/** A file that is not what its name says has nothing to offer. Its text is not repeated: it may hold a key. */
async function placesIn(
  surveyor: Surveyor,
  path: string,
  text: string,
  around: Surroundings,
  unread: string[],
): Promise<readonly FoundPlace[]> {
  try {
    return await surveyor.places(path, text, around);
  } catch {
    unread.push(`${path} could not be read as ${surveyor.id}`);
    return [];
  }
}
