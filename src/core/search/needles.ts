// Looks for several byte sequences in one pass: Wu and Manber, "A fast algorithm for multi-pattern searching" (1994), with blocks of two bytes.

/** Where a needle begins, and which one it is. */
export interface Match {
  readonly at: number;
  readonly needle: number;
}

export interface Needles {
  /** Bytes of the longest one: so much of a stream's end must be looked at again with what follows. */
  readonly longest: number;
  /** The first match that begins at `from` or later and ends before `end`. */
  find(bytes: Uint8Array, from: number, end: number): Match | undefined;
}

function begins(bytes: Uint8Array, at: number, needle: Uint8Array): boolean {
  for (let index = 0; index < needle.length; index += 1)
    if (bytes[at + index] !== needle[index]) return false;
  return true;
}

/**
 * How far the window may move, by the two bytes at its end: to where these two stand in a needle, else past them. The window is as long
 * as the shortest needle; one table of 64 kB serves all needles.
 */
function shifts(needles: readonly Uint8Array[], window: number): Uint8Array {
  const table = new Uint8Array(65_536).fill(Math.min(window - 1, 255));
  for (const needle of needles)
    for (let at = 1; at < window; at += 1) {
      const block = ((needle[at - 1] ?? 0) << 8) | (needle[at] ?? 0);
      table[block] = Math.min(table[block] ?? 0, window - 1 - at);
    }
  return table;
}

/** Needles of at least two bytes each; none finds nothing. */
export function compileNeedles(needles: readonly Uint8Array[]): Needles {
  const lengths = needles.map((needle) => needle.length);
  const window = Math.min(...lengths);
  if (window < 2) throw new Error("a needle has at least two bytes");
  const table = needles.length === 0 ? new Uint8Array(65_536) : shifts(needles, window);

  function matchAt(bytes: Uint8Array, at: number, end: number): Match | undefined {
    for (const [index, needle] of needles.entries())
      if (at + needle.length <= end && begins(bytes, at, needle)) return { at, needle: index };
    return undefined;
  }

  return {
    longest: Math.max(0, ...lengths),
    find(bytes, from, end) {
      // The bytes of the block are within the array here, so the fallbacks never count; they keep the loop free of checks.
      for (let last = from + window - 1; last < end;) {
        const shift = table[((bytes[last - 1] ?? 0) << 8) | (bytes[last] ?? 0)] ?? 1;
        if (shift === 0) {
          const found = matchAt(bytes, last - window + 1, end);
          if (found !== undefined) return found;
          last += 1;
        } else last += shift;
      }
      return undefined;
    },
  };
}
