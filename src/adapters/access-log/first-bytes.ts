// The beginning of a file, before anything is known of it.
import { readSync } from "node:fs";

/** Enough to tell a format by. */
export const HEAD_BYTES = 64 * 1024;

/** The first bytes of a file, as they lie there. */
export function firstBytes(fd: number, most = HEAD_BYTES): Buffer {
  const bytes = Buffer.allocUnsafe(most);
  let length = 0;
  for (;;) {
    const count = readSync(fd, bytes, length, most - length, length);
    length += count;
    if (count === 0 || length === most) return bytes.subarray(0, length);
  }
}
