// The journal on disk: one synced file per event, published with a hard link, so that a number that is taken is a conflict and
// neither a lock nor a torn tail can exist. Any number of processes may write at once.
import { join } from "node:path";
import { ClaroIrError } from "../../core/error.ts";
import { isShortage } from "../../core/machine-trouble.ts";
import { beginCheck } from "../../core/journal/check.ts";
import type { ChainDamage, ChainReport } from "../../core/journal/check.ts";
import { newerVersion } from "../../core/journal/codec.ts";
import type { Head } from "../../core/journal/event.ts";
import type { JournalStore } from "../../ports/journal-store.ts";
import type { Sha256 } from "../../ports/system.ts";
import type { Leftover } from "../system/durable-file.ts";
import { append, confirm } from "./file-append.ts";
import { damaged, eachFile, endOf, holdsEvents, listEvents, stampOf } from "./journal-files.ts";
import { errorCode } from "../system/error-code.ts";
import { folderIn, INCIDENT_ID, streamFolder } from "./place.ts";

/** A journal that can also be held against a head noted elsewhere. */
export interface AnchoredJournal extends JournalStore {
  /** As `verify`, and the stream must still hold `anchor` (its hash in full or its first 8 characters and more): shows a cut or rewritten tail. */
  verifyAgainst(stream: string, anchor: Head): Promise<readonly ChainDamage[]>;
}

export interface FileJournal extends AnchoredJournal {
  /** Temporary files that this process could not remove. Harmless; for `doctor`. */
  leftovers(): readonly Leftover[];
}

/** The journal below `root`, which `openStore` has found safe. */
export function fileJournal(root: string, sha256: Sha256): FileJournal {
  const left: Leftover[] = [];

  function folderOf(stream: string): string {
    return folderIn(root, ...streamFolder(stream), "journal");
  }

  async function load(stream: string, anchor?: Head): Promise<ChainReport> {
    const check = beginCheck({ stream, sha256, ...(anchor === undefined ? {} : { anchor }) });
    await eachFile(folderOf(stream), check.add);
    return check.report();
  }

  async function damages(stream: string, anchor?: Head): Promise<readonly ChainDamage[]> {
    streamFolder(stream);
    try {
      return (await load(stream, anchor)).damages;
    } catch (error) {
      if (error instanceof ClaroIrError && error.code === "bad-anchor") throw error;
      if (isShortage(error)) throw error;
      const detail =
        error instanceof ClaroIrError
          ? error.message
          : `its folder cannot be read (${errorCode(error)})`;
      return [{ stream, seq: 0, file: "journal", what: "unreadable", detail }];
    }
  }

  return {
    async append(stream, expectedSeq, drafts) {
      return append({ root, folder: folderOf(stream), stream, sha256, left }, expectedSeq, drafts);
    },

    confirm: (stream) => confirm(folderOf(stream)),

    async read(stream) {
      const report = await load(stream);
      const [first] = report.damages;
      if (first !== undefined)
        throw damaged(join(folderOf(stream), first.file), first.what, first.detail);
      if (report.newer !== null) throw newerVersion(report.newer);
      return { events: report.events, head: report.head };
    },

    head: async (stream) => endOf(folderOf(stream), sha256),
    stamp: async (stream) => stampOf(folderOf(stream)),
    streams: async () => streamsBelow(root),

    verify: (stream) => damages(stream),
    verifyAgainst: damages,
    leftovers: () => left,
  };
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
    return holdsEvents(join(root, ...streamFolder(stream), "journal"));
  } catch (error) {
    return errorCode(error) !== "";
  }
}
