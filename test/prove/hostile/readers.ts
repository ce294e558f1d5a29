// Every kind of file that the program reads, a good one of each, and the commands that read it.
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { SAMPLES } from "../../support/log-sample/index.ts";
import { KEY, type World } from "../api/world.ts";

export interface Reader {
  readonly id: string;
  /** Below the world's folder. */
  readonly file: string;
  readonly good: Buffer;
  /** With the file's absolute path for `{}`. */
  readonly commands: readonly (readonly string[])[];
  /** Exit code of the first command whenever a byte is another one: the change must be seen. */
  readonly seen?: number;
}

const RUNBOOK = `id: mine
version: 1
title: My runbook
phases:
  - { id: immediate, title: Now, from: 0m, until: 15m }
rows:
  - { id: cut, title: Cut it }
steps:
  - { id: look, title: Look at it, kind: manual, phase: immediate, tier: core, row: cut, role: any, budget: 5m, verify: somebody looked }
`;
const LIST = "name,environment,provider,owner\nproduction-a,production,claro,dana\n";
const ENV =
  "# app\nPORT=8080\nBAYT_API_KEY=sk_live_abcdefghijklmnopqrstuvwxyz0123456789\nB='two words'\n";
const COMPOSE =
  "services:\n  web:\n    image: x\n    environment:\n      BAYT_API_KEY: abc\n      PORT: 8080\n";
const GEO = "network,latitude,longitude\n10.0.0.0/8,52.5,13.4\n203.0.113.0/24,35.6,139.7\n";
const TIMELINE = ["timeline", "--json"];
const AUDIT = ["audit", "{}", "--key-id", "key_1", "--json"];

/** One log of each kind. */
function logs(): readonly Reader[] {
  const first = new Map(SAMPLES.map((sample) => [sample.format, sample]));
  return [...first].map(([format, { text }]) => ({
    id: `log-${format}`,
    file: "in.log",
    good: Buffer.from(text),
    commands: [AUDIT],
  }));
}

function given(id: string, file: string, text: string, ...commands: readonly string[][]): Reader {
  return { id, file, good: Buffer.from(text), commands };
}

/** A file of the store, as it is. */
async function kept(
  world: World,
  id: string,
  file: string,
  commands: readonly (readonly string[])[],
  seen?: number,
): Promise<Reader> {
  const good = await readFile(world.path(file));
  return { id, file, good, commands, ...(seen === undefined ? {} : { seen }) };
}

/** All readers of a world in which an incident is under way. */
export async function readersOf(world: World): Promise<readonly Reader[]> {
  const [incident = ""] = await readdir(join(world.store, "incidents"));
  const own = `store/incidents/${incident}`;
  const evidence = await readdir(world.path(`${own}/evidence`));
  const sealed = await readdir(world.path(`${own}/sealed`));
  const [plain = ""] = evidence.filter((name) => name.endsWith(".txt"));
  const STATUS = [["verify"], ["status", "--json"], TIMELINE, ["note", "x"]];
  return [
    await kept(world, "config", "claro-ir.yaml", [["status"], ["keys", "check", "--json"]]),
    given(
      "runbook",
      "in.yaml",
      RUNBOOK,
      ["runbook", "validate", "{}"],
      ["runbook", "check", "{}", "--json"],
      ["start", "--key", "other", "--runbook", "{}"],
    ),
    given("list", "in.csv", LIST, ["keys", "import", "{}"], ["keys", "import", "{}", "--json"]),
    given(
      "text",
      "in.env",
      ENV,
      ["start", "--from-text", "{}"],
      ["scan", "--in", "{}", "--json"],
      ["where-used", "--in", "{}", "--json"],
      ["evidence", "add", "{}"],
    ),
    await kept(world, "env", "app.env", [
      ["keys", "check"],
      ["run", "deploy-replacement-key", "--json"],
    ]),
    given("compose", "compose.yaml", COMPOSE, ["scan", "--in", "{}", "--json"]),
    given("geo", "geo.csv", GEO, [
      "audit",
      world.path("vendor/access.jsonl"),
      "--key-id",
      "key_1",
      "--geo",
      "{}",
      "--json",
    ]),
    given("secret", "in.key", "sk_live_abcdefghijklmnopqrstuvwxyz0123456789", [
      "start",
      "--key",
      "other",
      "--secret-file",
      "{}",
    ]),
    await kept(world, "plan", "found.plan", [
      ["run", "deploy-replacement-key", "--plan", "{}", "--json"],
    ]),
    await kept(world, "post-mortem", "pm.md", [
      ["postmortem", "--output", "{}"],
      ["postmortem", "--lint"],
    ]),
    await kept(world, "identity", "identity.txt", [
      ["where-used", "--in", world.path("app.env")],
      ["doctor", "--json"],
    ]),
    await kept(world, "event", `${own}/journal/00000005.json`, STATUS, 7),
    await kept(world, "first-event", `${own}/journal/00000001.json`, STATUS, 7),
    await kept(
      world,
      "register",
      "store/register/journal/00000001.json",
      [["verify"], ["keys", "list", "--json"], ["keys", "check"], ["start", "--key", KEY]],
      7,
    ),
    await kept(world, "index", "store/index.json", [
      ["status", "--json"],
      ["list"],
      ["keys", "list"],
      ["rebuild"],
    ]),
    await kept(world, "pinned", `${own}/runbook.json`, STATUS, 7),
    await kept(world, "salt", "store/salt", [
      ["verify"],
      ["status"],
      ["where-used", "--in", world.path("app.env")],
    ]),
    await kept(
      world,
      "evidence",
      `${own}/evidence/${plain}`,
      [
        ["verify"],
        ["evidence", "list", "--json"],
        ["evidence", "export", "--output", world.path("bag"), "--json"],
      ],
      7,
    ),
    await kept(world, "sealed", `${own}/sealed/${sealed[0] ?? ""}`, [
      ["where-used", "--in", world.path("app.env")],
      ["verify"],
    ]),
    ...logs(),
  ];
}
