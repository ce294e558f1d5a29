// How fast a large log is audited, and with how much memory: beside cat, gzip, zstd, DuckDB, rg with jq, and a plain loop over lines.
import { spawnSync } from "node:child_process";
import { createReadStream, existsSync, statfsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { AuditReport } from "../../src/core/audit/report.ts";
import { COLD, HOT, MANY_RESOURCES, SINCE, UNTIL, writeLogs, type Truth } from "./audit-log.ts";
import { interleave, median, pairedRatio, processMs, type Timed } from "./measure.ts";
import type { Absent, Row } from "./table.ts";

interface Stage {
  readonly root: string;
  readonly folder: string;
  readonly rounds: number;
  /** Of a small log the start is most of the time: its goals are shown and not judged. */
  readonly isShort: boolean;
  readonly truth: Truth;
}

function hasProgram(program: string): boolean {
  return spawnSync(program, ["--version"]).status === 0;
}

function shell(command: string): Timed {
  return () => processMs("sh", ["-c", command]);
}

function argsOf({ root, folder }: Stage, file: string, key: string): readonly string[] {
  const program = join(root, "dist", "claro-ir.cjs");
  const window = ["--since", SINCE, "--until", UNTIL, "--baseline-days", "28"];
  return [program, "audit", join(folder, file), "--key-id", key, ...window, "--json"];
}

function envOf({ folder }: Stage): NodeJS.ProcessEnv {
  return { PATH: process.env["PATH"], HOME: folder, CLARO_IR_STORE: join(folder, "state") };
}

function ours(stage: Stage, file: string, key: string): Timed {
  return () => processMs(process.execPath, argsOf(stage, file, key), { env: envOf(stage) });
}

/** Peak memory in MB; throws when one planted fact is not in the answer. */
function checked(stage: Stage, file: string, key: string): number {
  const preload = ["-r", join(import.meta.dirname, "max-rss.cjs")];
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [...preload, ...argsOf(stage, file, key)],
    { env: envOf(stage), encoding: "utf8", maxBuffer: 1e9 },
  );
  const { credentials, sources } = JSON.parse(stdout) as AuditReport;
  const window = credentials[0]!.window;
  const expected = stage.truth.requests[key];
  const lines = stage.truth.lines + (file.includes(".csv") ? 1 : 0);
  if (window.requests !== expected || sources[0]!.lines !== lines)
    throw new Error(`${file}: ${String(window.requests)} requests, planted ${String(expected)}`);
  const strangers = credentials[0]!.findings.flatMap(({ who }) => who);
  if (key === HOT && !stage.truth.strangers.every((ip) => strangers.includes(ip)))
    throw new Error(`${file}: a planted stranger is not named`);
  return Number(/max rss (\d+) kB/.exec(stderr)?.[1]) / 1024;
}

/** Ours against one yardstick, round by round. */
async function pair(
  stage: Stage,
  name: string,
  [mine, theirs]: readonly [Timed, Timed],
  goal: number | null,
): Promise<Row> {
  const [own = [], base = []] = await interleave([mine, theirs], stage.rounds);
  const note = `${median(own).toFixed(0)} ms, yardstick ${median(base).toFixed(0)} ms`;
  return {
    name,
    value: pairedRatio(own, base),
    unit: "x",
    goal: stage.isShort ? null : goal,
    note,
  };
}

/** The plain way: every line parsed. A process of its own, started with the log's path. */
async function readLineByLine(path: string): Promise<number> {
  let count = 0;
  for await (const line of createInterface({ input: createReadStream(path) })) {
    const { key_id: key } = JSON.parse(line) as { key_id: string };
    if (key === HOT) count += 1;
  }
  return count;
}

const DUCK = "@duckdb/node-api";

/** DuckDB over all lines of a file, as one query. */
async function askDuckDb(path: string): Promise<void> {
  const { DuckDBInstance } = (await import(DUCK)) as {
    DuckDBInstance: {
      create(): Promise<{
        connect(): Promise<{ runAndReadAll(sql: string): Promise<unknown> }>;
      }>;
    };
  };
  const connection = await (await DuckDBInstance.create()).connect();
  const read = path.endsWith(".csv") ? "read_csv_auto" : "read_json_auto";
  const { runAndReadAll } = connection;
  await runAndReadAll.call(
    connection,
    `select count(*), count(distinct ip), count(distinct path), avg((status >= 400)::int), max(time), min(time)
     from ${read}('${path}') where key_id = '${HOT}'`,
  );
}

function again(part: string, file: string): Timed {
  return () => processMs(process.execPath, [import.meta.filename, part, file]);
}

async function plainRows(stage: Stage): Promise<readonly (Row | Absent)[]> {
  const log = join(stage.folder, "log.jsonl");
  const cat = shell(`cat ${log} > /dev/null`);
  const few = { ...stage, rounds: Math.min(3, stage.rounds) };
  const hot = ours(stage, "log.jsonl", HOT);
  return [
    await pair(stage, "audit, key with 3 % of the lines / cat", [hot, cat], 4),
    await pair(stage, "audit, key with < 0.1 % / cat", [ours(stage, "log.jsonl", COLD), cat], 2.2),
    {
      name: "audit, largest memory",
      value: checked(stage, "log.jsonl", HOT),
      unit: "MB",
      goal: 110,
    },
    {
      name: "audit, largest memory, rare key",
      value: checked(stage, "log.jsonl", COLD),
      unit: "MB",
      goal: 110,
    },
    hasProgram("rg") && hasProgram("jq")
      ? await pair(
          few,
          "rg -F | jq / cat",
          [shell(`rg -F ${HOT} ${log} | jq -c .status > /dev/null`), cat],
          null,
        )
      : { name: "rg -F | jq / cat", absent: "not measured: rg or jq is not installed" },
    await pair(few, "readline and JSON.parse / cat", [again("lines", log), cat], null),
  ];
}

/** A log that is harder to count than one of a single API: nine of ten hits name something new. */
async function hardRow(stage: Stage, bytes: number): Promise<Row> {
  const log = join(stage.folder, "hard.jsonl");
  writeLogs(bytes, log, null, MANY_RESOURCES);
  const pairOf = [ours(stage, "hard.jsonl", HOT), shell(`cat ${log} > /dev/null`)] as const;
  const row = await pair(stage, "the same key, 70,000 different paths / cat", pairOf, null);
  await rm(log);
  return row;
}

async function packedRows(stage: Stage): Promise<readonly (Row | Absent)[]> {
  const log = join(stage.folder, "log.jsonl");
  const rows: (Row | Absent)[] = [];
  if (hasProgram("gzip")) {
    spawnSync("sh", ["-c", `gzip -6 -k ${log}`]);
    checked(stage, "log.jsonl.gz", HOT);
    const base = shell(`gzip -dc ${log}.gz > /dev/null`);
    rows.push(
      await pair(stage, "audit of .gz / gzip -dc", [ours(stage, "log.jsonl.gz", HOT), base], 0.65),
    );
  } else
    rows.push({ name: "audit of .gz / gzip -dc", absent: "not measured: gzip is not installed" });
  if (!hasProgram("zstd"))
    return [
      ...rows,
      { name: "audit of .zst / zstd -dc", absent: "not measured: zstd is not installed" },
    ];
  spawnSync("zstd", ["-q", "-3", log]);
  checked(stage, "log.jsonl.zst", HOT);
  const base = shell(`zstd -dc ${log}.zst > /dev/null`);
  rows.push(
    await pair(stage, "audit of .zst / zstd -dc", [ours(stage, "log.jsonl.zst", HOT), base], 1.8),
  );
  return rows;
}

async function duckRows(stage: Stage): Promise<readonly (Row | Absent)[]> {
  const names = ["audit of CSV / DuckDB", "audit of JSON Lines / DuckDB"];
  checked(stage, "log.csv", HOT);
  if (!existsSync(join(stage.root, "node_modules", DUCK)))
    return names.map((name) => ({
      name,
      absent: `not measured: npm install --no-save ${DUCK}@1.5.6-r.1`,
    }));
  createRequire(import.meta.url).resolve(DUCK);
  const rows: Row[] = [];
  for (const [index, [file, goal]] of (
    [
      ["log.csv", 0.55],
      ["log.jsonl", 0.35],
    ] as const
  ).entries())
    rows.push(
      await pair(
        stage,
        names[index]!,
        [ours(stage, file, HOT), again("duckdb", join(stage.folder, file))],
        goal,
      ),
    );
  return rows;
}

/** A log of half and of twice the size takes half and twice as long: the time of a byte beside that of the whole log. */
async function linearRows(stage: Stage, bytes: number): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const factor of [0.5, 2]) {
    const name = `log-${String(factor)}.jsonl`;
    writeLogs(bytes * factor, join(stage.folder, name), null);
    const [own = [], base = []] = await interleave(
      [ours(stage, name, HOT), ours(stage, "log.jsonl", HOT)],
      Math.min(3, stage.rounds),
    );
    await rm(join(stage.folder, name));
    const value = pairedRatio(own, base) / factor;
    rows.push({
      name: `time of a byte at ${String(factor)} of the size`,
      value,
      unit: "x",
      goal: stage.isShort ? null : 1.5,
    });
  }
  return rows;
}

/** All rows for a log of `bytes`, some at a time, as they are measured; loud when there is no room for it. */
export async function* speedRows(
  root: string,
  bytes: number,
  rounds: number,
): AsyncGenerator<readonly (Row | Absent)[]> {
  const { bavail, bsize } = statfsSync(tmpdir());
  if (bavail * bsize < 6 * bytes) {
    yield [
      { name: "audit of a large log", absent: `not measured: ${tmpdir()} has no room for it` },
    ];
    return;
  }
  const folder = await mkdtemp(join(tmpdir(), "claro-ir-bench-"));
  try {
    const truth = writeLogs(bytes, join(folder, "log.jsonl"), join(folder, "log.csv"));
    const stage: Stage = { root, folder, rounds, isShort: bytes < 500e6, truth };
    yield await plainRows(stage);
    yield [await hardRow(stage, bytes)];
    yield await packedRows(stage);
    yield await duckRows(stage);
    yield await linearRows(stage, bytes);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

if (import.meta.main) {
  const [part, path = ""] = process.argv.slice(2);
  if (part === "duckdb") await askDuckDb(path);
  else await readLineByLine(path);
}
