// Looking through folders and git histories for a value.
import type { SearchReport } from "../core/search/finding.ts";
import type { Wanted } from "../core/search/spots.ts";

export interface SearchRequest {
  readonly wanted: Wanted;
  /** Folders or files, as typed. */
  readonly roots: readonly string[];
  /** Also every git repository in or around the roots: its whole history. */
  readonly git: boolean;
  /** Files beyond the roots that people forget: shell histories, absolute. */
  readonly also: readonly string[];
  /** A file that is known to hold the value, because it was read from there. */
  readonly except: string | undefined;
  readonly signal: AbortSignal;
  say(line: string): void;
}

/** What cannot be read is part of the report; throws ClaroIrError `usage` for a root that is not there. */
export type Search = (request: SearchRequest) => Promise<SearchReport>;

/** Paths as the system has them. */
export interface Paths {
  /** From the current folder, or from `folder`. */
  absolute(path: string, folder?: string): string;
  /** Relative to `folder` where it lies in it, else absolute. */
  within(folder: string, path: string): string;
}
