// The journal: append-only streams of events. Nothing else in the program is the truth.
import type { EventDraft, Head, JournalEvent } from "../core/journal/event.ts";

/** What an append came to. A conflict means another writer was first: `written` of our events (a prefix) lie before theirs. */
export type AppendResult =
  | { readonly ok: true; readonly events: readonly JournalEvent[]; readonly head: Head }
  | { readonly ok: false; readonly written: number; readonly head: Head };

/** One damaged place that `verify` found. */
export interface Damage {
  readonly stream: string;
  /** Number of the first event concerned. */
  readonly seq: number;
  readonly file: string;
  readonly what: "changed" | "missing" | "swapped" | "added" | "unreadable";
  readonly detail: string;
}

export interface JournalStore {
  /**
   * Add events after `expectedSeq` in one acknowledgement. Resolves only when they are durable.
   * Throws ClaroIrError kind `not-durable` when the record cannot be made safe: then nothing outside may be done.
   */
  append(stream: string, expectedSeq: number, drafts: readonly EventDraft[]): Promise<AppendResult>;
  /**
   * Makes what is there durable, whoever wrote it: its writer may have ended between naming an event and hearing from the disk.
   * `append` includes it. Throws kind `not-durable`.
   */
  confirm(stream: string): Promise<void>;
  /** All events in order, chain checked. Throws kind `damaged` at the first broken link, `usage` for an unknown newer version. */
  read(stream: string): Promise<{ readonly events: readonly JournalEvent[]; readonly head: Head }>;
  /** The end of the stream, by looking at its last file only. */
  head(stream: string): Promise<Head>;
  /**
   * Cheap identity of the newest event, `<seq>:…`: another one means that something was appended or touched since. Empty: no events.
   * Reads no event, so that a fast read can tell that its copy is current; proof is `head` and `verify`.
   */
  stamp(stream: string): Promise<string>;
  /** Ids of the streams that exist, e.g. `INC-20261123-k7f3`, `register`. */
  streams(): Promise<readonly string[]>;
  /** Every damage in a stream, in order; empty when it is whole. Never throws for a damaged file. */
  verify(stream: string): Promise<readonly Damage[]>;
}
