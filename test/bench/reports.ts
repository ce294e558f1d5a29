// `npm run bench:reports`: how long ten thousand events take as a document, redaction on, against jq writing CSV of the same events without
// any. Whole processes: first the report alone, events in one file on both sides; then the built program on a store, which reads ten thousand
// files and checks their chain, and jq on the same files. `-- --table`: as Markdown.
import { spawnSync } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rolldown } from "rolldown";
import { lazyBuiltins } from "../../src/build/lazy-builtins.ts";
import { plainAscii } from "../../src/build/plain-ascii.ts";
import { interleave, median, pairedRatio, processMs, type Timed } from "./measure.ts";
import { fillStore, PASTED } from "./report-store.ts";
import { isMissed, markdownTable, table, type Absent, type Row } from "./table.ts";

const ROUNDS = 9;
const EVENTS = 10_000;
const FORMATS = ["md", "html", "jsonl", "csv"] as const;

/** The same columns; where we write a sentence, it writes what the sentence is made of. */
const JQ =
  "[.seq,.at,.occurredAt,.precision,.type,.by,.data.step,.data.credential,(.data|tojson)]|@csv";

/** What is timed beside jq. */
interface Report {
  readonly name: string;
  readonly goal: number | null;
  readonly args: readonly string[];
  /** The document. */
  readonly to: string;
}

/** The child as the package ships its code, CommonJS in chunks: otherwise the compiler's start would be measured. */
async function bundled(folder: string): Promise<string> {
  const bundle = await rolldown({
    input: { report: join(import.meta.dirname, "report-child.ts") },
    platform: "node",
    plugins: [lazyBuiltins(), plainAscii()],
  });
  const entryFileNames = "[name].cjs";
  await bundle.write({
    dir: folder,
    format: "cjs",
    entryFileNames,
    chunkFileNames: entryFileNames,
  });
  await bundle.close();
  return join(folder, "report.cjs");
}

async function measure(
  files: readonly string[],
  reports: readonly Report[],
  options: { readonly env: NodeJS.ProcessEnv; readonly cwd: string },
): Promise<readonly Row[]> {
  const ours = reports.map(({ args, to }): Timed => async () => {
    // A post-mortem that is there would be kept from.
    await rm(to, { force: true });
    return processMs(process.execPath, args, options);
  });
  const [jq = [], ...times] = await interleave(
    [() => processMs("jq", ["-r", JQ, ...files]), ...ours],
    ROUNDS,
  );
  for (const { to } of reports)
    if ((await readFile(to, "utf8")).includes(PASTED)) throw new Error(`${to} holds a key`);
  return reports.map(({ name, goal }, index) => ({
    name: `${name} / jq -r @csv`,
    value: pairedRatio(times[index] ?? [], jq),
    unit: "x",
    goal,
    note: `${median(times[index] ?? []).toFixed(0)} ms, jq ${median(jq).toFixed(0)} ms`,
  }));
}

async function measureIn(folder: string, root: string): Promise<readonly Row[]> {
  const program = join(root, "dist", "claro-ir.cjs");
  const store = join(folder, "state");
  const env = { PATH: process.env["PATH"], HOME: folder, CLARO_IR_STORE: store };
  const journal = await fillStore(program, env, store, EVENTS);
  const files = (await readdir(journal)).map((name) => join(journal, name));
  const lines = join(folder, "events.jsonl");
  const texts = await Promise.all(files.map((file) => readFile(file, "utf8")));
  await writeFile(lines, texts.join(""));
  const child = await bundled(folder);
  const runbook = join(root, "dist", "runbooks", "compromised-key.json");
  const alone = FORMATS.map((format): Report => {
    const to = join(folder, `alone.${format}`);
    const name = `${String(EVENTS)} events as ${format}, redacted`;
    return { name, goal: 1, args: [child, lines, runbook, format, to], to };
  });
  function command(name: string, format: string, goal: number | null): Report {
    const to = join(folder, `${name}.${format}`);
    const args = [program, name, "--format", format, "--output", to];
    return { name: `${name} --format ${format} of a record`, goal, args, to };
  }
  return [
    ...(await measure([lines], alone, { env, cwd: folder })),
    ...(await measure(
      files,
      [
        // Beside what jq does it proves that no event was changed.
        ...FORMATS.map((format) => command("timeline", format, 1.5)),
        // Folded anew, with eighteen sections more.
        command("postmortem", "md", null),
        command("postmortem", "html", null),
      ],
      { env, cwd: folder },
    )),
  ];
}

async function reportRows(root: string): Promise<readonly (Row | Absent)[]> {
  if (spawnSync("jq", ["--version"]).status !== 0)
    return [{ name: "reports / jq @csv", absent: "jq is not installed (apt-get install jq)" }];
  const folder = await mkdtemp(join(tmpdir(), "claro-ir-bench-"));
  try {
    return await measureIn(folder, root);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const rows = await reportRows(join(import.meta.dirname, "..", ".."));
const head = `Node ${process.version}, ${String(EVENTS)} events, medians of paired ratios in one run`;
console.log(process.argv.includes("--table") ? markdownTable(rows) : `${head}\n\n${table(rows)}`);
process.exitCode = rows.some(isMissed) ? 1 : 0;
