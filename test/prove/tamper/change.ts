// What may be done to a record: kinds of change, each a list by number, so that any of them can be made again.
import type { Files } from "./record.ts";

/** What a change leaves behind. */
export interface Changed {
  readonly files: Files;
  /** What is left holds in itself: only a head that was noted elsewhere can tell. */
  readonly needsAnchor: boolean;
}

export interface Kind {
  readonly count: number;
  /** The `n`th change; it may change nothing. */
  change(n: number): Changed;
}

export const NOTHING = new Uint8Array();

export function replaced(files: Files, path: string, bytes: Uint8Array): Files {
  return new Map([...files, [path, bytes]]);
}

export function without(files: Files, path: string): Files {
  return new Map([...files].filter(([one]) => one !== path));
}

export function isSame(a: Files, b: Files): boolean {
  return (
    a.size === b.size &&
    [...a].every(([path, bytes]) => Buffer.compare(bytes, b.get(path) ?? NOTHING) === 0)
  );
}

/** The `n`th in a list that is not empty. */
export function nth<T>(list: readonly T[], n: number): T {
  const found = list[n % list.length];
  if (found === undefined) throw new Error("an empty list of changes");
  return found;
}
