// A live look-alike of Claro: its API, the company of a scenario, and whoever misuses its keys. Knows nothing of claro-ir.
import { readFileSync, existsSync } from "node:fs";
import { resolve } from "node:path";
import { archive } from "./archive.ts";
import { Control } from "./control.ts";
import { Dashboard } from "./dashboard.ts";
import { FaultBox } from "./faults.ts";
import { Gateway, freshCounters } from "./gateway.ts";
import { KeyTable } from "./keys.ts";
import { LogFile, lastInstant } from "./logs.ts";
import { RandomStreams } from "./random.ts";
import { RateLimits } from "./limits.ts";
import { Service } from "./services.ts";
import { Thief } from "./thief.ts";
import { claimFolder, pathsIn, seedFiles, writeAddress } from "./workspace.ts";
import { findScenario, SCENARIOS } from "./scenario/index.ts";
import { foundCompany, servicePlans } from "./company.ts";
import { listen, makeServer } from "./server.ts";
import { objectIn } from "./exchange.ts";
import { paced } from "./clock.ts";
import { readState, writeState } from "./state.ts";
import type { Founding } from "./company.ts";
import type { GatewayParts } from "./gateway.ts";
import type { SandboxClock } from "./clock.ts";
import type { SavedState } from "./state.ts";
import type { Scenario } from "./scenario/scenario.ts";
import type { ServerParts } from "./server.ts";
import type { SeedFacts, WorkspacePaths } from "./workspace.ts";

/** Real ms between two saves while time runs by itself. */
const SAVE_EVERY_MS = 2000;
/** Time (ms of sandbox time) a cut key is still accepted, shortest and longest. */
const LAG_MS = [4000, 9000] as const;

export interface SandboxOptions {
  /** Absent: the port of the last run when it is free, else any. */
  readonly port?: number;
  /** Counts at the first start of a workspace; later starts go on with the stored one. */
  readonly seed: number;
  /** Default: public-leak. Counts at the first start only, like the seed. */
  readonly scenario?: string;
  /** A folder of its own, made when missing. */
  readonly workspace: string;
  /** Default: real pace. */
  readonly clock?: SandboxClock;
  readonly lagRangeMs?: readonly [number, number];
  /** Honour `Idempotency-Key` on create. Default false, like most vendors. */
  readonly idempotentCreate?: boolean;
}

/** Where a running sandbox is. Paths are absolute. */
export interface SandboxAddress {
  readonly url: string;
  readonly dashboard: string;
  readonly workspace: string;
  readonly requestLog: string;
  readonly accessLog: string;
  readonly oldKeyId: string;
  readonly scenario: string;
  readonly configFile: string;
}

export interface Sandbox extends SandboxAddress {
  close(): Promise<void>;
}

interface World extends ServerParts {
  readonly save: () => void;
}

function addressOf(
  paths: WorkspacePaths,
  url: string,
  of: Pick<SavedState, "oldKeyId" | "scenario">,
): SandboxAddress {
  return {
    url,
    dashboard: `${url}/dashboard`,
    workspace: paths.root,
    requestLog: paths.requestLog,
    accessLog: paths.accessLog,
    oldKeyId: of.oldKeyId,
    scenario: of.scenario,
    configFile: paths.config,
  };
}

function lastUrl(paths: WorkspacePaths): string | null {
  if (!existsSync(paths.address)) return null;
  const url = objectIn(readFileSync(paths.address))?.["url"];
  return typeof url === "string" ? url : null;
}

/** The sandbox that is running on this workspace right now, or null. */
export async function findSandbox(workspace: string): Promise<SandboxAddress | null> {
  const paths = pathsIn(resolve(workspace));
  const url = lastUrl(paths);
  const saved = url === null ? null : readState(paths.state);
  if (url === null || saved === null) return null;
  try {
    const response = await fetch(`${url}/_dump`, { signal: AbortSignal.timeout(1000) });
    const dump = objectIn(await response.text());
    return dump?.["workspace"] === paths.root ? addressOf(paths, url, saved) : null;
  } catch {
    return null; // nobody answers there: it is not running
  }
}

function resumeInstant(paths: WorkspacePaths, saved: SavedState | null): number | null {
  if (saved === null) return null;
  // After a hard kill the log may be ahead of the last save.
  return Math.max(saved.now, lastInstant(paths.accessLog, "time") ?? 0);
}

/** The scenario of a workspace: the one it was made with, else the one wanted. Throws when there is none of that name. */
function scenarioOf(options: SandboxOptions, saved: SavedState | null): Scenario {
  const id = saved?.scenario ?? options.scenario ?? "public-leak";
  const found = findScenario(id);
  if (found !== undefined) return found;
  const known = SCENARIOS.map((one) => one.id).join(", ");
  throw new Error(`there is no scenario ${id}: ${known}`);
}

function gatewayOf(
  { lagRangeMs, idempotentCreate }: SandboxOptions,
  paths: WorkspacePaths,
  { clock, keys, random, adminToken }: Founding,
  rest: Pick<GatewayParts, "counters" | "changed">,
): Gateway {
  return new Gateway({
    ...rest,
    clock,
    keys,
    adminToken,
    accessLog: new LogFile(paths.accessLog),
    requestLog: new LogFile(paths.requestLog),
    limits: new RateLimits(),
    admin: {
      keys,
      lag: random.stream("lag"),
      lagRangeMs: lagRangeMs ?? LAG_MS,
      idempotentCreate: idempotentCreate ?? false,
    },
  });
}

function build(
  options: SandboxOptions,
  scenario: Scenario,
  paths: WorkspacePaths,
  founding: Founding,
  port: number,
): World {
  const { clock, random, keys, saved, adminToken, oldKey } = founding;
  const counters = saved?.counters ?? freshCounters();
  const faults = new FaultBox();
  const gateway = gatewayOf(options, paths, founding, { counters, changed: save });
  const services = servicePlans(scenario, paths.root).map((plan) => {
    const parts = { clock, keys, gateway, random: random.stream(`service ${plan.name}`) };
    return new Service(plan, parts, saved?.services[plan.name]);
  });
  const thief = thiefOf(scenario, founding, gateway);
  function save(): void {
    gateway.flush();
    writeState(paths.state, {
      version: 2,
      scenario: scenario.id,
      seed: founding.seed,
      port,
      adminToken,
      oldKeyId: oldKey.id,
      now: clock.now(),
      random: random.snapshot(),
      keys: keys.all(),
      services: Object.fromEntries(services.map((one) => [one.plan.name, one.state])),
      thief: thief?.state ?? null,
      counters,
    });
  }
  for (const service of services) service.start();
  thief?.start();
  const own = { clock, keys, faults, gateway, services, thief, counters, save };
  const told = { seed: founding.seed, scenario: scenario.id, workspace: paths.root };
  const control = new Control({ ...own, ...told });
  return { clock, gateway, control, dashboard: new Dashboard(gateway, keys), faults, save };
}

function seedFacts(
  scenario: Scenario,
  founding: Founding,
  { root }: WorkspacePaths,
  url: string,
  present: number,
): SeedFacts {
  const { keys, adminToken, exposedAt, clock, saved } = founding;
  return {
    url,
    archive: saved === null ? archive(founding, servicePlans(scenario, root), clock.now()) : "",
    adminToken,
    exposedAt,
    now: new Date(present).toISOString(),
    secret(name) {
      const key = keys.all().find((one) => one.name === name);
      if (key === undefined) throw new Error(`the scenario names no key ${name}`);
      return key.secret;
    },
  };
}

/** Whoever misuses keys in this scenario; null when nobody does. */
function thiefOf(scenario: Scenario, founding: Founding, gateway: Gateway): Thief | null {
  if (scenario.misuse === null) return null;
  const { clock, random, keys, saved, thiefFrom } = founding;
  const { who, keys: names } = scenario.misuse;
  // Made when the company was founded: a replacement of the same name comes later in the table.
  const stolen = names.flatMap((name) => keys.all().find((key) => key.name === name) ?? []);
  const parts = { clock, gateway, random: random.stream("thief"), who, stolen };
  return new Thief(parts, thiefFrom, saved?.thief ?? undefined);
}

/** Start the sandbox: a fresh company in an empty workspace, or the one that is there goes on. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const running = await findSandbox(options.workspace);
  if (running !== null) throw new Error(`a sandbox already runs here, at ${running.url}`);
  const paths = pathsIn(resolve(options.workspace));
  const saved = readState(paths.state);
  const scenario = scenarioOf(options, saved);
  claimFolder(paths, scenario);
  const clock = options.clock ?? paced(1);
  const ready = Promise.withResolvers<ServerParts>();
  const server = makeServer(ready.promise);
  const port = await listen(server, options.port ?? saved?.port ?? 0, options.port !== undefined);
  const url = `http://127.0.0.1:${String(port)}`;
  let timer: NodeJS.Timeout | undefined;
  let closing: Promise<void> | null = null;
  async function stop(): Promise<void> {
    clock.close();
    clearInterval(timer);
    const closed = new Promise<void>((done) => server.close(() => done()));
    server.closeAllConnections(); // some may hang on purpose
    await closed;
  }
  try {
    const present = clock.open(resumeInstant(paths, saved));
    const random = new RandomStreams(saved?.seed ?? options.seed, scenario.id, saved?.random);
    const keys = new KeyTable(random.stream("keys"), saved?.keys);
    const { seed } = options;
    const founding = foundCompany({ scenario, seed, clock, random, keys, saved, present });
    const facts = seedFacts(scenario, founding, paths, url, present);
    seedFiles(paths, scenario, facts, saved === null);
    writeAddress(paths, url, lastUrl(paths));
    const world = build(options, scenario, paths, founding, port);
    await clock.advance(present); // plays the history of a first start
    world.save();
    clock.run();
    if (clock.mode === "paced") timer = setInterval(world.save, SAVE_EVERY_MS);
    ready.resolve(world);
    return {
      ...addressOf(paths, url, { oldKeyId: founding.oldKey.id, scenario: scenario.id }),
      close: () => (closing ??= stop().then(world.save)),
    };
  } catch (error: unknown) {
    await stop();
    throw error;
  }
}
