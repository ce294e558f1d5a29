// The stage of a rehearsal: a workspace, the sandbox in it as a child, and an app whose clock goes with the sandbox's.
import { mkdir, mkdtemp, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { loadConfig } from "./adapters/config/load-config.ts";
import { createHttp } from "./adapters/http/client.ts";
import { shiftedClock, virtualClock } from "./adapters/system/clock.ts";
import { errorCode } from "./adapters/system/error-code.ts";
import { startSandboxChild } from "./adapters/system/sandbox-child.ts";
import type { App } from "./app/context.ts";
import type { DrillPace, Stage } from "./cli/host.ts";
import { ClaroIrError } from "./core/error.ts";
import type { Config } from "./ports/config.ts";
import type { Clock } from "./ports/system.ts";

export interface StageOptions {
  readonly seed: number;
  readonly pace: DrillPace;
  /** Rehearsal to take up again: its workspace is used as it is. */
  readonly incident: string | undefined;
  /** Where workspaces of rehearsals lie. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly osUser: string;
  open(config: Config, clock: Clock): Promise<App>;
}

/** In a workspace: which incident is rehearsed there. */
const MARK = join(".sandbox", "incident");

async function markOf(workspace: string): Promise<string | undefined> {
  try {
    return (await readFile(join(workspace, MARK), "utf8")).trim();
  } catch (error) {
    if (errorCode(error) === "ENOENT") return undefined;
    throw error;
  }
}

async function workspaceOf(folder: string, incident: string): Promise<string> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (errorCode(error) === "ENOENT") return [];
    throw error;
  });
  for (const name of names)
    if ((await markOf(join(folder, name))) === incident) return join(folder, name);
  throw new ClaroIrError("usage", "no-stage", `The sandbox of ${incident} is gone.`, {
    hint: "claro-ir drill",
  });
}

/** Set the stage, or find it again. The rehearsal's identity lies in its workspace: nobody's own is touched. */
export async function openStage(options: StageOptions): Promise<Stage> {
  const { folder, incident, pace, seed } = options;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const workspace =
    incident === undefined
      ? await mkdtemp(join(folder, "drill-"))
      : await workspaceOf(folder, incident);
  const startMs = Date.now();
  const child = await startSandboxChild({
    command: [
      process.execPath,
      process.argv[1] ?? join(dirname(import.meta.dirname), "dist/claro-ir.cjs"),
    ],
    workspace,
    seed,
    pace,
    startMs,
    http: createHttp({ env: options.env }),
  });
  const config = await loadConfig(join(workspace, "claro-ir.yaml"), {
    osUser: options.osUser,
    home: workspace,
    cwd: workspace,
    env: { CLARO_IR_IDENTITY: join(workspace, ".sandbox", "identity.txt") },
  });
  const clock =
    pace === "virtual"
      ? virtualClock(startMs, (to) => child.advanceTo(to))
      : shiftedClock({ start: startMs, speed: pace });
  return {
    app: await options.open(config, clock),
    sandbox: child.address,
    mark: (id) => writeFile(join(workspace, MARK), `${id}\n`, { mode: 0o600 }),
    close: () => child.stop(),
  };
}
