// What a log calls keys, for somebody whose key none of its lines names: told by its first lines.
import type { AccessEvent } from "../../core/audit/access-event.ts";
import { firstRecords } from "./format/json.ts";
import type { Plan } from "./plan.ts";
import type { Log } from "./planning.ts";

/** Names that are shown of one log. */
const MOST = 8;
/** A longer one may be the value of a key: only its ends are shown. */
const LONGEST = 24;
const BEGINNING = 8;
const END = 4;

/** Lines that are looked at. */
const LINES = 300;

/** A name, never a whole secret. */
function shown(name: string): string {
  return name.length <= LONGEST ? name : `${name.slice(0, BEGINNING)}…${name.slice(-END)}`;
}

/** The first lines, or the records of a document that is not longer than its head. */
function textsOf({ open, plan }: Log): readonly string[] {
  if (open === null) return [];
  const { text } = open.head;
  const arrays = plan?.arrays ?? null;
  if (arrays === null) return text.split("\n", LINES);
  return firstRecords(open.head, ["", ...arrays]).map((record) => JSON.stringify(record));
}

function eventsOf(log: Log, plan: Plan): readonly AccessEvent[] {
  const { open } = log;
  if (open === null || !open.reader.namesKeys) return [];
  // A reader of its own: what it assumes is no note of the log's.
  const reader = open.format.open(open.head, plan.options);
  return textsOf(log).flatMap((text) => {
    const read = reader.read(text.replace(/\r$/, ""));
    if ("event" in read) return [read.event];
    return "events" in read ? read.events : [];
  });
}

/** The names most frequent first, at most eight, none of them one that was looked for. */
export function otherKeysIn(log: Log, plan: Plan): readonly string[] {
  const wanted = new Set(plan.keys.flatMap(({ names }) => names));
  const counts = new Map<string, number>();
  for (const { key } of eventsOf(log, plan))
    if (key !== null && !wanted.has(key)) counts.set(key, (counts.get(key) ?? 0) + 1);
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .slice(0, MOST)
    .map(([name]) => shown(name));
}
