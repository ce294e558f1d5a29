// Removes secrets from text that is about to leave: known values in every form, then everything with a secret's shape.
import type { KnownSecrets } from "./known-secrets.ts";
import { SECRET_RULES } from "./rules.ts";
import { replaceSpans, type Span } from "./span.ts";

/** A place in a text that a rule took for a secret. */
export interface SecretSpan extends Span {
  readonly rule: string;
  readonly title: string;
  readonly identifier: boolean;
}

// Times, UUIDs, SHA-256 digests and incident ids are what a record is made of: never redacted, whatever stands before them.
const RECORD =
  /(?:\d{4}-\d{2}-\d{2}(?:T[\d:.]{5,12}(?:Z|[+-]\d{2}:\d{2})?)?|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|[0-9a-f]{64}|INC-\d{8}-[a-z0-9]{4})/;
const RECORD_VALUE = new RegExp(`^${RECORD.source}$`);
const RECORD_WORD = new RegExp(`^${RECORD.source}[.,;:)\\]}"']*(?:\\s|$)`);
/** Longer than any record value with what may follow it. */
const RECORD_REACH = 80;

function isRecordValue(text: string, start: number, end: number): boolean {
  return (
    RECORD_VALUE.test(text.slice(start, end)) ||
    RECORD_WORD.test(text.slice(start, start + RECORD_REACH))
  );
}

/** Every place with a secret's shape, in no order; places may overlap. Linear in the length of the text. */
export function findSecrets(text: string): readonly SecretSpan[] {
  const lower = text.toLowerCase();
  const spans: SecretSpan[] = [];
  for (const rule of SECRET_RULES) {
    if (!rule.needles.some((needle) => lower.includes(needle))) continue;
    for (const match of text.matchAll(rule.pattern)) {
      const start = match.index + (match[1]?.length ?? 0);
      const end = match.index + match[0].length;
      if (!isRecordValue(text, start, end))
        spans.push({ start, end, rule: rule.id, title: rule.title, identifier: rule.identifier });
    }
  }
  return spans;
}

interface MarkedSpan extends Span {
  /** The value that the mark is made of: the known one, so that all its forms carry one mark. */
  readonly value: string;
}

function findKnown(text: string, known: KnownSecrets): readonly MarkedSpan[] {
  const spans: MarkedSpan[] = [];
  for (const { value, forms } of known.entries())
    for (const form of forms)
      for (let at = text.indexOf(form); at >= 0; at = text.indexOf(form, at + form.length))
        spans.push({ start: at, end: at + form.length, value });
  return spans;
}

/**
 * A filter for every sink: known secrets in all their forms and everything that matches a rule become `[key fp:<mark>]`.
 * `mark` gives a fingerprint-like tag of a value (never the value), so that the same key stays recognisable. Give it
 * whole messages, not chunks: a secret cut in two is not found. What a rule took and `spares` says yes to stays.
 */
export function createRedactor(
  known: KnownSecrets,
  mark: (value: string) => string,
  spares: (span: SecretSpan) => boolean = () => false,
): (text: string) => string {
  return function redact(text: string): string {
    const found = findSecrets(text).filter((span) => !spares(span));
    const spans = [
      ...findKnown(text, known),
      ...found.map(({ start, end }) => ({
        start,
        end,
        value: text.slice(start, end),
      })),
    ];
    return replaceSpans(text, spans, (span) => `[key fp:${mark(span.value)}]`);
  };
}

/** A single word of mixed case with figures, too long to be a name: what an unknown vendor's key looks like. */
function looksRandom(word: string): boolean {
  return (
    /^[A-Za-z0-9_+=-]{24,}$/.test(word) &&
    /[a-z]/.test(word) &&
    /[A-Z]/.test(word) &&
    /\d.*\d/.test(word) &&
    !RECORD_VALUE.test(word)
  );
}

/**
 * Whether a name or argument that somebody typed is probably a secret, to be refused there. Identifiers with a known
 * shape (an AWS key id) are none.
 */
export function looksLikeSecret(text: string): boolean {
  return findSecrets(text).some((span) => !span.identifier) || looksRandom(text.trim());
}
