// What both kinds of env file have in common: the shape of a syntax, and text that keeps every byte of the file.
import { OutsideError } from "../../ports/outside.ts";

/** How one variable stands in a file. `problem`: readers of such files would not agree, so nothing is read or written. */
export interface VariableView {
  /** Line numbers (from 1) of its assignments. */
  readonly lines: readonly number[];
  /** The value that counts (the last one), undefined when it is not assigned. */
  readonly value: string | undefined;
  readonly problem: string | undefined;
}

/** The rules of one file format. Texts are bytes as Latin-1, so that what is not touched stays the same byte for byte. */
export interface EnvSyntax {
  view(text: string, variable: string): VariableView;
  /** Put the value in every assignment of the variable, or in a new line at the end. Throws OutsideError (certain) when it cannot be exact. */
  replace(text: string, variable: string, value: string): string;
  /** Plan lines about how the variable stands there, without its value. */
  remarks(text: string, variable: string): readonly string[];
}

/** One value's place in the text: `start` to `end` is what a write replaces. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Characters that every reader of env files (Node, dotenv, docker, Compose, a shell) takes literally and without quotes. */
export const PLAIN_VALUE = /^[A-Za-z0-9_\-./+=:]+$/;

/** Text with each span replaced. Spans are in order and do not overlap. */
export function splice(text: string, spans: readonly Span[], fill: (at: Span) => string): string {
  let result = "";
  let from = 0;
  for (const span of spans) {
    result += text.slice(from, span.start) + fill(span);
    from = span.end;
  }
  return result + text.slice(from);
}

/** The text with one more line, in the file's own kind of line end. */
export function appendLine(text: string, line: string): string {
  const end = /\r\n/.test(text) ? "\r\n" : "\n";
  const gap = text === "" || text.endsWith("\n") ? "" : end;
  return text + gap + line + end;
}

/** 1-based number of the line that holds `offset`. */
export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf("\n"); at !== -1 && at < offset; at = text.indexOf("\n", at + 1))
    line += 1;
  return line;
}

/** A value as it stands among Latin-1 bytes, and back. */
export function toBytes(value: string): string {
  return Buffer.from(value, "utf8").toString("latin1");
}

export function fromBytes(bytes: string): string {
  return Buffer.from(bytes, "latin1").toString("utf8");
}

/** A refusal before anything was changed. */
export function refusal(message: string, hint?: string): OutsideError {
  return new OutsideError(true, message, hint === undefined ? {} : { hint });
}
