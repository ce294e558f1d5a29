// Numbers that point at a person: payment cards, bank accounts and phones. Digits in a row are ids, times and counts far more often.
import { codesOf } from "./codes.ts";
import { ibanAt } from "./iban.ts";
import type { Span } from "./span.ts";
import { endsEscape } from "./word-start.ts";

export interface NumberSpan extends Span {
  readonly kind: "card" | "iban" | "phone";
}

/** Names of ids, times, counts and sizes: whatever number stands there is none of a person's. */
const TYPED =
  /(?:^|[._-])(?:\w*id|ids|uuid|ts|time|timestamp|epoch|date|at|since|until|expires|exp|iat|nbf|seq|sequence|offset|count|total|size|len|length|bytes?|ns|us|ms|nanos|micros|millis|duration|latency|hash|digest|sha\w*|etag|version|revision|port|pid|lsn|checksum|crc|nonce|serial|trace|span|request|order|invoice|transaction|txn?|ref|no|nr|number|num)$|[a-z](?:Id|At|Ts|Time|Count|Size|Bytes|Ms|Ns|No|Number|Hash|Seq|Offset)$/;
/** Names that say themselves what the number is. */
const CARD_NAME = /(?:card|pan|cc)[._-]?(?:no|nr|number|num)?$/i;
const PHONE_NAME =
  /(?:^|[._-]|[a-z])(?:phone|mobile|tel|telephone|cell|msisdn|fax|whatsapp|sms)(?:[._-]?(?:no|nr|number|num))?$/i;

const NAME_REACH = 40;

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function isNamePart(code: number): boolean {
  return (
    isDigit(code) ||
    (code >= 65 && code <= 90) ||
    (code >= 97 && code <= 122) ||
    code === 95 ||
    code === 45 ||
    code === 46
  );
}

function isQuoteOrBlank(code: number): boolean {
  return code === 32 || code === 9 || code === 34 || code === 39 || code === 92;
}

/** Skips blanks, quotes and backslashes to the left. */
function beforeQuotes(text: string, at: number): number {
  let place = at;
  while (at - place < 8 && isQuoteOrBlank(text.charCodeAt(place - 1))) place -= 1;
  return place;
}

/** The name of the field in which the number at `at` stands, as in `"trace_id": "…`, `order_no=…`; empty where there is none. */
function fieldBefore(text: string, at: number): string {
  const sign = beforeQuotes(text, at);
  const code = text.charCodeAt(sign - 1);
  if (code !== 58 && code !== 61) return "";
  const end = beforeQuotes(text, sign - 1);
  let start = end;
  while (start > 0 && end - start < NAME_REACH && isNamePart(text.charCodeAt(start - 1)))
    start -= 1;
  return text.slice(start, end);
}

/** Whether the number at `at` stands in a field that holds ids, times, counts or the like. */
function isTyped(text: string, at: number): boolean {
  const field = fieldBefore(text, at);
  return field !== "" && TYPED.test(field) && !CARD_NAME.test(field) && !PHONE_NAME.test(field);
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

// A plus or separators are asked for. By the first sign, or the first digits in a row.
// A number with an extension is longer than E.164 allows; the day of a record that follows is no part of it.
const INTERNATIONAL = [
  /\+[1-9]\d{0,2}(?:(?![ ,;]{0,2}\d{4}-\d\d-)[ .()/-]{0,2}\d){6,17}(?![\w-]|[.:]\d)/y,
];
const AREA_IN_BRACKETS = [/\([2-9]\d{2}\) ?\d{3}[ .-]\d{4}(?![\w-])/y];
const THREE_THREE_FOUR = [/[2-9]\d{2}([.-])\d{3}\1\d{4}(?![\w-]|\.\d)/y];
const ONE_FIRST = [/1[-.][2-9]\d{2}([.-])\d{3}\1\d{4}(?![\w-]|\.\d)/y];
const NATIONAL = [
  /0[1-9]\d{1,3}[ /-]\d{3,8}(?:[ -]\d{2,8})?(?![\w-]|[.:]\d)/y,
  /0[1-9]([ .])\d\d(?:\1\d\d){3}(?![\w-]|[.:]\d)/y,
  /00[1-9]\d{0,2}(?:[ ()/-]{1,2}\d{2,8}){2,4}(?![\w-]|[.:]\d)/y,
];

function phonePatterns(first: number, run: number): readonly RegExp[] {
  if (first === 43) return INTERNATIONAL;
  if (first === 40) return AREA_IN_BRACKETS;
  if (first === 48) return NATIONAL;
  if (run === 3) return THREE_THREE_FOUR;
  return run === 1 ? ONE_FIRST : [];
}

/** After a name that says phone: seven digits or more, however they are written. */
const LABELLED = /[+(]?\d[\d ()./-]{5,18}\d/y;

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

function digitsOf(text: string): string {
  return text.replaceAll(/\D/g, "");
}

/** A payment card: a network's first digits and length, and a right check digit. */
function cardAt(text: string, at: number): string | undefined {
  const found = matchAt(CARD, text, at);
  if (found === undefined) return undefined;
  const digits = digitsOf(found);
  const isCard = NETWORKS.test(digits) && passesLuhn(digits) && !isTyped(text, at);
  return isCard ? found : undefined;
}

/** E.164: 15 digits at most, and what people add behind a number that begins with a plus. */
function hasDigits(text: string, least: number): boolean {
  const count = digitsOf(text).length;
  return count >= least && count <= (text.startsWith("+") ? 19 : 15);
}

function phoneAt(text: string, at: number, run: number): string | undefined {
  const field = fieldBefore(text, at);
  if (field !== "" && PHONE_NAME.test(field)) {
    const labelled = matchAt(LABELLED, text, at);
    if (labelled !== undefined && hasDigits(labelled, 7)) return labelled;
  }
  for (const pattern of phonePatterns(text.charCodeAt(at), run)) {
    const found = matchAt(pattern, text, at);
    // A national number has nine digits or more with its leading zero.
    if (found !== undefined && hasDigits(found, 9) && !isTyped(text, at)) return found;
  }
  return undefined;
}

/** Whether a number may begin at `at`: not inside a word, a figure or an address, unless an escape ends there. */
function isBeginning(text: string, at: number): boolean {
  const before = text.charCodeAt(at - 1);
  if (!isNamePart(before) && before !== 43) return true;
  return endsEscape(text, at);
}

/** What a number may begin with or go on by: one look instead of several, for each character of a log. */
const [DIGIT, SIGN] = [1, 2];
const KIND = new Uint8Array(256);
KIND.fill(DIGIT, 48, 58);
for (const sign of "+(") KIND[sign.charCodeAt(0)] = SIGN;

function isSeparator(code: number): boolean {
  return code === 32 || code === 40 || code === 45 || code === 46 || code === 47;
}

/** Whether a number whose first digits stand from `at` to `end` can be a card or a phone at all; most are told apart by this alone. */
function isPossible(codes: Uint8Array, at: number, end: number, length: number): boolean {
  const run = end - at;
  if (run >= 7) return run <= 19;
  if (run === 6 || end + 1 >= length) return false;
  if (!isSeparator(codes[end] as number)) return false;
  if (KIND[codes[end + 1] as number] !== DIGIT) return false;
  const first = codes[at];
  return first === 48 || run === 3 || run === 4 || (run === 1 && first === 49);
}

function isCapital(code: number): boolean {
  return code >= 65 && code <= 90;
}

/** The bank account whose check digits stand at `at`, behind its country. */
function accountAt(text: string, at: number): NumberSpan | undefined {
  if (isNamePart(text.charCodeAt(at - 3))) return undefined;
  const found = ibanAt(text, at - 2);
  return found === undefined
    ? undefined
    : { start: at - 2, end: at - 2 + found.length, kind: "iban" };
}

/** `run` digits stand at `at`; none where a sign does. */
function numberAt(text: string, at: number, run: number): NumberSpan | undefined {
  if (!isBeginning(text, at)) return undefined;
  const card = run === 4 || run >= 12 ? cardAt(text, at) : undefined;
  if (card !== undefined) return { start: at, end: at + card.length, kind: "card" };
  const phone = phoneAt(text, at, run);
  return phone === undefined ? undefined : { start: at, end: at + phone.length, kind: "phone" };
}

/** What is personal where digits stand from `at` to `end`; at `at` a sign may. */
function spanAt(text: string, codes: Uint8Array, at: number, end: number): NumberSpan | undefined {
  const isSign = KIND[codes[at] as number] === SIGN;
  const account = at > 1 && isCapital(codes[at - 1] as number) ? accountAt(text, at) : undefined;
  if (account !== undefined) return account;
  if (isSign) return numberAt(text, at, 0);
  return isPossible(codes, at, end, text.length) ? numberAt(text, at, end - at) : undefined;
}

/** Every payment card, every bank account, and every phone number with a plus, with separators, or in a field called so; in no order. */
export function findNumbers(text: string): NumberSpan[] {
  const spans: NumberSpan[] = [];
  const codes = codesOf(text);
  const { length } = text;
  for (let at = 0; at < length; at += 1) {
    const kind = KIND[codes[at] as number];
    if (kind === 0) continue;
    let end = at + 1;
    while (end < length && KIND[codes[end] as number] === DIGIT) end += 1;
    if (kind === SIGN && end === at + 1) continue;
    const span = spanAt(text, codes, at, end);
    if (span !== undefined) {
      spans.push(span);
      at = span.end - 1;
    }
    // Behind a sign that begins no number the digits may.
    else if (kind === DIGIT) at = end - 1;
  }
  return spans;
}
