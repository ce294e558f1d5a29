// `npm run bench:audit`: how right the audit is, on labelled traffic, and how fast, on a log of a gigabyte (`-- --short`: of 64 MB).
// `-- --tuning` shows the seeds that thresholds were chosen on, with every slip.
import { join } from "node:path";
import {
  REPORTED_SEEDS,
  TUNING_SEEDS,
  accuracyTable,
  measureAccuracy,
  slipsTable,
} from "./audit-accuracy.ts";
import { speedRows } from "./audit-speed.ts";
import { table } from "./table.ts";

function accuracy(isTuning: boolean): string {
  const measured = measureAccuracy(isTuning ? TUNING_SEEDS : REPORTED_SEEDS);
  return isTuning
    ? `${accuracyTable(measured)}\n\n${slipsTable(measured)}`
    : accuracyTable(measured);
}

if (import.meta.main) {
  const isShort = process.argv.includes("--short");
  const isTuning = process.argv.includes("--tuning");
  if (!process.argv.includes("--speed")) console.log(accuracy(isTuning));
  if (!isTuning) {
    const root = join(import.meta.dirname, "..", "..");
    console.log(`\nNode ${process.version}, medians of paired ratios in one run`);
    for await (const rows of speedRows(root, isShort ? 64e6 : 1e9, isShort ? 1 : 5))
      console.log(`\n${table(rows)}`);
  }
}
