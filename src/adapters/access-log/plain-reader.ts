// Reads access logs line by line: the plain way, one file after the other.
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { newActivity, record, type Activity, type Windows } from "../../core/audit/activity.ts";
import type { AccessEvent } from "../../core/audit/access-event.ts";
import type { SourceCoverage } from "../../core/audit/report.ts";
import { toInstant } from "../../core/instant.ts";
import type { LineReader, LogFormat, Read, ReadLogs, ReadRequest } from "../../ports/access-log.ts";
import { LOG_FORMATS, recogniseFormat } from "./format/index.ts";

const HEAD_LINES = 50;

interface Counted {
  readonly key: string;
  readonly names: ReadonlySet<string>;
  readonly window: Activity;
  readonly baseline: Activity;
}

/** What `request` asks for. */
export async function readPlainly(request: ReadRequest): Promise<ReadLogs> {
  const counted = request.keys.map(({ key, names }) => ({
    key,
    names: new Set(names),
    window: newActivity(),
    baseline: newActivity(false),
  }));
  const sources: SourceCoverage[] = [];
  for (const [source, path] of request.paths.entries())
    sources.push(await readFile(request, path, source, counted));
  return { sources, keys: counted.map(({ key, window, baseline }) => ({ key, window, baseline })) };
}

function eventsOf(read: Read): readonly AccessEvent[] {
  if ("event" in read) return [read.event];
  return "events" in read ? read.events : [];
}

function count(counted: readonly Counted[], windows: Windows, event: AccessEvent) {
  if (event.at < windows.baselineFrom || event.at >= windows.to) return undefined;
  const own = counted.find(({ names }) => event.key !== null && names.has(event.key));
  return event.at < windows.from ? own?.baseline : own?.window;
}

/** What was met in a file so far; instants in epoch ms. */
class Tally {
  lines = 0;
  events = 0;
  rejected = 0;
  first = Infinity;
  last = -Infinity;

  add({ at }: AccessEvent): void {
    this.events += 1;
    this.first = Math.min(this.first, at);
    this.last = Math.max(this.last, at);
  }

  get span(): Pick<SourceCoverage, "from" | "to"> {
    if (this.events === 0) return { from: null, to: null };
    return { from: toInstant(this.first), to: toInstant(this.last) };
  }
}

/** What the format and its reader say of a file. */
function told(
  format: LogFormat | null,
  reader: LineReader | undefined,
): Pick<SourceCoverage, "format" | "notes" | "namesKeys"> {
  if (format === null || reader === undefined) return { format: null, notes: [], namesKeys: false };
  return { format: format.id, notes: reader.notes(), namesKeys: reader.namesKeys };
}

async function readFile(
  { format: wanted, options, windows }: ReadRequest,
  path: string,
  source: number,
  counted: readonly Counted[],
): Promise<SourceCoverage> {
  const sample = { text: await firstLines(path), name: path };
  const format = LOG_FORMATS.find((one) => one.id === wanted) ?? recogniseFormat(sample);
  const reader = format?.open(sample, options);
  const tally = new Tally();
  for await (const line of createInterface({ input: createReadStream(path) })) {
    tally.lines += 1;
    const read = reader?.read(line) ?? { rejected: "its format is not known" };
    if ("rejected" in read) tally.rejected += 1;
    for (const event of eventsOf(read)) {
      tally.add(event);
      const activity = count(counted, windows, event);
      if (activity !== undefined) record(activity, event, { source, line: tally.lines });
    }
  }
  const { lines, events, rejected, span } = tally;
  const known = told(format, reader);
  const counts = { bytes: 0, lines, events, rejected, duplicates: 0, samples: [] };
  return { name: path, sha256: null, ...known, ...counts, ...span };
}

async function firstLines(path: string): Promise<string> {
  const lines: string[] = [];
  for await (const line of createInterface({ input: createReadStream(path) })) {
    lines.push(line);
    if (lines.length >= HEAD_LINES) break;
  }
  return lines.map((line) => `${line}\n`).join("");
}
