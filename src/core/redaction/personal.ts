// Finds and removes what points at a person (e-mail, phone, payment card, bank account) in text that leaves the team.
import { findNumbers, type NumberSpan } from "./numbers.ts";
import { replaceSpans, type Span } from "./span.ts";
import { outsideTags } from "./tag.ts";

export interface PersonalSpan extends Span {
  readonly kind: "email" | NumberSpan["kind"];
}

// RFC 5321 section 4.5.3.1: local part 64 octets; RFC 1035: a label 63.
const LOCAL_LIMIT = 64;
/** Bytes beyond ASCII are letters of somebody's name. */
const IS_LOCAL = Uint8Array.from({ length: 256 }, (_none, code) =>
  code > 159 || /[\w.!#$%&'*+/=?^`{|}~-]/.test(String.fromCharCode(code)) ? 1 : 0,
);
function isOf(table: Uint8Array, text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code < 256 ? table[code] === 1 : code >= 256;
}

/** What an address in a URL or in quotes begins after: `to=`, `'`, `{`. */
const NOT_PART = /^.*(?:[=&?'`{|}/!#$*^]|%(?:3[dDaA]|2[26cC7]|20|3[cC]))/;

function localPart(text: string, sign: number): number {
  let start = sign;
  while (start > 0 && sign - start < LOCAL_LIMIT && isOf(IS_LOCAL, text, start - 1)) start -= 1;
  const before = NOT_PART.exec(text.slice(start, sign))?.[0].length ?? 0;
  return start + before;
}

/** Versions (`lodash@4.17.1-rc.beta`), pictures (`logo@2x.png`) and systemd's units (`user@1000.service`) have an @ too. */
const NO_DOMAIN =
  /^\d+(?:\.\d+)+|^\d+x\.|\.(?:service|socket|timer|target|mount|slice|scope|png|jpe?g|gif|svg|webp|css|js|mjs|ts|json|html?|md|ya?ml|lock|tgz|jar)$/i;
const DOMAIN =
  /(?:[A-Za-z0-9\u00A0-\uFFFF][A-Za-z0-9\u00A0-\uFFFF-]{0,62}\.){1,8}(?:xn--[A-Za-z0-9-]{2,40}|[A-Za-z]{2,24})(?![A-Za-z0-9_])/y;

/** What a shell calls itself before a repository's address: nobody's mail. */
const NOBODY = /^(?:git|hg|svn)$/;

/** `https://user:password@host`: the sign stands between a password and a host. */
const IN_URL = /:\\?\/\\?\/[^\s:/@"'<>\\]{0,64}:[^\s@/"'<>\\]{3,256}$/;
const URL_REACH = 330;

function isUrlPassword(text: string, sign: number): boolean {
  return IN_URL.test(text.slice(Math.max(0, sign - URL_REACH), sign));
}

/** Looks only around each `@` and `%40`, a bounded way to both sides: linear on any text. */
function findEmails(text: string): PersonalSpan[] {
  const spans: PersonalSpan[] = [];
  for (const sign of ["@", "%40"])
    for (let at = text.indexOf(sign); at >= 0; at = text.indexOf(sign, at + 1)) {
      const from = at + sign.length;
      DOMAIN.lastIndex = from;
      const domain = DOMAIN.exec(text)?.[0];
      if (domain === undefined || NO_DOMAIN.test(domain)) continue;
      const start = localPart(text, at);
      const local = text.slice(start, at);
      if (local !== "" && !NOBODY.test(local) && !isUrlPassword(text, at))
        spans.push({ start, end: from + domain.length, kind: "email" });
    }
  return spans;
}

/** Every e-mail address, phone number, payment card and bank account, in no order. Linear in the length of the text. */
export function findPersonal(text: string): readonly PersonalSpan[] {
  return outsideTags(text, [...findEmails(text), ...findNumbers(text)]);
}

/** What stands for a person: `[EMAIL]`, with a mark `[EMAIL:7f3a]`. */
export function personalTag(kind: PersonalSpan["kind"], mark?: string): string {
  return mark === undefined ? `[${kind.toUpperCase()}]` : `[${kind.toUpperCase()}:${mark}]`;
}

/**
 * `text` with personal data replaced by `[EMAIL]`, `[PHONE]`, `[CARD]`, `[IBAN]`; with `mark` (keyed, so that nobody can test guesses), by
 * `[EMAIL:<mark>]` and so on, so that the same person stays the same.
 */
export function redactPersonal(text: string, mark?: (value: string) => string): string {
  return replaceSpans(text, findPersonal(text), ({ kind, start, end }) =>
    personalTag(kind, mark?.(text.slice(start, end))),
  );
}
