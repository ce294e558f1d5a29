// The stage of a rehearsal: a workspace, the sandbox in it as a child, and an app whose clock moves the sandbox's.
import { mkdir, mkdtemp } from "node:fs/promises";
import { dirname, join } from "node:path";
import { createHttp } from "./adapters/http/client.ts";
import { loadConfig } from "./adapters/config/load-config.ts";
import { virtualClock } from "./adapters/system/clock.ts";
import { startSandboxChild } from "./adapters/system/sandbox-child.ts";
import type { App } from "./app/context.ts";
import type { Stage } from "./cli/host.ts";
import type { Config } from "./ports/config.ts";
import type { Clock } from "./ports/system.ts";

export interface StageOptions {
  readonly seed: number;
  /** Where workspaces of rehearsals lie. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly osUser: string;
  open(config: Config, clock: Clock): Promise<App>;
}

/** Set the stage. The rehearsal's identity lies in its workspace: nobody's own is touched. */
export async function openStage(options: StageOptions): Promise<Stage> {
  await mkdir(options.folder, { recursive: true, mode: 0o700 });
  const workspace = await mkdtemp(join(options.folder, "drill-"));
  const startMs = Date.now();
  const http = createHttp({ env: options.env });
  const child = await startSandboxChild({
    command: [
      process.execPath,
      process.argv[1] ?? join(dirname(import.meta.dirname), "dist/claro-ir.cjs"),
    ],
    workspace,
    seed: options.seed,
    startMs,
    http,
  });
  const config = await loadConfig(join(workspace, "claro-ir.yaml"), {
    osUser: options.osUser,
    home: workspace,
    cwd: workspace,
    env: { CLARO_IR_IDENTITY: join(workspace, ".sandbox", "identity.txt") },
  });
  const app = await options.open(
    config,
    virtualClock(startMs, (to) => child.advanceTo(to)),
  );
  return { app, sandbox: child.address, close: () => child.stop() };
}
