// Reads git's objects, each once, whatever leads to them: branches, stashes, reflogs, or nothing any more.
import { once } from "node:events";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { git, gitProcess } from "../system/git.ts";
import { GitFailure, isObjectType, readBatch, type GitObject, type Sink } from "./git-batch.ts";

/** Lines of a stream, a chunk's worth at a time. */
async function* lines(source: Readable): AsyncGenerator<readonly string[]> {
  let rest = "";
  for await (const chunk of source) {
    const all = (rest + (chunk as Buffer).toString("latin1")).split("\n");
    rest = all.pop() ?? "";
    yield all;
  }
  if (rest !== "") yield [rest];
}

/** Resolves when the program ended well; rejects with git's own words. */
async function ended(child: ReturnType<typeof gitProcess>): Promise<void> {
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(0, 2000);
  });
  const [code] = (await once(child, "close")) as [number | null];
  if (code !== 0) throw new GitFailure(said.split("\n")[0] ?? "git ended early");
}

/** The content of these objects, their ids in texts of one a line. Gives how many were read. */
async function readFrom(
  folder: string,
  signal: AbortSignal,
  ids: readonly string[],
  sinkOf: (object: GitObject) => Sink,
): Promise<number> {
  const reading = gitProcess(folder, ["cat-file", "--batch", "--buffer"], signal);
  const input = Readable.from(ids.map((some) => `${some}\n`));
  // When git ends early the feeding fails too; its own end says why.
  const fed = pipeline(input, reading.stdin).catch(() => undefined);
  try {
    const [count] = await Promise.all([readBatch(reading.stdout, sinkOf), fed, ended(reading)]);
    return count;
  } finally {
    reading.kill();
  }
}

/** Read the named objects. */
export function readObjects(
  folder: string,
  ids: readonly string[],
  signal: AbortSignal,
  sinkOf: (object: GitObject) => Sink,
): Promise<number> {
  return readFrom(folder, signal, [ids.join("\n")], sinkOf);
}

export interface AllObjects {
  readonly objects: number;
  /** Ids of all commits. */
  readonly commits: readonly string[];
  /** Ids of objects that git has and cannot read. */
  readonly damaged: readonly string[];
}

interface Listed extends Omit<AllObjects, "objects"> {
  /** Ids of what is to be read, one a line, as git packed them. */
  readonly ids: readonly string[];
}

async function listObjects(folder: string, signal: AbortSignal): Promise<Listed> {
  const listing = gitProcess(
    folder,
    ["cat-file", "--batch-all-objects", "--batch-check", "--unordered", "--buffer"],
    signal,
  );
  const end = ended(listing);
  const listed = { commits: [] as string[], damaged: [] as string[], ids: [] as string[] };
  async function read(): Promise<void> {
    for await (const some of lines(listing.stdout)) {
      const ids: string[] = [];
      for (const line of some) {
        const [id = "", type = ""] = line.split(" ", 2);
        if (type === "commit") listed.commits.push(id);
        if (type === "missing") listed.damaged.push(id);
        if (isObjectType(type)) ids.push(id);
      }
      // Texts instead of lists: a history has millions of them.
      if (ids.length > 0) listed.ids.push(ids.toReversed().join("\n"));
    }
  }
  await Promise.all([read(), end]);
  return listed;
}

/**
 * Read every blob, commit and tag of the object store, against the order in which they are packed: git rebuilds a version from its base
 * and keeps what it passes on the way, so that the next one back is ready (measured: a third to a half less than forwards). By two programs, because rebuilding takes longer than searching. Throws GitFailure.
 */
export async function readAllObjects(
  folder: string,
  signal: AbortSignal,
  sinkOf: (object: GitObject) => Sink,
): Promise<AllObjects> {
  const { ids, commits, damaged } = await listObjects(folder, signal);
  const backwards = ids.toReversed();
  const middle = Math.ceil(backwards.length / 2);
  const halves = [backwards.slice(0, middle), backwards.slice(middle)];
  const counts = await Promise.all(
    halves.filter((half) => half.length > 0).map((half) => readFrom(folder, signal, half, sinkOf)),
  );
  return { objects: counts.reduce((sum, count) => sum + count, 0), commits, damaged };
}

/** Ask git, or throw GitFailure with its words. */
export async function askGit(
  folder: string,
  args: readonly string[],
  input?: string,
): Promise<string> {
  const answer = await git(folder, args, {
    timeoutMs: 0,
    ...(input === undefined ? {} : { input }),
  });
  if (answer.code === 0) return answer.stdout;
  throw new GitFailure(answer.stderr.split("\n")[0] || `git ended with ${String(answer.code)}`);
}
