// Input that holds a secret where none belongs: the complaint about it must not quote it, and nothing may keep it.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { madeUp, NOWHERE, type Scene } from "../scene.ts";
import type { Scenario } from "./scenario.ts";

/** A file with a canary in it, and the commands that read it. */
interface Input {
  readonly id: string;
  readonly file: string;
  text(canary: string): string;
  readonly commands: readonly (readonly string[])[];
}

const STATUS = [
  ["status", "--config", "in.yaml"],
  ["status", "--config", "in.yaml", "--json"],
];
const RUNBOOK = [
  ["runbook", "validate", "in.yaml"],
  ["runbook", "check", "in.yaml", "--json"],
  ["start", "--key", "other", "--runbook", "in.yaml"],
];
const AUDIT = [
  ["audit", "in.log", "--key-id", "key_1"],
  ["audit", "in.log", "--key-id", "key_1", "--json"],
];
const IMPORT = [
  ["keys", "import", "in.csv"],
  ["keys", "import", "in.csv", "--json"],
];

function config(id: string, text: Input["text"]): Input {
  return { id: `config-${id}`, file: "in.yaml", text, commands: STATUS };
}
function runbook(id: string, text: Input["text"]): Input {
  return { id: `runbook-${id}`, file: "in.yaml", text, commands: RUNBOOK };
}
function log(id: string, text: Input["text"]): Input {
  return { id: `log-${id}`, file: "in.log", text, commands: AUDIT };
}
function list(id: string, text: Input["text"]): Input {
  return { id: `list-${id}`, file: "in.csv", text, commands: IMPORT };
}

const AT = "2026-11-23T02:04:00.000Z";

const INPUTS: readonly Input[] = [
  config("literal", (key) => `version: 1\nproviders: { a: { kind: claro, auth: "${key}" } }\n`),
  config("member", (key) => `version: 1\n${key}: 1\n`),
  config("kind", (key) => `version: 1\nproviders: { a: { kind: ${key} } }\n`),
  config("role", (key) => `version: 1\noperators: [{ id: dana, role: ${key} }]\n`),
  config("type", (key) => `version: "${key}"\n`),
  config("no-yaml", (key) => `version: 1\nproviders: [ "${key}\n`),
  config("twice", (key) => `version: 1\n${key}: 1\n${key}: 2\n`),
  config("alias", (key) => `version: 1\nworkspace: *${key}\n`),
  config("tag", (key) => `version: 1\nworkspace: !${key} x\n`),
  config(
    "url",
    (key) => `version: 1\nproviders: { a: { kind: http, baseUrl: "http://${key}.example" } }\n`,
  ),
  config(
    "user",
    (key) =>
      `version: 1\nproviders: { a: { kind: http, baseUrl: "https://u:${key}@a.example", probe: { path: /x } } }\n`,
  ),
  config(
    "variable",
    (key) => `version: 1\nnotifiers: [{ id: s, kind: slack, webhook: "\${${key}" }]\n`,
  ),
  config(
    "webhook",
    (key) =>
      `version: 1\nnotifiers: [{ id: s, kind: slack, webhook: "https://hooks.slack.com/services/T0/B0/${key}" }]\n`,
  ),
  runbook("kind", (key) => `id: mine\nversion: 1\nsteps:\n  - id: a\n    kind: ${key}\n`),
  runbook("use", (key) => `id: mine\nversion: 1\nsteps:\n  - use: ${key}\n`),
  runbook("member", (key) => `id: mine\nversion: 1\n${key}: []\n`),
  runbook("id", (key) => `id: ${key}\nversion: 1\nsteps: []\n`),
  runbook(
    "needs",
    (key) => `id: mine\nversion: 1\nsteps:\n  - id: a\n    kind: manual\n    needs: [${key}]\n`,
  ),
  runbook("no-yaml", (key) => `id: mine\nsteps: [ ${key}: { \n`),
  log(
    "path",
    (key) =>
      `{"time":"${AT}","key_id":"key_1","method":"GET","path":"/v1/prompts?api_key=${key}","status":200,"ip":"10.1.1.1"}\n`,
  ),
  log("no-json", (key) => `{"time":"${AT}","key_id":"${key}\n{"${key}\n`),
  log(
    "agent",
    (key) =>
      `{"time":"${AT}","key_id":"key_1","method":"GET","path":"/","status":200,"ip":"10.1.1.1","user_agent":"curl ${key}"}\n`,
  ),
  log(
    "combined",
    (key) =>
      `10.1.1.1 - - [23/Nov/2026:02:04:00 +0000] "GET /?k=${key} HTTP/1.1" 200 5 "-" "${key}"\n`,
  ),
  log("header", (key) => `time,${key},status\n${AT},${key},200\n`),
  list("name", (key) => `name,environment,provider\n${key},production,claro\n`),
  list(
    "note",
    (key) => `name,environment,provider,owner\nproduction-x,production,claro,"${key}"\n`,
  ),
  list("header", (key) => `name,${key}\nproduction-x,1\n`),
  list("quote", (key) => `name,environment\n"production-x,${key}\n`),
  {
    id: "secret-file",
    file: "in.key",
    text: (key) => `${key} ${key}\nand more\n`,
    commands: [["start", "--key", "other", "--secret-file", "in.key"]],
  },
  {
    id: "from-text",
    file: "in.env",
    text: (key) => `A=1\nBAYT_API_KEY=${key}\nOTHER_TOKEN="${key}\n`,
    commands: [
      ["start", "--from-text", "in.env"],
      ["start", "--from-text", "in.env", "--json"],
    ],
  },
  {
    id: "plan",
    file: "in.plan",
    text: (key) => `{"version":1,"fingerprint":"${key}","places":[{"${key}":1}]}`,
    commands: [["run", "deploy-replacement-key", "--plan", "in.plan"]],
  },
  {
    id: "evidence",
    file: "in.txt",
    text: (key) => `GET /?k=${key} 200\n`,
    commands: [
      ["evidence", "add", "in.txt"],
      ["evidence", "list", "--json"],
      ["evidence", "export", "--output", "bag", "--json"],
    ],
  },
  {
    id: "geo",
    file: "geo.csv",
    text: (key) => `network,latitude,longitude\n${key},1,2\n`,
    commands: [["audit", "app.env", "--key-id", "key_1", "--geo", "geo.csv"]],
  },
  {
    id: "scan",
    file: "code/Dockerfile",
    text: (key) => `FROM node\nENV BAYT_API_KEY=${key}\n`,
    commands: [
      ["scan", "--in", "code"],
      ["scan", "--in", "code", "--json"],
      ["where-used", "--secret-file", "old.key", "--in", "code"],
    ],
  },
  {
    id: "where-used",
    file: "code/.env",
    text: (key) => `BAYT_API_KEY=${key}\n`,
    commands: [
      ["where-used", "--in", ".", "--json"],
      ["where-used", "--in", ".", "--plan", "found.plan"],
    ],
  },
  {
    id: "identity",
    file: "in.id",
    text: (key) => `# ${key}\nAGE-SECRET-KEY-1${key.toUpperCase()}\n`,
    commands: [["run", "create-replacement-key"]],
  },
];

function inputScenario({ id, file, text, commands }: Input): Scenario {
  return {
    id: `input-${id}`,
    async play(scene) {
      const key = scene.canary("what the file holds", madeUp(), NOWHERE);
      await scene.start();
      const path = join(scene.point.folder, file);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text(key), { mode: 0o600 });
      const env: Record<string, string> = id === "identity" ? { CLARO_IR_IDENTITY: path } : {};
      for (const command of commands) await scene.run(command, { env });
      return [file];
    },
  };
}

/** Typed or piped by mistake. */
const typed: readonly (readonly [string, (key: string) => readonly string[]])[] = [
  ["note", (key) => ["note", `somebody posted ${key} yesterday`]],
  ["because", (key) => ["decide", "severity", "P1", "--because", `look: ${key}`]],
  ["key", (key) => ["start", "--key", key]],
  ["step", (key) => ["step", "done", key]],
  ["command", (key) => [key]],
  ["output", (key) => ["timeline", "--output", `./${key}.txt`]],
  ["incident", (key) => ["status", "--incident", key, "--json"]],
  ["flag", (key) => [`--${key}`]],
  ["store", (key) => ["status", "--store", `./${key}`]],
];

function typedScenario([id, args]: (typeof typed)[number]): Scenario {
  return {
    id: `typed-${id}`,
    async play(scene) {
      await scene.start();
      await scene.run(args(scene.canary("what was typed", madeUp(), NOWHERE)));
    },
  };
}

const piped: Scenario = {
  id: "piped",
  async play(scene: Scene) {
    await scene.start();
    const key = scene.canary("what was piped", madeUp(), NOWHERE);
    const input = `a=1 key=${key} end\n{"token":"${key}"}\n${Buffer.from(key).toString("base64")}\n`;
    await scene.run(["redact"], { input: input.split("\n").slice(0, 2).join("\n") });
    await scene.run(["start", "--from-text", "-"], { input });
    await scene.run(["step", "list"], { input });
  },
};

export const INPUT: readonly Scenario[] = [
  ...INPUTS.map((input) => inputScenario(input)),
  ...typed.map((one) => typedScenario(one)),
  piped,
];
