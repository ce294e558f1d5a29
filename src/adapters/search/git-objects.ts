// Reads git's objects, each once, whatever leads to them: branches, stashes, reflogs, or nothing any more.
import { once } from "node:events";
import type { Readable, Writable } from "node:stream";
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

async function feed(to: Writable, ids: readonly string[]): Promise<void> {
  if (ids.length === 0 || to.write(`${ids.join("\n")}\n`)) return;
  await Promise.race([once(to, "drain"), once(to, "close")]);
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

/** The content of these objects. Gives how many were read. */
async function readFrom(
  folder: string,
  signal: AbortSignal,
  ids: AsyncIterable<readonly string[]> | Iterable<readonly string[]>,
  sinkOf: (object: GitObject) => Sink,
): Promise<number> {
  const reading = gitProcess(folder, ["cat-file", "--batch", "--buffer"], signal);
  // When it ends early the feeding fails too; its own end says why.
  reading.stdin.on("error", () => undefined);
  async function feedAll(): Promise<void> {
    for await (const some of ids) {
      if (reading.stdin.destroyed) break;
      await feed(reading.stdin, some);
    }
    reading.stdin.end();
  }
  try {
    const [count] = await Promise.all([
      readBatch(reading.stdout, sinkOf),
      feedAll(),
      ended(reading),
    ]);
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
  return readFrom(folder, signal, [ids], sinkOf);
}

export interface AllObjects {
  readonly objects: number;
  /** Ids of all commits. */
  readonly commits: readonly string[];
  /** Ids of objects that git has and cannot read. */
  readonly damaged: readonly string[];
}

/** Read every blob, commit and tag of the object store. Throws GitFailure. */
export async function readAllObjects(
  folder: string,
  signal: AbortSignal,
  sinkOf: (object: GitObject) => Sink,
): Promise<AllObjects> {
  const listing = gitProcess(
    folder,
    ["cat-file", "--batch-all-objects", "--batch-check", "--unordered", "--buffer"],
    signal,
  );
  const commits: string[] = [];
  const damaged: string[] = [];
  async function* wanted(): AsyncGenerator<readonly string[]> {
    for await (const some of lines(listing.stdout)) {
      const ids: string[] = [];
      for (const line of some) {
        const [id = "", type = ""] = line.split(" ", 2);
        if (type === "commit") commits.push(id);
        if (type === "missing") damaged.push(id);
        if (isObjectType(type)) ids.push(id);
      }
      yield ids;
    }
  }
  const [objects] = await Promise.all([readFrom(folder, signal, wanted(), sinkOf), ended(listing)]);
  return { objects, commits, damaged };
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
