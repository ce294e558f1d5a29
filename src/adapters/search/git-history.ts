// The whole history of a repository: every object once through `git cat-file`, then one pass that names commits and paths.
import type { Finding, NotSearched } from "../../core/search/finding.ts";
import { detect, findSpots, type SpotFinder, type Wanted } from "../../core/search/spots.ts";
import { GitFailure, type GitObject } from "./git-batch.ts";
import { readAllObjects, readObjects } from "./git-objects.ts";
import { placesOf, reachOf } from "./git-places.ts";
import type { Repository } from "./repositories.ts";

export interface HistorySearch {
  readonly findings: readonly Finding[];
  readonly notSearched: readonly NotSearched[];
  readonly objects: number;
}

interface Held extends GitObject {
  readonly finder: SpotFinder;
}

async function linesOf(
  { folder }: Repository,
  hits: readonly GitObject[],
  wanted: Wanted,
  signal: AbortSignal,
): Promise<readonly Held[]> {
  const held: Held[] = [];
  if (hits.length === 0) return held;
  await readObjects(
    folder,
    hits.map((one) => one.id),
    signal,
    (object) => {
      const finder = findSpots(wanted);
      return {
        push: (bytes) => finder.push(bytes),
        end: () => held.push({ ...object, finder }),
      };
    },
  );
  return held;
}

function ofMessages(
  repository: string,
  held: readonly Held[],
  reach: Awaited<ReturnType<typeof reachOf>>,
): readonly Finding[] {
  return held.flatMap(({ id, type, finder }) =>
    finder.spots.slice(0, 1).map((spot) => ({
      ...spot,
      kind: type === "tag" ? ("git-tag" as const) : ("git-commit" as const),
      path: null,
      more: finder.spots.length - 1 + finder.more,
      target: null,
      git: {
        repository,
        object: id,
        commit: type === "commit" ? id : null,
        at: null,
        reach: type === "commit" ? reach(id) : ("reachable" as const),
      },
    })),
  );
}

async function ofBlobs(
  { folder, name }: Repository,
  held: readonly Held[],
  commits: readonly string[],
): Promise<readonly Finding[]> {
  const finders = new Map(held.map((one) => [one.id, one.finder]));
  const places = await placesOf(folder, [...finders.keys()], commits);
  return places.flatMap(({ object, path, commit, at, reach }) => {
    const finder = finders.get(object);
    return (finder?.spots ?? []).map((spot, index) => ({
      ...spot,
      kind: "git-blob" as const,
      path,
      more: index === 0 ? (finder?.more ?? 0) : 0,
      target: null,
      git: { repository: name, object, commit, at, reach },
    }));
  });
}

/** What a clone holds less than the whole: said, because nothing here can look at the rest. */
function limits({ name, isShallow, isPartial }: Repository): readonly NotSearched[] {
  return [
    ...(isShallow ? [{ what: name, why: "a shallow clone: older commits are not here" }] : []),
    ...(isPartial ? [{ what: name, why: "a partial clone: some objects are not here" }] : []),
  ];
}

/** Search one repository. A git that fails is part of what is not searched. */
export async function searchHistory(
  repository: Repository,
  wanted: Wanted,
  signal: AbortSignal,
): Promise<HistorySearch> {
  const hits: GitObject[] = [];
  try {
    const { objects, commits, damaged } = await readAllObjects(
      repository.folder,
      signal,
      (object) => {
        const detector = detect(wanted);
        return {
          push: (bytes) => detector.push(bytes),
          end: () => {
            if (detector.found) hits.push(object);
          },
        };
      },
    );
    const held = await linesOf(repository, hits, wanted, signal);
    const messages = held.filter((one) => one.type !== "blob");
    const inCommits = messages.filter((one) => one.type === "commit").map((one) => one.id);
    const reach = await reachOf(repository.folder, inCommits);
    return {
      findings: [
        ...(await ofBlobs(
          repository,
          held.filter((one) => one.type === "blob"),
          commits,
        )),
        ...ofMessages(repository.name, messages, reach),
      ],
      notSearched: [
        ...limits(repository),
        ...damaged.map((id) => ({ what: `${repository.name} ${id}`, why: "a damaged git object" })),
      ],
      objects,
    };
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof GitFailure)) throw error;
    const why = `its history could not be read: ${error.message}`;
    return { findings: [], notSearched: [{ what: repository.name, why }], objects: 0 };
  }
}
