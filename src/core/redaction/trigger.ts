// Where in a text may a rule begin? One pass that looks at three characters at a time, so that ordinary text costs a few steps a character.

/** Fifteen bits of three characters, each taken without its case. */
const MASK = 0x7fff;
const LENGTH = 3;
const ASCII = 128;
const FOLD = Uint8Array.from({ length: ASCII }, (_none, code) =>
  code >= 65 && code <= 90 ? code + 32 : code,
);

function foldAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code < ASCII ? (FOLD[code] ?? 0) : 0;
}

interface Needle<Of> {
  readonly text: string;
  readonly of: Of;
}

/** Needles by what they end with: vendors' prefixes begin like ordinary words (`acc`, `pat`), and end like none. Most places have none. */
export type Triggers<Of> = readonly (readonly Needle<Of>[] | undefined)[];

/** Of the three characters from `at` on. */
function hashOf(text: string, at: number): number {
  return ((foldAt(text, at) << 10) ^ (foldAt(text, at + 1) << 5) ^ foldAt(text, at + 2)) & MASK;
}

/** Prepare the search for `needles`: lower case, three characters or more. */
export function triggersOf<Of>(needles: Iterable<readonly [string, Of]>): Triggers<Of> {
  const all = Array<Needle<Of>[] | undefined>(MASK + 1).fill(undefined);
  for (const [text, of] of needles) {
    const hash = hashOf(text, text.length - LENGTH);
    const same = all[hash];
    if (same === undefined) all[hash] = [{ text, of }];
    else same.push({ text, of });
  }
  // Where one ends like another (`xoxe.xoxb-`, `xoxb-`), the longer one begins further left.
  for (const same of all) same?.sort((a, b) => b.text.length - a.text.length);
  return all;
}

/** Compared from its end: there the hash may be wrong. */
function standsAt(text: string, needle: string, at: number): boolean {
  for (let index = needle.length - 1; index >= 0; index -= 1)
    if (foldAt(text, at + index) !== needle.charCodeAt(index)) return false;
  return true;
}

/**
 * Call `visit` for every place where a needle stands, in any case, in the order in which they end: from left to right, but for one that
 * stands inside another.
 */
export function eachTrigger<Of>(
  text: string,
  triggers: Triggers<Of>,
  visit: (at: number, of: Of) => void,
): void {
  const { length } = text;
  let hash = 0;
  for (let index = 0; index < length; index += 1) {
    // What is beyond ASCII is taken for something else here, and found out by the comparison.
    hash = ((hash << 5) ^ (FOLD[text.charCodeAt(index) & (ASCII - 1)] as number)) & MASK;
    const needles = triggers[hash];
    if (needles === undefined) continue;
    for (const needle of needles) {
      const at = index - needle.text.length + 1;
      if (at >= 0 && standsAt(text, needle.text, at)) visit(at, needle.of);
    }
  }
}
