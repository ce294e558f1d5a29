// Files that belong to an incident beside its journal: evidence, sealed keys, the pinned runbook, reports.

import type { Pieces } from "./system.ts";

/** A piece of evidence as stored: named by its own digest, never rewritten. */
export interface StoredEvidence {
  readonly sha256: string;
  readonly size: number;
  /** Path relative to the incident's folder, e.g. `evidence/ab12….json`. */
  readonly file: string;
}

export interface Vault {
  /** Store evidence bytes durably (same bytes again: same answer). `extension` without a dot. */
  putEvidence(incident: string, bytes: Uint8Array, extension: string): Promise<StoredEvidence>;
  /** The same for bytes as they come: never held in memory, so that a log of gigabytes is taken in as it is. */
  takeEvidence(incident: string, pieces: Pieces, extension: string): Promise<StoredEvidence>;
  /** A stored file piece by piece, as it lies, unchecked; throws ClaroIrError `damaged` when it is missing. */
  pieces(incident: string, file: string): Pieces;
  /** Absolute path of a stored file, for what reads files by name. */
  pathOf(incident: string, file: string): string;
  /** Bytes of a stored file, by its relative path; throws ClaroIrError `damaged` when it is missing. */
  readFile(incident: string, file: string): Promise<Uint8Array>;
  /** Store ciphertext as `sealed/<op>.age`, durable before it returns. Refuses to replace a different content. */
  putSealed(incident: string, op: string, ciphertext: Uint8Array): Promise<void>;
  /** Ciphertext of a sealed key, or undefined when there is none (any more). */
  getSealed(incident: string, op: string): Promise<Uint8Array | undefined>;
  /** Replace the ciphertext (re-sealed to more recipients), atomically. */
  replaceSealed(incident: string, op: string, ciphertext: Uint8Array): Promise<void>;
  /** Unlink a sealed key. Honest: an unlink is not an erasure; the ciphertext is useless without an identity. */
  removeSealed(incident: string, op: string): Promise<void>;
  listSealed(incident: string): Promise<readonly string[]>;
  /**
   * Store the pinned runbook: `runbook.yaml` as people read it and `runbook.json` as the machine loads it. One that takes over later
   * gets its digest into both names (`later`, the SHA-256 of `json`), so that the first stays as it was.
   */
  putRunbook(incident: string, yaml: string, json: string, later?: string): Promise<void>;
  /** The `runbook.json` with this digest. Exit 7 where it is missing or was changed: guards and guidance come from it. */
  getRunbook(incident: string, sha256: string, isLater: boolean): Promise<string>;
  /** Write or replace `reports/<name>` atomically; gives the absolute path. */
  putReport(incident: string, name: string, content: string | Uint8Array): Promise<string>;
  getReport(incident: string, name: string): Promise<string | undefined>;
  /** The 32 random bytes that key this store's fingerprints, made on first use (0600). */
  salt(): Promise<Uint8Array>;
  /** Absolute folder of the store, for messages. */
  readonly location: string;
}
