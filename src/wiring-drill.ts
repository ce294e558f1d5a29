// The stage of a rehearsal: a workspace, the sandbox in it as a child, and an app whose clock goes with the sandbox's.
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { defaultConfig } from "./adapters/config/default-config.ts";
import { loadConfig } from "./adapters/config/load-config.ts";
import { createHttp } from "./adapters/http/client.ts";
import { watchedHttp } from "./adapters/http/watched.ts";
import { virtualClock } from "./adapters/system/clock.ts";
import { dashboardHands } from "./adapters/system/dashboard-hands.ts";
import { errorCode } from "./adapters/system/error-code.ts";
import { startSandboxChild, type SandboxChild } from "./adapters/system/sandbox-child.ts";
import { SkippingClock } from "./adapters/system/skipping-clock.ts";
import type { App } from "./app/context.ts";
import type { DrillPace, Stage } from "./cli/host.ts";
import { ClaroIrError } from "./core/error.ts";
import type { AuditConfig, Config } from "./ports/config.ts";
import type { Http } from "./ports/http.ts";
import type { Clock } from "./ports/system.ts";

export interface StageOptions {
  readonly seed: number;
  readonly pace: DrillPace;
  /** Of a new stage; one that is found again keeps its own. */
  readonly scenario: string | undefined;
  /** Rehearsal to take up again: its workspace is used as it is. */
  readonly incident: string | undefined;
  /** Where workspaces of rehearsals lie. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly osUser: string;
  /** What its requests call themselves. */
  readonly agent: string;
  open(config: Config, clock: Clock, http: Http): Promise<App>;
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

/** The workspace's own configuration; where it holds none, what a stranger's laptop has, with the sandbox in Claro's place. */
async function configOf(
  { osUser }: StageOptions,
  { address }: SandboxChild,
  workspace: string,
): Promise<Config> {
  const around = {
    osUser,
    home: workspace,
    cwd: workspace,
    // The rehearsal's identity lies in its workspace: nobody's own is touched.
    env: { CLARO_IR_IDENTITY: join(workspace, ".sandbox", "identity.txt") },
  };
  const file = join(workspace, "claro-ir.yaml");
  if (existsSync(file)) return loadConfig(file, around);
  const config = defaultConfig(around);
  const options = { baseUrl: address.url, dashboard: address.dashboard };
  return {
    ...config,
    providers: config.providers.map((one) => ({ ...one, options })),
    audit: { ...config.audit, ...strangersAudit(address) },
  };
}

/** What is known of the logs without a configuration: where the vendor's support has put them. They name keys by their last four. */
function strangersAudit({
  workspace,
  accessLog,
}: SandboxChild["address"]): Pick<AuditConfig, "ownNetworks" | "sources"> {
  const by = { format: "jsonl", zone: null };
  const sums = { requests: "/requests", lastsMs: "/lasts_ms" };
  return {
    ownNetworks: ["10.0.0.0/8", "127.0.0.0/8"],
    sources: [
      { ...by, path: join(workspace, "access-archive.jsonl"), columns: { key: "/last4", ...sums } },
      { ...by, path: accessLog, columns: { key: "/last4" } },
    ],
  };
}

interface StageClock {
  readonly clock: Clock;
  skipTo(epochMs: number): Promise<void>;
}

/** A clock that stands where the sandbox's stands, and moves with it. */
async function clockOf(
  pace: DrillPace,
  child: SandboxChild,
  busy: () => boolean,
): Promise<StageClock> {
  const startMs = await child.now();
  if (pace === "virtual") {
    const clock = virtualClock(startMs, async (to) => void (await child.advanceTo(to)));
    return { clock, skipTo: (to) => clock.sleep(to - clock.now()) };
  }
  const clock = new SkippingClock({
    startMs,
    speed: pace,
    follow: (to) => child.advanceTo(to),
    busy,
  });
  return { clock, skipTo: (to) => clock.skipTo(to) };
}

/** Set the stage, or find it again. */
export async function openStage(options: StageOptions): Promise<Stage> {
  const { folder, incident, pace, seed, scenario } = options;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const workspace =
    incident === undefined
      ? await mkdtemp(join(folder, "drill-"))
      : await workspaceOf(folder, incident);
  const http = createHttp({ env: options.env, agent: options.agent });
  const child = await startSandboxChild({
    command: [
      process.execPath,
      process.argv[1] ?? join(dirname(import.meta.dirname), "dist/claro-ir.cjs"),
    ],
    workspace,
    seed,
    scenario,
    pace,
    startMs: Date.now(),
    http,
  });
  try {
    // Apart from the one that moves the sandbox's time: that is under way while time jumps.
    const watched = watchedHttp(http);
    const { clock, skipTo } = await clockOf(pace, child, watched.busy);
    return {
      app: await options.open(await configOf(options, child, workspace), clock, watched),
      sandbox: child.address,
      hands: dashboardHands(http, child.address.dashboard),
      skipTo,
      mark: (id) => writeFile(join(workspace, MARK), `${id}\n`, { mode: 0o600 }),
      close: () => child.stop(),
    };
  } catch (error) {
    await child.stop();
    throw error;
  }
}
