// `npm run bench:audit`: how right the audit is, on labelled traffic. `-- --tuning` shows the seeds that thresholds were chosen on, with every slip.
import {
  REPORTED_SEEDS,
  TUNING_SEEDS,
  accuracyTable,
  measureAccuracy,
  slipsTable,
} from "./audit-accuracy.ts";

function accuracy(isTuning: boolean): string {
  const measured = measureAccuracy(isTuning ? TUNING_SEEDS : REPORTED_SEEDS);
  return isTuning
    ? `${accuracyTable(measured)}\n\n${slipsTable(measured)}`
    : accuracyTable(measured);
}

if (import.meta.main) console.log(accuracy(process.argv.includes("--tuning")));
