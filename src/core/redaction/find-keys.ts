// Keys in a text that somebody pasted: recognised ones become credentials, look-alikes are only pointed at.
import { findSecrets } from "./redact.ts";

export interface FoundKey {
  /** The value itself: goes straight into a Secret. */
  readonly value: string;
  readonly rule: string;
  /** Line number, from 1. */
  readonly line: number;
}

export interface LookAlike {
  readonly line: number;
  readonly length: number;
}

/** The public half of a key, as an AWS access key id: who has it cannot use it, who deletes the key needs it. */
export interface FoundId {
  readonly value: string;
  /** `an AWS access key id` */
  readonly title: string;
  readonly line: number;
}

export interface FoundKeys {
  readonly keys: readonly FoundKey[];
  readonly lookAlikes: readonly LookAlike[];
  readonly ids: readonly FoundId[];
}

function lineOf(text: string, index: number): number {
  return text.slice(0, index).split("\n").length;
}

/** Every distinct key in the text, in order; values that merely look secret are listed by line and length only. */
export function findKeys(text: string): FoundKeys {
  const all = findSecrets(text).toSorted((a, b) => a.start - b.start || b.end - a.end);
  const spans = all.filter((span) => !span.identifier);
  const keys = new Map<string, FoundKey>();
  const lookAlikes: LookAlike[] = [];
  for (const span of spans.filter((one) => !one.context)) {
    const value = text.slice(span.start, span.end);
    if ([...keys.keys()].some((known) => known.includes(value))) continue;
    keys.set(value, { value, rule: span.rule, line: lineOf(text, span.start) });
  }
  for (const span of spans.filter((one) => one.context)) {
    const value = text.slice(span.start, span.end);
    if ([...keys.keys()].some((known) => known.includes(value) || value.includes(known))) continue;
    lookAlikes.push({ line: lineOf(text, span.start), length: value.length });
  }
  const ids = new Map<string, FoundId>();
  for (const { start, end, title } of all.filter((span) => span.identifier)) {
    const value = text.slice(start, end);
    if (!ids.has(value)) ids.set(value, { value, title, line: lineOf(text, start) });
  }
  return { keys: [...keys.values()], lookAlikes, ids: [...ids.values()] };
}
