// Writing a bag of evidence: file by file, and nothing to be seen of it before it is whole.
import type { Pieces } from "./system.ts";

export interface BagFile {
  /** Below the bag, slashes between folders. */
  readonly path: string;
  /** Bytes; must be what `pieces` give. */
  readonly size: number;
  pieces(): Pieces;
}

export interface Bag {
  /** Write one file; gives the SHA-256 of what was written. Throws ClaroIrError. */
  add(file: BagFile): Promise<string>;
  /** Make it durable and give it its name. */
  finish(): Promise<void>;
  /** Leave nothing of it. */
  abandon(): Promise<void>;
}

/** A new bag at `output`: a tar file where the name ends so, else a folder. Throws ClaroIrError `usage` when something is there. */
export type OpenBag = (output: string, name: string) => Promise<Bag>;
