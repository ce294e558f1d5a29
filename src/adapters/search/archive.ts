// Looks into compressed files and tar archives, as deep as they go: rotated logs, saved images with their layers.
import { pipeline, Readable } from "node:stream";
import { extract } from "tar-stream";
import { findSpots, type Spot, type Wanted } from "../../core/search/spots.ts";
import { HEAD_BYTES, openedAs } from "../system/containers.ts";
import { unpacked } from "../system/unpacked.ts";

/** Spots of one member. */
export interface Member {
  /** `image.tar!layer.tar!app/.env`; a compressed file alone keeps its own name. */
  readonly path: string;
  readonly spots: readonly Spot[];
  readonly more: number;
}

export interface Looked {
  readonly members: readonly Member[];
  /** It is what `docker save` or an OCI exporter writes. */
  readonly isImage: boolean;
  /** Why it was not read to its end; null = it was. */
  readonly broken: { readonly path: string; readonly why: string } | null;
}

/** An archive in an archive in … : more is somebody's joke. */
const DEEPEST = 8;

/** Names at the top of a saved image: docker's own format, the OCI image layout. */
const OF_IMAGES = ["manifest.json", "oci-layout"];

interface Looking {
  readonly wanted: Wanted;
  readonly signal: AbortSignal;
  readonly members: Member[];
  isImage: boolean;
  /** What is being read. */
  at: string;
}

type Bytes = AsyncIterable<Uint8Array>;

/** The first bytes, and the whole once more. */
async function peek(source: Bytes): Promise<{ readonly head: Uint8Array; readonly whole: Bytes }> {
  const iterator = source[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  while (head.length < HEAD_BYTES) {
    const next = await iterator.next();
    if (next.done === true) break;
    head = head.length === 0 ? Buffer.from(next.value) : Buffer.concat([head, next.value]);
  }
  async function* whole(): AsyncGenerator<Uint8Array> {
    if (head.length > 0) yield head;
    yield* { [Symbol.asyncIterator]: () => iterator };
  }
  return { head, whole: whole() };
}

async function lookInTar(looking: Looking, whole: Bytes, path: string, depth: number) {
  const entries = extract();
  // An error on either side comes out of the iteration.
  pipeline(Readable.from(whole, { objectMode: false }), entries, () => undefined);
  for await (const entry of entries) {
    const { name } = entry.header;
    if (depth === 0 && OF_IMAGES.includes(name)) looking.isImage = true;
    await look(looking, entry as Bytes, `${path}!${name}`, depth + 1);
  }
}

async function look(looking: Looking, source: Bytes, path: string, depth: number): Promise<void> {
  looking.signal.throwIfAborted();
  looking.at = path;
  const { head, whole } = await peek(source);
  const kind = depth < DEEPEST ? openedAs(head) : undefined;
  if (kind === "tar") return lookInTar(looking, whole, path, depth);
  if (kind !== undefined)
    return look(looking, unpacked(kind, whole, { mayBeCut: true }), path, depth);
  const finder = findSpots(looking.wanted);
  try {
    for await (const chunk of whole) finder.push(chunk);
  } finally {
    if (finder.spots.length > 0)
      looking.members.push({ path, spots: finder.spots, more: finder.more });
  }
  return undefined;
}

/** Every spot in a compressed file or archive. A damaged one gives what was found up to there. */
export async function searchArchive(
  source: Bytes,
  path: string,
  wanted: Wanted,
  signal: AbortSignal,
): Promise<Looked> {
  const looking: Looking = { wanted, signal, members: [], isImage: false, at: path };
  let broken: Looked["broken"] = null;
  try {
    await look(looking, source, path, 0);
  } catch (error) {
    signal.throwIfAborted();
    const why = error instanceof Error ? error.message : "it cannot be read";
    broken = { path: looking.at, why: `damaged or cut off (${why}); the rest was not read` };
  }
  return { members: looking.members, isImage: looking.isImage, broken };
}
