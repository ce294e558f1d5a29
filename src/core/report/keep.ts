// The places of a post-mortem that people write in, and how their words survive when the rest is written anew.

/** Stands in front of every opening mark that the program wrote: marks that people quote have no such line. */
const GUIDE = "<!-- Write between the next two marks; everything there is kept. -->";
const OPEN = /^<!-- claro-ir:keep ([a-z-]+) -->[ \t]*$/;
const CLOSE = /^<!-- \/claro-ir:keep -->[ \t]*$/;
/** A section's heading as the program writes it. */
const SECTION = /^## \d+\. /;
const SUM = /^<!-- claro-ir:sum ([a-z0-9]+) -->$/;
/** Name of the last region: what could not be put back where it was. */
const KEPT = "kept";
/** What an unwritten region says; the lint looks for it. */
export const UNWRITTEN = "Not written yet";

/** A region for people with its first content, which ends in a newline. */
export function keepRegion(name: string, content: string): string {
  return `${GUIDE}\n<!-- claro-ir:keep ${name} -->\n${content}<!-- /claro-ir:keep -->`;
}

/** `_Not written yet: …_`, the first content of a region. */
export function unwritten(prompt: string): string {
  return `_${UNWRITTEN}: ${prompt}_\n`;
}

interface Line {
  readonly text: string;
  readonly start: number;
  /** Behind the line's newline. */
  readonly end: number;
}

function linesOf(document: string): Line[] {
  const lines: Line[] = [];
  for (let start = 0; start < document.length;) {
    const newline = document.indexOf("\n", start);
    const end = newline < 0 ? document.length : newline + 1;
    lines.push({ text: document.slice(start, end).replace(/\r?\n$/, ""), start, end });
    start = end;
  }
  return lines;
}

export interface Region {
  readonly name: string;
  /** Exactly what stands between the marks. */
  readonly content: string;
  /** Where the content starts in the document, in UTF-16 units. */
  readonly start: number;
  /** Number of the opening line, from 1. */
  readonly line: number;
}

export interface Kept {
  readonly regions: readonly Region[];
  /** Everything outside the regions, line by line. */
  readonly outside: readonly string[];
  /** False when a mark is damaged or the text outside is not what the program wrote. */
  readonly intact: boolean;
}

/**
 * Openings that count: those behind a guide line. One that lost its guide counts where its name is one of `names` and no
 * guided one has it; in a document without any guide line all of them count.
 */
function openings(lines: readonly Line[], names: ReadonlySet<string>): number[] {
  const marks = lines.flatMap((line, index) => {
    const name = OPEN.exec(line.text)?.[1];
    return name === undefined ? [] : [{ index, name, guided: lines[index - 1]?.text === GUIDE }];
  });
  const guided = new Set(marks.filter((mark) => mark.guided).map((mark) => mark.name));
  return marks
    .filter((mark) => {
      if (mark.guided || guided.size === 0) return true;
      return names.has(mark.name) && !guided.has(mark.name);
    })
    .map((mark) => mark.index);
}

/** The last closing mark in `[from, to)`: one that people quoted inside their text stands before it. */
function closing(lines: readonly Line[], from: number, to: number): number {
  for (let index = to - 1; index >= from; index -= 1)
    if (CLOSE.test(lines[index]?.text ?? "")) return index;
  return -1;
}

/** A checksum against edits by hand (FNV-1a, 32 bit): it guards nothing against intent. */
function checksum(lines: readonly string[]): string {
  let hash = 0x811c9dc5;
  for (const line of lines)
    for (let at = 0; at <= line.length; at += 1) {
      hash ^= at < line.length ? line.charCodeAt(at) : 10;
      hash = Math.imul(hash, 0x01000193);
    }
  return (hash >>> 0).toString(36);
}

function isOurs(line: string): boolean {
  return line === GUIDE || SUM.test(line);
}

/** Whether a region that should be there has no opening mark: then the next closing mark may be its own. */
function isDamaged(lines: readonly Line[], opens: readonly number[], names: ReadonlySet<string>) {
  const found = new Set(opens.map((open) => OPEN.exec(lines[open]?.text ?? "")?.[1]));
  return [...names].some((name) => name !== KEPT && !found.has(name));
}

/** Where a region opened at `open` must have ended: the next region's guide or mark, in a damaged document also the next section. */
function limitOf(lines: readonly Line[], open: number, next: number, damaged: boolean): number {
  for (let index = open + 1; index < next; index += 1) {
    const text = lines[index]?.text ?? "";
    if (text === GUIDE || (damaged && SECTION.test(text))) return index;
  }
  return next;
}

/** Take a document apart into its regions and the text around them. `names`: regions that are expected. */
export function readKept(document: string, names: ReadonlySet<string> = new Set()): Kept {
  const lines = linesOf(document);
  const opens = openings(lines, names);
  const damaged = isDamaged(lines, opens, names);
  const regions: Region[] = [];
  const outside: string[] = [];
  let whole = true;
  let from = 0;
  for (const [order, open] of opens.entries()) {
    const limit = limitOf(lines, open, opens[order + 1] ?? lines.length, damaged);
    const close = closing(lines, open + 1, limit);
    if (close < 0) {
      whole = false;
      continue;
    }
    outside.push(...lines.slice(from, open).map((line) => line.text));
    const start = lines[open]?.end ?? 0;
    regions.push({
      name: OPEN.exec(lines[open]?.text ?? "")?.[1] ?? "",
      content: document.slice(start, lines[close]?.start),
      start,
      line: open + 1,
    });
    from = close + 1;
  }
  outside.push(...lines.slice(from).map((line) => line.text));
  const sum = outside.map((line) => SUM.exec(line)?.[1]).findLast((found) => found !== undefined);
  const generated = outside.filter((line) => !isOurs(line));
  return { regions, outside: generated, intact: whole && sum === checksum(generated) };
}

/** What of the old document has no place in the new one: regions of unknown or repeated names, and lines written outside. */
function homeless(old: Kept, fresh: Kept): string[] {
  const names = new Set(fresh.regions.map((region) => region.name));
  const seen = new Set<string>();
  const pieces: string[] = [];
  for (const { name, content } of old.regions) {
    if (name !== KEPT && (!names.has(name) || seen.has(name))) pieces.push(content);
    seen.add(name);
  }
  if (old.intact) return pieces;
  const generated = new Set(fresh.outside);
  const lines = old.outside.filter(
    (line) => !(line.trim() === "" || generated.has(line) || OPEN.test(line) || CLOSE.test(line)),
  );
  return lines.length === 0 ? pieces : [...pieces, `${lines.join("\n")}\n`];
}

/** The kept region's new content: what was there, and below it what newly lost its place. */
function keptContent(old: Kept, fresh: Kept): string {
  const before = old.regions.filter((region) => region.name === KEPT).map((one) => one.content);
  return [...before, ...homeless(old, fresh)]
    .map((piece) => (piece === "" || piece.endsWith("\n") ? piece : `${piece}\n`))
    .join("");
}

/**
 * A freshly generated document with the words of `previous` put back, byte for byte. Text whose region is gone or
 * damaged, and lines written outside the regions, are added in a last region "Kept text" instead of being lost.
 */
export function mergeKept(document: string, previous: string | undefined): string {
  const fresh = readKept(document);
  const names = new Set([...fresh.regions.map((region) => region.name), KEPT]);
  const old = previous === undefined ? NOTHING : readKept(previous, names);
  const kept = keptContent(old, fresh);
  const tail = kept === "" ? "" : `\n## Kept text\n\n${keepRegion(KEPT, kept)}\n`;
  const sum = checksum([...fresh.outside, ...(kept === "" ? [] : ["", "## Kept text", ""])]);
  return `${putBack(document, fresh, old)}${tail}<!-- claro-ir:sum ${sum} -->\n`;
}

const NOTHING: Kept = { regions: [], outside: [], intact: true };

function putBack(document: string, fresh: Kept, old: Kept): string {
  let result = "";
  let from = 0;
  for (const { name, content, start } of fresh.regions) {
    const words = old.regions.find((region) => region.name === name)?.content ?? content;
    result += document.slice(from, start) + words;
    from = start + content.length;
  }
  return result + document.slice(from);
}
