// The read model: folded states in index.json, kept with lowdb over the store's own durable writer (lowdb's neither syncs nor
// survives two processes). Nothing here is ever the truth: whatever cannot be read counts as absent and is folded again.
import { join } from "node:path";
import type { Adapter, Low } from "lowdb";
import type { ReadModel, ReadModelEntry } from "../../ports/read-model.ts";
import { replaceFile } from "../system/durable-file.ts";
import { readBytes } from "./journal-files.ts";
import { errorCode } from "../system/error-code.ts";
import { folderIn } from "./place.ts";

/** Format of the file; any other is as good as no file. */
const FORMAT = 1;

interface Index {
  readonly format: number;
  readonly streams: Readonly<Record<string, ReadModelEntry>>;
}

/** The read model in `<root>/index.json`. Writers may overwrite each other's entries: each is held against the journal's head when used. */
export function indexFile(root: string): ReadModel {
  const adapter = indexAdapter(root);
  // Writes of one process wait for each other, so that none is lost to a sibling.
  let turn: Promise<unknown> = Promise.resolve();

  function inTurn(work: () => Promise<void>): Promise<void> {
    const done = turn.then(work);
    turn = Promise.allSettled([done]);
    return done;
  }

  async function save(change: (index: Index) => void): Promise<void> {
    const db = await open(adapter);
    await db.update(change);
  }

  return {
    async get(stream) {
      const { data } = await open(adapter);
      return Object.hasOwn(data.streams, stream) ? data.streams[stream] : undefined;
    },
    async put(stream, entry) {
      const done = inTurn(() => save((index) => Object.assign(index.streams, { [stream]: entry })));
      const [outcome] = await Promise.allSettled([done]);
      return outcome.status === "fulfilled";
    },
    replace: (entries) =>
      inTurn(() => save((index) => Object.assign(index, { streams: Object.fromEntries(entries) }))),
  };
}

/** lowdb costs some milliseconds, so it is loaded when an index is first looked at. */
async function open(adapter: Adapter<Index>): Promise<Low<Index>> {
  const lowdb = await import("lowdb");
  const db = new lowdb.Low<Index>(adapter, { format: FORMAT, streams: {} });
  await db.read();
  return db;
}

function indexAdapter(root: string): Adapter<Index> {
  const path = join(root, "index.json");
  return {
    read: () => Promise.resolve(readIndex(path)),
    async write(index) {
      folderIn(root);
      await replaceFile(path, new TextEncoder().encode(`${JSON.stringify(index)}\n`));
    },
  };
}

/** The index as far as it can be trusted to be one; null otherwise, whatever the reason: it is rebuilt, never repaired. */
function readIndex(path: string): Index | null {
  try {
    const bytes = readBytes(path);
    if (bytes === undefined) return null;
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return isIndex(value) ? value : null;
  } catch (error) {
    if (error instanceof SyntaxError || errorCode(error) !== "") return null;
    throw error;
  }
}

function isIndex(value: unknown): value is Index {
  if (!isRecord(value) || value["format"] !== FORMAT || !isRecord(value["streams"])) return false;
  return Object.values(value["streams"]).every(isEntry);
}

function isEntry(value: unknown): boolean {
  if (!isRecord(value) || !isRecord(value["head"]) || !("state" in value)) return false;
  const { seq, hash } = value["head"];
  if (typeof value["stamp"] !== "string") return false;
  return Number.isInteger(value["fold"]) && Number.isInteger(seq) && typeof hash === "string";
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
