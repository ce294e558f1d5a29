// The journal on disk: one synced file per event, published with a hard link, so that a number that is taken is a conflict and
// neither a lock nor a torn tail can exist. Any number of processes may write at once.
import { join } from "node:path";
import { ClaroIrError } from "../../core/error.ts";
import { eventFileName, sealEvents } from "../../core/journal/chain.ts";
import type { SealedEvent } from "../../core/journal/chain.ts";
import { checkChain } from "../../core/journal/check.ts";
import type { ChainDamage, ChainReport } from "../../core/journal/check.ts";
import { decodeLine, newerVersion } from "../../core/journal/codec.ts";
import { EMPTY_HEAD } from "../../core/journal/event.ts";
import type { EventDraft, Head, JournalEvent } from "../../core/journal/event.ts";
import type { AppendResult, JournalStore } from "../../ports/journal-store.ts";
import type { Sha256 } from "../../ports/system.ts";
import {
  discard,
  makeFolders,
  notDurable,
  publish,
  syncFolder,
  writeTemp,
} from "./durable-file.ts";
import type { Leftover } from "./durable-file.ts";
import { damaged, endOf, listEvents, readBytes, readFiles } from "./journal-files.ts";
import { errorCode, folderIn, INCIDENT_ID, streamFolder } from "./place.ts";

/** A journal that can also be held against a head noted elsewhere. */
export interface AnchoredJournal extends JournalStore {
  /** As `verify`, and the stream must still hold `anchor` (its hash in full or its first 8 characters and more): shows a cut or rewritten tail. */
  verifyAgainst(stream: string, anchor: Head): Promise<readonly ChainDamage[]>;
}

export interface FileJournal extends AnchoredJournal {
  /** Temporary files that this process could not remove. Harmless; for `doctor`. */
  leftovers(): readonly Leftover[];
}

/** How many files of a batch are written at once: enough to share the disk's syncs, few enough for any limit on open files. */
const WRITERS = 16;

/** The journal below `root`, which `openStore` has found safe. */
export function fileJournal(root: string, sha256: Sha256): FileJournal {
  const left: Leftover[] = [];

  function folderOf(stream: string): string {
    return folderIn(root, ...streamFolder(stream), "journal");
  }

  async function load(stream: string, anchor?: Head): Promise<ChainReport> {
    const folder = folderOf(stream);
    const files = await readFiles(folder);
    return checkChain({ stream, files, sha256, ...(anchor === undefined ? {} : { anchor }) });
  }

  async function damages(stream: string, anchor?: Head): Promise<readonly ChainDamage[]> {
    streamFolder(stream);
    try {
      return (await load(stream, anchor)).damages;
    } catch (error) {
      if (error instanceof ClaroIrError && error.code === "bad-anchor") throw error;
      const detail =
        error instanceof ClaroIrError
          ? error.message
          : `its folder cannot be read (${errorCode(error)})`;
      return [{ stream, seq: 0, file: "journal", what: "unreadable", detail }];
    }
  }

  return {
    append(stream, expectedSeq, drafts) {
      return append({ root, folder: folderOf(stream), stream, sha256, left }, expectedSeq, drafts);
    },

    async read(stream) {
      const report = await load(stream);
      const [first] = report.damages;
      if (first !== undefined)
        throw damaged(join(folderOf(stream), first.file), first.what, first.detail);
      if (report.newer !== null) throw newerVersion(report.newer);
      return { events: report.events, head: report.head };
    },

    head(stream) {
      return Promise.resolve(endOf(folderOf(stream), sha256));
    },

    streams() {
      return Promise.resolve(streamsBelow(root));
    },

    verify: (stream) => damages(stream),
    verifyAgainst: damages,
    leftovers: () => left,
  };
}

/** What one append works with. */
interface Place {
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
async function append(
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
        await safely(folder, syncFolder(folder));
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

/** The head as it was at `seq`; undefined when the stream is shorter. */
function headAt({ folder, sha256 }: Place, seq: number): Head | undefined {
  if (seq === 0) return EMPTY_HEAD;
  const bytes = readBytes(join(folder, eventFileName(seq)));
  return bytes === undefined ? undefined : { seq, hash: sha256(bytes) };
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
    for (let from = 0; from < sealed.length; from += WRITERS) {
      const texts = sealed
        .slice(from, from + WRITERS)
        .map(({ text }) => new TextEncoder().encode(text));
      const outcomes = await Promise.allSettled(
        texts.map((bytes) => writeTemp(place.folder, bytes)),
      );
      for (const outcome of outcomes) if (outcome.status === "fulfilled") temps.push(outcome.value);
      for (const outcome of outcomes) if (outcome.status === "rejected") throw outcome.reason;
    }
    for (const [index, { head }] of sealed.entries()) {
      const outcome = await publish(
        temps[index] ?? "",
        join(place.folder, eventFileName(head.seq)),
      );
      complete &&= outcome === "published";
      if (!complete) break;
    }
    await syncFolder(place.folder);
  } finally {
    place.left.push(...(await discard(temps)));
  }
  return complete;
}

async function safely<Result>(folder: string, work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    throw notDurable(folder, error);
  }
}

/** Every incident and the register, as far as something was ever recorded in them. */
function streamsBelow(root: string): readonly string[] {
  const incidents = listEvents(folderIn(root, "incidents")).filter((name) =>
    INCIDENT_ID.test(name),
  );
  return [...incidents.sort(), "register"].filter((stream) => holdsRecord(root, stream));
}

/** A journal that cannot even be listed counts: reading it will say what is wrong with it. */
function holdsRecord(root: string, stream: string): boolean {
  try {
    return listEvents(join(root, ...streamFolder(stream), "journal")).length > 0;
  } catch (error) {
    return errorCode(error) !== "";
  }
}
