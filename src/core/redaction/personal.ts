// Removes what points at a person (e-mail, phone, payment card) from text that leaves the team: exports only.
import { replaceSpans, type Span } from "./span.ts";

export interface PersonalSpan extends Span {
  readonly kind: "email" | "phone" | "card";
}

// RFC 5321 section 4.5.3.1: local part 64 octets, domain 255.
const LOCAL_LIMIT = 64;
const DOMAIN_LIMIT = 255;

function runLeft(text: string, from: number): number {
  let at = from;
  while (at > 0 && from - at < LOCAL_LIMIT && /[\w.!#$%&'*+/=?^`{|}~-]/.test(text.charAt(at - 1)))
    at -= 1;
  return at;
}

function runRight(text: string, from: number): number {
  let at = from;
  while (at < text.length && at - from < DOMAIN_LIMIT && /[A-Za-z0-9.-]/.test(text.charAt(at)))
    at += 1;
  while (at > from && /[.-]/.test(text.charAt(at - 1))) at -= 1;
  return at;
}

/** Looks only around each `@`, a bounded way to both sides: linear on any text. */
function findEmails(text: string): PersonalSpan[] {
  const spans: PersonalSpan[] = [];
  for (let at = text.indexOf("@"); at >= 0; at = text.indexOf("@", at + 1)) {
    const start = runLeft(text, at);
    const end = runRight(text, at + 1);
    const domain = text.slice(at + 1, end);
    if (start < at && /\.[A-Za-z]{2,}$/.test(domain) && !domain.startsWith("."))
      spans.push({ start, end, kind: "email" });
  }
  return spans;
}

// Digits in a row are ids and figures far more often than phones: a plus or separators are asked for.
const PHONES: readonly RegExp[] = [
  /(?<![\w+.-])\+\d{1,3}(?:[ .()-]{0,2}\d){6,13}(?!\w)/g,
  /(?<![\w+.-])(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}[ .-]\d{4}(?![\w-])/g,
  /(?<![\w+.-])0\d{1,4}[ /-]\d{3,8}[ -]?\d{2,8}(?![\w-])/g,
];

// ISO/IEC 7812: 14 to 19 digits in use; 13-digit numbers are milliseconds of an epoch here.
const CARD = /(?<![\w-])[2-6]\d{3}[ -]?\d{4}[ -]?\d{4,6}[ -]?\d{0,5}(?:[ -]\d{1,3})?(?![\w-])/g;

/** The check digit of ISO/IEC 7812-1 annex B (Luhn). */
function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let place = 0; place < digits.length; place += 1) {
    const digit = Number(digits.charAt(digits.length - 1 - place));
    const doubled = place % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

function isCard(text: string): boolean {
  const digits = text.replaceAll(/\D/g, "");
  return digits.length >= 14 && digits.length <= 19 && passesLuhn(digits);
}

/** Every e-mail address, phone number and payment card, in no order. Linear in the length of the text. */
export function findPersonal(text: string): readonly PersonalSpan[] {
  const spans = findEmails(text);
  for (const match of text.matchAll(CARD))
    if (isCard(match[0]))
      spans.push({ start: match.index, end: match.index + match[0].length, kind: "card" });
  for (const pattern of PHONES)
    for (const match of text.matchAll(pattern))
      if (match[0].replaceAll(/\D/g, "").length >= 9)
        spans.push({ start: match.index, end: match.index + match[0].length, kind: "phone" });
  return spans;
}

/** `text` with personal data replaced by `[email]`, `[phone]`, `[card]`; with `mark`, by `[email fp:<mark>]` and so on, so that the same person stays the same. */
export function redactPersonal(text: string, mark?: (value: string) => string): string {
  return replaceSpans(text, findPersonal(text), (span) =>
    mark === undefined
      ? `[${span.kind}]`
      : `[${span.kind} fp:${mark(text.slice(span.start, span.end))}]`,
  );
}
