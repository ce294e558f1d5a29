// `npm run bench:reports`: how long ten thousand events take as a document, redaction on, against jq writing CSV of the same files without any.
// Whole processes on both sides: the built program on a store, its chain checked; jq on the event files as they lie there.
// `-- --table`: as Markdown.
import { spawnSync } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { interleave, median, pairedRatio, processMs, type Timed } from "./measure.ts";
import { fillStore, PASTED } from "./report-store.ts";
import { isMissed, markdownTable, table, type Absent, type Row } from "./table.ts";

const ROUNDS = 9;
const EVENTS = 10_000;

/** The same columns; where we write a sentence, it writes what the sentence is made of. */
const JQ =
  "[.seq,.at,.occurredAt,.precision,.type,.by,.data.step,.data.credential,(.data|tojson)]|@csv";

/** What is promised; the post-mortem is shown beside it: it is folded anew and has eighteen sections more. */
const REPORTS = [
  { command: "timeline", format: "md", goal: 1 },
  { command: "timeline", format: "html", goal: 1 },
  { command: "timeline", format: "jsonl", goal: 1 },
  { command: "timeline", format: "csv", goal: 1 },
  { command: "postmortem", format: "md", goal: null },
  { command: "postmortem", format: "html", goal: null },
] as const;

async function measureIn(folder: string, program: string): Promise<readonly (Row | Absent)[]> {
  const store = join(folder, "state");
  const env = { PATH: process.env["PATH"], HOME: folder, CLARO_IR_STORE: store };
  const journal = await fillStore(program, env, store, EVENTS);
  const files = (await readdir(journal)).map((name) => join(journal, name));
  const outputs = REPORTS.map(({ command, format }) => join(folder, `${command}.${format}`));
  const ours = REPORTS.map(({ command, format }, index): Timed => {
    const to = outputs[index]!;
    return async () => {
      // A post-mortem that is there would be kept from.
      await rm(to, { force: true });
      const args = [program, command, "--format", format, "--output", to];
      return processMs(process.execPath, args, { env, cwd: folder });
    };
  });
  const [jq = [], ...times] = await interleave(
    [() => processMs("jq", ["-r", JQ, ...files]), ...ours],
    ROUNDS,
  );
  for (const to of outputs)
    if ((await readFile(to, "utf8")).includes(PASTED)) throw new Error(`${to} holds a key`);
  return REPORTS.map(({ command, format, goal }, index) => ({
    name: `${command} --format ${format}, redacted / jq -r @csv`,
    value: pairedRatio(times[index] ?? [], jq),
    unit: "x",
    goal,
    note: `${median(times[index] ?? []).toFixed(0)} ms, jq ${median(jq).toFixed(0)} ms`,
  }));
}

async function reportRows(root: string): Promise<readonly (Row | Absent)[]> {
  if (spawnSync("jq", ["--version"]).status !== 0)
    return [{ name: "reports / jq @csv", absent: "jq is not installed (apt-get install jq)" }];
  const folder = await mkdtemp(join(tmpdir(), "claro-ir-bench-"));
  try {
    return await measureIn(folder, join(root, "dist", "claro-ir.cjs"));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const rows = await reportRows(join(import.meta.dirname, "..", ".."));
if (process.argv.includes("--table")) console.log(markdownTable(rows));
else
  console.log(
    `Node ${process.version}, ${String(EVENTS)} events, medians of paired ratios in one run\n\n${table(rows)}`,
  );
process.exitCode = rows.some(isMissed) ? 1 : 0;
