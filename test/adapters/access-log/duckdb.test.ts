// Parquet, and queries over logs: through DuckDB, as it is installed here, and what is said where it is not.
import { spawnSync } from "node:child_process";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { DuckDBInstance } from "@duckdb/node-api";
import { describe, expect, it, onTestFinished } from "vitest";
import {
  claroLines,
  logFolder,
  reading,
  requestsIn,
  text,
  type Folder,
} from "../../support/log-reading.ts";

const ROOT = join(import.meta.dirname, "..", "..", "..");

async function folder(): Promise<Folder> {
  const made = await logFolder();
  onTestFinished(() => made[Symbol.asyncDispose]());
  return made;
}

/** What DuckDB itself does, in a database in memory. */
async function duckdb(...statements: readonly string[]): Promise<void> {
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  for (const one of statements) await connection.run(one);
  connection.closeSync();
}

interface Logs {
  readonly made: Folder;
  readonly lines: string;
  readonly parquet: string;
}

/** 600 requests as JSON Lines and as Parquet, with times as instants. */
async function logs(): Promise<Logs> {
  const made = await folder();
  const lines = await made.write("a.jsonl", text(claroLines(600)));
  const parquet = join(made.path, "a.parquet");
  await duckdb(
    `copy (select * replace (time::timestamptz as time) from read_json('${lines}', timestampformat='!'))
     to '${parquet}' (format parquet, compression zstd)`,
  );
  return { made, lines, parquet };
}

describe("a Parquet file", () => {
  it("says what the same lines say", async () => {
    const { lines, parquet } = await logs();
    const [plain, packed] = [
      await reading([lines]),
      await reading([parquet], { digests: true, options: { columns: {}, zone: null } }),
    ];
    expect(requestsIn(plain)).toEqual([200, 0]);
    expect(packed.keys).toEqual(plain.keys);
    const [source] = packed.sources;
    expect(source).toMatchObject({ name: parquet, lines: 600, events: plain.sources[0]?.events });
    expect(source?.notes[0]).toMatch(/read through DuckDB/);
    const sum = spawnSync("sha256sum", [parquet], { encoding: "utf8" }).stdout;
    expect(sum.slice(0, 64)).toBe(source?.sha256);
  });

  it("that is cut is no log, and the others are read", async () => {
    const { made, lines, parquet } = await logs();
    const { readFile } = await import("node:fs/promises");
    const cut = await made.write("cut.parquet", (await readFile(parquet)).subarray(0, 500));
    const { sources, keys } = await reading([cut, lines]);
    expect(sources[0]?.unread?.why).toMatch(/^it is Parquet: DuckDB refuses it: .*[^.]$/);
    expect(keys[0]?.window.requests).toBe(200);
  });

  it("is not read where DuckDB is not installed, and the report says what to type", async () => {
    const { made, parquet } = await logs();
    const dist = join(made.path, "elsewhere", "dist");
    cpSync(join(ROOT, "dist"), dist, { recursive: true });
    cpSync(join(ROOT, "package.json"), join(dist, "..", "package.json"));
    const { status, stdout } = spawnSync(
      process.execPath,
      [join(dist, "claro-ir.cjs"), "audit", parquet, "--key-id", "key_7f3a", "--json"],
      { encoding: "utf8", env: { HOME: made.path, PATH: process.env["PATH"] } },
    );
    expect(status).toBe(1);
    expect(stdout).toContain("not installed (npm install --global @duckdb/node-api@");
  });
});

describe("a query", () => {
  it("is over the rows of all files that are named", async () => {
    const { made, lines, parquet } = await logs();
    const csv = await made.write(
      "b.csv.gz",
      gzipSync("time,key_id,ip,status\n2026-11-23T10:00:00Z,key_7f3a,203.0.113.9,500\n"),
    );
    const sql =
      "select time::text as time, key_id, ip, status from logs where status in (404, 500) -- all";
    const read = await reading([lines, parquet, csv], { sql });
    expect(requestsIn(read)).toEqual([41, 0]);
    expect(read.sources).toHaveLength(1);
    expect(read.sources[0]).toMatchObject({ name: `rows of ${lines}, ${parquet}, ${csv}` });
    expect(read.sources[0]?.notes[0]).toBe(`Its lines are the rows of: ${sql}`);
  });

  it("finds the tables of a database", async () => {
    const { made, lines } = await logs();
    const file = join(made.path, "gateway.duckdb");
    await duckdb(
      `attach '${file}' as made`,
      `create table made.requests as from read_json('${lines}', timestampformat='!')`,
    );
    const sql = "from requests where status = 404";
    expect(requestsIn(await reading([file], { sql }))).toEqual([20, 0]);
    const { sources } = await reading([file]);
    expect(sources[0]?.unread?.why).toBe("it is a database: ask it with --sql");
  });

  it.each([
    ["one that writes", "copy (select 1) to '/dev/fd/1'", /is one query|refuses/],
    ["two at once", "from logs; from logs", /refuses it: .*multiple/],
    ["one that changes settings", "set memory_limit='4GB'", /is one query/],
    ["a file that was not named", "from read_csv('/etc/passwd')", /DuckDB refuses it: Permission/],
    ["a column that is not there", "select nope from logs", /Candidate bindings: "/],
    ["no query", "who was it", /DuckDB refuses it: Parser Error/],
  ])("is refused: %s", async (_what, sql, why) => {
    const { lines } = await logs();
    await expect(reading([lines], { sql })).rejects.toMatchObject({
      kind: "usage",
      message: expect.stringMatching(why) as string,
    });
  });

  it("is not asked of what has no rows", async () => {
    const { made } = await logs();
    const wide = await made.write("wide.csv", Buffer.from("\uFEFFa,b\n1,2\n", "utf16le"));
    await expect(reading([wide], { sql: "from logs" })).rejects.toMatchObject({ code: "no-table" });
  });
});
