// `npm run bench`: every speed that this project promises, measured now, on this machine. Exit 1 when one is missed.
import { join } from "node:path";
import { journalRows } from "./journal.ts";
import { machineRows } from "./machine.ts";
import { startRows } from "./start.ts";
import { terminalRows } from "./terminal.ts";
import { searchRows } from "./search.ts";
import { isMissed, table } from "./table.ts";

async function bench(root: string): Promise<number> {
  const rows = [
    ...(await startRows(root)),
    ...(await terminalRows(root)),
    ...(await journalRows(root)),
    ...(await machineRows()),
    ...(await searchRows(root)),
  ];
  console.log(`Node ${process.version}, medians of paired ratios in one run\n\n${table(rows)}`);
  return rows.some(isMissed) ? 1 : 0;
}

if (import.meta.main) process.exitCode = await bench(join(import.meta.dirname, "..", ".."));
