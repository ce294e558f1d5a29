// Secrets that no shape gives away, only their name: `password=…`, `"api_key": "…"`, `--token …`, `<secret>…</secret>`, `X-Api-Key: …`.
import { secretName, type NameKind } from "./secret-name.ts";
import { isSecretValue } from "./secret-value.ts";
import type { Span } from "./span.ts";

/** A value that stands beside a secret's name. */
export interface NamedSpan extends Span {
  readonly rule: "assigned" | "labelled" | "argument";
}

/** Words of which every such name holds one. */
export const NAME_NEEDLES: readonly string[] = [
  "pass",
  "kennwort",
  "wachtwoord",
  "pwd",
  "secret",
  "token",
  "key",
  "auth",
  "cred",
  "jwt",
  "sessid",
  "jsessionid",
  "sig=",
  "_pat",
];

/** What a name may be made of, and how far we look for its ends. */
const NAME_REACH = 48;
const IS_NAME = Uint8Array.from({ length: 128 }, (_none, code) =>
  /[A-Za-z0-9_.-]/.test(String.fromCharCode(code)) ? 1 : 0,
);

/** Values are judged by their first part, so that a hostile line stays linear. */
const HEAD = 512;

const SIGN = new RegExp(
  [
    String.raw`(?<pair>\\*["'],?[ \t]{0,4}\\*["']?value\\*["']?[ \t]{0,2}[:=][ \t]{0,2})`,
    String.raw`(?<typed>:[ \t]{0,2}[A-Za-z_&*<>|.[\]]{1,24}[ \t]{0,2}=[ \t]{0,2}(?=\\*["'\x60]))`,
    String.raw`(?<sign>(?:\\*["'\x60]|%22|&quot;)?\]?[ \t]{0,8}(?:=>|:{0,3}=|\?=|%3[dD]))`,
    String.raw`(?<colon>(?:\\*["'\x60]|%22|&quot;)?[ \t]{0,8}(?::|%3[aA]))`,
    String.raw`(?<list>\\*["']?[ \t]{0,2},[ \t]{0,2}(?=\\*["'])|\((?=\\*["'\x60]))`,
    String.raw`(?<element>>)`,
    String.raw`(?<prose>[ \t](?:is|was|ist|est):?(?=[ \t]))`,
    String.raw`(?<blank>[ \t]{1,3}(?=[^\s=:]))`,
  ].join("|"),
  "y",
);
const BLANKS = /[ \t]{0,8}/y;
const SCHEME = /(?:bearer|basic|token|api-?token|api-?key|digest|jwt)(?:[ \t]{1,3}|%20)/iy;
const OPENING = /(\\*)(["'`])|&quot;|%22/y;
const PASSWORD_END = /[!?]{0,8}/y;
const BARE = /[^\s"'`,;&<>\\|]+/y;
/** Before a name that a blank separates from its value. */
const COMMAND = /(?:^|\s)(?:ENV|ARG|setx|set -[a-zU]*x[a-z]*|set -Ux)[ \t]+$/;
const NETRC = /\blogin[ \t]+\S{1,64}[ \t]+$/;

/** What stands before the last word of a name of several. */
const WORDS_BEFORE = /mot de $/i;

interface Name {
  readonly start: number;
  readonly end: number;
}

function nameAround(text: string, at: number): Name {
  let start = at;
  while (start > 0 && at - start < NAME_REACH && IS_NAME[text.charCodeAt(start - 1)] === 1)
    start -= 1;
  // `%3Ftoken%3D`: the figures of an escape are no part of the name.
  if (text.charAt(start - 1) === "%" && start + 2 <= at) start += 2;
  let end = at;
  while (end < text.length && end - at < NAME_REACH && IS_NAME[text.charCodeAt(end)] === 1)
    end += 1;
  return { start, end };
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/** How far the value goes that begins at `from`; -1 where the quotation does not end nearby. */
function closing(text: string, from: number, slashes: number, quote: string): number {
  const limit = Math.min(text.length, from + HEAD);
  for (let at = from; at < limit; at += 1) {
    const sign = text.charAt(at);
    if (sign === "\n") return -1;
    if (sign !== quote) continue;
    let before = 0;
    while (at - before > from && text.charAt(at - before - 1) === "\\") before += 1;
    // In a text within a text the end has as many backslashes as the beginning, behind those of the value itself, each of which has become
    // twice as many and two; more make the quotation mark a part of the value. An end with fewer is that of the text around it.
    const own = before % (2 * (slashes + 1));
    if (own <= slashes) return at - own;
  }
  return -1;
}

interface Value extends Span {
  readonly quoted: boolean;
}

function quotedAt(text: string, at: number): Value | undefined {
  const opening = matchAt(OPENING, text, at);
  if (opening === null) return undefined;
  const start = at + opening[0].length;
  const quote = opening[2];
  if (quote !== undefined) {
    const end = closing(text, start, opening[1]?.length ?? 0, quote);
    return end < 0 ? undefined : { start, end, quoted: true };
  }
  const end = text.slice(start, start + HEAD).indexOf(opening[0]);
  return end < 0 ? undefined : { start, end: start + end, quoted: true };
}

function bareAt(text: string, at: number): Value {
  const start = at + (matchAt(OPENING, text, at)?.[0].length ?? 0);
  const run = matchAt(BARE, text.slice(start, start + HEAD), 0)?.[0] ?? "";
  const coded = run.search(/%2[26]|%0[aAdD]/);
  const whole = coded < 0 ? run : run.slice(0, coded);
  return { start, end: start + whole.replace(/[)\]}.:!?]+$/, "").length, quoted: false };
}

/** The rest of a long value that was judged by its head, and the signs that end a sentence as often as a password. */
function grown(text: string, value: Value, kind: NameKind): Value {
  if (value.quoted) return value;
  const signs = kind === "password" ? (matchAt(PASSWORD_END, text, value.end)?.[0].length ?? 0) : 0;
  if (value.end - value.start < HEAD) return { ...value, end: value.end + signs };
  return { ...value, end: value.end + (matchAt(BARE, text, value.end)?.[0].length ?? 0) };
}

/** `("password", "…")`, `["token", "…"]`: a pair, not two items of a longer list or two members of an object. */
function isPair(text: string, name: Name, at: number): boolean {
  const before = text.slice(Math.max(0, name.start - 8), name.start);
  const value = quotedAt(text, at);
  return (
    /[([{][ \t]{0,2}\\*["'`]$/.test(before) &&
    value !== undefined &&
    !/^\\*["'`][ \t]{0,2}:/.test(text.slice(value.end, value.end + 8))
  );
}

/** Signs that make a value of what follows only after certain words. */
function fits(text: string, name: Name, groups: Record<string, string | undefined>, at: number) {
  if (groups["list"]?.includes(",") === true) return isPair(text, name, at);
  // `set <secret> --body`: a place in a command's usage, and its next flag; what is an element is closed again.
  if (groups["element"] !== undefined)
    return !/[ \t]--/.test(text.slice(at - 1, at + 2)) || text.slice(at, at + HEAD).includes("</");
  if (groups["blank"] === undefined) return true;
  if (text.startsWith("--", name.start)) return text.charAt(at) !== "-";
  const before = text.slice(Math.max(0, name.start - 90), name.start);
  if (COMMAND.test(before) || NETRC.test(before)) return true;
  return /^password$/i.test(text.slice(name.start, name.end)) && text.charAt(at) === "'";
}

function ruleOf(text: string, name: Name, groups: Record<string, string | undefined>) {
  if (text.startsWith("--", name.start)) return "argument";
  return groups["colon"] === undefined && groups["prose"] === undefined ? "assigned" : "labelled";
}

/** A blank follows, and nothing says that a value does: as in nearly all sentences. */
function isProse(text: string, { start, end }: Name): boolean {
  const next = text.charCodeAt(end);
  if (next !== 32 && next !== 9) return false;
  if (!/[\w"'`[-]/.test(text.charAt(end + 1))) return false;
  const first = text.charAt(start);
  return (
    /[a-z]/.test(first) &&
    !/^(?:is|was|ist|est):?\s|^'/.test(text.slice(end + 1, end + 6)) &&
    text.slice(start, end) !== "password"
  );
}

/** The value that begins at `from`, behind the name of a scheme (`Bearer`), where there is one. */
function valueAt(text: string, from: number): Value {
  const scheme = matchAt(SCHEME, text, from)?.[0].length ?? 0;
  const found = quotedAt(text, from + scheme) ?? bareAt(text, from + scheme);
  const inside = found.quoted ? (matchAt(SCHEME, text, found.start)?.[0].length ?? 0) : 0;
  return { ...found, start: found.start + inside };
}

/** The secret whose name holds the word at `at`, if there is one. Looks at most a few hundred characters to either side. */
export function namedSecret(text: string, at: number): NamedSpan | undefined {
  const name = nameAround(text, at);
  if (isProse(text, name)) return undefined;
  const sign = matchAt(SIGN, text, name.end);
  if (sign === null) return undefined;
  const { groups = {} } = sign;
  const words = WORDS_BEFORE.exec(text.slice(Math.max(0, name.start - 7), name.start))?.[0] ?? "";
  const kind = secretName(words + text.slice(name.start, name.end));
  if (kind === undefined) return undefined;
  const after = name.end + sign[0].length;
  const from = after + (matchAt(BLANKS, text, after)?.[0].length ?? 0);
  if (!fits(text, name, groups, from)) return undefined;
  const value = valueAt(text, from);
  const rule = ruleOf(text, name, groups);
  const colon = rule === "labelled";
  const spaced =
    !colon && groups["blank"] === undefined && /[ \t]$/.test(text.slice(name.end, from));
  const written = { kind, quoted: value.quoted, colon, spaced };
  if (!isSecretValue(text.slice(value.start, value.end), written)) return undefined;
  const { start, end } = grown(text, value, kind);
  return { start, end, rule };
}
