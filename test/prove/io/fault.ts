// What can go wrong with a disk, at which call of a command.
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Point, Ran } from "../../acceptance/robust/point.ts";
import { COMMANDS } from "../disk/commands.ts";
import { CALLS, readTrace, strace, TRACED_ENV, type Call } from "../disk/trace.ts";
import type { Ground, Plan } from "../kill/plans.ts";

/** The nth call of that name fails, once or from then on. `open` are the opens beside the main thread, `openat` those of it. */
export interface Fault {
  readonly call: string;
  readonly nth: number;
  readonly error: string;
  readonly forGood: boolean;
}

const ERRORS: Readonly<Record<string, readonly string[]>> = {
  write: ["EIO", "ENOSPC", "EDQUOT"],
  fsync: ["EIO", "ENOSPC", "EDQUOT"],
  link: ["EIO", "ENOSPC", "EROFS"],
  rename: ["EIO", "ENOSPC", "EROFS"],
  mkdir: ["ENOSPC", "EROFS"],
  unlink: ["EIO", "EROFS"],
  open: ["EMFILE", "EROFS", "ENOSPC", "EIO"],
  openat: ["EMFILE", "EIO"],
};

/** `fsync:3=EIO`, `link:1+=ENOSPC`. */
export function faultName({ call, nth, error, forGood }: Fault): string {
  return `${call}:${String(nth)}${forGood ? "+" : ""}=${error}`;
}

export function faultOf(name: string): Fault {
  const [, call, nth, plus, error] = /^(\w+):(\d+)(\+?)=(\w+)$/.exec(name) ?? [];
  if (call === undefined || error === undefined) throw new Error(`no such fault: ${name}`);
  return { call, nth: Number(nth), error, forGood: plus === "+" };
}

const FAIL_OPEN = join(import.meta.dirname, "..", "..", "support", "fail-open.mjs");

export interface Suffered {
  readonly ran: Ran;
  readonly calls: readonly Call[];
  /** Whether the fault came about, and where it was meant to: another thread may have come to its nth call before. */
  readonly isHit: boolean;
}

function isMeant({ text }: Call, point: Point): boolean {
  return text.includes(point.folder) || text.includes("/chunks/");
}

/** Run the command with this fault. */
export async function suffer(
  point: Point,
  args: readonly string[],
  fault: Fault,
): Promise<Suffered> {
  const { call, nth, error, forGood } = fault;
  const log = join(point.stage.home.folder, "traces", point.folder.split("/").at(-1) ?? "");
  if (call !== "open") {
    const under = strace(log, CALLS, [{ call, nth, forGood, what: `error=${error}` }]);
    const ran = await point.run(args, { env: TRACED_ENV, under });
    const calls = readTrace(log);
    const hit = calls.filter(({ isInjected }) => isInjected);
    return { ran, calls, isHit: hit.length > 0 && hit.every((one) => isMeant(one, point)) };
  }
  const marker = join(point.folder, "failed");
  const env = {
    ...TRACED_ENV,
    NODE_OPTIONS: `--import=${FAIL_OPEN}`,
    CLARO_TEST_FAIL_OPEN: `${String(nth)}${forGood ? "+" : ""}:${error}`,
    CLARO_TEST_FAIL_BELOW: point.store,
    CLARO_TEST_FAILED: marker,
  };
  const ran = await point.run(args, { env, under: strace(log, CALLS) });
  return { ran, calls: readTrace(log), isHit: existsSync(marker) };
}

/** Every fault that the command can suffer where it touches the point's folder, each with one error, once and for good in turn. */
export async function faultsOf(ground: Ground, plan: Plan): Promise<readonly Fault[]> {
  const point = await plan.prepare(ground);
  const log = join(point.stage.home.folder, "traces", "all");
  const args = [...COMMANDS[plan.id](point), "--json"];
  const ran = await point.run(args, { env: TRACED_ENV, under: strace(log, CALLS) });
  if (ran.code !== 0) throw new Error(`${plan.id} fails by itself: ${ran.stdout}${ran.stderr}`);
  const calls = readTrace(log);
  // What is opened before is the loader's: there is no program yet that could say anything.
  const begun = calls.findIndex(({ text }) => text.includes(point.folder));
  const touched = calls.slice(begun).filter((one) => one.ok && isMeant(one, point));
  const faults: Fault[] = [];
  const seen = new Set<string>();
  for (const [index, { name, nth, text, isMain }] of touched.entries()) {
    const isBeside = name === "openat" && /O_CREAT|O_NOFOLLOW\|O_CLOEXEC\|O_DIRECTORY/.test(text);
    const call = isBeside ? "open" : name;
    // Beside the main thread the nth open is not the nth of the process.
    const isEarly = call === "openat" && !isMain;
    const errors = isEarly ? [] : (ERRORS[call] ?? []);
    const place = isBeside ? [...seen].filter((one) => one.startsWith("open:")).length + 1 : nth;
    const key = `${call}:${String(place)}`;
    if (errors.length === 0 || seen.has(key)) continue;
    seen.add(key);
    const error = errors[index % errors.length] ?? "EIO";
    // Without any write there is no answer either: disks that are full do that to the record alone.
    faults.push({ call, nth: place, error, forGood: index % 2 === 1 && call !== "write" });
  }
  return faults;
}
