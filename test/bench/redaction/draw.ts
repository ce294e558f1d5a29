// Seeded text: the same seed gives the same corpus, so that no secret need be committed and a figure can be checked by anybody.

/** A source of numbers below `size`. */
export type Draw = (size: number) => number;

/** Mulberry32: small, and good enough to make up keys. */
export function drawFrom(seed: number): Draw {
  let state = seed >>> 0;
  return function draw(size) {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * size);
  };
}

const LOWER = "abcdefghijklmnopqrstuvwxyz";
const UPPER = LOWER.toUpperCase();
const FIGURES = "0123456789";

/** Alphabets by the letter that stands for them in a template. */
const ALPHABETS: Readonly<Record<string, string>> = {
  a: LOWER + FIGURES,
  A: UPPER + LOWER + FIGURES,
  U: UPPER + FIGURES,
  L: LOWER,
  h: `${FIGURES}abcdef`,
  H: `${FIGURES}ABCDEF`,
  n: FIGURES,
  u: `${UPPER}${LOWER}${FIGURES}_-`,
  w: `${UPPER}${LOWER}${FIGURES}_`,
  b: `${UPPER}${LOWER}${FIGURES}+/`,
  B: `${UPPER}234567`,
};

export function pick<Of>(draw: Draw, from: readonly Of[]): Of {
  const one = from[draw(from.length)];
  if (one === undefined) throw new Error("nothing to choose from");
  return one;
}

function chars(draw: Draw, kind: string, length: number): string {
  const alphabet = ALPHABETS[kind] ?? "";
  let text = "";
  for (let at = 0; at < length; at += 1) text += alphabet.charAt(draw(alphabet.length));
  return text;
}

/** `ghp_{A36}`: the letter names the alphabet, the number how many; `{uuid}` is one. */
export function fill(draw: Draw, template: string): string {
  return template
    .replaceAll("{uuid}", "{h8}-{h4}-4{h3}-a{h3}-{h12}")
    .replaceAll(/\{([a-zA-Z])(\d+)\}/g, (_all, kind: string, length: string) =>
      chars(draw, kind, Number(length)),
    );
}
