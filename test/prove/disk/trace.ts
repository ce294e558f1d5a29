// The program under strace: something happens at a chosen system call, and the log says what it asked of the kernel.
import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

/** What is done to the nth call of a name, counted in each thread from its start. */
export interface Injection {
  readonly call: string;
  readonly nth: number;
  /** In strace's words: `signal=SIGKILL`, `error=EIO`, `retval=0`. */
  readonly what: string;
  /** To all later ones too. */
  readonly forGood?: boolean;
}

/** One system call, as strace wrote it down. */
export interface Call {
  readonly name: string;
  /** Ordinal among its thread's calls of that name, from 1. */
  readonly nth: number;
  /** The line without time: `fsync(20</store/journal>) = 0`. */
  readonly text: string;
  /** Whether the kernel said yes. */
  readonly ok: boolean;
  readonly isInjected: boolean;
  /** Whether the main thread asked. */
  readonly isMain: boolean;
}

/** Calls that change what lies on the disk or in the world, or bring an answer. */
export const CALLS =
  "openat write writev pwrite64 fsync link rename unlink mkdir fchmod fchown connect read execve".split(
    " ",
  );

/** One thread and no other road into the kernel, so that the nth call is the same each time. */
export const TRACED_ENV = { UV_THREADPOOL_SIZE: "1", UV_USE_IO_URING: "0" };

/** The words before the program. Its log goes to `folder`, a file a thread; data is left out, since it may be a secret. */
export function strace(
  folder: string,
  calls: readonly string[],
  injections: readonly Injection[] = [],
): readonly string[] {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const all = new Set([...calls, ...injections.map(({ call }) => call)]);
  const orders = injections.flatMap(({ call, nth, what, forGood = false }) => [
    "-e",
    `inject=${call}:${what}:when=${String(nth)}${forGood ? "+" : ""}`,
  ]);
  const log = ["-ff", "-ttt", "-qq", "-y", "-s", "0", "-o", join(folder, "log")];
  // strace's quicker way (--seccomp-bpf) never comes to a third call.
  const quick = injections.length === 0 ? ["--seccomp-bpf"] : [];
  return ["strace", ...quick, ...log, "-e", `trace=${[...all].join(",")}`, ...orders];
}

interface Timed extends Call {
  readonly at: number;
}

const LINE = /^(\d+\.\d+) ((\w+)\(.*)$/;

/** A thread's calls in order; none for a program that the traced one has started. */
function callsOf(text: string, isFirst: boolean): readonly Timed[] {
  const counts = new Map<string, number>();
  const calls: Timed[] = [];
  for (const line of text.split("\n")) {
    // Where the program stands is told with every path; it is not what was asked for.
    const [, at, said = "", name = ""] =
      LINE.exec(line.replace(/AT_FDCWD<[^>]*>/, "AT_FDCWD")) ?? [];
    if (at === undefined) continue;
    if (name === "execve" && !isFirst) return [];
    const nth = (counts.get(name) ?? 0) + 1;
    counts.set(name, nth);
    const ok = / = \d/.test(said);
    calls.push({
      at: Number(at),
      name,
      nth,
      text: said,
      ok,
      isInjected: said.endsWith("(INJECTED)"),
      isMain: isFirst,
    });
  }
  return calls;
}

/** What the program asked the kernel for, all its threads in the order of time. */
export function readTrace(folder: string): readonly Call[] {
  const threads = readdirSync(folder)
    .map((name) => ({ id: Number(name.split(".").at(-1)), file: join(folder, name) }))
    .sort((one, other) => one.id - other.id);
  return threads
    .flatMap(({ file }, index) => callsOf(readFileSync(file, "utf8"), index === 0))
    .sort((one, other) => one.at - other.at);
}
