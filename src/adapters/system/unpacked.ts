// What is packed with gzip or zstd, as it was: of any number of members or frames, one behind the other, as appended and parallel
// packing makes them.
import { pipeline, Readable } from "node:stream";
import { constants, createGunzip, createZstdDecompress } from "node:zlib";
import type { Opened } from "./containers.ts";

export type Packing = Exclude<Opened, "tar">;

export interface UnpackOptions {
  /** A log that is still being written ends in the middle: all that is there is given, and that is no error. */
  readonly mayBeCut: boolean;
  /**
   * Bytes in a piece. Each is handed from one thread to another, which small ones make slow (Node's usual 16 KiB three times); of a damaged
   * file the piece with the damage is lost.
   */
  readonly chunkSize?: number;
}

const USUAL = 64 * 1024;
/** Two pieces are unpacked ahead, by another thread, while one is looked at here; none is put together with the next. (Node's types lack it.) */
const AHEAD: object = { readableObjectMode: true, readableHighWaterMark: 2 };

type Bytes = AsyncIterable<Uint8Array>;
type Frame = ReturnType<typeof createZstdDecompress>;

/** Resolves when a frame has taken of a piece what it will. */
function given(frame: Frame, piece: Uint8Array): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  function done(): void {
    frame.off("end", done);
    resolve();
  }
  // What fails is told by whoever reads the frame. One that ends within a piece never says that it has taken it.
  frame.once("end", done);
  frame.write(piece, done);
  return promise;
}

/** Give a frame its bytes: `first`, and what follows. Gives the bytes behind its end; undefined = there are none. */
async function feed(
  frame: Frame,
  first: Uint8Array,
  pieces: AsyncIterator<Uint8Array>,
): Promise<Uint8Array | undefined> {
  try {
    for (let piece = first; ;) {
      const before = frame.bytesWritten;
      await given(frame, piece);
      const rest = piece.subarray(frame.bytesWritten - before);
      if (rest.length > 0) return rest;
      const next = await pieces.next();
      if (next.done === true) break;
      piece = next.value;
    }
    frame.end();
  } catch (error) {
    frame.destroy(error instanceof Error ? error : new Error(String(error)));
  }
  return undefined;
}

/** Node's own stream ends with the first frame, and says nothing of what follows it in the same piece. */
async function* frames(source: Bytes, options: Parameters<typeof createZstdDecompress>[0]) {
  const pieces = source[Symbol.asyncIterator]();
  try {
    const begin = await pieces.next();
    let rest = begin.done === true ? undefined : begin.value;
    while (rest !== undefined) {
      const frame = createZstdDecompress(options);
      const fed = feed(frame, rest, pieces);
      yield* frame as AsyncIterable<Buffer>;
      rest = await fed;
    }
  } finally {
    await pieces.return?.();
  }
}

/** The bytes that `source` packs. Damage, a cut where none may be, and an error of the source destroy it with that error. */
export function unpacked(
  packing: Packing,
  source: Bytes,
  { mayBeCut, chunkSize = USUAL }: UnpackOptions,
): Readable {
  const options = { ...AHEAD, chunkSize };
  if (packing === "zstd") {
    const cut = mayBeCut ? { finishFlush: constants.ZSTD_e_flush } : {};
    return Readable.from(frames(source, { ...options, ...cut }));
  }
  const cut = mayBeCut ? { finishFlush: constants.Z_SYNC_FLUSH } : {};
  const gunzip = createGunzip({ ...options, ...cut });
  return pipeline(Readable.from(source, { objectMode: false }), gunzip, () => undefined);
}
