// May this be the value of something secret, given how it is written beside its name?
import { isPlaceholder } from "./placeholder.ts";
import type { NameKind } from "./secret-name.ts";

/** How a value stands beside its name. */
export interface Written {
  readonly kind: NameKind;
  readonly quoted: boolean;
  /** `:` in text says less than `=`. */
  readonly colon: boolean;
  /** Blanks around the sign, as programs are written. */
  readonly spaced: boolean;
}

/** Shorter values are words, numbers and codes. */
const SHORTEST = 6;
/** Times and incident ids are what a record is made of, whatever stands before them. */
const RECORD =
  /^(?:\d{4}-\d{2}-\d{2}(?:[T ][\d:.,]{5,12}(?:Z|[+-]\d{2}:?\d{2})?)?|INC-\d{8}-[a-z0-9]{4})$/;
/** `${VAR}`, `<value>`, `{{ value }}`, `[key fp:…]`, `(…)`, `*`, `%(…)`, `@file`, `==`. */
const REFERENCE = /^(?:[[{<$(*=@!]|%[({A-Z]|\\?[nr]$|!!?[A-Za-z])/;
/** `process.env.X`, `config.password`, `secrets.GITHUB_TOKEN`, `getToken()`. */
const EXPRESSION = /^[A-Za-z_]\w*(?:(?:\.|::|->)[A-Za-z_]\w*)+(?:[([].*)?$|^[A-Za-z_]\w*[([]/;
const PATH =
  /^(?:~|\.{1,2})?\/[a-z][a-z0-9_.-]*(?:\/[a-z0-9_.-]+)*\/?$|^[A-Za-z]:\\|^(?:https?|file|arn|vault|op|ssm|awskms|gcpkms|projects):?\//;
const FILE = /^[\w.-]+\.(?:key|pem|txt|json|ya?ml|env|age|crt|p12|sh|ts|js|py|go|md)$/;
/** Lower-case words joined by signs: `db-credentials`, `claro/api-keys`. */
const WORDS = /^[a-z]+(?:[-_/.:][a-z]+)+$/;
/** The name of a constant or variable: `ACCESS_TOKEN`. */
const CONSTANT = /^[A-Z]+(?:_[A-Z]+)+$/;
/** Three words or more of four letters or more: a phrase that somebody chose. `end-to-end-encrypted` is none. */
const PHRASE = /^[a-z]{4,20}(?:[-_.][a-z]{4,20}){2,7}$/;
/** What sentences about passwords are made of. */
const PROSE =
  /\b(?:must|is|are|was|required|incorrect|invalid|the|your|at|least|not|please|enter|forgot|wrong|reset|change|confirm|missing|failed|for|and|of|to|in|this|a|an|or|with|has|have)\b/i;

function isSentence(value: string, kind: NameKind): boolean {
  if (!/\s/.test(value)) return false;
  return kind === "token" || PROSE.test(value) || value.split(/\s+/).length > 6;
}

function isCode(value: string, { kind, quoted, spaced }: Written): boolean {
  if (quoted) return false;
  if (EXPRESSION.test(value) && !/\d[a-z]*\d/.test(value)) return true;
  return spaced && kind === "token" && /^[A-Za-z_][A-Za-z_]*$/.test(value);
}

/** Whether a text is a time or an incident id. */
export function isRecordValue(value: string): boolean {
  return RECORD.test(value);
}

/** A number, a file's name, some words or a constant's name: what a token or key is not, but a password may be. */
function isPlainWord(value: string): boolean {
  return (
    /^[\d.,_-]{1,20}$/.test(value) || FILE.test(value) || WORDS.test(value) || CONSTANT.test(value)
  );
}

/** Figures, capitals within, or a phrase: what no word of a sentence has. */
function isChosen(value: string, kind: NameKind): boolean {
  return (
    /\d/.test(value) || /[a-z][A-Z]/.test(value) || (kind === "password" && PHRASE.test(value))
  );
}

/** Whether `value` is the secret that its name promises, and no count, time, path, reference, sentence or piece of a program. */
export function isSecretValue(value: string, written: Written): boolean {
  const { kind, quoted, colon } = written;
  if (value.length < SHORTEST || REFERENCE.test(value) || isRecordValue(value)) return false;
  if (isPlaceholder(value) || isSentence(value, kind)) return false;
  if (PATH.test(value) || isCode(value, written)) return false;
  if (kind === "token" && isPlainWord(value)) return false;
  return quoted || !colon || isChosen(value, kind);
}
