// Time, randomness, digests and the process: what the pure core gets as arguments.
import type { Via } from "../core/journal/event.ts";

export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Wait on this clock (virtual in a drill by itself). Rejects with the signal's reason when aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/**
 * What `work` gives; undefined when it takes longer than `ms` of the machine's own time, also where a clock is moved: then it is not waited
 * for any more, and what becomes of it is nobody's interest.
 */
export type Within = <T>(ms: number, work: Promise<T>) => Promise<T | undefined>;

export interface Random {
  uuid(): string;
  /** `length` characters of an alphabet without look-alikes (no 0 o 1 l i). */
  letters(length: number): string;
}

/** SHA-256 of bytes or UTF-8 text, lower-case hex. */
export type Sha256 = (bytes: Uint8Array | string) => string;

/** The same over bytes as they come. */
export interface Digest {
  update(bytes: Uint8Array): void;
  /** Lower-case hex; asked once, at the end. */
  hex(): string;
}

/** Bytes of a file, piece by piece. */
export type Pieces = AsyncIterable<Uint8Array>;

/** First 16 hex characters of HMAC-SHA-256 of a secret under the store's salt. */
export type Fingerprint = (secret: string) => string;

export interface ProcessTable {
  /** This process. */
  readonly self: Via;
  /** Whether the process that recorded `via` still runs: `unknown` when it was on another host. */
  isAlive(via: Via): "alive" | "dead" | "unknown";
}

/** Files named by the operator (reports out, evidence in, secrets in). */
export interface Files {
  read(path: string): Promise<Uint8Array>;
  /** Write a file the operator asked for (0600), atomically. */
  write(path: string, content: string | Uint8Array): Promise<void>;
  /** A secret's text from a file of mode 0600 (or an open descriptor), trimmed of one trailing newline. Throws kind `usage` when others may read it. */
  readSecret(from: { readonly file: string } | { readonly fd: number }): Promise<string>;
  stdin(): Promise<string>;
  exists(path: string): Promise<boolean>;
  /**
   * What a person means by a path (from the current folder, else from `folder`), or by the bare name of a program: its absolute path,
   * and whether it can be run. Undefined when there is none.
   */
  lookUp(
    word: string,
    folder: string,
  ): Promise<{ readonly path: string; readonly isProgram: boolean } | undefined>;
}
