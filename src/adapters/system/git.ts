// How git is started: with nothing of ours in its environment, and so that a stranger's repository makes it start no other program.
import { execFile, spawn, type ChildProcessByStdio } from "node:child_process";
import type { Readable, Writable } from "node:stream";

/** The repository's own configuration must not make git start programs, and nothing may be fetched. */
const SAFE = [
  "-c",
  "core.fsmonitor=false",
  "-c",
  "core.hooksPath=/dev/null",
  "-c",
  "protocol.allow=never",
];

/** For questions: whoever answers later has another problem. */
const GIT_TIMEOUT_MS = 10_000;

const MOST_OUTPUT = 64 * 1024 * 1024;

export interface GitAnswer {
  readonly code: number | string;
  readonly stdout: string;
  readonly stderr: string;
}

function environment(): Record<string, string> {
  const env: Record<string, string> = {
    LC_ALL: "C",
    GIT_OPTIONAL_LOCKS: "0",
    GIT_NO_LAZY_FETCH: "1",
    GIT_NO_REPLACE_OBJECTS: "1",
  };
  for (const name of ["PATH", "HOME"]) {
    const value = process.env[name];
    if (value !== undefined) env[name] = value;
  }
  return env;
}

/** Ask git one question in a folder. Never throws: the code says how it ended (`ENOENT` = git is not installed, or no such folder). */
export function git(
  folder: string,
  args: readonly string[],
  options: { readonly input?: string; readonly timeoutMs?: number } = {},
): Promise<GitAnswer> {
  const { input, timeoutMs = GIT_TIMEOUT_MS } = options;
  return new Promise((resolve) => {
    const child = execFile(
      "git",
      [...SAFE, ...args],
      { cwd: folder, env: environment(), timeout: timeoutMs, maxBuffer: MOST_OUTPUT },
      (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : (error.code ?? "killed"), stdout, stderr });
      },
    );
    // Git may end before it has read everything; how it ended says why.
    child.stdin?.on("error", () => undefined);
    child.stdin?.end(input ?? "");
  });
}

/** Git as a running program that is fed and read from; ends with the signal. */
export function gitProcess(
  folder: string,
  args: readonly string[],
  signal: AbortSignal,
): ChildProcessByStdio<Writable, Readable, Readable> {
  return spawn("git", [...SAFE, ...args], {
    cwd: folder,
    env: environment(),
    signal,
    stdio: ["pipe", "pipe", "pipe"],
  });
}
