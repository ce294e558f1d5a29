// Where in a text may a rule begin? One pass that looks at three characters at a time, so that ordinary text costs a few steps a character.
import { codesOf } from "./codes.ts";

/** Fifteen bits of three characters, each taken without its case. */
const MASK = 0x7fff;
const LENGTH = 3;
const ASCII = 128;
/** Without its case; nothing beyond ASCII is any needle's. */
const FOLD = Uint8Array.from({ length: 256 }, (_none, code) =>
  code >= ASCII ? 0 : code >= 65 && code <= 90 ? code + 32 : code,
);

interface Needle<Of> {
  readonly text: string;
  readonly of: Of;
}

/** Needles that end alike. */
interface Group<Of> {
  readonly needles: Needle<Of>[];
  /** A bit for each character that may stand before the last three, by its last five bits. */
  before: number;
}

/** Needles by what they end with: vendors' prefixes begin like ordinary words (`acc`, `pat`), and end like none. */
export interface Triggers<Of> {
  /** The number of a group, by the hash of three characters; most have none, which is 0. */
  readonly numbers: Uint16Array;
  readonly groups: readonly (Group<Of> | undefined)[];
}

/** Of a needle's last three characters. */
function hashOf(needle: string): number {
  let hash = 0;
  for (let at = needle.length - LENGTH; at < needle.length; at += 1)
    hash = ((hash << 5) ^ needle.charCodeAt(at)) & MASK;
  return hash;
}

function bitBefore(needle: string): number {
  return needle.length === LENGTH ? -1 : 1 << (needle.charCodeAt(needle.length - LENGTH - 1) & 31);
}

/** Prepare the search for `needles`: lower case, three characters or more. */
export function triggersOf<Of>(needles: Iterable<readonly [string, Of]>): Triggers<Of> {
  const numbers = new Uint16Array(MASK + 1);
  const groups: (Group<Of> | undefined)[] = [undefined];
  for (const [text, of] of needles) {
    const hash = hashOf(text);
    const group = groups[numbers[hash] ?? 0] ?? { needles: [], before: 0 };
    if (group.needles.length === 0) numbers[hash] = groups.push(group) - 1;
    group.needles.push({ text, of });
    group.before |= bitBefore(text);
  }
  // Where one ends like another (`xoxe.xoxb-`, `xoxb-`), the longer one begins further left.
  for (const group of groups) group?.needles.sort((a, b) => b.text.length - a.text.length);
  return { numbers, groups };
}

/** Compared from its end, whose hash may be another's. */
function endsAt(codes: Uint8Array, needle: string, end: number): boolean {
  const start = end - needle.length;
  if (start < 0) return false;
  for (let index = needle.length - 1; index >= 0; index -= 1)
    if (FOLD[codes[start + index] ?? 0] !== needle.charCodeAt(index)) return false;
  return true;
}

/** Calls `visit` for the needles of a group that end at `end`. Apart from the loop, which would be slower around it. */
function visitGroup<Of>(
  codes: Uint8Array,
  { needles }: Group<Of>,
  end: number,
  visit: (at: number, of: Of) => void,
): void {
  for (const { text, of } of needles) if (endsAt(codes, text, end)) visit(end - text.length, of);
}

/**
 * Call `visit` for every place where a needle stands, in any case, in the order in which they end: from left to right, but for one that
 * stands inside another.
 */
export function eachTrigger<Of>(
  text: string,
  { numbers, groups }: Triggers<Of>,
  visit: (at: number, of: Of) => void,
): void {
  const codes = codesOf(text);
  const { length } = text;
  let hash = 0;
  for (let at = 0; at < length; at += 1) {
    hash = ((hash << 5) ^ (FOLD[codes[at] as number] as number)) & MASK;
    const number = numbers[hash] as number;
    if (number === 0) continue;
    const group = groups[number] as Group<Of>;
    const isPossible =
      at < LENGTH || (group.before & (1 << ((codes[at - LENGTH] as number) & 31))) !== 0;
    if (isPossible) visitGroup(codes, group, at + 1, visit);
  }
}
