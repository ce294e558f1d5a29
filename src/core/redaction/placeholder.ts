// Values that stand where a secret would be: in examples, templates and documents. They are no secrets.

const WORDS =
  /^(?:null|nil|none|true|false|undefined|required|optional|unset|empty|unknown|string|number|boolean|text|password|passwd|passw0rd|pass|secret|token|apikey|api[_-]key|changeme|change[_-]?it|change[_-]me|placeholder|redacted|removed|hidden|masked|filtered|sensitive|todo|tbd|n\/a|test|example|default|disabled|enabled|missing|invalid|expired|present|not[_-]set)$/i;
const PARTS =
  /x{5,}|X{5,}|\*{3,}|\.{4,}|(?:^|[^a-z])your[^a-z]|[-_.]here$|EXAMPLE(?:KEY)?$|example[_-]|change[_-]?me|placeholder|redacted|\$\{|\{\{|<[a-z]|insert[_-]|replace[_-]|(?:example){2}|(?:1234567890|0123456789){2}|abcdefghijklmnopqrstuvwxyz/i;
/** `SlackTokenHere`, `RANDOMSTRINGHERE`. */
const HERE = /[a-z]Here$|[A-Z]HERE$/;
/** One character held down; not `A`, which base64 writes for zeros. */
const HELD = /([B-Zb-z])\1{9}|(\d)\2{15}/;

/** Whether a text stands for a secret instead of being one: `changeme`, `your-api-key-here`, `sk_live_xxxx…`, `AKIA…EXAMPLE`, `****`. */
export function isPlaceholder(value: string): boolean {
  return (
    WORDS.test(value) ||
    PARTS.test(value) ||
    HERE.test(value) ||
    HELD.test(value) ||
    hasFewCharacters(value)
  );
}

/** `aaaaaaaa`, `1212121212`: what a keyboard makes of "something long". */
function hasFewCharacters(value: string): boolean {
  if (value.length < 6) return false;
  let [first, second]: (string | undefined)[] = [];
  for (const sign of value) {
    if (sign === first || sign === second) continue;
    // Nearly every value is told by its first three.
    if (second !== undefined) return false;
    [first, second] = first === undefined ? [sign, undefined] : [first, sign];
  }
  return true;
}

/** Figures, or capitals within words: what no name has. */
export function looksMixed(value: string): boolean {
  return (
    /\d/.test(value) || (/[a-z].*[A-Z]/.test(value) && /[A-Z]{2}|[a-z][A-Z][a-z]?[A-Z]/.test(value))
  );
}
