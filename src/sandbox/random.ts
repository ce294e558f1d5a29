// Seeded randomness: one small generator and named streams of it, so that two sandboxes with one seed do the same.

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** mulberry32 (public domain, Tommy Ettinger): 32 bits of state, which is all there is to save and restore. */
export class Random {
  #state: number;

  constructor(state: number) {
    this.#state = state >>> 0;
  }

  get state(): number {
    return this.#state;
  }

  /** A number from 0 up to, but not including, 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  /** One entry of a list that is not empty. */
  pick<T>(list: readonly T[]): T {
    const chosen = list[this.between(0, list.length - 1)];
    if (chosen === undefined) throw new Error("nothing to pick from: the list is empty");
    return chosen;
  }

  /** `length` characters of 0-9 A-Z a-z. */
  base62(length: number): string {
    return Array.from({ length }, () => ALPHABET.charAt(this.between(0, 61))).join("");
  }
}

/** FNV-1a over the text, mixed with the seed. */
function stateOf(seed: number, name: string): number {
  let hash = (0x811c9dc5 ^ seed) >>> 0;
  for (const character of name)
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return hash;
}

/** Independent streams by name: drawing from one never shifts another. */
export class RandomStreams {
  readonly #seed: number;
  readonly #scope: string;
  readonly #streams = new Map<string, Random>();

  /** `scope` keeps two sandboxes of one seed apart, so that no key of one is known in the other. */
  constructor(seed: number, scope: string, saved: Readonly<Record<string, number>> = {}) {
    this.#seed = seed;
    this.#scope = scope;
    for (const [name, state] of Object.entries(saved)) this.#streams.set(name, new Random(state));
  }

  stream(name: string): Random {
    const known = this.#streams.get(name);
    if (known !== undefined) return known;
    const made = new Random(stateOf(this.#seed, `${this.#scope} ${name}`));
    this.#streams.set(name, made);
    return made;
  }

  /** What the constructor takes to go on from here. */
  snapshot(): Record<string, number> {
    return Object.fromEntries([...this.#streams].map(([name, random]) => [name, random.state]));
  }
}
