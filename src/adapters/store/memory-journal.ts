// The journal in memory, for simulation and tests: same contract as on disk, and it can be told to fail.
import { ClaroIrError } from "../../core/error.ts";
import { eventFileName, sealEvents } from "../../core/journal/chain.ts";
import type { SealedEvent } from "../../core/journal/chain.ts";
import { checkChain } from "../../core/journal/check.ts";
import type { ChainDamage } from "../../core/journal/check.ts";
import { EMPTY_HEAD } from "../../core/journal/event.ts";
import type { EventDraft, Head } from "../../core/journal/event.ts";
import type { AppendResult } from "../../ports/journal-store.ts";
import type { Sha256 } from "../../ports/system.ts";
import type { AnchoredJournal } from "./file-journal.ts";
import { streamFolder } from "./place.ts";

/** Which appends fail (the first is 1): `before` nothing was written, or `after` all of it was and only the answer is lost. */
export type AppendFaults = ReadonlyMap<number, "before" | "after">;

/** A journal that lives as long as this object. */
export function memoryJournal(sha256: Sha256, faults: AppendFaults = new Map()): AnchoredJournal {
  const kept = new Map<string, readonly SealedEvent[]>();
  let appends = 0;

  function eventsOf(stream: string): readonly SealedEvent[] {
    streamFolder(stream);
    return kept.get(stream) ?? [];
  }

  function add(stream: string, expectedSeq: number, drafts: readonly EventDraft[]): AppendResult {
    const before = eventsOf(stream);
    const after = before.slice(expectedSeq);
    const rival = after.findIndex(({ event }, index) => event.id !== drafts[index]?.id);
    const written = rival === -1 ? after.length : rival;
    if (expectedSeq > before.length || (rival !== -1 && written < drafts.length))
      return { ok: false, written, head: headOf(before) };
    const ours = after.slice(0, drafts.length);
    const start = headOf(before.slice(0, expectedSeq + ours.length));
    const sealed = sealEvents(stream, start, drafts.slice(ours.length), sha256);
    if (sealed.length > 0) kept.set(stream, [...before, ...sealed]);
    const events = [...ours, ...sealed].map(({ event }) => event);
    return { ok: true, events, head: sealed.at(-1)?.head ?? start };
  }

  async function damages(stream: string, anchor?: Head): Promise<readonly ChainDamage[]> {
    const files = eventsOf(stream).map(({ text, head }) => ({
      name: eventFileName(head.seq),
      content: text,
    }));
    const input = { stream, files, sha256, ...(anchor === undefined ? {} : { anchor }) };
    return checkChain(input).damages;
  }

  return {
    async append(stream, expectedSeq, drafts) {
      appends += 1;
      const fault = faults.get(appends);
      if (fault === "before") throw lost();
      const result = add(stream, expectedSeq, drafts);
      if (fault === "after") throw lost();
      return result;
    },
    confirm: () => Promise.resolve(),
    async read(stream) {
      const events = eventsOf(stream);
      return { events: events.map(({ event }) => event), head: headOf(events) };
    },
    head: async (stream) => headOf(eventsOf(stream)),
    stamp: async (stream) => {
      const { seq, hash } = headOf(eventsOf(stream));
      return seq === 0 ? "" : `${String(seq)}:${hash}`;
    },
    streams: async () => [...kept.keys()].sort(),
    verify: (stream) => damages(stream),
    verifyAgainst: damages,
  };
}

function headOf(events: readonly SealedEvent[]): Head {
  return events.at(-1)?.head ?? EMPTY_HEAD;
}

function lost(): ClaroIrError {
  return new ClaroIrError(
    "not-durable",
    "not-durable",
    "Cannot record safely: a fault was ordered.",
  );
}
