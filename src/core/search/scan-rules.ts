// What `scan` looks for, as data: a new rule is one more entry here and the line in scan.ts that finds it.

export const SCAN_RULES = {
  "hard-coded-key": {
    title: "a key written into a file that is shared",
    fix: "take it out, read it from the environment or a secret store, and rotate it: whoever has the file has the key",
  },
  "key-file-tracked": {
    title: "an env file, or another file for keys, that git tracks",
    fix: "git rm --cached it, add it to .gitignore, and rotate its keys: the history keeps them",
  },
  "key-file-not-ignored": {
    title: "an env file, or another file for keys, that git does not ignore",
    fix: "add it to .gitignore before the next git add",
  },
  "shared-key": {
    title: "one key in two environments",
    fix: "give each environment a key of its own: a leak in one must not be a leak in the other",
  },
} as const satisfies Readonly<Record<string, { readonly title: string; readonly fix: string }>>;

export type ScanRuleId = keyof typeof SCAN_RULES;

/** Kinds of file in which a value beside a secret's name is taken for a key, even one of an unknown vendor. */
export const DECLARING: ReadonlySet<string> = new Set([
  "env-file",
  "compose",
  "dockerfile",
  "ci",
  "manifest",
  "config",
]);

/** Folders with other people's files, or git's own. */
export const NOT_OURS: ReadonlySet<string> = new Set([
  "node_modules",
  ".git",
  ".venv",
  "venv",
  "site-packages",
]);

/** What stands where a key will be: `changeme`, `your-key-here`, `xxxx`, `sk_live_...`. */
const PLACEHOLDER =
  /change.?me|your[-_ ]|example|placeholder|dummy|insert|replace|redacted|secret.?here|key.?here|todo|x{4}|\*{3}|\.{3}|0{8}|1234567890|^(?:null|none|true|false|undefined)$/i;

export function isPlaceholder(value: string): boolean {
  return PLACEHOLDER.test(value) || new Set(value).size < 6;
}

/** A value of no known vendor that is no word, path or address: letters and figures, at least twelve. */
export function looksLikeKey(value: string): boolean {
  return (
    value.length >= 12 &&
    /^[A-Za-z0-9_.+=/-]+$/.test(value) &&
    /\d/.test(value) &&
    /[A-Za-z]/.test(value) &&
    !/^[./]|\.(?:[a-z]{1,5})$|^\d+(?:\.\d+)+/.test(value)
  );
}
