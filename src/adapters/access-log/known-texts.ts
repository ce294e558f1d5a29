// Texts that come again and again in a log, known by their bytes: each is decoded once. The functions are cells.wat.

const ENTRIES = 4096;
/** So many bytes its table takes, and the bytes of its texts. */
export const TABLE_ROOM = ENTRIES * 12;
export const TEXTS_ROOM = 128 * 1024;
/** A longer text is not kept. */
const LONGEST = 256;
/** From so many texts on, of which most are new, those of a cell are not kept. */
const ENOUGH = 512;

/** How often a cell's texts were asked for, and were new. */
export interface Habit {
  asked: number;
  fresh: number;
}

export interface KnowingBytes {
  /** The number of a text in the table, plus 4,096 when it is new there; -1 when there is no room for it. */
  know(at: number, end: number): number;
  forget(table: number, from: number, to: number): void;
}

/** Gives the text in [start, end) of `bytes`; what it needs lies at `table`, TABLE_ROOM and TEXTS_ROOM bytes. */
export function knownTexts(
  bytes: Buffer,
  { know, forget }: KnowingBytes,
  table: number,
): (habit: Habit, start: number, end: number) => string {
  const known = Array.from({ length: ENTRIES }, () => "");
  const from = table + TABLE_ROOM;

  /** There is room again; what was known is decoded again when it comes. */
  function forgetAll(): void {
    forget(table, from, from + TEXTS_ROOM);
    known.fill("");
  }

  forgetAll();
  return (habit, start, end) => {
    const isVaried = habit.asked > ENOUGH && habit.fresh * 2 > habit.asked;
    if (isVaried || end - start > LONGEST) return bytes.toString("utf8", start, end);
    let number = know(start, end);
    if (number === -1) {
      forgetAll();
      number = know(start, end);
    }
    habit.asked += 1;
    if (number < ENTRIES) return known[number] ?? "";
    habit.fresh += 1;
    const text = bytes.toString("utf8", start, end);
    known[number - ENTRIES] = text;
    return text;
  };
}
