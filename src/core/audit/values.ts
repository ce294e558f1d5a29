// How often each text was seen, first and last: in columns, because a log names tens of thousands of resources.

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
  readonly texts: readonly string[];
  readonly cells: Float64Array;
}

/** Texts, each with how often and when it was seen. */
export class Values {
  #cells: Float64Array;
  readonly #rows = new Map<string, number>();

  constructor(cells: Float64Array = new Float64Array(4 * COLUMNS), texts: readonly string[] = []) {
    this.#cells = cells;
    for (const [row, text] of texts.entries()) this.#rows.set(text, row * COLUMNS);
  }

  static from({ texts, cells }: PackedValues): Values {
    return new Values(cells, texts);
  }

  packed(): PackedValues {
    return { texts: [...this.#rows.keys()], cells: this.#cells.slice(0, this.size * COLUMNS) };
  }

  get size(): number {
    return this.#rows.size;
  }

  has(text: string): boolean {
    return this.#rows.has(text);
  }

  keys(): Iterable<string> {
    return this.#rows.keys();
  }

  get(text: string): Seen | undefined {
    const row = this.#rows.get(text);
    return row === undefined ? undefined : this.#seen(row);
  }

  *[Symbol.iterator](): Generator<readonly [string, Seen], void> {
    for (const [text, row] of this.#rows) yield [text, this.#seen(row)];
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
    if (row >= this.#cells.length) {
      const cells = new Float64Array(2 * row);
      cells.set(this.#cells);
      this.#cells = cells;
    }
    this.#rows.set(text, row);
    this.#cells[row + FIRST] = Infinity;
    this.#cells[row + LAST] = -Infinity;
    return row;
  }

  /** Add to a text; false when it is new and there are `most` already. */
  see(text: string, count: number, first: number, last: number, most: number): boolean {
    let row = this.#rows.get(text);
    if (row === undefined) {
      if (this.size >= most) return false;
      row = this.#begin(text);
    }
    const cells = this.#cells;
    cells[row + COUNT] = (cells[row + COUNT] ?? 0) + count;
    if (first < (cells[row + FIRST] ?? 0)) cells[row + FIRST] = first;
    if (last > (cells[row + LAST] ?? 0)) cells[row + LAST] = last;
    return true;
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
