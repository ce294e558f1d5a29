// Figures by minute, in columns: a log has tens of thousands of minutes, and as objects they would cost most of an audit's time.
import type { AccessEvent, Where } from "./access-event.ts";
import { isEarlier, shareOf, sharesOf, type Share } from "./count.ts";
import { MINUTE } from "../instant.ts";

export interface Minute {
  readonly requests: number;
  readonly denied: number;
  readonly errors: number;
  readonly bytes: number;
  readonly units: number;
  readonly cost: number;
  /** Answers 404. */
  readonly notFound: number;
  /** Answers 429. */
  readonly limited: number;
  /** Successful reads of a file or an object. */
  readonly downloads: number;
  /** The earliest event: when (epoch ms), and where it was read. */
  readonly first: number;
  readonly where: Where;
}

// A row: the minute since the epoch, figures that are added up, and of the earliest event when and where it was.
const AT = 0;
const REQUESTS = 1;
const DENIED = 2;
const ERRORS = 3;
const BYTES = 4;
const UNITS = 5;
const COST = 6;
const NOT_FOUND = 7;
const LIMITED = 8;
const DOWNLOADS = 9;
const FIRST = 10;
const SOURCE = 11;
const LINE = 12;
const COLUMNS = 13;

/** Reading a file or an object, by the words that APIs use for it; not what is only said of one (its tags, who may read it). */
const DOWNLOAD =
  /download|getobject(?!acl|tagging|attributes|retention|legalhold|lockconfiguration)|\/(?:files?|contexts?|objects?|exports?)\b/i;

function minuteIn(cells: Float64Array, row: number): Minute {
  function cell(column: number): number {
    return cells[row + column] ?? 0;
  }
  return {
    requests: cell(REQUESTS),
    denied: cell(DENIED),
    errors: cell(ERRORS),
    bytes: cell(BYTES),
    units: cell(UNITS),
    cost: cell(COST),
    notFound: cell(NOT_FOUND),
    limited: cell(LIMITED),
    downloads: cell(DOWNLOADS),
    first: cell(FIRST),
    where: { source: cell(SOURCE), line: cell(LINE) },
  };
}

/** Minutes since the epoch, each with its figures. */
export class Minutes {
  #cells: Float64Array;
  readonly #rows = new Map<number, number>();
  #last = { at: -1, row: 0 };

  /** `cells` as `cells()` of another gave them. */
  constructor(cells: Float64Array = new Float64Array(8 * COLUMNS), size = 0) {
    this.#cells = cells;
    for (let row = 0; row < size * COLUMNS; row += COLUMNS) this.#rows.set(cells[row] ?? 0, row);
  }

  get size(): number {
    return this.#rows.size;
  }

  /** Everything in it as numbers, to be sent to another thread. */
  cells(): Float64Array {
    return this.#cells.slice(0, this.size * COLUMNS);
  }

  static from(cells: Float64Array): Minutes {
    return new Minutes(cells, cells.length / COLUMNS);
  }

  keys(): Iterable<number> {
    return this.#rows.keys();
  }

  get(at: number): Minute | undefined {
    const row = this.#rows.get(at);
    return row === undefined ? undefined : minuteIn(this.#cells, row);
  }

  *[Symbol.iterator](): Generator<readonly [number, Minute], void> {
    for (const [at, row] of this.#rows) yield [at, minuteIn(this.#cells, row)];
  }

  /** The row of a minute; a new one begins with this event. */
  #rowOf(at: number, first: number, source: number, line: number): number {
    if (at === this.#last.at) return this.#last.row;
    let row = this.#rows.get(at);
    if (row === undefined) {
      row = this.size * COLUMNS;
      if (row === this.#cells.length) {
        const cells = new Float64Array(2 * row);
        cells.set(this.#cells);
        this.#cells = cells;
      }
      this.#rows.set(at, row);
      this.#cells[row + AT] = at;
      this.#begin(row, first, source, line);
    }
    this.#last = { at, row };
    return row;
  }

  #begin(row: number, first: number, source: number, line: number): void {
    this.#cells[row + FIRST] = first;
    this.#cells[row + SOURCE] = source;
    this.#cells[row + LINE] = line;
  }

  #seeFirst(row: number, first: number, source: number, line: number): void {
    const known = this.#cells[row + FIRST] ?? 0;
    if (first > known) return;
    const where = { source: this.#cells[row + SOURCE] ?? 0, line: this.#cells[row + LINE] ?? 0 };
    if (isEarlier(first, { source, line }, known, where)) this.#begin(row, first, source, line);
  }

  #add(row: number, column: number, value: number): void {
    this.#cells[row + column] = (this.#cells[row + column] ?? 0) + value;
  }

  /** Count an event that stands for so many requests. */
  count(event: AccessEvent, requests: number, where: Where): void {
    for (const share of sharesOf(event)) this.#countShare(event, requests, share, where);
  }

  #countShare(event: AccessEvent, all: number, share: Share, { source, line }: Where): void {
    const { outcome, status, action } = event;
    const at = event.at + share.after;
    const requests = shareOf(all, share);
    const row = this.#rowOf(Math.floor(at / MINUTE), at, source, line);
    this.#seeFirst(row, at, source, line);
    this.#add(row, REQUESTS, requests);
    if (outcome === "denied") this.#add(row, DENIED, requests);
    if (outcome === "error") this.#add(row, ERRORS, requests);
    if (status === 404) this.#add(row, NOT_FOUND, requests);
    if (status === 429) this.#add(row, LIMITED, requests);
    if (event.bytes !== null) this.#add(row, BYTES, shareOf(event.bytes, share));
    if (event.units !== null) this.#add(row, UNITS, shareOf(event.units, share));
    // Money has no whole numbers.
    if (event.cost !== null) this.#add(row, COST, event.cost / share.of);
    if (outcome === "success" && action !== null && DOWNLOAD.test(action))
      this.#add(row, DOWNLOADS, requests);
  }

  /** Add all of another's. */
  merge(part: Minutes): void {
    const cells = part.#cells;
    for (const from of part.#rows.values()) {
      const at = cells[from + AT] ?? 0;
      const first = cells[from + FIRST] ?? 0;
      const source = cells[from + SOURCE] ?? 0;
      const line = cells[from + LINE] ?? 0;
      const row = this.#rowOf(at, first, source, line);
      this.#seeFirst(row, first, source, line);
      for (let column = REQUESTS; column < FIRST; column += 1)
        this.#add(row, column, cells[from + column] ?? 0);
    }
  }

  /** Give every place another source and line. */
  relocate(to: (where: Where) => Where): void {
    for (const row of this.#rows.values()) {
      const where = { source: this.#cells[row + SOURCE] ?? 0, line: this.#cells[row + LINE] ?? 0 };
      const { source, line } = to(where);
      this.#begin(row, this.#cells[row + FIRST] ?? 0, source, line);
    }
  }
}
