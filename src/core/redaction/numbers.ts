// Numbers that point at a person: payment cards and phones. Digits in a row are ids, times and counts far more often.
import type { Span } from "./span.ts";

/** The name before a number, as in `"trace_id": "…`, `order_no=…`. */
const FIELD = /([A-Za-z][\w.-]{0,40})\\*["']?[ \t]{0,3}[:=][ \t]{0,3}\\*["']?$/;
/** Names of ids, times, counts and sizes: whatever number stands there is none of a person's. */
const TYPED =
  /(?:^|[._-])(?:\w*id|ids|uuid|ts|time|timestamp|epoch|date|at|since|until|expires|exp|iat|nbf|seq|sequence|offset|count|total|size|len|length|bytes?|ns|us|ms|nanos|micros|millis|duration|latency|hash|digest|sha\w*|etag|version|revision|port|pid|lsn|checksum|crc|nonce|serial|trace|span|request|order|invoice|transaction|txn?|ref|no|nr|number|num)$|[a-z](?:Id|At|Ts|Time|Count|Size|Bytes|Ms|Ns|No|Number|Hash|Seq|Offset)$/;
/** Names that say themselves what the number is. */
const CARD_NAME = /(?:card|pan|cc)[._-]?(?:no|nr|number|num)?$/i;
const PHONE_NAME =
  /(?:^|[._-]|[a-z])(?:phone|mobile|tel|telephone|cell|msisdn|fax|whatsapp|sms)(?:[._-]?(?:no|nr|number|num))?$/i;

function fieldBefore(text: string, at: number): string {
  return FIELD.exec(text.slice(Math.max(0, at - 64), at))?.[1] ?? "";
}

/** Whether the number at `at` stands in a field that holds ids, times, counts or the like. */
function isTyped(text: string, at: number): boolean {
  const field = fieldBefore(text, at);
  return TYPED.test(field) && !CARD_NAME.test(field) && !PHONE_NAME.test(field);
}

/** The check digit of ISO/IEC 7812-1 annex B (Luhn). */
function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let place = 0; place < digits.length; place += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - place) - 48;
    const doubled = place % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** First digits that networks issue, and the lengths of their numbers (ISO/IEC 7812-1; the networks' own tables). */
const NETWORKS =
  /^(?:4\d{15}(?:\d{3})?|(?:5[1-5]\d\d|222[1-9]|22[3-9]\d|2[3-6]\d\d|27[01]\d|2720)\d{12}|3[47]\d{13}|3(?:0[0-5]|095|[689]\d)\d{11,12}|(?:6011|65\d\d|64[4-9]\d)\d{12}(?:\d{3})?|35(?:2[89]|[3-8]\d)\d{12}|62\d{14,17}|(?:50|5[6-8]|6[37])\d{12,17})$/;
const CARD =
  /\d{4}([ -]?)(?:\d{4}\1\d{4}\1\d{4}(?:\1?\d{3})?|\d{6}\1\d{4,5}|\d{4}\1\d{4}\1\d{2}|\d{10,15})(?![\w-]|\.\d)/y;

// A plus or separators are asked for.
const PHONES: readonly RegExp[] = [
  /\+[1-9]\d{0,2}(?:[ .()/-]{0,2}\d){6,13}(?![\w-]|[.:]\d)/y,
  /\([2-9]\d{2}\) ?\d{3}[ .-]\d{4}(?![\w-])/y,
  /[2-9]\d{2}([.-])\d{3}\1\d{4}(?![\w-]|\.\d)/y,
  /1[-.][2-9]\d{2}([.-])\d{3}\1\d{4}(?![\w-]|\.\d)/y,
  /0[1-9]\d{1,3}[ /-]\d{3,8}(?:[ -]\d{2,8})?(?![\w-]|[.:]\d)/y,
  /0[1-9]([ .])\d\d(?:\1\d\d){3}(?![\w-]|[.:]\d)/y,
  /00[1-9]\d{0,2}(?:[ ()/-]{1,2}\d{2,8}){2,4}(?![\w-]|[.:]\d)/y,
];
const LABELLED = /[+(]?\d[\d ()./-]{5,18}\d/y;

/** Starts of numbers: a digit, `+` or `(`, not inside a word, a figure or an address. */
function* starts(text: string): Generator<number> {
  let inside = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    const isDigit = code >= 48 && code <= 57;
    if (isDigit ? !inside : (code === 43 || code === 40) && isDigitAt(text, at + 1)) {
      if (!/[\w.+-]/.test(text.charAt(at - 1)) || endsEscape(text, at)) yield at;
      inside = true;
    } else inside = isDigit;
  }
}

function isDigitAt(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 48 && code <= 57;
}

function endsEscape(text: string, at: number): boolean {
  return /(?:\\[abfnrtv]|\\u[0-9a-fA-F]{4}|%3[dDaA]|%20|%22)$/.test(
    text.slice(Math.max(0, at - 6), at),
  );
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

function digitsOf(text: string): string {
  return text.replaceAll(/\D/g, "");
}

/** Payment cards: a network's first digits and length, and a right check digit. */
export function findCards(text: string): Span[] {
  const spans: Span[] = [];
  for (const start of starts(text)) {
    if (!isDigitAt(text, start + 3)) continue;
    const found = matchAt(CARD, text, start);
    if (found === undefined) continue;
    const digits = digitsOf(found);
    if (NETWORKS.test(digits) && passesLuhn(digits) && !isTyped(text, start))
      spans.push({ start, end: start + found.length });
  }
  return spans;
}

function phoneAt(text: string, at: number): string | undefined {
  if (PHONE_NAME.test(fieldBefore(text, at))) {
    const labelled = matchAt(LABELLED, text, at);
    const digits = digitsOf(labelled ?? "").length;
    if (labelled !== undefined && digits >= 7 && digits <= 15) return labelled;
  }
  for (const pattern of PHONES) {
    const found = matchAt(pattern, text, at);
    const digits = digitsOf(found ?? "").length;
    // E.164: 15 digits at most; a national number has nine or more with its leading zero.
    if (found !== undefined && digits >= 9 && digits <= 15 && !isTyped(text, at)) return found;
  }
  return undefined;
}

/** Phone numbers with a plus, with separators, or in a field called so. */
export function findPhones(text: string): Span[] {
  const spans: Span[] = [];
  for (const start of starts(text)) {
    const found = phoneAt(text, start);
    if (found !== undefined) spans.push({ start, end: start + found.length });
  }
  return spans;
}
