// An open descriptor as a stream that can be given up: a read that blocks a thread outlives every signal but SIGKILL.
import { createReadStream, fstatSync, readdirSync, writeSync, type Stats } from "node:fs";
import { Socket } from "node:net";
import { addAbortSignal, type Readable } from "node:stream";
import { isatty, ReadStream } from "node:tty";

/** How a secret is handed over by a descriptor; any number from 3 does. */
export const DESCRIPTOR_HINT = "--secret-fd 3 3< <(pass show <name>)";

/** What an open descriptor leads to; `none` where it is not open. */
type Kind = "file" | "stream" | "terminal" | "other" | "none";

/** Everything that comes from `fd`, which is closed at the end (stdin excepted). Waiting ends with an AbortError when `signal` does. */
export function readable(fd: number, signal: AbortSignal | undefined): Readable {
  const stream = fd === 0 ? process.stdin : opened(fd, kindOf(fd));
  return signal === undefined ? stream : addAbortSignal(signal, stream);
}

function opened(fd: number, kind: Kind): Readable {
  if (kind === "stream") return new Socket({ fd, writable: false });
  if (kind === "terminal") return new ReadStream(fd);
  return createReadStream("", { fd });
}

/** Why no secret can come from `fd`: undefined when one can. Node's own pipes are none of the operator's. */
export function unfit(fd: number): string | undefined {
  const kind = kindOf(fd);
  if (kind === "none") return "it is not open";
  if (kind === "other") return "it is no file, pipe, socket or terminal";
  return kind === "stream" && isOurOwnPipe(fd)
    ? "it is a pipe whose other end this program holds itself"
    : undefined;
}

/** What `fd` leads to. */
function kindOf(fd: number): Kind {
  const found = statOf(fd);
  if (found === undefined) return "none";
  if (found.isFile()) return "file";
  if (found.isFIFO() || found.isSocket()) return "stream";
  return isatty(fd) ? "terminal" : "other";
}

function statOf(fd: number): Stats | undefined {
  try {
    return fstatSync(fd);
  } catch {
    return undefined; // not open, or no number that a descriptor can have
  }
}

/** Nobody else writes into such a pipe: to read it would wait for ever, and take Node's own messages away. */
function isOurOwnPipe(fd: number): boolean {
  const pipe = statOf(fd);
  return openDescriptors().some((other) => {
    const found = statOf(other);
    return found?.isFIFO() === true && found.ino === pipe?.ino && found.dev === pipe.dev
      ? isWritable(other)
      : false;
  });
}

/** By number, as Linux and macOS list them. */
function openDescriptors(): readonly number[] {
  try {
    return readdirSync("/dev/fd").map(Number);
  } catch {
    return []; // a system that does not list them: the wait can still be interrupted
  }
}

/** To write nothing is refused at a pipe's reading end. */
function isWritable(fd: number): boolean {
  try {
    writeSync(fd, Buffer.alloc(0));
    return true;
  } catch {
    return false;
  }
}
