// The text of a file: unpacked by its first bytes, decoded, and cut where a line ends, so that nothing is looked at in halves.
import type { FileText } from "../../ports/evidence-files.ts";
import type { Pieces } from "../../ports/system.ts";
import { openedAs } from "../system/containers.ts";
import { errorCode } from "../system/error-code.ts";
import { unpacked, type Packing } from "../system/unpacked.ts";

/** So much is gathered before it is looked at, in characters; a line that is longer is cut at a blank, a quote or a comma. */
const GATHERED = 256 * 1024;
const LONGEST_LINE = 1024 * 1024;
const HEAD_BYTES = 4096;
/** A log may hold a NUL or two; what holds more of them is no text. */
const MOST_ZEROS = 0.01;

/** What `pieces` say; reads their beginning only. */
export async function textOf(pieces: Pieces): Promise<FileText> {
  const packed = await peek(pieces);
  const packing = openedAs(packed.head);
  const isPacked = packing !== undefined && packing !== "tar";
  const plain = isPacked ? await peek(unpack(packed.whole, packing)) : packed;
  const encoding = encodingOf(plain.head);
  return {
    isText: encoding !== "latin1",
    isPacked,
    pieces: lines(decoded(plain.whole, encoding)),
  };
}

function begins(bytes: Uint8Array, ...start: readonly number[]): boolean {
  return start.every((byte, at) => bytes[at] === byte);
}

function encodingOf(head: Uint8Array): "utf-8" | "utf-16le" | "utf-16be" | "latin1" {
  if (begins(head, 0xff, 0xfe)) return "utf-16le";
  if (begins(head, 0xfe, 0xff)) return "utf-16be";
  const zeros = head.filter((byte) => byte === 0).length;
  return zeros > head.length * MOST_ZEROS ? "latin1" : "utf-8";
}

/** The first bytes, and the whole once more. */
async function peek(
  pieces: Pieces,
): Promise<{ readonly head: Uint8Array; readonly whole: Pieces }> {
  const iterator = pieces[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  while (head.length < HEAD_BYTES) {
    const next = await iterator.next();
    if (next.done === true) break;
    head = Buffer.concat([head, next.value]);
  }
  async function* whole(): Pieces {
    if (head.length > 0) yield head;
    yield* { [Symbol.asyncIterator]: () => iterator };
  }
  return { head: head.subarray(0, HEAD_BYTES), whole: whole() };
}

/** Damage in a packed file ends its text; zlib's own errors alone are that, the source's are not. */
async function* unpack(pieces: Pieces, packing: Packing): Pieces {
  try {
    yield* unpacked(packing, pieces, { mayBeCut: true }) as AsyncIterable<Buffer>;
  } catch (error) {
    if (!/^(Z_|ZSTD_|ERR_ZLIB|ERR_ZSTD)/.test(errorCode(error))) throw error;
  }
}

async function* decoded(
  pieces: Pieces,
  encoding: "utf-8" | "utf-16le" | "utf-16be" | "latin1",
): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const bytes of pieces) yield decoder.decode(bytes, { stream: true });
  yield decoder.decode();
}

/** Where a text may be cut: behind its last line end, else, when it has become too long, behind what no key holds. */
function cutOf(text: string): number {
  const line = text.lastIndexOf("\n") + 1;
  if (line > 0 || text.length < LONGEST_LINE) return line;
  const soft = Math.max(...[" ", '"', ",", "\t"].map((sign) => text.lastIndexOf(sign))) + 1;
  return soft === 0 ? text.length : soft;
}

async function* lines(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let gathered = "";
  for await (const piece of pieces) {
    gathered += piece;
    if (gathered.length < GATHERED) continue;
    const cut = cutOf(gathered);
    if (cut > 0) yield gathered.slice(0, cut);
    gathered = gathered.slice(cut);
  }
  if (gathered !== "") yield gathered;
}
