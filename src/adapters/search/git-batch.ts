// The answers of `git cat-file --batch` as objects: a line `<id> <type> <size>`, the content, a newline (git-cat-file(1), "BATCH OUTPUT").
import type { Readable } from "node:stream";

export type ObjectType = "blob" | "commit" | "tag";

export interface GitObject {
  readonly id: string;
  readonly type: ObjectType;
}

/** Takes the content of one object in pieces. */
export interface Sink {
  push(bytes: Uint8Array): void;
  end(): void;
}

/** Git ended badly; the message is its own first line. */
export class GitFailure extends Error {}

const NEWLINE = 10;

export function isObjectType(type: string): type is ObjectType {
  return type === "blob" || type === "commit" || type === "tag";
}

function objectOf(header: string): { readonly object: GitObject; readonly size: number } {
  const [id = "", type = "", size] = header.split(" ");
  if (size === undefined || !isObjectType(type))
    throw new GitFailure(`git gives no object ${id} (${type})`);
  return { object: { id, type }, size: Number(size) };
}

/** Hand each object's content to the sink that is made for it. Gives how many there were. Throws GitFailure for an object that is not there. */
export async function readBatch(
  source: Readable,
  sinkOf: (object: GitObject) => Sink,
): Promise<number> {
  let header = "";
  let current: { readonly sink: Sink; left: number } | undefined;
  let count = 0;

  /** Take what belongs together from `at` on; gives where the next begins. */
  function take(bytes: Buffer, at: number): number {
    if (current === undefined) {
      const end = bytes.indexOf(NEWLINE, at);
      header += bytes.toString("latin1", at, end === -1 ? bytes.length : end);
      if (end === -1) return bytes.length;
      const { object, size } = objectOf(header);
      header = "";
      current = { sink: sinkOf(object), left: size };
      return end + 1;
    }
    if (current.left > 0) {
      const piece = bytes.subarray(at, at + current.left);
      current.sink.push(piece);
      current.left -= piece.length;
      return at + piece.length;
    }
    // The newline behind the content.
    current.sink.end();
    current = undefined;
    count += 1;
    return at + 1;
  }

  for await (const chunk of source) {
    const bytes = chunk as Buffer;
    for (let at = 0; at < bytes.length;) at = take(bytes, at);
  }
  return count;
}
