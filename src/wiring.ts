// The one place where adapters meet the app. Heavy parts load when a command first needs them.
import { existsSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { homedir, tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { defaultConfig } from "./adapters/config/default-config.ts";
import { findConfig } from "./adapters/config/find-config.ts";
import { findStore, type FoundStore } from "./adapters/store/find-store.ts";
import { packageDigest } from "./adapters/runbook/package-digest.ts";
import { openStore, type Store } from "./adapters/store/open-store.ts";
import { shiftedClock, systemClock } from "./adapters/system/clock.ts";
import { fingerprint, sha256 } from "./adapters/system/digest.ts";
import { lazyFiles } from "./adapters/system/lazy-files.ts";
import { systemRandom } from "./adapters/system/random.ts";
import { createOutput, type Output } from "./adapters/terminal/output.ts";
import type { App } from "./app/context.ts";
import type { Site } from "./app/doctor/site.ts";
import { readState } from "./app/list.ts";
import type { Ground } from "./app/setup/ground.ts";
import type { GlobalOptions, Host, Reading, Stage } from "./cli/host.ts";
import { ClaroIrError } from "./core/error.ts";
import { parseInstant, toEpoch } from "./core/instant.ts";
import { forTerminal } from "./core/redaction/escape.ts";
import { createKnownSecrets, type KnownSecrets } from "./core/redaction/known-secrets.ts";
import { createRedactor, looksLikeSecret } from "./core/redaction/redact.ts";
import type { Config } from "./ports/config.ts";
import type { Http } from "./ports/http.ts";
import type { Clock, Files, Fingerprint, Sha256 } from "./ports/system.ts";
import { agentOf, auditParts, logFilter, logRedactor, markOf } from "./wiring-audit.ts";
import { packageData, packageVersion } from "./wiring-package.ts";
import { canAsk, keyboardOf } from "./wiring-terminal.ts";

interface Surroundings {
  readonly packageRoot: string;
  readonly signal: AbortSignal;
}

const env = process.env;

function surroundings(): { osUser: string; home: string; cwd: string; env: typeof env } {
  return { osUser: userInfo().username, home: env["HOME"] ?? homedir(), cwd: process.cwd(), env };
}

/** The configuration in use; YAML and its schema load only when there is a file. */
async function configuration(options: GlobalOptions): Promise<Config> {
  const around = surroundings();
  const file = await findConfig({ flag: options.config, ...around });
  if (file === undefined) return defaultConfig(around);
  const { loadConfig } = await import("./adapters/config/load-config.ts");
  return loadConfig(file, around);
}

function storePlace(options: GlobalOptions, config: Config): FoundStore {
  return findStore({
    flag: options.store ?? null,
    env: env["CLARO_IR_STORE"] ?? null,
    configStore: config.store,
    configFolder: config.file === null ? null : config.folder,
    cwd: process.cwd(),
    xdgStateHome: env["XDG_STATE_HOME"] ?? null,
    home: env["HOME"] ?? null,
  });
}

/** The clock: the system's, unless a test or a drill moves it. */
async function clockOf(options: GlobalOptions, reading?: Store): Promise<Clock> {
  const speed = env["CLARO_IR_TEST_SPEED"];
  if (options.now === undefined && speed === undefined) return systemClock();
  const isDrill =
    options.incident !== undefined &&
    reading !== undefined &&
    (await readState({ ...reading, loaded: new Map() }, options.incident)).drill;
  if (env["CLARO_IR_TEST_CLOCK"] !== "1" && !isDrill)
    throw new ClaroIrError(
      "usage",
      "clock",
      "The clock can be moved only in a drill or with CLARO_IR_TEST_CLOCK=1.",
      { hint: "claro-ir drill" },
    );
  const start = options.now === undefined ? undefined : parseInstant(options.now);
  if (options.now !== undefined && start === undefined)
    throw new ClaroIrError("usage", "bad-instant", "--now is no instant.", {
      hint: "--now 2026-11-23T02:10:00Z",
    });
  const pace = Number(speed ?? "1");
  if (!(pace > 0 && pace <= 1_000_000))
    throw new ClaroIrError("usage", "bad-speed", "CLARO_IR_TEST_SPEED is above 0, up to 1e6.");
  return shiftedClock({ start: start === undefined ? Date.now() : toEpoch(start), speed: pace });
}

/** What a process has whatever the command: its words, the secrets it knows, its files. */
interface Process extends Surroundings {
  readonly output: Output;
  readonly files: Files;
  readonly version: string;
  readonly digest: Sha256;
  readonly known: KnownSecrets;
  /** Lines only: no colour, nothing drawn over. */
  plain: boolean;
  namesKeys: boolean;
  redact(text: string): string;
  /** From now on redacted keys are named by the store's own fingerprint. */
  markWith(fingerprintOf: Fingerprint): void;
}

function processOf({ packageRoot, signal }: Surroundings): Process {
  const known = createKnownSecrets();
  let mark: Fingerprint = fingerprint(new TextEncoder().encode(`claro-ir ${String(process.pid)}`));
  const redact = createRedactor(known, (value) => mark(value));
  const redactLog = logRedactor(known, (value) => mark(value));
  const self: Process = {
    packageRoot,
    signal,
    known,
    plain: env["CLARO_IR_PLAIN"] === "1" || env["TERM"] === "dumb",
    namesKeys: false,
    redact,
    markWith(fingerprintOf) {
      mark = fingerprintOf;
    },
    output: createOutput({
      get stdout() {
        return process.stdout;
      },
      get stderr() {
        return process.stderr;
      },
      env,
      redact: (text) => (self.namesKeys ? redactLog(text) : redact(text)),
      plain: () => self.plain,
      escape: forTerminal,
    }),
    files: lazyFiles(signal),
    version: packageVersion(packageRoot),
    digest: packageDigest(packageRoot),
  };
  return self;
}

type Opened = Reading & { readonly store: Store; readonly http?: Http };

async function openReading(self: Process, options: GlobalOptions): Promise<Opened> {
  const config = await configuration(options);
  const store = await openStore(storePlace(options, config).path, self.digest);
  const clock = await clockOf(options, store);
  return { ...store, store, config, clock, loaded: new Map() };
}

async function openApp(
  self: Process,
  options: GlobalOptions,
  opened: Opened,
  purpose?: "looks",
): Promise<App> {
  const { config, store, clock, loaded } = opened;
  const random = systemRandom();
  const data = packageData(self.packageRoot);
  const fingerprintOf = fingerprint(await store.vault.salt());
  const [{ actorOf }, { processTable }, { connectAdapters }] = await Promise.all([
    import("./app/actor.ts"),
    import("./adapters/system/process-table.ts"),
    import("./wiring-adapters.ts"),
  ]);
  const around = { env, home: surroundings().home, remember: self.known.add };
  self.markWith(fingerprintOf);
  return {
    clock,
    random,
    sha256,
    fingerprint: () => Promise.resolve(fingerprintOf),
    processes: processTable(self.version),
    files: self.files,
    ...auditParts(),
    journal: store.journal,
    vault: store.vault,
    readModel: store.readModel,
    config,
    actor: actorOf(
      { named: options.operator ?? env["CLARO_IR_OPERATOR"], osUser: surroundings().osUser },
      config,
      purpose,
    ),
    op: options.opId ?? random.uuid(),
    version: self.version,
    remember: (secret) => self.known.add(secret),
    mark: markOf(fingerprintOf),
    clean: (text) => self.redact(text),
    logFilter: () => logFilter(self.known, fingerprintOf),
    ...data,
    regimes: () => data.regimes(config),
    say: (line) => self.output.err(line),
    signal: self.signal,
    loaded,
    waiting: new Map(),
    acted: new Set(),
    unsafe: new Set(),
    ...connectAdapters({ ...opened, ...around, agent: agentOf(fingerprintOf, self.version) }),
  };
}

async function openDrill(
  self: Process,
  options: GlobalOptions,
  drill: Parameters<Host["openDrill"]>[1],
): Promise<Stage> {
  const { store } = await openReading(self, options);
  const { openStage } = await import("./wiring-drill.ts");
  return openStage({
    seed: drill.seed,
    pace: drill.pace,
    scenario: drill.scenario,
    incident: drill.incident,
    folder: join(store.location, "drills"),
    env,
    osUser: surroundings().osUser,
    agent: agentOf(fingerprint(await store.vault.salt()), self.version),
    open: (config, clock, http) =>
      openApp(
        self,
        // The company's configuration knows dana; without one, whoever sits there is the owner by their own word.
        config.file === null ? options : { ...options, operator: "dana" },
        { ...store, store, config, clock, http, loaded: new Map() },
      ),
  });
}

async function openGround(options: GlobalOptions): Promise<Ground> {
  const wiring = await import("./wiring-init.ts");
  const flag = options.config ?? env["CLARO_IR_CONFIG"];
  return wiring.openGround({ ...surroundings(), clock: systemClock(), flag });
}

async function openDoctor(self: Process, options: GlobalOptions): Promise<Site> {
  const around = surroundings();
  const { openSite } = await import("./wiring-doctor.ts");
  return openSite({
    ...self,
    ...around,
    clock: await clockOf(options),
    operator: options.operator ?? env["CLARO_IR_OPERATOR"] ?? around.osUser,
    remember: (secret) => self.known.add(secret),
    configuration: () => configuration(options),
    findStore: (config) => storePlace(options, config),
  });
}

/** Everything the commands need. Touches nothing until a command asks. */
export function createWiring(around: Surroundings): Host {
  const self = processOf(around);
  const prompter = keyboardOf(self);
  return {
    ...around,
    output: self.output,
    version: self.version,
    env,
    files: self.files,
    get interactive() {
      return canAsk();
    },
    looksLikeSecret,
    nameKeys: () => {
      self.namesKeys = true;
    },
    speakPlainly: () => {
      self.plain = true;
    },
    screen: async () => {
      if (self.plain || !process.stdout.isTTY) return undefined;
      const { openScreen } = await import("./adapters/terminal/screen.ts");
      return openScreen(self.output, () => process.stdout.rows);
    },
    prompter,
    openReading: (options) => openReading(self, options),
    checkEntries: async (...all) => (await import("./wiring-entries.ts")).checkEntries(...all),
    hasStore: async (options) => existsSync(storePlace(options, await configuration(options)).path),
    openApp: async (options, purpose) => {
      const opened = await openReading(self, options);
      const { confirmed } = await import("./wiring-confirm.ts");
      await confirmed(opened.config, options, { ...surroundings(), ...self.output, prompter });
      return openApp(self, options, opened, purpose);
    },
    ...packageData(around.packageRoot),
    openDrill: (options, drill) => openDrill(self, options, drill),
    openDoctor: (options) => openDoctor(self, options),
    openGround,
    temporaryFolder: (prefix) => mkdtemp(join(tmpdir(), prefix)),
  };
}
