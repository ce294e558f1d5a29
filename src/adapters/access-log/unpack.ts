// The bytes of a packed log, piece by piece as they come: gzip (also several members), zstd, UTF-16 as UTF-8.
import { read } from "node:fs";
import { promisify } from "node:util";
import { unpacked } from "../system/unpacked.ts";
import type { Packing } from "./plan.ts";

export interface Packed {
  readonly fd: number;
  readonly size: number;
  readonly packing: Packing;
}

export interface Unpacking {
  /** Gives false when no more is wanted. The bytes are gone afterwards. */
  piece(bytes: Buffer): boolean;
  /** So many bytes of the file were read. */
  read(bytes: number): void;
  readonly signal: AbortSignal;
}

const READ_BYTES = 512 * 1024;
const UNPACKING = { mayBeCut: false, chunkSize: 512 * 1024 };

const readAt = promisify(read);

/** The descriptor is somebody else's: it is read at places of our own, and stays open. */
async function* bytesOf({ fd, size }: Packed, unpacking: Unpacking): AsyncGenerator<Buffer> {
  for (let at = 0; at < size;) {
    const length = Math.min(READ_BYTES, size - at);
    const { bytesRead, buffer } = await readAt(fd, Buffer.allocUnsafe(length), 0, length, at);
    if (bytesRead === 0) return;
    at += bytesRead;
    unpacking.read(bytesRead);
    yield buffer.subarray(0, bytesRead);
  }
}

/** UTF-8 of what is written otherwise. */
function transcoder({ encoding }: Packing): (bytes: Buffer) => Buffer {
  if (encoding === "utf-8") return (bytes) => bytes;
  const decoder = new TextDecoder(encoding);
  return (bytes) => Buffer.from(decoder.decode(bytes, { stream: true }), "utf8");
}

/**
 * Gives the memory of a piece back at once, when it is the last one of its block. There is a block for every few lines: left to the
 * collector of garbage they would cost more time than counting.
 */
function release({ buffer, byteOffset, byteLength }: Buffer): void {
  if (buffer instanceof ArrayBuffer && byteOffset + byteLength === buffer.byteLength)
    buffer.transfer(0);
}

/**
 * Unpack a log from its beginning. Gives why it could not be read to its end, or null; every piece up to there was given out.
 * Throws the signal's reason.
 */
export async function unpack(log: Packed, unpacking: Unpacking): Promise<string | null> {
  const { packing } = log;
  const { signal } = unpacking;
  const toUtf8 = transcoder(packing);
  let why: string | null = null;

  async function* bytes(): AsyncGenerator<Buffer> {
    const source = bytesOf(log, unpacking);
    try {
      if (packing.container === "plain") yield* source;
      else yield* unpacked(packing.container, source, UNPACKING) as AsyncIterable<Buffer>;
    } catch (error) {
      why = error instanceof Error ? error.message : "it cannot be read";
    }
  }

  // Asked for one by one: while one is dealt with here, another thread unpacks the next.
  for await (const piece of bytes()) {
    signal.throwIfAborted();
    const isWanted = unpacking.piece(toUtf8(piece));
    release(piece);
    if (!isWanted) break;
  }
  return why;
}
