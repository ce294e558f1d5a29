// `npm run bench:reports`: how long ten thousand events take as a document, redaction on, against jq writing CSV of the same file without any.
import { spawnSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rolldown } from "rolldown";
import { NIGHT } from "../support/night.ts";
import { interleave, median, pairedRatio, processMs } from "./measure.ts";
import { isMissed, table, type Absent, type Row } from "./table.ts";

const ROUNDS = 9;
const EVENTS = 10_000;
const SECRET = ["sk_", "live_4eC39HqLyjWDarjtT1zdp7dcAbC123"].join("");
const FORMATS = ["md", "html", "jsonl", "csv"];

/** The kinds of fact that a real night leaves, over and over; every fourth is a note with a log line: an address, a mail address, an id, at times a key that must go. */
function eventLine(index: number): string {
  const at = new Date(Date.UTC(2026, 10, 23, 2, 10) + index * 1000).toISOString();
  const uuid = `00000000-0000-4000-8000-${String(index).padStart(12, "0")}`;
  const key = index % 52 === 0 ? ` with ${SECRET}` : "";
  const text = `GET /v1/prompts/${String(index)} from 203.0.113.${String(index % 250)} answered 200, user alice${String(index)}@example.com, request ${uuid}${key}`;
  const note = { type: "note.added", data: { text, credential: null } };
  const { type, data } = index % 4 === 0 ? note : NIGHT[index % NIGHT.length]!;
  return JSON.stringify({
    v: 1,
    stream: "INC-20261123-k7f3",
    seq: index + 1,
    prev: String(index).padStart(64, "0"),
    id: uuid,
    type,
    at,
    occurredAt: at,
    precision: "second",
    by: "dana",
    via: { host: "bench", pid: 1, started: "0", terminal: null, osUser: "bench", version: "0" },
    op: uuid,
    data,
  });
}

/** The child as the package ships its code, CommonJS in chunks: otherwise the compiler's start would be measured. */
async function bundled(folder: string): Promise<string> {
  const bundle = await rolldown({
    input: { report: join(import.meta.dirname, "report-child.ts") },
    platform: "node",
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

/** The same columns; where we write a sentence, it writes what the sentence is made of. */
const JQ =
  "[.seq,.at,.occurredAt,.precision,.type,.by,.data.step,.data.credential,(.data|tojson)]|@csv";

async function reportRows(root: string): Promise<readonly (Row | Absent)[]> {
  if (spawnSync("jq", ["--version"]).status !== 0)
    return [{ name: "reports / jq @csv", absent: "jq is not installed (apt-get install jq)" }];
  const folder = await mkdtemp(join(tmpdir(), "claro-ir-bench-"));
  try {
    const events = join(folder, "events.jsonl");
    await writeFile(
      events,
      `${Array.from({ length: EVENTS }, (_, index) => eventLine(index)).join("\n")}\n`,
    );
    const child = await bundled(folder);
    const runbook = join(root, "dist", "runbooks", "compromised-key.json");
    function to(format: string): string {
      return join(folder, `timeline.${format}`);
    }
    const [jq = [], ...ours] = await interleave(
      [
        () => processMs("jq", ["-r", JQ, events]),
        ...FORMATS.map(
          (format) => () =>
            processMs(process.execPath, [child, events, runbook, format, to(format)]),
        ),
      ],
      ROUNDS,
    );
    for (const format of FORMATS)
      if ((await readFile(to(format), "utf8")).includes(SECRET))
        throw new Error(`${format} holds a key`);
    return FORMATS.map((format, index) => ({
      name: `${String(EVENTS)} events as ${format}, redacted / jq -r @csv`,
      value: pairedRatio(ours[index] ?? [], jq),
      unit: "x",
      goal: 1,
      note: `${median(ours[index] ?? []).toFixed(0)} ms, jq ${median(jq).toFixed(0)} ms`,
    }));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const rows = await reportRows(join(import.meta.dirname, "..", ".."));
console.log(`Node ${process.version}, medians of paired ratios in one run\n\n${table(rows)}`);
process.exitCode = rows.some(isMissed) ? 1 : 0;
