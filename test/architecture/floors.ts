// The building as data: which room may use which, where each package lives, which folders are lists. Change the plan here.

/** What a room may import besides itself. A room is the first folder under `src`; `adapters/<kind>` and root files are rooms of their own (`wiring-*.ts` belong to `wiring`). */
export const FLOORS: Readonly<Record<string, readonly string[]>> = {
  core: [],
  ports: ["core"],
  app: ["core", "ports"],
  // The client that carries keys, and clock, digests and files, are the two shared rooms of this floor.
  adapters: ["core", "ports", "adapters/http", "adapters/system"],
  // `claro-ir sandbox` is how the sandbox runs: as a child of its own, started by the drill.
  cli: ["core", "ports", "app", "adapters", "sandbox", "emergency-card"],
  sandbox: [],
  "emergency-card": [],
  signals: ["core"],
  wiring: ["core", "ports", "app", "adapters", "cli", "sandbox", "emergency-card"],
  main: ["cli", "wiring", "signals"],
  build: ["core", "ports", "adapters", "cli", "emergency-card"],
};

/** Where each package may be imported, as folder prefixes. A package that is not listed has no home yet: give it one. */
export const HOMES: Readonly<Record<string, readonly string[]>> = {
  "node:": ["adapters/", "sandbox/", "build/", "wiring", "signals.ts", "main.ts"],
  xstate: ["core/incident/", "core/credential/", "core/runbook/"],
  undici: ["adapters/http/"],
  lowdb: ["adapters/store/"],
  inquirer: ["adapters/terminal/"],
  "@inquirer/core": ["adapters/terminal/"],
  "fast-wrap-ansi": ["cli/", "adapters/terminal/"],
  commander: ["cli/"],
  yaml: [
    "adapters/config/",
    "adapters/provider/",
    "adapters/runbook/",
    "adapters/survey/",
    "adapters/target/",
  ],
  zod: ["core/", "adapters/", "cli/schema/"],
  "@aws-sdk/client-iam": ["adapters/provider/"],
  "@aws-sdk/client-sts": ["adapters/provider/"],
  "@aws-sdk/client-secrets-manager": ["adapters/target/"],
  "@azure/core-rest-pipeline": ["adapters/target/"],
  "@azure/identity": ["adapters/target/"],
  "@azure/keyvault-secrets": ["adapters/target/"],
  "google-auth-library": ["adapters/target/"],
  "tar-stream": ["adapters/search/", "adapters/exchange/"],
  "libsodium-wrappers": ["adapters/target/"],
  "age-encryption": ["adapters/sealing/"],
  "@duckdb/node-api": ["adapters/access-log/"],
  "csv-parse": ["adapters/exchange/", "adapters/access-log/"],
  "@streamparser/json": ["adapters/access-log/"],
  wabt: ["build/"],
  json5: ["adapters/access-log/format/"],
  "temporal-polyfill": ["core/compliance/"],
  "@date-fns/tz": ["adapters/access-log/format/"],
  "ical-generator": ["adapters/exchange/"],
  uuid: ["adapters/exchange/"],
  "markdown-it": ["adapters/exchange/"],
  nodemailer: ["adapters/notifier/"],
  "ipaddr.js": ["adapters/access-log/", "adapters/system/"],
  rolldown: ["build/"],
};

/** What may be loaded before a command is known; everything else waits behind a dynamic import. */
export const START_PACKAGES: ReadonlySet<string> = new Set(["commander", "fast-wrap-ansi"]);

/** Where the start begins. Main loads the other two at once. */
export const START_FILES: readonly string[] = ["main.ts", "cli/program.ts", "wiring.ts"];

/** So many of our own files may load before a command is known; each costs every command a little. Nine of them are the rules without which no word may leave. */
export const MOST_START_FILES = 68;

/** Folders whose `index.ts` lists every kind: a file it does not reach within the folder would be forgotten everywhere. */
export const LISTS: readonly string[] = [
  "adapters/access-log/format",
  "adapters/target",
  "adapters/provider",
  "adapters/notifier",
  "adapters/survey",
  "app/doctor",
  "app/effect",
  "core/report/format",
  "sandbox/scenario",
];

export const MAX_LINES = 300;
export const MIN_FILES = 50;
