// Run a program for a target: no shell, a short list of environment variables, the secret on stdin alone, output never shown.
import { spawn, type ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import { constants, existsSync } from "node:fs";
import { open, unlink, type FileHandle } from "node:fs/promises";
import { delimiter, isAbsolute } from "node:path";

import { OutsideError } from "../../ports/outside.ts";

/** One run. `env` names variables passed on beside PATH, HOME, USER, LANG; `capture` keeps what the program prints. */
export interface Run {
  readonly argv: readonly string[];
  readonly folder: string;
  readonly timeoutMs: number;
  readonly input?: string;
  readonly env?: readonly string[];
  readonly capture?: boolean;
}

/** How it ended. `not-started`: for certain nothing ran. `stdout` may hold a secret: at most one byte over MAX_STDOUT. */
export type Ending =
  | { readonly state: "exit"; readonly code: number | null; readonly stdout: Buffer }
  | { readonly state: "not-started"; readonly why: string }
  | { readonly state: "timeout" };

export const MAX_STDOUT = 65_536;
const ALWAYS: readonly string[] = ["PATH", "HOME", "USER", "LANG"];
const MEMORY_FILES = "/dev/shm";

/** Run to the end, or kill the program and all it started after `timeoutMs`. Never throws for how the program ends. */
export async function run(request: Run): Promise<Ending> {
  const memory = request.input === undefined ? undefined : await inMemory(request.input);
  try {
    return await started(request, memory);
  } finally {
    await memory?.close();
  }
}

/** As `run`, for an act: a bad end is an OutsideError, certain only when the program did not start. */
export async function runOrThrow(request: Run): Promise<void> {
  const ending = await run(request);
  if (ending.state === "exit" && ending.code === 0) return;
  throw new OutsideError(ending.state === "not-started", badEnd(request, ending), {
    hint: "its output may hold secrets and is not shown: run it by hand to see it",
  });
}

/** A bad end in words: the program's name and how it ended, never what it printed. */
export function badEnd(request: Run, ending: Ending): string {
  const name = request.argv[0] ?? "";
  if (ending.state === "not-started") return `${name} did not start: ${ending.why}`;
  if (ending.state === "timeout")
    return `${name} had no end within ${String(request.timeoutMs / 1000)} s and was stopped`;
  return ending.code === null
    ? `${name} was ended by a signal`
    : `${name} ended with exit code ${String(ending.code)}`;
}

/** The words as a person would type them. */
export function commandLine(argv: readonly string[]): string {
  return argv
    .map((word) =>
      /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`,
    )
    .join(" ");
}

function started(request: Run, memory: FileHandle | undefined): Promise<Ending> {
  return new Promise((resolve) => {
    const child = spawned(request, memory);
    if (typeof child === "string") {
      resolve({ state: "not-started", why: child });
      return;
    }
    const timer = setTimeout(() => {
      stop(child);
      resolve({ state: "timeout" });
    }, request.timeoutMs);
    child.once("error", (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      resolve({ state: "not-started", why: startProblem(error) });
    });
    // A program may close its stdin early; how it ends says whether that was well.
    child.stdin?.on("error", () => undefined);
    child.stdin?.end(request.input);
    const chunks: Buffer[] = [];
    let size = 0;
    child.stdout?.on("data", (chunk: Buffer) => {
      if (size <= MAX_STDOUT) chunks.push(chunk.subarray(0, MAX_STDOUT + 1 - size));
      size += chunk.length;
    });
    child.once("close", (code) => {
      clearTimeout(timer);
      resolve({ state: "exit", code, stdout: Buffer.concat(chunks) });
    });
  });
}

/** The child, or why there is none. */
function spawned(request: Run, memory: FileHandle | undefined): ChildProcess | string {
  const [program = "", ...rest] = request.argv;
  const piped = request.input === undefined ? "ignore" : "pipe";
  try {
    return spawn(program, rest, {
      cwd: request.folder,
      env: environment(request.env ?? []),
      // Ignored, not piped, where nobody reads: a service left running by a reload must not hold us up.
      stdio: [memory?.fd ?? piped, request.capture === true ? "pipe" : "ignore", "ignore"],
      // Its own process group: Ctrl-C here does not cut it in half, and a time-out reaches what it started too.
      detached: true,
    });
  } catch (error) {
    return startProblem(error as NodeJS.ErrnoException);
  }
}

function stop(child: ChildProcess): void {
  if (child.pid !== undefined) {
    try {
      process.kill(-child.pid, "SIGKILL");
    } catch {
      // No such group (any more): the child alone, and it may be gone too.
      child.kill("SIGKILL");
    }
  }
  child.stdin?.destroy();
  child.stdout?.destroy();
}

function startProblem(error: NodeJS.ErrnoException): string {
  const code = error.code ?? "unknown cause";
  if (code === "ENOENT") return "not found (or its folder is missing)";
  if (code === "EACCES") return "not executable";
  return code;
}

function environment(names: readonly string[]): Record<string, string> {
  const passed: Record<string, string> = {};
  for (const name of [...ALWAYS, ...names]) {
    const value = process.env[name];
    if (value !== undefined) passed[name] = value;
  }
  // A relative entry would look for programs in the folder that the configuration came from.
  const path = passed["PATH"]?.split(delimiter).filter((entry) => isAbsolute(entry));
  if (path !== undefined) passed["PATH"] = path.join(delimiter);
  return passed;
}

/**
 * The input as an unlinked file in memory, where the system has such a place. Node's own stdin pipe is a socket, which a program
 * that opens /dev/stdin by name cannot open on Linux (ENXIO: aws file:///dev/stdin, kubectl --patch-file /dev/stdin).
 */
async function inMemory(input: string): Promise<FileHandle | undefined> {
  if (!existsSync(MEMORY_FILES)) return undefined;
  const path = `${MEMORY_FILES}/${randomUUID()}`;
  let file: FileHandle;
  try {
    file = await open(path, constants.O_RDWR | constants.O_CREAT | constants.O_EXCL, 0o600);
  } catch {
    // Not writable here: the pipe serves nearly every program.
    return undefined;
  }
  await unlink(path);
  // Written at 0 without moving the offset, so that the program reads from the start.
  await file.write(input, 0);
  return file;
}
