// What a report is made of before it is Markdown, HTML or JSON: sections of paragraphs, tables, pictures and places that people write in.

/**
 * A piece of a line. Text is plain, whatever lies in it: each rendering escapes it for its medium. `event` and `evidence` point at an
 * entry of the timeline and of the manifest, `eventHere` and `evidenceHere` are those entries.
 */
export type Span =
  | string
  | { readonly strong: string }
  | { readonly soft: string }
  | { readonly code: string }
  | { readonly event: number }
  | { readonly eventHere: number }
  | { readonly evidence: string }
  | { readonly evidenceHere: string };

export type Words = string | readonly Span[];

export interface Table {
  readonly kind: "table";
  /** Lower case with dashes: what scripts and style sheets know it by. */
  readonly name: string;
  /** Titles of the columns; an empty one has none. */
  readonly head: readonly string[];
  readonly rows: readonly (readonly Words[])[];
  /** Said instead of a table without rows. */
  readonly none: string;
}

/** A place for people's words; `name` ties them to it when the rest is written anew. */
export interface Written {
  readonly kind: "written";
  readonly name: string;
  /** What is asked for; null where `start` is an answer already. */
  readonly prompt: string | null;
  /** Questions that help, for whoever writes. */
  readonly questions: readonly string[];
  /** Columns of the table to fill in; none where a text is wanted. */
  readonly columns: readonly string[];
  /** Words that stand there from the beginning, as Markdown. */
  readonly start: string | null;
}

export interface Picture {
  readonly kind: "picture";
  /** An SVG element of ours, its texts escaped. */
  readonly svg: string;
  /** The same for a screen too narrow for its letters. */
  readonly phone: string;
  /** Its style sheet, which the page's policy must name. */
  readonly style: string;
  /** What it shows, for who cannot see it and where no picture can stand. */
  readonly words: string;
}

export type Block =
  | { readonly kind: "paragraph"; readonly words: Words }
  /** Below the section's own heading. */
  | { readonly kind: "heading"; readonly words: Words }
  | { readonly kind: "list"; readonly items: readonly Words[] }
  | Table
  | Written
  | Picture;

export interface Section {
  /** From 1. */
  readonly number: number;
  readonly title: string;
  readonly blocks: readonly Block[];
}

export interface Document {
  readonly title: string;
  /** Lines that must be seen before anything else: a drill, a marking. */
  readonly marks: readonly string[];
  readonly sections: readonly Section[];
}

export function paragraph(...spans: readonly Span[]): Block {
  return { kind: "paragraph", words: spans };
}

export function heading(words: string): Block {
  return { kind: "heading", words };
}

/** A line in bold above a table or text. */
export function label(strong: string, ...rest: readonly Span[]): Block {
  return { kind: "paragraph", words: [{ strong }, ...rest] };
}

export function list(items: readonly Words[]): Block {
  return { kind: "list", items };
}

export function table(
  name: string,
  head: readonly string[],
  rows: readonly (readonly Words[])[],
  none: string,
): Table {
  return { kind: "table", name, head, rows, none };
}

/** A place for people, with what is asked for. */
export function written(
  name: string,
  prompt: string,
  more: { readonly questions?: readonly string[]; readonly columns?: readonly string[] } = {},
): Written {
  return { kind: "written", name, prompt, questions: [], columns: [], start: null, ...more };
}

/** What a reader sees of a span without any markup. */
export function plainSpan(span: Span): string {
  if (typeof span === "string") return span;
  if ("strong" in span) return span.strong;
  if ("soft" in span) return span.soft;
  if ("code" in span) return span.code;
  if ("event" in span) return `#${String(span.event)}`;
  if ("eventHere" in span) return `#${String(span.eventHere)}`;
  if ("evidence" in span) return span.evidence.slice(0, 8);
  return span.evidenceHere;
}

export function spansOf(words: Words): readonly Span[] {
  return typeof words === "string" ? [words] : words;
}

export function plainWords(words: Words): string {
  return spansOf(words).map(plainSpan).join("");
}
