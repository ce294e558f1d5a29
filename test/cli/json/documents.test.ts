// Every --json that the program prints in a small incident, against its published schema: nothing missing, nothing undescribed.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFile, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { Status } from "../../../src/core/incident/status.ts";
import { schemaName } from "../../../src/cli/schema/index.ts";
import {
  cli,
  jsonOf,
  PROGRAM,
  spawnCli,
  startSandbox,
  tempHome,
  type Ended,
  type Home,
  type SandboxHandle,
} from "../../support/cli.ts";
import { sharedHands } from "../../support/hands.ts";
import { printingCommands } from "../leaf-commands.ts";
import { missingKeys, STATUS_EXAMPLE } from "./contract.ts";
import { problemsOf } from "./described.ts";
import {
  AFTER_LOSS,
  BARE,
  BEFORE_LOSS,
  BY_HAND,
  COMPARE,
  DAMAGED,
  DRILL,
  LOSS,
  READING,
  type Line,
} from "./lines.ts";

const ended = new Map<Line, Ended>();
let home: Home;
let bare: Home;
let sandbox: SandboxHandle;

interface Where {
  readonly home: Home;
  readonly sandbox?: SandboxHandle;
}

/** These start programs of their own or read stdin, so they need to be one. */
const BY_PROGRAM = ["secret pipe", "drill", "redact"];

/** Type a line with --json after the command's own words, before what it passes on. */
async function type(line: Line, where: Where): Promise<void> {
  const incident = await onlyIncident(where.home);
  const own = line.args.map((word) =>
    word.replace("{incident}", incident).replace("{finding}", finding()),
  );
  const args = [...line.command.split(" "), "--json", ...own];
  const byProgram = BY_PROGRAM.includes(line.command);
  ended.set(line, await (byProgram ? cli(args, where) : sharedHands().run(args, where)));
}

/** The first finding that was listed. */
function finding(): string {
  const listed = [...ended].find(([line]) => line.command === "finding list")?.[1];
  if (listed === undefined) return "";
  return jsonOf<{ findings: { id: string }[] }>(listed).findings[0]?.id ?? "";
}

async function onlyIncident({ store }: Home): Promise<string> {
  const names = await readdir(join(store, "incidents")).catch(() => []);
  return names[0] ?? "";
}

/** A channel where nobody listens. */
const NOTIFY = `version: 1
operators: [{ id: dana, role: owner }]
notifiers: [{ id: hook, kind: webhook, url: "http://127.0.0.1:1/" }]
`;

async function playOnSandbox(): Promise<void> {
  const where = { home, sandbox };
  await writeFile(join(sandbox.workspace, "broken.yaml"), "id: broken\nsteps: [\n");
  await writeFile(join(sandbox.workspace, "notify.yaml"), NOTIFY, { mode: 0o600 });
  for (const line of BEFORE_LOSS) await type(line, where);
  await sandbox.ask("POST", "/_fault", {
    body: { endpoint: "POST /v1/keys", fault: "reset-after", times: 1 },
  });
  for (const line of LOSS) await type(line, where);
  for (const line of AFTER_LOSS) await type(line, where);
  await Promise.all(READING.map((line) => type(line, where)));
}

async function playBare(): Promise<void> {
  for (const line of BARE) await type(line, { home: bare });
  await type(DRILL, { home: bare });
  await type(COMPARE, { home: bare });
}

/** Timeline of the rehearsal, as long as its store was whole. */
let rehearsed = "";

async function damage(): Promise<void> {
  const incident = await onlyIncident(bare);
  const drill = jsonOf<{ incident: string }>(resultOf(DRILL)).incident;
  const told = ["timeline", "--format", "jsonl", "--incident", drill];
  rehearsed = (await cli(told, { home: bare })).stdout;
  await appendFile(join(bare.store, "incidents", incident, "runbook.json"), " ");
  for (const line of DAMAGED) await type(line, { home: bare });
}

beforeAll(async () => {
  [home, bare] = await Promise.all([tempHome(), tempHome()]);
  sandbox = await startSandbox({ home, speed: 200 });
  await Promise.all([playOnSandbox(), playBare()]);
  await damage();
}, 180_000);

afterAll(async () => {
  await sandbox.stop();
  await home[Symbol.asyncDispose]();
  await bare[Symbol.asyncDispose]();
});

const LINES = [
  ...BEFORE_LOSS,
  ...LOSS,
  ...AFTER_LOSS,
  ...READING,
  ...BARE,
  DRILL,
  COMPARE,
  ...DAMAGED,
];

function resultOf(line: Line): Ended {
  const result = ended.get(line);
  if (result === undefined) throw new Error(`${line.command} was not typed`);
  return result;
}

function found(lines: readonly Line[], wanted: (line: Line) => boolean): Line {
  const line = lines.find(wanted);
  if (line === undefined) throw new Error("no such line");
  return line;
}

function lineOf(lines: readonly Line[], command: string): Line {
  return found(lines, (one) => one.command === command);
}

/** The incident's journal files and the register's, parsed. */
async function journalEvents({ store }: Home): Promise<readonly unknown[]> {
  const files = await readdir(store, { recursive: true });
  const events = files.filter((file) => /journal[/\\]\d{8}\.json$/.test(file));
  return Promise.all(
    events.map(async (file) => JSON.parse(await readFile(join(store, file), "utf8")) as unknown),
  );
}

describe("--json", () => {
  it("is checked here for every command", () => {
    const typed = new Set(LINES.filter((one) => one.error !== true).map((one) => one.command));
    const expected = printingCommands().filter((command) => !BY_HAND.includes(command));
    expect([...typed].sort()).toEqual([...expected].sort());
  });

  it.each(LINES.map((line) => [`${line.command} ${line.args.join(" ")}`, line] as const))(
    "%s",
    (_name, line) => {
      const result = resultOf(line);
      const said = result.stdout + result.stderr;
      expect({ code: result.code, said }).toEqual({ code: line.code ?? 0, said });
      const document = jsonOf<unknown>(result);
      const schema = line.error === true ? "error" : schemaName(line.command);
      expect(problemsOf(schema, document)).toEqual([]);
      expect(result.stdout.endsWith("\n")).toBe(true);
    },
  );

  it("of errors has a code for programs and one line for people", () => {
    const errors = LINES.filter((one) => one.error === true).map(
      (one) => jsonOf<{ error: { code: string; message: string } }>(resultOf(one)).error,
    );
    expect(errors.length).toBeGreaterThan(8);
    for (const { code, message } of errors) {
      expect(code).toMatch(/^[a-z]+(-[a-z0-9]+)*$/);
      expect(message).not.toContain("\n");
    }
  });

  it("says what a person has to do where nothing is automated", () => {
    const line = lineOf(BARE, "run");
    const { error } = jsonOf<{ error: { manual: readonly string[] } }>(resultOf(line));
    expect(error.manual.length).toBeGreaterThan(0);
  });

  it("leaves stdout to the document when a key is fed to a program that talks", () => {
    const { stderr } = resultOf(lineOf(AFTER_LOSS, "secret pipe"));
    expect(stderr).toContain("taken");
  });

  it("of a file that was written names it, and the file has the format asked for", async () => {
    const line = found(READING, (one) => one.args.includes("timeline.csv"));
    expect(jsonOf<{ file: string }>(resultOf(line)).file).toBe("timeline.csv");
    const written = await readFile(join(sandbox.workspace, "timeline.csv"), "utf8");
    expect(written).toMatch(/^seq,at,occurredAt,/);
  });

  it("of secret reveal without a terminal is an error", async () => {
    // A session of its own has no terminal, also where the tests run in one.
    const child = spawn(process.execPath, [PROGRAM, "secret", "reveal", "--json"], {
      cwd: sandbox.workspace,
      env: { ...home.env, CLARO_IR_OPERATOR: "dana" },
      detached: true,
      stdio: ["ignore", "pipe", "ignore"],
    });
    const [[code], out] = await Promise.all([once(child, "close"), text(child.stdout)]);
    expect(code).toBe(2);
    expect(problemsOf("error", JSON.parse(out))).toEqual([]);
  });

  it("of the sandbox is its first line", async () => {
    const child = spawnCli(["sandbox", "--workspace", join(bare.folder, "other")], { home: bare });
    try {
      const [line] = (await once(
        createInterface({ input: child.stdout ?? Readable.from([]) }),
        "line",
      )) as [string];
      expect(problemsOf("sandbox", JSON.parse(line))).toEqual([]);
    } finally {
      child.kill("SIGKILL");
      await once(child, "exit");
    }
  });

  it("has one row a line as JSON Lines", async () => {
    const result = await cli(["timeline", "--format", "jsonl"], { home, sandbox });
    const rows = result.stdout.trimEnd().split("\n");
    expect(rows.length).toBeGreaterThan(30);
    const problems = rows.flatMap((row) => problemsOf("timeline-row", JSON.parse(row)));
    expect(problems).toEqual([]);
    const first = JSON.parse(rehearsed.split("\n")[0] ?? "") as unknown;
    expect(first).toMatchObject({ drill: true });
    expect(problemsOf("timeline-row", first)).toEqual([]);
  });
});

describe("files", () => {
  it("events of every journal fit their envelope", async () => {
    const events = [...(await journalEvents(home)), ...(await journalEvents(bare))];
    expect(events.length).toBeGreaterThan(100);
    expect(events.flatMap((event) => problemsOf("journal-event", event))).toEqual([]);
  });

  it("the sandbox's configuration fits the schema of claro-ir.yaml", async () => {
    const written = await readFile(join(sandbox.workspace, "claro-ir.yaml"), "utf8");
    expect(problemsOf("config", parse(written))).toEqual([]);
  });
});

describe("status --json", () => {
  it("has every key that the contract shows, of the type that it shows", () => {
    const lost = jsonOf<Status>(resultOf(lineOf(LOSS, "status")));
    const later = jsonOf<Status>(resultOf(lineOf(READING, "status")));
    for (const status of [lost, later]) expect(missingKeys(STATUS_EXAMPLE, status)).toEqual([]);
    const { credentials, phases, next } = later;
    expect([credentials, credentials[0]?.targets, phases[0]?.steps, next]).not.toContainEqual([]);
    expect(next.length).toBeLessThanOrEqual(3);
  });

  it("notices a key that is gone or has another type", () => {
    const status = jsonOf<Status>(resultOf(lineOf(READING, "status")));
    const { head, ...rest } = status;
    expect(missingKeys(STATUS_EXAMPLE, { ...rest, drill: "no" })).toEqual([
      "/drill is string, not boolean",
      "/head is missing",
    ]);
    expect(head.seq).toBeGreaterThan(30);
  });

  it("describes what the contract shows of lists that are empty here", () => {
    const status = jsonOf<Status>(resultOf(lineOf(READING, "status")));
    expect(problemsOf("status", { ...status, clocks: STATUS_EXAMPLE.clocks })).toEqual([]);
  });

  it("shows what became of the key, and the lost answer while it is lost", () => {
    const lost = jsonOf<Status>(resultOf(lineOf(LOSS, "status")));
    expect(lost.unknown.map((one) => one.step)).toEqual(["create-replacement-key"]);
    const later = jsonOf<Status>(resultOf(lineOf(READING, "status")));
    expect(later.unknown).toEqual([]);
    expect(later.contained.at).not.toBeNull();
    expect(later.restored.at).not.toBeNull();
  });
});
