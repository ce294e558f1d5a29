// Folded states by journal head: fast reads. Deletable at any moment; a stale entry is refolded, never trusted.
import type { Head } from "../core/journal/event.ts";

export interface ReadModelEntry {
  readonly head: Head;
  /** `JournalStore.stamp` when it was folded; it names the head's number, or the entry is never current. */
  readonly stamp: string;
  /** Version of the fold that made `state`; another version means refold. */
  readonly fold: number;
  readonly state: unknown;
}

export interface ReadModel {
  get(stream: string): Promise<ReadModelEntry | undefined>;
  /** Best effort: a failure to write is reported by `false` and loses nothing. */
  put(stream: string, entry: ReadModelEntry): Promise<boolean>;
  /** Replace everything (used by `rebuild`). Throws when it cannot be written. */
  replace(entries: ReadonlyMap<string, ReadModelEntry>): Promise<void>;
}
