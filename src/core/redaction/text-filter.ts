// Redaction of a stream of any length in constant memory. However the stream is cut into pieces, the same text comes out.
import { findAll, type Found, type Knowledge } from "./find-all.ts";
import { followQuotes, quotedTag, settle } from "./json-safe.ts";
import { openFrom } from "./open-end.ts";

/** How often each rule was used. */
export interface Counted {
  readonly rule: string;
  readonly title: string;
  readonly count: number;
}

export interface TextFilter {
  /** Takes the next piece, gives what can leave: all complete lines, unless a private key or a known value goes on after them. */
  push(text: string): string;
  /** No more pieces: gives the rest. */
  end(): string;
  /** What was replaced so far, most frequent first. */
  counts(): readonly Counted[];
}

/** A longer line is worked through in windows of this size, cut where no finding is cut. */
export const WINDOW = 1 << 18;
/** What a rule may need to see after a place, or before it. */
const AHEAD = 4096;
const BEHIND = 256;

/** One stream: what came and has not left, and how far a long line is. */
interface Stream {
  readonly knowledge: Knowledge;
  readonly replace: ReturnType<typeof replacer>;
  /** What a place may need to see behind it. */
  readonly ahead: number;
  pending: string;
  /** Within a line that is longer than a window: the end of what has left of it. */
  left: string | undefined;
  /** Within something so long that it has been replaced before its end was seen. */
  swallowing: boolean;
}

/** Replaces what is found between two places of a text, and counts. */
function replacer(counted: Map<string, { title: string; count: number }>) {
  return function replace(
    text: string,
    ordered: readonly Found[],
    from: number,
    to: number,
  ): string {
    const quoteAt = followQuotes(text);
    let result = "";
    let done = from;
    for (const found of ordered) {
      const { start, end } = settle(text, found);
      if (start < done || end > to || start === end) continue;
      const tag = found.tag(text.slice(start, end));
      result += text.slice(done, start) + quotedTag(text, { start, end }, tag, quoteAt);
      done = end;
      const count = counted.get(found.rule);
      if (count === undefined) counted.set(found.rule, { title: found.title, count: 1 });
      else count.count += 1;
    }
    return result + text.slice(done, to);
  };
}

/** From left to right, overlapping ones made one, named by the first. */
function merged(spans: readonly Found[]): Found[] {
  const result: Found[] = [];
  for (const span of spans.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const last = result.at(-1);
    if (last === undefined || span.start >= last.end) result.push(span);
    else if (span.end > last.end) result[result.length - 1] = { ...last, end: span.end };
  }
  return result;
}

/** Where the lines end that are complete and shorter than a window. */
function shortLines(text: string): number {
  let end = 0;
  for (let at = text.indexOf("\n"); at >= 0 && at - end < WINDOW; at = text.indexOf("\n", end))
    end = at + 1;
  return end;
}

function once({ knowledge, replace }: Stream, text: string): string {
  const found = merged(findAll(text, knowledge));
  return found.length === 0 ? text : replace(text, found, 0, text.length);
}

/** A second look finds what had hidden behind its neighbour, as in `…KEY-----4111 1111`; more than a few are not needed. */
const MOST_LOOKS = 4;
const TAG = /\[(?:key fp:|EMAIL|PHONE|CARD|IBAN)/g;

/** A line, looked at until nothing is found in it any more, so that filtering a second time changes nothing. */
function settled(stream: Stream, line: string): string {
  let [before, after] = ["", line];
  for (let look = 1; look < MOST_LOOKS && after !== before; look += 1)
    [before, after] = [after, once(stream, after)];
  return after;
}

/** Whole lines; those in which something was found are looked at again. */
function whole(stream: Stream, text: string): string {
  const found = once(stream, text);
  if (found === text) return text;
  let result = "";
  let done = 0;
  for (const { index } of found.matchAll(TAG)) {
    if (index < done) continue;
    const start = found.lastIndexOf("\n", index) + 1;
    const next = found.indexOf("\n", index);
    const end = next < 0 ? found.length : next;
    result += found.slice(done, start) + settled(stream, found.slice(start, end));
    done = end;
  }
  return result + found.slice(done);
}

/** The next window of a long line; gives what leaves, and takes it from what is pending. */
function nextWindow(stream: Stream, length: number, isLast: boolean): string {
  const before = stream.left ?? "";
  const text = before + stream.pending.slice(0, length);
  const found = merged(findAll(text, stream.knowledge)).filter(
    (span) => span.start >= before.length,
  );
  let cut = isLast ? text.length : text.length - stream.ahead;
  const across = found.find((span) => span.start < cut && span.end > cut);
  if (across !== undefined) {
    // One that fills the window is replaced now; what still belongs to it is left out until it ends.
    stream.swallowing = across.start === before.length;
    cut = stream.swallowing ? text.length : across.start;
  }
  stream.pending = stream.pending.slice(cut - before.length);
  stream.left = isLast ? undefined : text.slice(Math.max(0, cut - BEHIND), cut);
  return stream.replace(text, found, before.length, cut);
}

function swallow(stream: Stream): void {
  const rest = stream.pending.search(/[^\w+/=.%-]/);
  stream.swallowing = rest < 0;
  stream.pending = rest < 0 ? "" : stream.pending.slice(rest);
}

/** Complete lines that can leave; undefined when more must come first, or a long line is next. */
function lines(stream: Stream, forms: readonly string[]): string | undefined {
  const { pending } = stream;
  const end = shortLines(pending);
  const isNextLong = pending.length - end >= WINDOW;
  const complete = pending.slice(0, end);
  const upTo = isNextLong ? end : openFrom(complete, forms);
  if (upTo === 0 && isNextLong) stream.left = "";
  if (upTo === 0) return undefined;
  stream.pending = pending.slice(upTo);
  return whole(stream, complete.slice(0, upTo));
}

/** One step: some lines, or one window of a long one; undefined when more must come first. */
function step(stream: Stream, forms: readonly string[]): string | undefined {
  if (stream.swallowing) swallow(stream);
  if (stream.left === undefined) {
    const ready = lines(stream, forms);
    if (ready !== undefined || stream.left === undefined) return ready;
  }
  const end = stream.pending.indexOf("\n");
  if (end >= 0 && end < WINDOW) return nextWindow(stream, end + 1, true);
  return stream.pending.length >= WINDOW ? nextWindow(stream, WINDOW, false) : undefined;
}

/** A filter for one stream. */
export function createTextFilter(knowledge: Knowledge): TextFilter {
  const counted = new Map<string, { title: string; count: number }>();
  const forms = knowledge.known.entries().flatMap((one) => one.forms);
  const stream: Stream = {
    knowledge,
    replace: replacer(counted),
    ahead: Math.max(AHEAD, ...forms.map((form) => form.length)),
    pending: "",
    left: undefined,
    swallowing: false,
  };
  return {
    push(text) {
      stream.pending += text;
      let result = "";
      for (let part = step(stream, forms); part !== undefined; part = step(stream, forms))
        result += part;
      return result;
    },
    end() {
      if (stream.swallowing) swallow(stream);
      const { pending, left } = stream;
      const result =
        left === undefined ? whole(stream, pending) : nextWindow(stream, pending.length, true);
      stream.pending = "";
      return result;
    },
    counts: () =>
      [...counted]
        .map(([rule, { title, count }]) => ({ rule, title, count }))
        .sort((a, b) => b.count - a.count || (a.rule < b.rule ? -1 : 1)),
  };
}
