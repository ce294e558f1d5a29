// `npm run bench:audit`: how right the audit is, on labelled traffic, and how fast, on a log of a gigabyte (`-- --short`: of 64 MB).
// `-- --speed` is the second part alone, `-- --table` both as README has them, `-- --tuning` shows the seeds that thresholds were
// chosen on, with every slip. Exit 1 when a promise is missed, or a planted fact does not come out.
import { loadavg } from "node:os";
import { join } from "node:path";
import {
  REPORTED_SEEDS,
  TUNING_SEEDS,
  accuracyMarkdown,
  accuracyTable,
  measureAccuracy,
  slipsTable,
} from "./audit-accuracy.ts";
import { speedRows } from "./audit-speed.ts";
import { isMissed, markdownTable, table, type Absent, type Row } from "./table.ts";

function accuracy(isTuning: boolean): string {
  const measured = measureAccuracy(isTuning ? TUNING_SEEDS : REPORTED_SEEDS);
  return isTuning
    ? `${accuracyTable(measured)}\n\n${slipsTable(measured)}`
    : accuracyTable(measured);
}

/** What the machine has to do beside: ratios are only as good as it is quiet. */
function load(): string {
  return `load ${loadavg()[0]?.toFixed(1) ?? "?"}`;
}

async function speed(isShort: boolean): Promise<readonly (Row | Absent)[]> {
  const root = join(import.meta.dirname, "..", "..");
  console.error(`\nNode ${process.version}, medians of paired ratios in one run, ${load()}`);
  const all: (Row | Absent)[] = [];
  for await (const rows of speedRows(root, isShort ? 64e6 : 1e9, isShort ? 1 : 5)) {
    all.push(...rows);
    console.error(`\n${table(rows)}`);
  }
  console.error(`\n${load()}`);
  return all;
}

async function bench(flags: readonly string[]): Promise<number> {
  const isTuning = flags.includes("--tuning");
  const isTable = flags.includes("--table");
  if (isTable) console.log(accuracyMarkdown(measureAccuracy(REPORTED_SEEDS)));
  else if (!flags.includes("--speed")) console.log(accuracy(isTuning));
  if (isTuning) return 0;
  const rows = await speed(flags.includes("--short"));
  if (isTable) console.log(`\n${markdownTable(rows)}`);
  return rows.some(isMissed) ? 1 : 0;
}

if (import.meta.main) process.exitCode = await bench(process.argv.slice(2));
