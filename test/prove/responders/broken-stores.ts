// Two journals as one would write them without thinking of others: a lowdb file, and lines appended to a file. The campaign must catch both.
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Low } from "lowdb";
import { JSONFile } from "lowdb/node";
import { sealEvents } from "../../../src/core/journal/chain.ts";
import { decodeEvent } from "../../../src/core/journal/codec.ts";
import { EMPTY_HEAD, type EventDraft, type JournalEvent } from "../../../src/core/journal/event.ts";
import type { FileJournal } from "../../../src/adapters/store/file-journal.ts";
import type { Sha256 } from "../../../src/ports/system.ts";

/** Lines of one stream, each an event. */
interface Lines {
  streams(): Promise<readonly string[]>;
  read(stream: string): Promise<readonly string[]>;
  add(stream: string, texts: readonly string[]): Promise<void>;
}

/** A journal that writes after what its process has read, whoever wrote in between. */
function journalOver(lines: Lines, sha256: Sha256): FileJournal {
  async function read(stream: string) {
    const texts = await lines.read(stream);
    const last = texts.at(-1);
    const events = texts.map(decodeEvent);
    return {
      events,
      head: last === undefined ? EMPTY_HEAD : { seq: texts.length, hash: sha256(last) },
    };
  }
  async function append(stream: string, expected: number, drafts: readonly EventDraft[]) {
    const before = (await lines.read(stream))[expected - 1];
    const head = before === undefined ? EMPTY_HEAD : { seq: expected, hash: sha256(before) };
    const sealed = sealEvents(stream, head, drafts, sha256);
    await lines.add(
      stream,
      sealed.map(({ text }) => text),
    );
    const events: readonly JournalEvent[] = sealed.map(({ event }) => event);
    return { ok: true as const, events, head: sealed.at(-1)?.head ?? head };
  }
  return {
    append,
    // Its writer does not wait for the disk either.
    confirm: async () => {},
    read,
    head: async (stream) => (await read(stream)).head,
    stamp: async (stream) => {
      const { head } = await read(stream);
      return head.seq === 0 ? "" : `${String(head.seq)}:${head.hash}`;
    },
    streams: () => lines.streams(),
    verify: async () => [],
    verifyAgainst: async () => [],
    leftovers: () => [],
  };
}

/** Read everything, add, write everything. */
export function lowdbJournal(root: string, sha256: Sha256): FileJournal {
  const db = new Low<Record<string, string[]>>(new JSONFile(join(root, "db.json")), {});
  return journalOver(
    {
      async streams() {
        await db.read();
        return Object.keys(db.data);
      },
      async read(stream) {
        await db.read();
        return db.data[stream] ?? [];
      },
      async add(stream, texts) {
        (db.data[stream] ??= []).push(...texts);
        await db.write();
      },
    },
    sha256,
  );
}

/** Lines at the end of a file, without looking whether somebody else was there. */
export function linesJournal(root: string, sha256: Sha256): FileJournal {
  function pathOf(stream: string): string {
    return join(root, `${stream}.jsonl`);
  }
  return journalOver(
    {
      streams: async () =>
        readdirSync(root).flatMap((name) => /^(.+)\.jsonl$/.exec(name)?.[1] ?? []),
      async read(stream) {
        const path = pathOf(stream);
        if (!existsSync(path)) return [];
        return readFileSync(path, "utf8").split(/(?<=\n)/);
      },
      async add(stream, texts) {
        mkdirSync(root, { recursive: true, mode: 0o700 });
        appendFileSync(pathOf(stream), texts.join(""));
      },
    },
    sha256,
  );
}
