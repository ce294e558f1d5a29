// Figures by minute, in columns: a log has tens of thousands of minutes, and as objects they would cost most of an audit's time.
import type { AccessEvent, Where } from "./access-event.ts";
import { grown, type Column } from "./columns.ts";
import { isEarlier, shareOf, sharesOf, WHOLE, type Share } from "./count.ts";
import { MINUTE } from "../instant.ts";
import type { Relocation } from "./relocate.ts";

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

/** What is added up by minute. */
export type Figure = Exclude<keyof Minute, "first" | "where">;

/** A row: the minute since the epoch, figures that are added up, and of the earliest event when and where it was. */
const AT = 0;
const COLUMN = {
  requests: 1,
  denied: 2,
  errors: 3,
  bytes: 4,
  units: 5,
  cost: 6,
  notFound: 7,
  limited: 8,
  downloads: 9,
} as const satisfies Record<Figure, number>;
const FIRST = 10;
const SOURCE = 11;
const LINE = 12;
const COLUMNS = 13;

const DAY_MINUTES = 1_440;
const NO_ROWS = new Int32Array(DAY_MINUTES).fill(-1);

/** Reading a file or an object, by the words that APIs use for it; not what is only said of one (its tags, who may read it). */
const DOWNLOAD =
  /download|getobject(?!acl|tagging|attributes|retention|legalhold|lockconfiguration)|\/(?:files?|contexts?|objects?|exports?)\b/i;

function minuteIn(cells: Float64Array, row: number): Minute {
  return {
    requests: cells[row + COLUMN.requests] ?? 0,
    denied: cells[row + COLUMN.denied] ?? 0,
    errors: cells[row + COLUMN.errors] ?? 0,
    bytes: cells[row + COLUMN.bytes] ?? 0,
    units: cells[row + COLUMN.units] ?? 0,
    cost: cells[row + COLUMN.cost] ?? 0,
    notFound: cells[row + COLUMN.notFound] ?? 0,
    limited: cells[row + COLUMN.limited] ?? 0,
    downloads: cells[row + COLUMN.downloads] ?? 0,
    first: cells[row + FIRST] ?? 0,
    where: { source: cells[row + SOURCE] ?? 0, line: cells[row + LINE] ?? 0 },
  };
}

/** Minutes since the epoch, each with its figures, in their order. */
export class Minutes {
  #cells: Column;
  #size = 0;
  /** By day since the epoch, for each of its minutes where its row begins; -1 = it has none. */
  readonly #days = new Map<number, Int32Array>();
  #lastDay = -1;
  #lastRows: Int32Array = NO_ROWS;
  /** What `#rows` said last. */
  #ordered = new Int32Array(0);
  /** The last action, and whether it reads a file or an object. */
  #action = "";
  #isDownload = false;

  /** `cells` as `cells()` of another gave them. */
  constructor(cells: Column = new Float64Array(0), size = 0) {
    this.#cells = cells;
    for (; this.#size < size; this.#size += 1) {
      const row = this.#size * COLUMNS;
      const at = cells[row] ?? 0;
      this.#rowsOf(Math.floor(at / DAY_MINUTES))[at % DAY_MINUTES] = row;
    }
  }

  get size(): number {
    return this.#size;
  }

  /** Everything in it as numbers, to be sent to another thread. */
  cells(): Column {
    return this.#cells.slice(0, this.#size * COLUMNS);
  }

  static from(cells: Column): Minutes {
    return new Minutes(cells, cells.length / COLUMNS);
  }

  *keys(): Generator<number, void> {
    for (const row of this.#rows()) yield this.#cells[row] ?? 0;
  }

  *[Symbol.iterator](): Generator<readonly [number, Minute], void> {
    for (const row of this.#rows()) yield [this.#cells[row] ?? 0, minuteIn(this.#cells, row)];
  }

  /** Where the row of each minute begins, in the order of time: only days have to be sorted. */
  #rows(): Int32Array {
    if (this.#ordered.length === this.#size) return this.#ordered;
    const ordered = new Int32Array(this.#size);
    let at = 0;
    for (const [, rows] of [...this.#days].sort(([a], [b]) => a - b))
      for (const row of rows)
        if (row !== -1) {
          ordered[at] = row;
          at += 1;
        }
    this.#ordered = ordered;
    return ordered;
  }

  #rowsOf(day: number): Int32Array {
    if (day === this.#lastDay) return this.#lastRows;
    let rows = this.#days.get(day);
    if (rows === undefined) {
      rows = new Int32Array(DAY_MINUTES).fill(-1);
      this.#days.set(day, rows);
    }
    this.#lastDay = day;
    this.#lastRows = rows;
    return rows;
  }

  /** The row of the minute of an event, which is its earliest one so far or is not. */
  #rowOf(first: number, source: number, line: number): number {
    const at = Math.floor(first / MINUTE);
    const rows = this.#rowsOf(Math.floor(at / DAY_MINUTES));
    const known = rows[at % DAY_MINUTES] ?? -1;
    if (known !== -1) {
      this.#seeFirst(known, first, source, line);
      return known;
    }
    const row = this.#size * COLUMNS;
    if (row === this.#cells.length)
      this.#cells = grown(this.#cells, Math.max(8 * COLUMNS, 2 * row));
    this.#size += 1;
    rows[at % DAY_MINUTES] = row;
    this.#cells[row + AT] = at;
    this.#begin(row, first, source, line);
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

  #isRead(action: string): boolean {
    if (action !== this.#action) {
      this.#action = action;
      this.#isDownload = DOWNLOAD.test(action);
    }
    return this.#isDownload;
  }

  /** Count an event that stands for so many requests. */
  count(event: AccessEvent, requests: number, where: Where): void {
    if (event.bucket === null) this.#countShare(event, requests, WHOLE, where);
    else for (const share of sharesOf(event)) this.#countShare(event, requests, share, where);
  }

  #countShare(event: AccessEvent, all: number, share: Share, { source, line }: Where): void {
    const { outcome, status, action } = event;
    const requests = shareOf(all, share);
    const row = this.#rowOf(event.at + share.after, source, line);
    this.#add(row, COLUMN.requests, requests);
    if (outcome === "denied") this.#add(row, COLUMN.denied, requests);
    if (outcome === "error") this.#add(row, COLUMN.errors, requests);
    if (status === 404) this.#add(row, COLUMN.notFound, requests);
    if (status === 429) this.#add(row, COLUMN.limited, requests);
    if (event.bytes !== null) this.#add(row, COLUMN.bytes, shareOf(event.bytes, share));
    if (event.units !== null) this.#add(row, COLUMN.units, shareOf(event.units, share));
    // Money has no whole numbers.
    if (event.cost !== null) this.#add(row, COLUMN.cost, event.cost / share.of);
    if (outcome === "success" && action !== null && this.#isRead(action))
      this.#add(row, COLUMN.downloads, requests);
  }

  /** Add all of another's. */
  merge(part: Minutes): void {
    const cells = part.#cells;
    for (let from = 0; from < part.#size * COLUMNS; from += COLUMNS) {
      const row = this.#rowOf(
        cells[from + FIRST] ?? 0,
        cells[from + SOURCE] ?? 0,
        cells[from + LINE] ?? 0,
      );
      for (let column = AT + 1; column < FIRST; column += 1)
        this.#add(row, column, cells[from + column] ?? 0);
    }
  }

  /** Give every place another source and line. */
  relocate(to: Relocation): void {
    const cells = this.#cells;
    for (let row = 0; row < this.#size * COLUMNS; row += COLUMNS) {
      const source = cells[row + SOURCE] ?? 0;
      cells[row + SOURCE] = to.source(source);
      cells[row + LINE] = to.line(source, cells[row + LINE] ?? 0);
    }
  }

  /** The first minute in which a figure was largest; null without a minute. */
  peak(figure: Figure): { readonly at: number; readonly most: number } | null {
    const column = COLUMN[figure];
    let at = -1;
    let most = -Infinity;
    for (const row of this.#rows()) {
      const value = this.#cells[row + column] ?? 0;
      if (value <= most) continue;
      at = this.#cells[row] ?? 0;
      most = value;
    }
    return at === -1 ? null : { at, most };
  }

  /** A figure of each minute, in the order of time. */
  *each(figure: Figure): Generator<readonly [number, number], void> {
    const column = COLUMN[figure];
    for (const row of this.#rows()) yield [this.#cells[row] ?? 0, this.#cells[row + column] ?? 0];
  }

  /**
   * Sums of a figure by stretches of `length` ms since the epoch, in the order of time, of minutes that end by `until`; stretches
   * without a request are not there.
   */
  sums(figure: Figure, length: number, until = Infinity): ReadonlyMap<number, number> {
    const all = new Map<number, number>();
    let bin = -1;
    let sum = 0;
    const column = COLUMN[figure];
    const cells = this.#cells;
    for (const row of this.#rows()) {
      const at = cells[row] ?? 0;
      if ((at + 1) * MINUTE > until) break;
      const its = Math.floor((at * MINUTE) / length);
      if (its !== bin && bin !== -1) all.set(bin, sum);
      if (its !== bin) sum = 0;
      bin = its;
      sum += cells[row + column] ?? 0;
    }
    if (bin !== -1) all.set(bin, sum);
    return all;
  }

  /** Sum of a figure over whole minutes from `from` to `to` (epoch ms). */
  sumIn(figure: Figure, from: number, to: number): number {
    const column = COLUMN[figure];
    const end = to / MINUTE;
    let sum = 0;
    for (let at = from / MINUTE; at < end;) {
      const inDay = at % DAY_MINUTES;
      const next = Math.min(end, at - inDay + DAY_MINUTES);
      const rows = this.#days.get((at - inDay) / DAY_MINUTES) ?? NO_ROWS;
      for (const row of rows.subarray(inDay, inDay + next - at))
        if (row !== -1) sum += this.#cells[row + column] ?? 0;
      at = next;
    }
    return sum;
  }
}
