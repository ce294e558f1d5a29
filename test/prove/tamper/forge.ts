// Changes by somebody who knows how a journal is made: events rewritten, moved, doubled, made up and disguised, the chain mended as far as one can.
import { sha256 } from "../../../src/adapters/system/digest.ts";
import { eventFileName } from "../../../src/core/journal/chain.ts";
import { NOTHING, nth, replaced, without, type Kind } from "./change.ts";
import type { Files } from "./record.ts";

type Event = Readonly<Record<string, unknown>>;
type Lie = (event: Event) => Event;

const UUID = "00000000-0000-4000-8000-000000000000";

/** What a forger would have an event say; the last one only puts its fields in another order. */
const LIES: readonly Lie[] = [
  (event) => ({ ...event, at: "2026-11-23T00:00:00.000Z" }),
  (event) => ({ ...event, occurredAt: "2026-11-22T00:00:00.000Z" }),
  (event) => ({ ...event, by: "mallory" }),
  (event) => ({ ...event, id: UUID }),
  (event) => ({ ...event, op: UUID }),
  (event) => ({ ...event, precision: "day" }),
  (event) => ({ ...event, type: "note.added", data: { text: "all well", credential: null } }),
  (event) => ({ ...event, data: null }),
  (event) => ({ ...event, data: {} }),
  (event) => ({ ...event, type: "evidence.added", data: { file: 5, redacted: "x" } }),
  (event) => ({
    ...event,
    type: "runbook.changed",
    data: { runbook: { sha256: { toString: 1 } } },
  }),
  (event) => ({ ...event, via: { ...(event["via"] as Event), host: "elsewhere" } }),
  (event) => Object.fromEntries(Object.entries(event).toReversed()),
];

export function eventPath(seq: number): string {
  return `journal/${eventFileName(seq)}`;
}

function line(event: Event): Uint8Array {
  return Buffer.from(`${JSON.stringify(event)}\n`);
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("utf8");
}

/** A journal of `length` events, taken apart. */
class Journal {
  readonly files: Files;
  readonly length: number;
  readonly texts: readonly Uint8Array[];

  constructor(files: Files, length: number) {
    this.files = files;
    this.length = length;
    this.texts = Array.from({ length }, (_, at) => files.get(eventPath(at + 1)) ?? NOTHING);
  }

  events(): readonly Event[] {
    return this.texts.map((bytes) => JSON.parse(text(bytes)) as Event);
  }

  /** These texts as the journal, whatever they say. */
  named(texts: readonly Uint8Array[]): Files {
    const rest = [...this.files].filter(([path]) => !path.startsWith("journal/"));
    return new Map([...rest, ...texts.map((bytes, at) => [eventPath(at + 1), bytes] as const)]);
  }

  /** These events, numbered and chained anew. `numberOf`: what the event at a place says its number is. */
  chained(events: readonly Event[], numberOf = (at: number): number => at + 1): Files {
    const texts: Uint8Array[] = [];
    for (const [at, event] of events.entries()) {
      const before = texts.at(-1);
      const prev = before === undefined ? null : sha256(before);
      texts.push(line({ ...event, seq: numberOf(at), prev }));
    }
    return this.named(texts);
  }
}

/** One event rewritten, and the next one made to name its new digest; whose own digest has changed by that. */
export function rewrite(files: Files, length: number): Kind {
  const events = new Journal(files, length).events();
  return {
    count: length * LIES.length,
    change(n) {
      const seq = Math.floor(n / LIES.length) + 1;
      const bytes = line(nth(LIES, n)(nth(events, seq - 1)));
      const lied = replaced(files, eventPath(seq), bytes);
      if (seq === length) return { files: lied, needsAnchor: true };
      const next = line({ ...nth(events, seq), prev: sha256(bytes) });
      const mended = replaced(lied, eventPath(seq + 1), next);
      return { files: mended, needsAnchor: seq + 1 === length };
    },
  };
}

/** One event rewritten, left out, doubled or moved, and all the rest chained anew. */
export function rechain(files: Files, length: number): Kind {
  const journal = new Journal(files, length);
  const events = journal.events();
  const ways: readonly ((at: number) => readonly Event[])[] = [
    ...LIES.map((lie) => (at: number) => events.with(at, lie(nth(events, at)))),
    (at) => events.toSpliced(at, 1),
    (at) => events.toSpliced(at, 0, { ...nth(events, at), by: "mallory" }),
    (at) => [...events.toSpliced(at, 1), nth(events, at)],
  ];
  return {
    count: length * ways.length,
    change(n) {
      const forged = nth(ways, n)(Math.floor(n / ways.length));
      return { files: journal.chained(forged), needsAnchor: true };
    },
  };
}

/** Numbers that an event at a place may lie about. */
const NUMBERS: readonly ((at: number, length: number) => number)[] = [
  (at) => at,
  (at) => at + 2,
  (_at, length) => length + 1,
  () => 1,
];

/** One event that says another number than the name of its file, and the whole chained anew: the numbers alone tell. */
export function misnumber(files: Files, length: number): Kind {
  const journal = new Journal(files, length);
  const events = journal.events();
  return {
    count: length * NUMBERS.length,
    change(n) {
      const liar = Math.floor(n / NUMBERS.length);
      const number = nth(NUMBERS, n)(liar, length);
      const forged = journal.chained(events, (at) => (at === liar ? number : at + 1));
      return { files: forged, needsAnchor: false };
    },
  };
}

/** An event's file left out; the others moved up, or one doubled, by name alone. */
export function shift(files: Files, length: number): Kind {
  const journal = new Journal(files, length);
  return {
    count: length * 3,
    change(n) {
      const at = Math.floor(n / 3);
      const isEnd = at + 1 === length;
      if (n % 3 === 0) return { files: without(files, eventPath(at + 1)), needsAnchor: isEnd };
      const { texts } = journal;
      const moved = n % 3 === 1 ? texts.toSpliced(at, 1) : texts.toSpliced(at, 0, nth(texts, at));
      return { files: journal.named(moved), needsAnchor: n % 3 === 1 && isEnd };
    },
  };
}

/** The end cut off, from one event to all but one; and as many made-up ones in their place. */
export function tail(files: Files, length: number): Kind {
  const journal = new Journal(files, length);
  const events = journal.events();
  return {
    count: (length - 1) * 2,
    change(n) {
      const kept = events.slice(0, length - 1 - Math.floor(n / 2));
      const lies = n % 2 === 0 ? [] : events.slice(kept.length);
      const forged = [...kept, ...lies.map((one) => ({ ...one, by: "mallory" }))];
      return { files: journal.chained(forged), needsAnchor: true };
    },
  };
}

const COATS: readonly ((said: string) => string | Uint8Array)[] = [
  (said) => `\uFEFF${said}`,
  (said) => said.replace("\n", "\r\n"),
  (said) => Buffer.from(said, "utf16le"),
  (said) => `[${said.trim()}]\n`,
  (said) => said.replace('{"v":1', '{"v":2,"v":1'),
  (said) => said.replace('{"v":1', '{"v":2'),
  (said) => `${said}${said}`,
  (said) => said.replace(/[a-z](?=[^"]*"\n?)/, "\\u0061"),
  () => "",
  () => "null\n",
  () => "[".repeat(50_000),
];
/** Names that are no event's, and one that is the next one's. */
const NAMES = ["1.json", "000000001.json", "00000000.json", "00000001.JSON", "note.txt"];

/** An event in another coat: a mark before it, other line ends, other encodings, keys twice; and a copy under a name that is no event's. */
export function disguise(files: Files, length: number): Kind {
  const { texts } = new Journal(files, length);
  const each = COATS.length + NAMES.length;
  return {
    count: length * each,
    change(n) {
      const seq = Math.floor(n / each) + 1;
      const bytes = nth(texts, seq - 1);
      const name = NAMES[(n % each) - COATS.length];
      if (name !== undefined)
        return { files: replaced(files, `journal/${name}`, bytes), needsAnchor: false };
      const coat = Buffer.from(nth(COATS, n % each)(text(bytes)));
      return { files: replaced(files, eventPath(seq), coat), needsAnchor: seq === length };
    },
  };
}
