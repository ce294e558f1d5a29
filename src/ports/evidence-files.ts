// Files that people hand in as evidence: finding them, reading them as they were when they were opened, their text.
import type { Pieces } from "./system.ts";

/** A file as long as it was when it was opened: what is added to a log meanwhile is not part of it. */
export interface OpenedFile {
  /** Bytes. */
  readonly size: number;
  /** From the first byte to `size`; may be asked for again. Throws ClaroIrError `usage` when it has become shorter. */
  pieces(): Pieces;
  close(): Promise<void>;
}

export interface FoundFiles {
  /** Absolute paths of regular files, each once, in order. */
  readonly files: readonly string[];
  /** What was passed over: links, sockets, what cannot be read. */
  readonly skipped: readonly { readonly path: string; readonly why: string }[];
}

/** What a file says, unpacked (gzip, zstd) and decoded (UTF-8, UTF-16). */
export interface FileText {
  /** False: it is no text, and its bytes are given as characters one by one. */
  readonly isText: boolean;
  readonly isPacked: boolean;
  /** In pieces that end where a line ends, as far as lines are shorter than a mebibyte. */
  readonly pieces: AsyncIterable<string>;
}

export interface EvidenceFiles {
  /** Regular files that paths mean: files, folders (with all below), globs. Throws ClaroIrError `usage` for one that is not there. */
  find(paths: readonly string[]): Promise<FoundFiles>;
  /** What a log was renamed to when it was rotated, and was written to since (epoch ms): `access.log.1`, `access.log-20261123.gz`. */
  rotated(path: string, since: number): Promise<readonly string[]>;
  /** Throws ClaroIrError `usage` for what is no regular file, or cannot be read. */
  open(path: string): Promise<OpenedFile>;
  /** A packed file that is cut off gives what is there. */
  textOf(pieces: Pieces): Promise<FileText>;
}
