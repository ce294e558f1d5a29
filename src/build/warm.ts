// Starts the fresh build once or twice: proves that it starts, and leaves its compiled code in `dist/.cache`.
import { execFile } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";

const BUG = 70;

/**
 * Run `--help` and `status` of the build in `dist` with an empty home. Throws with the first line of the complaint when
 * help fails or anything ends as a bug. The cache is keyed by paths relative to itself, so it survives the swap.
 */
export async function warm(dist: string, home: string): Promise<void> {
  await mkdir(home, { recursive: true });
  const help = await start(dist, home, ["--help"]);
  if (help.code !== 0) throw new Error(`the build does not start: ${help.complaint}`);
  const status = await start(dist, home, ["status", "--no-input"]);
  if (status.code === BUG) throw new Error(`the build fails at status: ${status.complaint}`);
}

interface Ended {
  readonly code: number;
  readonly complaint: string;
}

async function start(dist: string, home: string, args: readonly string[]): Promise<Ended> {
  const { promise, resolve } = Promise.withResolvers<Ended>();
  const env = { PATH: process.env["PATH"], HOME: home, CLARO_IR_STORE: join(home, "state") };
  const file = join(dist, "claro-ir.cjs");
  execFile(process.execPath, [file, ...args], { cwd: home, env }, (error, _stdout, stderr) => {
    const code = error === null ? 0 : typeof error.code === "number" ? error.code : BUG;
    resolve({ code, complaint: stderr.split("\n")[0] ?? "" });
  });
  return promise;
}
