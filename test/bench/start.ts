// How long a command takes to start, as a multiple of an empty Node process.
import { spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { interleave, median, pairedRatio, processMs, type Timed } from "./measure.ts";
import type { Absent, Row } from "./table.ts";

const ROUNDS = 15;

/** `--version`, `--help` and `status` of the built package at `root`, against `node -e 0` of this very Node. */
export async function startRows(root: string): Promise<readonly (Row | Absent)[]> {
  const home = await mkdtemp(join(tmpdir(), "claro-ir-bench-"));
  try {
    return await measureStart(join(root, "dist", "claro-ir.cjs"), home);
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

async function measureStart(file: string, home: string): Promise<readonly (Row | Absent)[]> {
  const store = join(home, "state");
  const env = { PATH: process.env["PATH"], HOME: home, CLARO_IR_STORE: store };
  function claroIr(...args: string[]): Timed {
    return () => processMs(process.execPath, [file, ...args], { env, cwd: home });
  }
  const declared = declare(file, home, env);
  const timed: Timed[] = [
    () => processMs(process.execPath, ["-e", "0"], { env, cwd: home }),
    claroIr("--version"),
    claroIr("--help"),
  ];
  if (declared) {
    const status = claroIr("status");
    timed.push(status, async () => {
      await rm(join(store, "index.json"), { force: true });
      return status();
    });
  }
  const [empty = [], version = [], help = [], status, refolded] = await interleave(timed, ROUNDS);
  return [
    { name: "node -e 0", value: median(empty), unit: "ms", goal: null },
    ratio("--version / node -e 0", version, empty, 1.1),
    ratio("--help / node -e 0", help, empty, 1.35),
    ratio("status from the read model / node -e 0", status, empty, 1.5),
    ratio("status refolded from the journal / node -e 0", refolded, empty, 2.1),
  ];
}

function ratio(
  name: string,
  times: readonly number[] | undefined,
  empty: readonly number[],
  goal: number,
): Row | Absent {
  if (times === undefined) return { name, absent: "not built yet: the program has no `start`" };
  const note = `${median(times).toFixed(0)} ms`;
  return { name, value: pairedRatio(times, empty), unit: "x", goal, note };
}

/** A small incident to show. False only while the program has no such command; any other failure throws. */
function declare(file: string, home: string, env: NodeJS.ProcessEnv): boolean {
  const args = ["start", "--no-input", "--json", "--key", "production-web-app", "--abuse", "yes"];
  const ended = spawnSync(process.execPath, [file, ...args], { env, cwd: home, encoding: "utf8" });
  if (ended.status === 0) return true;
  if (/unknown (command|option)/.test(ended.stderr + ended.stdout)) return false;
  throw new Error(`claro-ir ${args.join(" ")} ended with ${String(ended.status)}: ${ended.stderr}`);
}
