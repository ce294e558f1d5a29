// The records of a JSON document one by one, as JSON text. Loaded when a log is one.
import { JSONParser } from "@streamparser/json";
import { listIn, parsedJson } from "./document.ts";

/** A document up to this size is parsed at once, which is ten times as fast; a larger one record by record, in constant memory. */
const AT_ONCE = 4 * 1024 * 1024;
/** No record is longer. */
const LONGEST_RECORD = 1024 * 1024;

export interface RecordScan {
  push(bytes: Uint8Array): void;
  /** Gives why not all of it could be read, or null. */
  end(): string | null;
  readonly records: number;
}

export interface RecordScanOptions {
  /** JSON Pointers. */
  readonly arrays: readonly string[];
  pick(text: string, record: number): void;
  tooLong(record: number): void;
}

interface State extends RecordScanOptions {
  records: number;
}

/** Null for what is nested too deep to be written again. */
function textOf(record: unknown): string | null {
  try {
    return JSON.stringify(record);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return null;
  }
}

function give(state: State, record: unknown): void {
  state.records += 1;
  const text = textOf(record);
  if (text === null || text.length > LONGEST_RECORD) state.tooLong(state.records);
  else state.pick(text, state.records);
}

/** Several documents may follow each other. */
function parserFor(state: State, start: Uint8Array | undefined): JSONParser {
  const isList = /^\uFEFF?\s*\[/.test(Buffer.from(start?.subarray(0, 1024) ?? []).toString("utf8"));
  const lists = state.arrays.filter((at) => at !== "").map((at) => `$${at.replaceAll("/", ".")}.*`);
  const parser = new JSONParser({
    paths: isList ? ["$.*"] : lists,
    keepStack: false,
    separator: "",
  });
  parser.onValue = ({ value, key }) => {
    if (typeof key === "number") give(state, value);
  };
  return parser;
}

/** A scan over the bytes of a document. */
export function recordScan(options: RecordScanOptions): RecordScan {
  const state: State = { ...options, records: 0 };
  let waiting: Uint8Array[] = [];
  let length = 0;
  let parser: JSONParser | undefined;
  let isBroken = false;

  /** The parser's own words quote the text, which may hold a key: they are dropped. */
  function attempt(work: () => void): void {
    if (isBroken) return;
    try {
      work();
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      isBroken = true;
    }
  }

  function stream(): JSONParser {
    const started = parserFor(state, waiting[0]);
    const pieces = waiting;
    waiting = [];
    for (const bytes of pieces) attempt(() => started.write(bytes));
    return started;
  }

  function atOnce(): boolean {
    const document = parsedJson(
      Buffer.concat(waiting)
        .toString("utf8")
        .replace(/^\uFEFF/, ""),
    );
    if (document === undefined) return false;
    for (const record of listIn(document, state.arrays) ?? [document]) give(state, record);
    return true;
  }

  return {
    get records() {
      return state.records;
    },
    push(bytes) {
      if (parser !== undefined) {
        const started = parser;
        attempt(() => started.write(bytes));
        return;
      }
      waiting.push(Buffer.from(bytes));
      length += bytes.length;
      if (length > AT_ONCE) parser = stream();
    },
    end() {
      if (parser === undefined && atOnce()) return null;
      const started = (parser ??= stream());
      attempt(() => {
        if (!started.isEnded) started.end();
      });
      return isBroken ? "it is no whole JSON document: cut off or damaged" : null;
    },
  };
}
