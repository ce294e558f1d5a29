// Starts the fresh build once or twice: proves that it starts, and leaves its compiled code in `dist/.cache` and its page of help.
import { execFile } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

const BUG = 70;

/**
 * Run `--help` and `status` of the build in `dist` with an empty home, and keep the page of help for the shim. Throws with the first line of
 * the complaint when help fails or anything ends as a bug. The cache is keyed by paths relative to itself, so it survives the swap.
 */
export async function warm(dist: string, home: string): Promise<void> {
  await mkdir(home, { recursive: true });
  const help = await start(dist, home, ["--help"]);
  if (help.code !== 0) throw new Error(`the build does not start: ${help.complaint}`);
  // Plain ASCII, so that it is the same page in every locale.
  if (/[^\n\x20-\x7e]/.test(help.said)) throw new Error("the page of --help is not plain ASCII");
  await writeFile(join(dist, "help.txt"), help.said);
  const status = await start(dist, home, ["status", "--no-input"]);
  if (status.code === BUG) throw new Error(`the build fails at status: ${status.complaint}`);
}

interface Ended {
  readonly code: number;
  readonly said: string;
  readonly complaint: string;
}

async function start(dist: string, home: string, args: readonly string[]): Promise<Ended> {
  const { promise, resolve } = Promise.withResolvers<Ended>();
  const store = join(home, "state");
  const env = { PATH: process.env["PATH"], HOME: home, CLARO_IR_STORE: store, LANG: "C.UTF-8" };
  const file = join(dist, "claro-ir.cjs");
  execFile(process.execPath, [file, ...args], { cwd: home, env }, (error, said, stderr) => {
    const code = error === null ? 0 : typeof error.code === "number" ? error.code : BUG;
    resolve({ code, said, complaint: stderr.split("\n")[0] ?? "" });
  });
  return promise;
}
