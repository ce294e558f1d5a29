// The envelope of one journal event: a past fact with its number, its place in the hash chain and who recorded it.
import type { Instant, Precision } from "../instant.ts";

/** Where an event was recorded from; lets another process tell "still running" from "died". */
export interface Via {
  readonly host: string;
  readonly pid: number;
  /** Start of that process as the system counts it, so that a reused pid is not mistaken for it. */
  readonly started: string;
  readonly terminal: string | null;
  readonly osUser: string;
  readonly version: string;
}

/** An event before the store gave it a number. */
export interface EventDraft<Type extends string = string, Data = unknown> {
  /** UUID, chosen by the writer: at most one event of this id is ever in the stream. */
  readonly id: string;
  readonly type: Type;
  /** When it was recorded. Shown to people, never used for order. */
  readonly at: Instant;
  /** When it happened, where a person says it was earlier; else the same as `at`. */
  readonly occurredAt: Instant;
  readonly precision: Precision;
  /** Operator id. */
  readonly by: string;
  readonly via: Via;
  /** The command that caused it: a repeated command of the same id changes nothing. */
  readonly op: string;
  /** How many events of the same batch follow; absent: none. When they are not there, the writer ended in the middle. */
  readonly left?: number;
  readonly data: Data;
}

/** An event as it lies in the journal. `seq` starts at 1; `prev` is the SHA-256 (hex) of the previous event file's bytes, null for the first. */
export interface JournalEvent<Type extends string = string, Data = unknown> extends EventDraft<
  Type,
  Data
> {
  readonly v: 1;
  readonly stream: string;
  readonly seq: number;
  readonly prev: string | null;
}

/** The end of a stream: its last number and the SHA-256 (hex) of that event file's bytes. Seq 0 and an empty hash: no events. */
export interface Head {
  readonly seq: number;
  readonly hash: string;
}

export const EMPTY_HEAD: Head = { seq: 0, hash: "" };
