// Starts the fresh build once or twice: proves that it starts, and leaves its compiled code in `dist/.cache` and its page of help.
import { execFile } from "node:child_process";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** An incident to look at. */
const START = ["start", "--no-input", "--key", "production-web-app", "--abuse", "yes"];

/**
 * Run `status` of an incident and `--help` of the build in `dist` with an empty home, and keep the page of help for the shim. Throws with the
 * first line of the complaint when one of them fails. The cache is keyed by paths relative to itself, so it survives the swap.
 */
export async function warm(dist: string, home: string): Promise<void> {
  await mkdir(home, { recursive: true });
  await start(dist, home, START);
  // What the first command after this compiles is kept: that of the one which is typed most.
  await rm(join(dist, ".cache"), { recursive: true, force: true });
  await start(dist, home, ["status", "--no-input"]);
  const page = await start(dist, home, ["--help"]);
  // Plain ASCII, so that it is the same page in every locale.
  if (/[^\n\x20-\x7e]/.test(page)) throw new Error("the page of --help is not plain ASCII");
  await writeFile(join(dist, "help.txt"), page);
}

/** What it says on stdout. */
async function start(dist: string, home: string, args: readonly string[]): Promise<string> {
  const store = join(home, "state");
  const env = { PATH: process.env["PATH"], HOME: home, CLARO_IR_STORE: store, LANG: "C.UTF-8" };
  const file = join(dist, "claro-ir.cjs");
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  execFile(process.execPath, [file, ...args], { cwd: home, env }, (error, said, stderr) => {
    if (error === null) resolve(said);
    else reject(new Error(`the build fails at ${args[0] ?? ""}: ${stderr.split("\n")[0] ?? ""}`));
  });
  return promise;
}
