// How often each text was seen, first and last: in columns, because a log names tens of thousands of resources.

import { grown, type Column } from "./columns.ts";

export interface Seen {
  readonly count: number;
  /** Epoch ms. */
  readonly first: number;
  readonly last: number;
}

const COUNT = 0;
const FIRST = 1;
const LAST = 2;
const COLUMNS = 3;

/** As it is sent to another thread. */
export interface PackedValues {
  readonly texts: string[];
  readonly cells: Column;
}

/** Texts, each with how often and when it was seen. */
export class Values {
  #cells: Column;
  readonly #texts: string[];
  /** Where each text has its row; made when one is first asked for, since most of what a thread sends is only gone through. */
  #rows: Map<string, number> | null = null;
  /** The text that was seen last, and its row: the same one mostly comes again. */
  #last = "";
  #lastRow = -1;

  /** What is given is its own from now on. */
  constructor(cells: Column = new Float64Array(0), texts: string[] = []) {
    this.#cells = cells;
    this.#texts = texts;
  }

  static from({ texts, cells }: PackedValues): Values {
    return new Values(cells, texts);
  }

  packed(): PackedValues {
    return { texts: this.#texts, cells: this.#cells.slice(0, this.size * COLUMNS) };
  }

  get size(): number {
    return this.#texts.length;
  }

  has(text: string): boolean {
    return this.#places().has(text);
  }

  keys(): Iterable<string> {
    return this.#texts;
  }

  get(text: string): Seen | undefined {
    const row = this.#places().get(text);
    return row === undefined ? undefined : this.#seen(row);
  }

  *[Symbol.iterator](): Generator<readonly [string, Seen], void> {
    for (const [at, text] of this.#texts.entries()) yield [text, this.#seen(at * COLUMNS)];
  }

  #places(): Map<string, number> {
    this.#rows ??= new Map(this.#texts.map((text, at) => [text, at * COLUMNS]));
    return this.#rows;
  }

  #seen(row: number): Seen {
    const cells = this.#cells;
    return {
      count: cells[row + COUNT] ?? 0,
      first: cells[row + FIRST] ?? 0,
      last: cells[row + LAST] ?? 0,
    };
  }

  #begin(text: string): number {
    const row = this.size * COLUMNS;
    if (row >= this.#cells.length) this.#cells = grown(this.#cells, Math.max(4 * COLUMNS, 2 * row));
    this.#places().set(text, row);
    this.#texts.push(text);
    this.#cells[row + FIRST] = Infinity;
    this.#cells[row + LAST] = -Infinity;
    return row;
  }

  /** The row of a text, which is made where there is room, else -1. */
  #rowOf(text: string, most: number): number {
    if (text === this.#last && this.#lastRow !== -1) return this.#lastRow;
    const row = this.#places().get(text) ?? (this.size < most ? this.#begin(text) : -1);
    this.#last = text;
    this.#lastRow = row;
    return row;
  }

  /** Add to a text; false when it is new and there are `most` already. */
  see(text: string, count: number, first: number, last: number, most: number): boolean {
    const row = this.#rowOf(text, most);
    if (row === -1) return false;
    const cells = this.#cells;
    cells[row + COUNT] = (cells[row + COUNT] ?? 0) + count;
    if (first < (cells[row + FIRST] ?? 0)) cells[row + FIRST] = first;
    if (last > (cells[row + LAST] ?? 0)) cells[row + LAST] = last;
    return true;
  }

  /** Add all of another's; false when there were more new texts than there is room for below `most`. */
  merge(part: Values, most: number): boolean {
    const cells = part.#cells;
    let row = 0;
    let isWhole = true;
    for (const text of part.#texts) {
      const count = cells[row + COUNT] ?? 0;
      if (!this.see(text, count, cells[row + FIRST] ?? 0, cells[row + LAST] ?? 0, most))
        isWhole = false;
      row += COLUMNS;
    }
    return isWhole;
  }
}

/** Several of them added up. */
export function together(all: Iterable<Values>): ReadonlyMap<string, Seen> {
  const sums = new Map<string, Seen>();
  for (const values of all)
    for (const [text, { count, first, last }] of values) {
      const sum = sums.get(text) ?? { count: 0, first, last };
      sums.set(text, {
        count: sum.count + count,
        first: Math.min(sum.first, first),
        last: Math.max(sum.last, last),
      });
    }
  return sums;
}
