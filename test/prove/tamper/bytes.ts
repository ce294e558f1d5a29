// Changes that need no understanding of what they change: bytes flipped, lost and put in, files exchanged, removed and grafted.
import { NOTHING, nth, replaced, without, type Changed, type Kind } from "./change.ts";
import type { Files } from "./record.ts";

type Spoil = (bytes: Uint8Array, at: number) => Uint8Array;

function flip(mask: number): Spoil {
  return (bytes, at) => bytes.map((byte, index) => (index === at ? byte ^ mask : byte));
}

function put(byteAt: (at: number) => number): Spoil {
  return (bytes, at) =>
    Buffer.concat([bytes.subarray(0, at), Buffer.of(byteAt(at)), bytes.subarray(at)]);
}

/** Bits flipped, the byte left out, another put before it, everything from it on cut off. */
const SPOILS: readonly Spoil[] = [
  flip(0x01),
  flip(0x20),
  flip(0x80),
  (bytes, at) => Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)]),
  put(() => 0x20),
  put((at) => 0x30 + (at % 10)),
  (bytes, at) => bytes.subarray(0, at),
];

/** Every `stride`th byte of these files in every such way. `open`: the one that nothing after it vouches for. */
export function spoil(files: Files, paths: readonly string[], stride = 1, open = ""): Kind {
  const places = paths.flatMap((path) => {
    const bytes = files.get(path) ?? NOTHING;
    const count = Math.ceil(bytes.length / stride);
    return Array.from({ length: count }, (_, index) => ({ path, bytes, at: index * stride }));
  });
  return {
    count: places.length * SPOILS.length,
    change(n) {
      const { path, bytes, at } = nth(places, Math.floor(n / SPOILS.length));
      const spoiled = nth(SPOILS, n)(bytes, at);
      return { files: replaced(files, path, spoiled), needsAnchor: path === open };
    },
  };
}

function whole(files: Files): Changed {
  return { files, needsAnchor: false };
}

/** Each file over each other one (a replay), and each two exchanged. */
export function exchange(files: Files, paths: readonly string[]): Kind {
  return {
    count: paths.length ** 2 * 2,
    change(n) {
      const from = nth(paths, Math.floor(n / 2));
      const to = nth(paths, Math.floor(n / 2 / paths.length));
      const over = replaced(files, to, files.get(from) ?? NOTHING);
      return whole(n % 2 === 0 ? over : replaced(over, from, files.get(to) ?? NOTHING));
    },
  };
}

export function remove(files: Files, paths: readonly string[]): Kind {
  return { count: paths.length, change: (n) => whole(without(files, nth(paths, n))) };
}

/** What another record has in the same places. */
export function graft(files: Files, other: Files): Kind {
  const all = [...other];
  return { count: all.length, change: (n) => whole(replaced(files, ...nth(all, n))) };
}
