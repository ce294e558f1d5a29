// One file: read once into a shared buffer; large ones in pieces, archives member by member.
import { closeSync, constants, createReadStream, openSync, readSync } from "node:fs";
import { fileKind } from "../../core/search/place-kind.ts";
import type { Finding, NotSearched } from "../../core/search/finding.ts";
import {
  detect,
  findSpots,
  spotsIn,
  type SpotFinder,
  type Wanted,
} from "../../core/search/spots.ts";
import { searchArchive } from "./archive.ts";
import { closedAs, openedAs } from "../system/containers.ts";
import { reasonOf } from "./tree.ts";

/** Most files are shorter and are read with one call. */
const BUFFER_BYTES = 4 * 1024 * 1024;

export interface FileSearch {
  /** Look into a file; a promise where it takes longer than one read. */
  file(path: string): Promise<void> | undefined;
  readonly findings: readonly Finding[];
  readonly files: number;
  readonly bytes: number;
}

interface Collecting {
  readonly wanted: Wanted;
  readonly signal: AbortSignal;
  readonly findings: Finding[];
  skipped(one: NotSearched): void;
}

function note(
  to: Collecting,
  path: string,
  { spots, more }: Pick<SpotFinder, "spots" | "more">,
  kind = fileKind(path),
): void {
  for (const [index, spot] of spots.entries())
    to.findings.push({
      ...spot,
      kind,
      path,
      more: index === 0 ? more : 0,
      git: null,
      target: null,
    });
}

function pieces(path: string, signal: AbortSignal): AsyncIterable<Buffer> {
  return createReadStream(path, { highWaterMark: BUFFER_BYTES / 4, signal });
}

/** Twice at most: once to know, and a second time for the lines, which most files never need. */
async function searchLarge(to: Collecting, path: string): Promise<void> {
  try {
    const detector = detect(to.wanted);
    for await (const piece of pieces(path, to.signal)) {
      detector.push(piece);
      if (detector.found) break;
    }
    if (!detector.found) return;
    const finder = findSpots(to.wanted);
    for await (const piece of pieces(path, to.signal)) finder.push(piece);
    note(to, path, finder);
  } catch (error) {
    to.signal.throwIfAborted();
    to.skipped({ what: path, why: reasonOf(error) });
  }
}

async function searchInside(to: Collecting, path: string): Promise<void> {
  const { members, isImage, broken } = await searchArchive(
    pieces(path, to.signal),
    path,
    to.wanted,
    to.signal,
  );
  for (const member of members) {
    const kind = member.path === path ? fileKind(path.replace(/\.(?:gz|zst)$/i, "")) : "archive";
    note(to, member.path, member, isImage ? "image-layer" : kind);
  }
  if (broken !== null) to.skipped({ what: broken.path, why: broken.why });
}

/** A search through files, one after the other. */
export function fileSearch(
  wanted: Wanted,
  signal: AbortSignal,
  skipped: (one: NotSearched) => void,
): FileSearch {
  const buffer = Buffer.allocUnsafe(BUFFER_BYTES);
  const to: Collecting = { wanted, signal, findings: [], skipped };
  let files = 0;
  let bytes = 0;

  function read(path: string): number | undefined {
    try {
      const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
      try {
        return readSync(fd, buffer, 0, buffer.length, null);
      } finally {
        closeSync(fd);
      }
    } catch (error) {
      skipped({ what: path, why: reasonOf(error) });
      return undefined;
    }
  }

  return {
    findings: to.findings,
    get files() {
      return files;
    },
    get bytes() {
      return bytes;
    },
    file(path) {
      const length = read(path);
      if (length === undefined) return undefined;
      files += 1;
      bytes += length;
      const content = buffer.subarray(0, length);
      if (openedAs(content) !== undefined) return searchInside(to, path);
      const closed = closedAs(content);
      if (closed !== undefined)
        skipped({ what: path, why: `compressed with ${closed}: unpack it and search there` });
      if (length === buffer.length) return searchLarge(to, path);
      if (wanted.needles.find(content, 0, length) !== undefined)
        note(to, path, spotsIn(wanted, content));
      return undefined;
    },
  };
}
