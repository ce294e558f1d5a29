// The beginning of a log: how its bytes are packed, and the first lines as text, by which its format is told.
import type { LogSample } from "../../ports/access-log.ts";
import { closedAs, openedAs } from "../system/containers.ts";
import { firstBytes, HEAD_BYTES } from "./first-bytes.ts";
import type { Packing } from "./plan.ts";
import { unpack, type Packed } from "./unpack.ts";

/** In UTF-16 every other byte of what is not Chinese is zero. */
function encodingOf(bytes: Buffer): Packing["encoding"] {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  const pairs = bytes.subarray(0, 512);
  const zeros = [0, 0];
  for (const [at, byte] of pairs.entries())
    if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  const enough = pairs.length / 3;
  if (odd >= enough && even === 0) return "utf-16le";
  return even >= enough && odd === 0 ? "utf-16be" : "utf-8";
}

/** The first lines, and why they are not more where they end in damage. */
export interface LogHead extends LogSample {
  readonly cut: string | null;
}

interface FirstBytes {
  readonly bytes: Buffer;
  readonly cut: string | null;
}

/** A packed log's first bytes, unpacked. */
async function unpackedHead(packed: Packed, signal: AbortSignal): Promise<FirstBytes> {
  const pieces: Buffer[] = [];
  let length = 0;
  const cut = await unpack(packed, {
    signal,
    read: () => undefined,
    piece(bytes) {
      pieces.push(Buffer.from(bytes));
      length += bytes.length;
      return length < HEAD_BYTES;
    },
  });
  return { bytes: Buffer.concat(pieces).subarray(0, HEAD_BYTES), cut };
}

/** Without a line that was cut, where there is a whole one. */
function wholeLines(text: string, isAll: boolean): string {
  const end = text.lastIndexOf("\n");
  return isAll || end === -1 ? text : text.slice(0, end + 1);
}

/** How a file is packed, or the program that packed it where that is not read here. */
export async function packingOf(
  file: Omit<Packed, "packing">,
  signal: AbortSignal,
): Promise<Packing | { readonly closed: string }> {
  const bytes = firstBytes(file.fd);
  const opened = openedAs(bytes);
  const closed = opened === "tar" ? "tar" : closedAs(bytes);
  if (closed !== undefined) return { closed };
  const container = opened === "gzip" || opened === "zstd" ? opened : "plain";
  if (container === "plain") return { container, encoding: encodingOf(bytes) };
  const { bytes: inside } = await unpackedHead(
    { ...file, packing: { container, encoding: "utf-8" } },
    signal,
  );
  return { container, encoding: encodingOf(inside) };
}

/** The first lines: at most 64 KiB, unpacked, without a byte-order mark. */
export async function headOf(log: Packed, name: string, signal: AbortSignal): Promise<LogHead> {
  const { container, encoding } = log.packing;
  const isAsItLies = container === "plain" && encoding === "utf-8";
  const { bytes, cut }: FirstBytes = isAsItLies
    ? { bytes: firstBytes(log.fd), cut: null }
    : await unpackedHead(log, signal);
  const text = bytes.toString("utf8").replace(/^\uFEFF/, "");
  return { name, text: wholeLines(text, bytes.length < HEAD_BYTES), cut };
}
