// Follows a stream of bytes and notes where needles stand in it: line, name and form. Memory stays the same however long it is.
import type { FormName, SearchForm } from "../redaction/forms.ts";
import { compileNeedles, type Needles } from "./needles.ts";
import { variableBefore } from "./variable.ts";

/** One place of a value in a text or binary. */
export interface Spot {
  /** From 1; bytes that end a line are counted, so it is a number for binaries too. */
  readonly line: number;
  readonly variable: string | null;
  readonly form: FormName;
}

/** A value as the searches use it. */
export interface Wanted {
  readonly needles: Needles;
  /** By the needle's number. */
  readonly forms: readonly FormName[];
}

/** More in one file says nothing new; the rest is counted. */
const MOST_SPOTS = 20;

const NEWLINE = 10;
/** So much of a line before the value is looked at for its name. */
const REACH = 400;

/** What to look for. */
export function wantedFrom(forms: readonly SearchForm[]): Wanted {
  return {
    needles: compileNeedles(forms.map((one) => one.bytes)),
    forms: forms.map((one) => one.form),
  };
}

export interface SpotFinder {
  push(bytes: Uint8Array): void;
  /** What was found up to now, one a line, at most `MOST_SPOTS`. */
  readonly spots: readonly Spot[];
  /** Lines with a value beyond those. */
  readonly more: number;
}

function newlines(bytes: Uint8Array, from: number, end: number): number {
  let count = 0;
  for (let at = from; at < end; at += 1) if (bytes[at] === NEWLINE) count += 1;
  return count;
}

/** The text before `at` on its line, as Latin-1: only ASCII is looked at. */
function lineBefore(bytes: Uint8Array, at: number): string {
  const newline = bytes.lastIndexOf(NEWLINE, at - 1);
  const start = Math.max(at === 0 ? 0 : newline + 1, at - REACH);
  return String.fromCharCode(...bytes.subarray(start, at));
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  if (first.length === 0) return second;
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

/** A finder for one stream. */
export function findSpots({ needles, forms }: Wanted): SpotFinder {
  const spots: Spot[] = [];
  let more = 0;
  let lastLine = 0;
  /** Kept from the pushes before: what a value that goes on, and its name, may begin in. */
  let kept: Uint8Array = new Uint8Array(0);
  /** Up to here in `kept` matches have been taken. */
  let done = 0;
  let line = 1;
  function note(bytes: Uint8Array, at: number, needle: number, ofLine: number): void {
    if (ofLine === lastLine) return;
    lastLine = ofLine;
    if (spots.length >= MOST_SPOTS) more += 1;
    else
      spots.push({
        line: ofLine,
        variable: variableBefore(lineBefore(bytes, at)),
        form: forms[needle] ?? "plain",
      });
  }
  return {
    spots,
    get more() {
      return more;
    },
    push(chunk) {
      const bytes = joined(kept, chunk);
      let counted = 0;
      let from = done;
      for (;;) {
        const match = needles.find(bytes, from, bytes.length);
        if (match === undefined) break;
        line += newlines(bytes, counted, match.at);
        counted = match.at;
        note(bytes, match.at, match.needle, line);
        from = match.at + 1;
      }
      const keep = Math.min(bytes.length, needles.longest - 1 + REACH);
      const cut = bytes.length - keep;
      // Lines are counted up to what is kept; a match behind that point has counted further already.
      if (counted < cut) line += newlines(bytes, counted, cut);
      else line -= newlines(bytes, cut, counted);
      done = Math.max(from - cut, keep - (needles.longest - 1), 0);
      kept = bytes.slice(cut);
    },
  };
}

/** All spots in a whole text. */
export function spotsIn(wanted: Wanted, bytes: Uint8Array): Pick<SpotFinder, "spots" | "more"> {
  const finder = findSpots(wanted);
  finder.push(bytes);
  return finder;
}

export interface Detector {
  push(bytes: Uint8Array): void;
  readonly found: boolean;
}

/** Whether the value stands anywhere in a stream: faster than its spots. */
export function detect({ needles }: Wanted): Detector {
  let kept: Uint8Array = new Uint8Array(0);
  let found = false;
  const overlap = needles.longest - 1;
  return {
    get found() {
      return found;
    },
    push(bytes) {
      if (found) return;
      if (kept.length > 0) {
        const seam = joined(kept, bytes.subarray(0, overlap));
        found = needles.find(seam, 0, seam.length) !== undefined;
      }
      found ||= needles.find(bytes, 0, bytes.length) !== undefined;
      const tail = bytes.length >= overlap ? bytes : joined(kept, bytes);
      kept = tail.slice(Math.max(0, tail.length - overlap));
    },
  };
}
