// The `.env` syntax: find each assignment of a variable, replace its value alone, prove the result with Node's own parser.
import { parseEnv } from "node:util";

import {
  appendLine,
  fromBytes,
  lineAt,
  PLAIN_VALUE,
  refusal,
  splice,
  toBytes,
  type EnvSyntax,
  type Span,
  type VariableView,
} from "./env-text.ts";

type Quote = "" | "'" | '"' | "`";

interface Assignment extends Span {
  readonly name: string;
  readonly quote: Quote;
  /** Start of the line after it. */
  readonly next: number;
  /** dotenv and Node see it end on different lines. */
  readonly disputed: boolean;
}

// Blank lines and comments do not match; a line without `=` neither.
const ASSIGNMENT = /[ \t]*(?:export[ \t]+)?([^ \t\r\n#=][^=\n]*?)[ \t]*=[ \t]*/y;
const REST_IS_COMMENT = /[ \t]*(?:#.*)?\r?$/my;
// Control characters end a line or are dropped by some reader; U+2028 and U+2029 end a line for JavaScript's regular expressions.
// oxlint-disable-next-line no-control-regex -- control characters are what this looks for
const NEVER = /[\u0000-\u001f\u007f\u2028\u2029]/;

/** Rules of `.env` as Node's util.parseEnv and dotenv read them: the last assignment counts. */
export const dotenvSyntax: EnvSyntax = { view, replace, remarks };

function view(text: string, variable: string): VariableView {
  const all = assignments(text);
  const own = all.filter((one) => one.name === variable);
  const lines = own.map((one) => lineAt(text, one.start));
  const value = parsed(text).get(variable);
  return { lines, value, problem: problemOf(text, all, own.length > 0 !== (value !== undefined)) };
}

function problemOf(text: string, all: readonly Assignment[], differs: boolean): string | undefined {
  if (text.includes("\u0000")) return "it is not UTF-8 text";
  if (/\r(?!\n)/.test(text)) return "it has carriage returns inside lines";
  const disputed = all.find((one) => one.disputed);
  if (disputed !== undefined)
    return `readers of .env files disagree where the quotes opened on line ${String(lineAt(text, disputed.start))} end`;
  return differs ? "readers of .env files disagree about the variable" : undefined;
}

function replace(text: string, variable: string, value: string): string {
  const bytes = toBytes(value);
  const own = assignments(text).filter((one) => one.name === variable);
  const quotes = new Map(own.map((one) => [one.start, quoted(value, bytes, one.quote)]));
  const next =
    own.length === 0
      ? appendLine(text, `${variable}=${quoted(value, bytes, "")}`)
      : splice(text, own, (at) => (quotes.get(at.start) ?? "") + (text[at.end] === "#" ? " " : ""));
  prove(text, next, variable, value);
  return next;
}

function remarks(text: string, variable: string): readonly string[] {
  const { lines } = view(text, variable);
  if (lines.length < 2) return [];
  return [
    `the variable is assigned on lines ${lines.join(", ")}: the last one counts, all are replaced so that no old key stays`,
  ];
}

/** Re-read the new text before it is published: the variable has exactly the value, every other one is as before. */
function prove(before: string, after: string, variable: string, value: string): void {
  const was = parsed(before);
  const is = parsed(after);
  const exact = is.get(variable) === value;
  was.delete(variable);
  is.delete(variable);
  if (exact && JSON.stringify([...was]) === JSON.stringify([...is])) return;
  throw refusal(
    "the file is written in a way that cannot be changed without touching other variables",
    `edit ${variable} by hand`,
  );
}

/** Variables as util.parseEnv reads them, except that an empty value followed by blanks does not swallow the next line as it does there. */
function parsed(text: string): Map<string, string> {
  const body = text.replace(/^\u00ef\u00bb\u00bf/, "");
  const values = parseEnv(body.replaceAll(/^([^#\n]*=)[ \t]+(?=\r?$)/gm, "$1"));
  return new Map(Object.entries(values).map(([name, value]) => [name, fromBytes(value ?? "")]));
}

function assignments(text: string): readonly Assignment[] {
  const found: Assignment[] = [];
  let at = text.startsWith("\u00ef\u00bb\u00bf") ? 3 : 0;
  while (at < text.length) {
    ASSIGNMENT.lastIndex = at;
    const match = ASSIGNMENT.exec(text);
    if (match === null) {
      at = lineEnd(text, at) + 1;
      continue;
    }
    const one = assignment(text, match[1] ?? "", ASSIGNMENT.lastIndex);
    found.push(one);
    at = one.next;
  }
  return found;
}

function assignment(text: string, name: string, start: number): Assignment {
  const quote = /^['"`]/.exec(text.slice(start, start + 1))?.[0] as Quote | undefined;
  const closing = quote === undefined ? -1 : text.indexOf(quote, start + 1);
  if (quote === undefined || closing === -1) return unquoted(text, name, start);
  REST_IS_COMMENT.lastIndex = closing + 1;
  const clean = REST_IS_COMMENT.test(text);
  const eol = lineEnd(text, closing);
  return {
    name,
    quote,
    start,
    // What follows the closing quote is part of the value for some readers, unless it is a comment.
    end: clean ? closing + 1 : withoutReturn(text, start, eol),
    next: eol + 1,
    disputed: lineEnd(text, dotenvEnd(text, start, quote)) !== eol,
  };
}

function unquoted(text: string, name: string, start: number): Assignment {
  const eol = lineEnd(text, start);
  // `a#b` is `a` for Node and `a#b` for Compose: only a `#` after a blank is surely a comment, all else goes with the value.
  const line = text.slice(start - 1, withoutReturn(text, start, eol));
  const comment = line.search(/[ \t]#/);
  const value = line.slice(1, comment === -1 ? undefined : comment + 1);
  const end = start + value.replace(/[ \t]+$/, "").length;
  return { name, quote: "", start, end, next: eol + 1, disputed: false };
}

/** Where dotenv sees a quoted value end: at an unescaped quote with nothing but a comment behind it, else on the first line. */
function dotenvEnd(text: string, start: number, quote: Quote): number {
  let at = text.indexOf(quote, start + 1);
  while (at !== -1) {
    REST_IS_COMMENT.lastIndex = at + 1;
    if (text[at - 1] !== "\\") return REST_IS_COMMENT.test(text) ? at : start;
    at = text.indexOf(quote, at + 1);
  }
  return start;
}

function lineEnd(text: string, from: number): number {
  const at = text.indexOf("\n", from);
  return at === -1 ? text.length : at;
}

function withoutReturn(text: string, start: number, eol: number): number {
  return eol > start && text[eol - 1] === "\r" ? eol - 1 : eol;
}

/** The value as written: in the quotes that stood there, else plain, else in quotes that keep it literal for every reader. */
function quoted(value: string, bytes: string, old: Quote): string {
  if (PLAIN_VALUE.test(value)) return old + bytes + old;
  if (value === "" || NEVER.test(value))
    throw refusal("the value is empty or holds control characters, which .env files cannot carry");
  const preferred: readonly Quote[] = old === '"' ? ['"', "'"] : ["'", '"'];
  const quote = preferred.find((one) => staysLiteral(value, one));
  if (quote === undefined)
    throw refusal("the value holds quotes or signs that readers of .env files take differently");
  return quote + bytes + quote;
}

function staysLiteral(value: string, quote: Quote): boolean {
  return quote === "'" ? !/'|\\$/.test(value) : !/["\\$`]/.test(value);
}
