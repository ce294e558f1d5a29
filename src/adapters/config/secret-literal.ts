// Finding secrets that were written into the configuration itself, where a reference belongs. Says yes or no, never what.

/** Formats that vendors document for their secrets. */
const FORMATS: readonly RegExp[] = [
  /\bsk_(live|test)_[A-Za-z0-9]{8,}/,
  /\bsk-[A-Za-z0-9_-]{20,}/,
  /\b(AKIA|ASIA)[0-9A-Z]{16}\b/,
  /\b(gh[pousr]_|github_pat_)[A-Za-z0-9_]{8,}/,
  /\bglpat-[\w-]{8,}/,
  /\bxox[abeprs]-[\w-]{8,}/,
  /hooks\.slack\.com\/(services|workflows)\/\w/i,
  /\beyJ[\w-]{8,}\.[\w-]{8,}\./,
  /AGE-SECRET-KEY-/i,
  /PRIVATE KEY-----/,
];

/** Options whose value is a credential: written out, even a short one has no business here. */
const CREDENTIAL_FIELD =
  /^(auth|authorization|routing-?key|pass(word)?|token|(x-)?api-?key|x-[\w-]*(key|token))$/i;
/** Options that may hold a secret or the name of one. */
const MAYBE_FIELD = /^(secret|webhook|url)$/i;

const REFERENCE = /\$\{[^}]*\}/g;

/** Whether `text`, the value of the option `field`, looks like a secret written out. References and `file:` paths are none. */
export function looksSecret(field: string, text: string): boolean {
  if (text.startsWith("file:")) return false;
  const literal = text.replaceAll(REFERENCE, "");
  if (FORMATS.some((format) => format.test(literal)) || hasPassword(text)) return true;
  // A host is public, however random its name: only what follows it may be a secret.
  const words = literal.replace(/^https?:\/\/[^/?#]*/i, "").split(/[\s/?&=:;,.]+/);
  if (CREDENTIAL_FIELD.test(field)) return words.some((word) => word.length >= 16 && mixed(word));
  return MAYBE_FIELD.test(field) && words.some((word) => word.split(/[-_]/).some(random));
}

/** `scheme://user:password@host` with the password written out. */
function hasPassword(text: string): boolean {
  const password = /^[a-z][\w+.-]*:\/\/[^/?#@\s]*?:([^/?#@\s]+)@/i.exec(text)?.[1];
  return password !== undefined && password.replaceAll(REFERENCE, "") !== "";
}

/** Letters and digits in one piece of 16 and more with at least 3 bits a character: no name that people give. */
function random(word: string): boolean {
  return word.length >= 16 && mixed(word) && entropy(word) >= 3;
}

function mixed(word: string): boolean {
  return /[A-Za-z]/.test(word) && /\d/.test(word);
}

/** Shannon entropy in bits a character. */
function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values())
    bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}
