// Where in a text may a rule begin? One pass that looks at three characters at a time, so that ordinary text costs a few steps a character.

/** Fifteen bits of three characters, each taken without its case. */
const MASK = 0x7fff;
const FOLD = Uint8Array.from({ length: 128 }, (_none, code) =>
  code >= 65 && code <= 90 ? code + 32 : code,
);

function foldAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code < 128 ? (FOLD[code] ?? 0) : 0;
}

interface Needle<Of> {
  readonly text: string;
  readonly of: Of;
}

/** Needles by what they begin with. */
export interface Triggers<Of> {
  readonly flags: Uint8Array;
  readonly byHash: ReadonlyMap<number, readonly Needle<Of>[]>;
}

function hashOf(text: string): number {
  return ((foldAt(text, 0) << 10) ^ (foldAt(text, 1) << 5) ^ foldAt(text, 2)) & MASK;
}

/** Prepare the search for `needles`: lower case, three characters or more. */
export function triggersOf<Of>(needles: Iterable<readonly [string, Of]>): Triggers<Of> {
  const flags = new Uint8Array(MASK + 1);
  const byHash = new Map<number, Needle<Of>[]>();
  for (const [text, of] of needles) {
    const hash = hashOf(text);
    flags[hash] = 1;
    const same = byHash.get(hash);
    if (same === undefined) byHash.set(hash, [{ text, of }]);
    else same.push({ text, of });
  }
  return { flags, byHash };
}

function standsAt(text: string, needle: string, at: number): boolean {
  for (let index = 0; index < needle.length; index += 1)
    if (foldAt(text, at + index) !== needle.charCodeAt(index)) return false;
  return true;
}

/** Call `visit` for every place where a needle stands, in any case, from left to right. */
export function eachTrigger<Of>(
  text: string,
  { flags, byHash }: Triggers<Of>,
  visit: (at: number, of: Of) => void,
): void {
  let hash = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    hash = ((hash << 5) ^ (code < 128 ? (FOLD[code] ?? 0) : 0)) & MASK;
    if (flags[hash] === 0) continue;
    const at = index - 2;
    for (const needle of byHash.get(hash) ?? [])
      if (at >= 0 && standsAt(text, needle.text, at)) visit(at, needle.of);
  }
}
