// `npm run bench`: every speed that this project promises, measured now, on this machine; `-- --table` as Markdown. Exit 1 when one is missed.
import { join } from "node:path";
import { fanOutRows } from "./fan-out.ts";
import { journalRows } from "./journal.ts";
import { machineRows } from "./machine.ts";
import { startRows } from "./start.ts";
import { terminalRows } from "./terminal.ts";
import { searchRows } from "./search.ts";
import { isMissed, markdownTable, table } from "./table.ts";

async function bench(root: string, isMarkdown: boolean): Promise<number> {
  const rows = [
    ...(await startRows(root)),
    ...(await terminalRows(root)),
    ...(await journalRows(root)),
    ...(await machineRows()),
    ...(await searchRows(root)),
    ...(await fanOutRows(root)),
  ];
  const head = `Node ${process.version}, medians of paired ratios in one run`;
  console.log(isMarkdown ? markdownTable(rows) : `${head}\n\n${table(rows)}`);
  return rows.some(isMissed) ? 1 : 0;
}

if (import.meta.main) {
  const root = join(import.meta.dirname, "..", "..");
  process.exitCode = await bench(root, process.argv.includes("--table"));
}
