// The bytes of a packed log, piece by piece as they come: gzip (also several members), zstd, UTF-16 as UTF-8.
import { spawn } from "node:child_process";
import { read } from "node:fs";
import { once } from "node:events";
import { Readable } from "node:stream";
import { promisify } from "node:util";
import { createGunzip, createZstdDecompress } from "node:zlib";
import { errorCode } from "../system/error-code.ts";
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
  /** The program `zstd` may be used: twice as fast as Node's own. */
  readonly usesPrograms: boolean;
}

const READ_BYTES = 512 * 1024;
/** What Node unpacks at once: each piece is handed from one thread to another. */
const UNPACKED_BYTES = 1024 * 1024;

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

interface Chain {
  readonly last: Readable;
  /** Everything that is to be stopped at the end. */
  readonly all: readonly { destroy(): unknown }[];
  /** Rejects when a part of it fails. */
  readonly ended: Promise<void>;
}

function endOf(parts: readonly Readable[]): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  for (const part of parts) part.on("error", reject);
  parts.at(-1)?.on("end", resolve);
  return promise;
}

/** Through the program. Rejects with ENOENT where there is none. */
async function throughZstd(source: Readable): Promise<Chain> {
  const child = spawn("zstd", ["-dcq"], { stdio: ["pipe", "pipe", "ignore"] });
  await once(child, "spawn");
  const { promise: ended, resolve, reject } = Promise.withResolvers<void>();
  // It stops reading at the first damage, and says so by its exit code.
  child.stdin.on("error", () => source.destroy());
  source.on("error", reject);
  child.on("close", (code) => {
    if (code === 0) resolve();
    else reject(new Error("cut off or damaged"));
  });
  source.pipe(child.stdin);
  return {
    last: child.stdout,
    all: [source, child.stdout, { destroy: () => child.kill() }],
    ended,
  };
}

async function chainOf(
  { container }: Packing,
  source: Readable,
  usesPrograms: boolean,
): Promise<Chain> {
  if (container === "plain") return { last: source, all: [source], ended: endOf([source]) };
  if (container === "zstd" && usesPrograms)
    try {
      return await throughZstd(source);
    } catch (error) {
      if (errorCode(error) !== "ENOENT") throw error;
    }
  const options = { chunkSize: UNPACKED_BYTES };
  const unpacked = container === "gzip" ? createGunzip(options) : createZstdDecompress(options);
  const ended = endOf([source, unpacked]);
  source.pipe(unpacked);
  return { last: unpacked, all: [source, unpacked], ended };
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
  const { size, packing } = log;
  const { signal, usesPrograms } = unpacking;
  if (size === 0) return null;
  const source = Readable.from(bytesOf(log, unpacking), { objectMode: false });
  const chain = await chainOf(packing, source, usesPrograms);
  const toUtf8 = transcoder(packing);
  const { promise: stopped, resolve, reject } = Promise.withResolvers<null>();
  // Each piece is dealt with as it comes, so that none waits when a later one turns out to be damaged.
  chain.last.on("data", (bytes: Buffer) => {
    try {
      signal.throwIfAborted();
      if (!unpacking.piece(toUtf8(bytes))) resolve(null);
      release(bytes);
    } catch (error) {
      reject(error);
    }
  });
  try {
    return await Promise.race([stopped, whyNot(chain.ended)]);
  } finally {
    for (const part of chain.all) part.destroy();
  }
}

async function whyNot(ended: Promise<void>): Promise<string | null> {
  try {
    await ended;
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : "it cannot be read";
  }
}
