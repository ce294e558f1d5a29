// A history like those of real programs: files that change a little with each commit, packed as deltas.
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

const COMMITS = 6000;
const FILES = 60;
const LINES = 600;

/** The same numbers each time. */
function numbers(): () => number {
  let state = 7;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state;
  };
}

function data(text: string): string {
  return `data ${String(Buffer.byteLength(text))}\n${text}\n`;
}

/** The history as `git fast-import` takes it, a commit at a time: four files change in each, and one version of one of them holds the key. */
function* commits(key: string): Generator<string> {
  const next = numbers();
  function line(): string {
    return `const value${String(next() % 5000)} = compute(${next().toString(36)}, "${next().toString(36)}");`;
  }
  const files = Array.from({ length: FILES }, () => Array.from({ length: LINES }, line));
  for (let commit = 0; commit < COMMITS; commit += 1) {
    const changed =
      commit === 0 ? files.keys() : new Set([0, next() % FILES, next() % FILES, next() % FILES]);
    const when = String(1_700_000_000 + commit * 3600);
    yield `commit refs/heads/main\ncommitter dana <dana@acme.example> ${when} +0000\n`;
    yield data(`change ${String(commit)}`);
    for (const file of changed) {
      const lines = files[file] ?? [];
      lines[next() % LINES] = line();
      const held = commit === COMMITS / 2 && file === 0 ? [`const key = "${key}";`] : [];
      const path = `src/part-${String(file % 7)}/unit-${String(file % 11)}/file-${String(file)}.ts`;
      yield `M 100644 inline ${path}\n${data([...lines, ...held].join("\n"))}`;
    }
  }
}

/** Make the repository. */
export async function writeHistory(repository: string, key: string): Promise<void> {
  execFileSync("git", ["init", "-q", "--initial-branch=main", repository]);
  const importing = spawn("git", ["-C", repository, "fast-import", "--quiet"], {
    stdio: ["pipe", "ignore", "inherit"],
  });
  const ended = once(importing, "exit");
  await pipeline(Readable.from(commits(key)), importing.stdin);
  await ended;
}
