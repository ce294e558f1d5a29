// stdin through a text filter to stdout, byte for byte: whatever is not replaced leaves as it came, in UTF-8, UTF-16 or no encoding at all.
import { errorCode } from "./error-code.ts";

/** The part of a text filter that is used. */
interface Filter {
  push(text: string): string;
  end(): string;
}

/** How bytes become characters and back. */
interface Codec {
  /** Characters are UTF-16 units; else each is one byte. */
  readonly wide: boolean;
  decode(bytes: Buffer): string;
  encode(text: string): Buffer;
  /** A last byte that made no character. */
  rest(): Buffer;
}

const BYTES: Codec = {
  wide: false,
  decode: (bytes) => bytes.toString("latin1"),
  encode: (text) => Buffer.from(text, "latin1"),
  rest: () => Buffer.alloc(0),
};

function utf16(isBigEndian: boolean): Codec {
  let odd = Buffer.alloc(0);
  return {
    wide: true,
    decode(bytes) {
      const all = Buffer.concat([odd, bytes]);
      const length = all.length - (all.length % 2);
      odd = all.subarray(length);
      const even = all.subarray(0, length);
      return (isBigEndian ? even.swap16() : even).toString("utf16le");
    },
    encode(text) {
      const bytes = Buffer.from(text, "utf16le");
      return isBigEndian ? bytes.swap16() : bytes;
    },
    rest: () => odd,
  };
}

/** A byte order mark, or two plain characters that each come with a zero, as in a pipe of Windows. */
const LITTLE_ENDIAN = /^(?:\u00FF\u00FE|[\t\n\r -~]\0[\t\n\r -~]\0)/;
const BIG_ENDIAN = /^(?:\u00FE\u00FF|\0[\t\n\r -~]\0[\t\n\r -~])/;

function codecOf(bytes: Buffer): Codec {
  const start = bytes.toString("latin1", 0, 4);
  if (LITTLE_ENDIAN.test(start)) return utf16(false);
  return BIG_ENDIAN.test(start) ? utf16(true) : BYTES;
}

/** Errors that mean that nobody reads any more: no failure of ours. */
const GONE = ["EPIPE", "ECONNRESET", "ERR_STREAM_DESTROYED", "EIO"];

interface Sink {
  /** False when nobody reads any more. Throws what else went wrong, e.g. ENOSPC. */
  write(bytes: Buffer): Promise<boolean>;
}

function stdoutSink(): Sink {
  let failed: Error | undefined;
  process.stdout.on("error", (error: Error) => (failed ??= error));
  return {
    async write(bytes) {
      if (failed === undefined && bytes.length > 0)
        await new Promise<void>((resolve) => {
          process.stdout.write(bytes, (error) => {
            if (error) failed ??= error;
            resolve();
          });
        });
      if (failed === undefined) return true;
      if (GONE.includes(errorCode(failed) ?? "")) return false;
      throw failed;
    },
  };
}

/** Pieces of stdin, the first with at least four bytes where there are so many; ends at Ctrl-C as at the end. */
async function* pieces(signal: AbortSignal): AsyncGenerator<Buffer> {
  const { stdin } = process;
  let start: Buffer = Buffer.alloc(0);
  let begun = false;
  signal.addEventListener("abort", () => stdin.destroy(), { once: true });
  try {
    for await (const chunk of stdin) {
      const bytes = chunk as Buffer;
      start = begun ? bytes : Buffer.concat([start, bytes]);
      begun ||= start.length >= 4;
      if (begun) yield start;
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  if (!begun && start.length > 0) yield start;
}

/**
 * Filter all of stdin to stdout; `make` is told whether characters are UTF-16 units or bytes. A reader that goes away ends it quietly.
 * With `discard` nothing is written. Throws what reading or writing throws (a full disk).
 */
export async function filterStdin(
  make: (wide: boolean) => Filter,
  { signal, discard }: { readonly signal: AbortSignal; readonly discard: boolean },
): Promise<void> {
  const sink: Sink = discard ? { write: () => Promise.resolve(true) } : stdoutSink();
  let codec: Codec | undefined;
  let filter: Filter | undefined;
  for await (const bytes of pieces(signal)) {
    codec ??= codecOf(bytes);
    filter ??= make(codec.wide);
    if (!(await sink.write(codec.encode(filter.push(codec.decode(bytes)))))) return;
  }
  if (codec === undefined || filter === undefined) return;
  await sink.write(Buffer.concat([codec.encode(filter.end()), codec.rest()]));
}
