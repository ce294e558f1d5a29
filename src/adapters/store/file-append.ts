// Appending to a journal on disk: adopt what an earlier attempt already wrote, write the rest aside, give it its numbers, sync, tell.
import { join } from "node:path";
import { eventFileName, sealEvents } from "../../core/journal/chain.ts";
import type { SealedEvent } from "../../core/journal/chain.ts";
import { decodeLine, newerVersion } from "../../core/journal/codec.ts";
import { EMPTY_HEAD } from "../../core/journal/event.ts";
import type { EventDraft, Head, JournalEvent } from "../../core/journal/event.ts";
import type { AppendResult } from "../../ports/journal-store.ts";
import type { Sha256 } from "../../ports/system.ts";
import {
  discard,
  makeFolders,
  notDurable,
  publish,
  syncFolder,
  writeTemp,
} from "../system/durable-file.ts";
import type { Leftover } from "../system/durable-file.ts";
import { damaged, endOf, readBytes } from "./journal-files.ts";
import { streamFolder } from "./place.ts";

/** How many files of a batch are written at once: enough to share the disk's syncs, few enough for any limit on open files. */
const WRITERS = 16;

/** What one append works with. */
export interface Place {
  readonly root: string;
  readonly folder: string;
  readonly stream: string;
  readonly sha256: Sha256;
  readonly left: Leftover[];
}

/**
 * Drafts whose id already lies at the place they would get are taken as written (an earlier attempt got that far and could not say so);
 * the rest is written. Another writer's event there is a conflict.
 */
export async function append(
  place: Place,
  expectedSeq: number,
  drafts: readonly EventDraft[],
): Promise<AppendResult> {
  const { root, folder, stream, sha256 } = place;
  const start = headAt(place, expectedSeq);
  if (start === undefined) return { ok: false, written: 0, head: endOf(folder, sha256) };
  if (expectedSeq === 0)
    await safely(folder, makeFolders(root, [...streamFolder(stream), "journal"]));
  const events: JournalEvent[] = [];
  let head = start;
  for (;;) {
    for (const draft of drafts.slice(events.length)) {
      const found = eventAt(place, head.seq + 1);
      if (found === undefined) break;
      if (found.event.id !== draft.id) {
        await confirm(folder);
        return { ok: false, written: events.length, head: endOf(folder, sha256) };
      }
      events.push(found.event);
      head = found.head;
    }
    const sealed = sealEvents(stream, head, drafts.slice(events.length), sha256);
    const complete = await safely(folder, write(place, sealed));
    if (complete) {
      const last = sealed.at(-1)?.head ?? head;
      return { ok: true, events: [...events, ...sealed.map(({ event }) => event)], head: last };
    }
  }
}

/** Make the names that are in the folder durable. Throws `not-durable`. */
export function confirm(folder: string): Promise<void> {
  return safely(folder, syncFolder(folder));
}

/** The head as it was at `seq`; undefined when the stream is shorter. Refuses to build on an event that cannot be read. */
function headAt(place: Place, seq: number): Head | undefined {
  return seq === 0 ? EMPTY_HEAD : eventAt(place, seq)?.head;
}

function eventAt(place: Place, seq: number): { event: JournalEvent; head: Head } | undefined {
  const file = join(place.folder, eventFileName(seq));
  const bytes = readBytes(file);
  if (bytes === undefined) return undefined;
  const decoded = decodeLine(new TextDecoder().decode(bytes));
  if (decoded.kind === "event")
    return { event: decoded.event, head: { seq, hash: place.sha256(bytes) } };
  if (decoded.kind === "newer") throw newerVersion(decoded.v);
  throw damaged(file, "unreadable", decoded.why);
}

/** Write all files aside, then name them in order; the folder is synced before anyone is told. False: a number was taken meanwhile. */
async function write(place: Place, sealed: readonly SealedEvent[]): Promise<boolean> {
  const temps: string[] = [];
  let complete = true;
  try {
    for (let from = 0; from < sealed.length; from += WRITERS)
      await writeAside(place.folder, sealed.slice(from, from + WRITERS), temps);
    for (const [index, { head }] of sealed.entries()) {
      const outcome = await publish(
        temps[index] ?? "",
        join(place.folder, eventFileName(head.seq)),
      );
      complete = outcome === "published";
      if (!complete) break;
    }
    await syncFolder(place.folder);
  } finally {
    place.left.push(...(await discard(temps)));
  }
  return complete;
}

/** Adds the names to `temps` even when some of the files could not be written, so that all of them are removed. */
async function writeAside(
  folder: string,
  sealed: readonly SealedEvent[],
  temps: string[],
): Promise<void> {
  const encoder = new TextEncoder();
  const outcomes = await Promise.allSettled(
    sealed.map(({ text }) => writeTemp(folder, [encoder.encode(text)])),
  );
  for (const outcome of outcomes) if (outcome.status === "fulfilled") temps.push(outcome.value);
  for (const outcome of outcomes) if (outcome.status === "rejected") throw outcome.reason;
}

async function safely<Result>(folder: string, work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    throw notDurable(folder, error);
  }
}
