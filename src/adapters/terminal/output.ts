// Everything the program says leaves here: redacted, escaped for a terminal, styled only where a terminal wants it.
import type { Writable } from "node:stream";
import { styleText } from "node:util";
import { ClaroIrError } from "../../core/error.ts";
import { foldToAscii } from "./ascii.ts";
import { fold } from "./fold.ts";

export type Style = "bold" | "dim" | "red" | "green" | "yellow" | "cyan" | "inverse";

/** A piece of a line: plain, or in a style that a terminal with colour shows. */
export type Span = string | { readonly text: string; readonly style: Style };

/** One or more lines of plain text, or one line made of pieces. */
export type Words = string | readonly Span[];

/** The part of `process.stdout` and `process.stderr` that is used. */
export interface OutputStream extends Pick<Writable, "write" | "on"> {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

export interface OutputOptions {
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Replaces secrets and personal data. Gets plain text, gives plain text. */
  readonly redact: (text: string) => string;
  /** No colour whatever the environment says; asked each time, because a flag may say so later. */
  readonly plain?: () => boolean;
  /** Makes control and direction characters visible; newlines and tabs stay. */
  readonly escape: (text: string) => string;
}

export interface Output {
  /** The result, to stdout. A newline is added where it is missing. */
  out(words: Words): void;
  /** The conversation, to stderr. */
  err(words: Words): void;
  /** Exactly one JSON document, to stdout. */
  json(value: unknown): void;
  /** One line of JSON Lines, to stdout. */
  jsonLine(value: unknown): void;
  /** A finished document, to stdout: redacted, but escaped for its own medium already. */
  raw(document: string): void;
  /** Redacted only, for what is stored. */
  redact(text: string): string;
  /** Redacted and escaped, for text that leaves by another way (a prompt, a last message). */
  clean(text: string): string;
  /** Columns of the terminal in use: at least 40, 80 where there is none. May change while the program runs. */
  width(): number;
  /** The locale cannot show more than ASCII: our own typographic signs are written plainly. */
  readonly ascii: boolean;
  readonly colour: { readonly out: boolean; readonly err: boolean };
  /** stdout has no reader any more (`| head`): a command that streams may stop. */
  closed(): boolean;
  /** Wait until everything is written. Throws ClaroIrError `output-incomplete` when stdout could not take it all. */
  flush(): Promise<void>;
}

/** Errors that mean "the reader went away", which is no failure of ours. */
const GONE = new Set(["EPIPE", "EIO", "ECONNRESET", "ERR_STREAM_DESTROYED"]);

/** Format and control characters that JSON.stringify leaves as they are. */
const UNSAFE_IN_JSON =
  /[\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

/** The one way out for words. Installs the `error` listeners without which a closed pipe or a lost terminal ends the process. */
export function createOutput(options: OutputOptions): Output {
  const { env, redact, escape } = options;
  const ascii = !/utf-?8/i.test(env["LC_ALL"] || env["LC_CTYPE"] || env["LANG"] || "");
  // Node builds a stream when it is first touched, which costs a fifth of an empty start: stderr often never is.
  const colour = {
    get out() {
      return options.plain?.() !== true && wantsColour(options.stdout, env);
    },
    get err() {
      return options.plain?.() !== true && wantsColour(options.stderr, env);
    },
  };
  const out = lazySink(() => options.stdout);
  const err = lazySink(() => options.stderr);

  function width(): number {
    const { stdout, stderr } = options;
    return Math.max(40, stdout.columns || stderr.columns || Number(env["COLUMNS"]) || 80);
  }

  function plain(text: string): string {
    return escape(ascii ? foldToAscii(text) : text);
  }

  function clean(text: string): string {
    return plain(redact(text));
  }

  function say(words: Words, coloured: boolean): string {
    const text = typeof words === "string" ? words : words.map(textOf).join("");
    const safe = redact(text);
    // A secret may lie across two pieces. Then the line loses its styles, not its redaction.
    const said =
      typeof words === "string" || !coloured || safe !== text
        ? plain(safe)
        : words.map((span) => paint(span, plain(textOf(span)))).join("");
    return said.endsWith("\n") ? said : `${said}\n`;
  }

  /** To a terminal the words come folded, elsewhere as they are: a program reads them by lines. */
  function sayTo(stream: OutputStream, words: Words, coloured: boolean): string {
    const said = say(words, coloured);
    return stream.isTTY === true && options.plain?.() !== true ? fold(said, width()) : said;
  }

  function jsonText(value: unknown, indent: number): string {
    const text = JSON.stringify(
      value,
      (_key, part: unknown) => (typeof part === "string" ? redact(part) : part),
      indent,
    );
    return `${text.replace(UNSAFE_IN_JSON, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`)}\n`;
  }

  return {
    out: (words) => out.write(sayTo(options.stdout, words, colour.out)),
    err: (words) => err.write(sayTo(options.stderr, words, colour.err)),
    json: (value) => out.write(jsonText(value, 2)),
    jsonLine: (value) => out.write(jsonText(value, 0)),
    raw: (document) => out.write(redact(document)),
    redact,
    clean,
    width,
    ascii,
    colour,
    closed: () => out.failure() !== undefined,
    flush: () => flush(out, err),
  };
}

async function flush(out: Sink, err: Sink): Promise<void> {
  await Promise.all([out.drained(), err.drained()]);
  const failure = out.failure();
  if (failure !== undefined && !GONE.has(failure))
    throw new ClaroIrError(
      "found",
      "output-incomplete",
      `What was to be printed could not all be written (${failure}). What is on record is safe.`,
      { hint: "free some space, or print to another place, then: claro-ir status" },
    );
}

/** NO_COLOR and FORCE_COLOR as no-color.org and Node read them; a dumb terminal has none. */
function wantsColour(stream: OutputStream, env: OutputOptions["env"]): boolean {
  const forced = env["FORCE_COLOR"];
  if (forced !== undefined) return forced !== "0" && forced !== "false";
  if (env["NO_COLOR"] || env["TERM"] === "dumb") return false;
  return stream.isTTY === true;
}

function textOf(span: Span): string {
  return typeof span === "string" ? span : span.text;
}

function paint(span: Span, text: string): string {
  return typeof span === "string" ? text : styleText(span.style, text, { validateStream: false });
}

interface Sink {
  write(text: string): void;
  /** Code of the first error, e.g. `EPIPE`. */
  failure(): string | undefined;
  drained(): Promise<void>;
}

/** A sink whose stream is touched at the first write. */
function lazySink(stream: () => OutputStream): Sink {
  let made: Sink | undefined;
  return {
    write(text) {
      made ??= sink(stream());
      made.write(text);
    },
    failure: () => made?.failure(),
    drained: () => made?.drained() ?? Promise.resolve(),
  };
}

function sink(stream: OutputStream): Sink {
  let failed: string | undefined;
  let last: Promise<void> = Promise.resolve();
  function fail(error: NodeJS.ErrnoException | null | undefined): void {
    if (error) failed ??= error.code ?? error.name;
  }
  stream.on("error", fail);
  return {
    write(text) {
      if (failed !== undefined) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      last = promise;
      stream.write(text, (error) => {
        fail(error);
        resolve();
      });
    },
    failure: () => failed,
    drained: () => last,
  };
}
