// Where a command can be killed: every system call of it that changes the disk or the world, found by watching it once.
import { join } from "node:path";
import { CALLS, readTrace, strace, TRACED_ENV, type Call } from "../disk/trace.ts";
import { COMMANDS } from "../disk/commands.ts";
import type { Ground, Plan } from "./plans.ts";

/** The nth call of that name; `answer` is the arrival of the first answer to a request of that method. */
export interface Moment {
  readonly call: string;
  readonly nth: number;
}

/** Each of these is a moment of its own. */
const EVERY = ["fsync", "link", "rename", "unlink", "mkdir", "fchmod", "connect", "writev"];
/** Of these only those that touch the point's folder or a connection. */
const SOME = ["write", "openat"];

function isOfPoint({ text }: Call, folder: string): boolean {
  return text.includes(folder) || text.includes("<socket:");
}

/** Calls before the first that writes find the world as it was: one of them stands for all. */
function fromFirstWrite(calls: readonly Call[], folder: string): readonly Call[] {
  const first = calls.findIndex(({ text }) => text.includes("O_CREAT") && text.includes(folder));
  return calls.slice(Math.max(0, first));
}

/** All moments of the command, in order. Throws when it does not come to its end unharmed. */
export async function momentsOf(ground: Ground, plan: Plan): Promise<readonly Moment[]> {
  const point = await plan.prepare(ground);
  const log = join(point.folder, "trace");
  const args = [...COMMANDS[plan.id](point), "--json"];
  const ran = await point.run(args, { env: TRACED_ENV, under: strace(log, CALLS) });
  if (ran.code !== 0)
    throw new Error(`${plan.id} fails without being killed: ${ran.stdout}${ran.stderr}`);
  const calls = readTrace(log);
  const isAtWork = new Set(fromFirstWrite(calls, point.folder));
  const moments = calls.filter(
    (call) =>
      (EVERY.includes(call.name) && !call.text.includes("nscd")) ||
      (SOME.includes(call.name) && isAtWork.has(call) && isOfPoint(call, point.folder)),
  );
  const seen = new Set<string>();
  const once = moments.flatMap(({ name, nth }) => {
    const key = `${name}:${String(nth)}`;
    if (seen.has(key)) return [];
    seen.add(key);
    return [{ call: name, nth }];
  });
  const methods = ["POST", "DELETE", "GET"].map((call) => ({ call, nth: 1 }));
  return [...once, ...(calls.some(({ text }) => text.includes("<socket:")) ? methods : [])];
}
