// How many different resources were touched in ten minutes: a list of numbers, sorted and thinned out when it is full.
import { grown, type Column } from "./columns.ts";
import { MOST_ENTRIES, MOST_NAMES } from "./count.ts";

// A number: ten minutes since the epoch (22 bits until the year 2049), and 30 bits that stand for the resource.
const HASHES = 2 ** 30;

/** As it is sent to another thread. */
export interface PackedNames {
  readonly list: Column;
  readonly isFull: boolean;
}

/** Different resources by ten minutes. */
export class Names {
  #list: Column;
  #length = 0;
  #isFull: boolean;
  /** Nothing came since it was sorted. */
  #isThin = false;

  constructor(list: Column = new Float64Array(0), isFull = false) {
    this.#list = list;
    this.#length = list.length;
    this.#isFull = isFull;
  }

  static from({ list, isFull }: PackedNames): Names {
    const names = new Names(list, isFull);
    names.#isThin = true;
    return names;
  }

  packed(): PackedNames {
    this.#thin();
    return { list: this.#list.slice(0, this.#length), isFull: this.#isFull };
  }

  /** More were touched than are kept. */
  get isFull(): boolean {
    this.#thin();
    return this.#isFull;
  }

  /** The resource with this hash was touched in these ten minutes. */
  add(ten: number, hash: number): void {
    if (this.#length === this.#list.length) this.#makeRoom();
    this.#list[this.#length] = ten * HASHES + hash;
    this.#length += 1;
    this.#isThin = false;
  }

  /** Add all of another's. */
  merge(part: Names): void {
    const { list: more, isFull } = part.packed();
    if (isFull) this.#isFull = true;
    this.#thin();
    this.#list = inOrder(this.#list.subarray(0, this.#length), more);
    this.#length = this.#list.length;
    this.#dropMore();
  }

  /** Ten minutes since the epoch, and how many different ones. */
  sizes(): ReadonlyMap<number, number> {
    this.#thin();
    const sizes = new Map<number, number>();
    let ten = -1;
    let size = 0;
    for (const one of this.#list.subarray(0, this.#length)) {
      const its = Math.floor(one / HASHES);
      // Those of the same ten minutes follow each other.
      if (its !== ten && ten !== -1) sizes.set(ten, size);
      size = its === ten ? size + 1 : 1;
      ten = its;
    }
    if (ten !== -1) sizes.set(ten, size);
    return sizes;
  }

  #makeRoom(): void {
    this.#thin();
    if (this.#list.length > 0 && this.#length * 2 <= this.#list.length) return;
    this.#list = grown(this.#list, Math.max(64, this.#length * 2));
  }

  /** In order, and no more than are kept. */
  #thin(): void {
    if (this.#isThin) return;
    this.#list.subarray(0, this.#length).sort();
    this.#dropMore();
  }

  /** Of what is in order: each once, and no more than are kept. */
  #dropMore(): void {
    const list = this.#list;
    const all = this.#length;
    let length = 0;
    let before = -1;
    let ten = -1;
    let inTen = 0;
    for (let at = 0; at < all; at += 1) {
      const one = list[at] ?? 0;
      if (one === before) continue;
      before = one;
      const its = Math.floor(one / HASHES);
      inTen = its === ten ? inTen + 1 : 1;
      ten = its;
      if (inTen > MOST_NAMES || length >= MOST_ENTRIES) this.#isFull = true;
      else {
        list[length] = one;
        length += 1;
      }
    }
    this.#length = length;
    this.#isThin = true;
  }
}

/** All numbers of two lists that are in order, in order. */
function inOrder(one: Float64Array, other: Float64Array): Column {
  const all = new Float64Array(one.length + other.length);
  let first = 0;
  let second = 0;
  for (let at = 0; at < all.length; at += 1) {
    const a = one[first] ?? Infinity;
    const b = other[second] ?? Infinity;
    all[at] = Math.min(a, b);
    if (a <= b) first += 1;
    else second += 1;
  }
  return all;
}
