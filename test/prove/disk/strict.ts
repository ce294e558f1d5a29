// The strictest disk that POSIX allows: what a power cut may take, told from the system calls alone, whatever the file system in use would do.
import { basename, dirname } from "node:path";
import type { Call } from "./trace.ts";

/** Start of the names of files that are still being written; nobody reads them. */
const TEMPORARY = ".t-";

function fdPath(text: string): string {
  return /\(\d+<([^>]*)>/.exec(text)?.[1] ?? "";
}

function quoted(text: string): readonly string[] {
  return [...text.matchAll(/"([^"]*)"/g)].map((match) => match[1] ?? "");
}

/**
 * A name counts once its folder was synced after it was made, bytes count once their file was synced after they were written. One sync
 * that failed is never made good by a later one.
 */
export class StrictDisk {
  /** Names that may be gone. */
  readonly #names = new Set<string>();
  /** Files whose bytes may be gone. */
  readonly #bytes = new Set<string>();

  /** Take in what a program did, in order. */
  see(calls: readonly Call[]): void {
    for (const call of calls) if (call.ok || call.name === "fsync") this.#take(call);
  }

  /** What may be gone below this folder after a power cut now; the read model is no record. */
  mayLose(folder: string): readonly string[] {
    return [...new Set([...this.#names, ...this.#bytes])].filter(
      (path) =>
        path.startsWith(folder) &&
        !basename(path).startsWith(TEMPORARY) &&
        basename(path) !== "index.json",
    );
  }

  /** The power went and came back: what is there now is on the disk. */
  restart(): void {
    this.#names.clear();
    this.#bytes.clear();
  }

  #take({ name, text, ok, isInjected }: Call): void {
    const [one = "", other = ""] = quoted(text);
    if (name === "fsync") {
      // An injected success is a lie.
      if (ok && !isInjected) this.#synced(fdPath(text));
    } else if (name === "openat" && text.includes("O_CREAT")) {
      this.#names.add(one);
    } else if (name === "write" || name === "pwrite64") {
      this.#bytes.add(fdPath(text));
    } else if (name === "mkdir") {
      this.#names.add(one);
    } else if (name === "link") {
      this.#named(one, other);
    } else if (name === "rename") {
      this.#named(one, other);
      this.#forget(one);
    } else if (name === "unlink") {
      this.#forget(one);
    }
  }

  #named(from: string, to: string): void {
    this.#names.add(to);
    if (this.#bytes.has(from)) this.#bytes.add(to);
    else this.#bytes.delete(to);
  }

  #forget(path: string): void {
    this.#names.delete(path);
    this.#bytes.delete(path);
  }

  #synced(path: string): void {
    this.#bytes.delete(path);
    for (const name of this.#names) if (dirname(name) === path) this.#names.delete(name);
  }
}
