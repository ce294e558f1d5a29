// Where shapes and cells of lines lie: in the memory in which the lines were found, behind what the search needs.
import type { Cells, Shape } from "../../ports/access-log.ts";
import { wasm, type Bytes } from "./bytes.ts";
import { CELLS_WASM } from "./cells-wasm.ts";
import {
  knownTexts,
  TABLE_ROOM,
  TEXTS_ROOM,
  type Habit,
  type KnowingBytes,
} from "./known-texts.ts";

const MOST_CELLS = 256;
const CELLS_ROOM = MOST_CELLS * 8;
const SHAPES_ROOM = 64 * 1024;
/** Functions may load so many bytes behind what they look at. */
const SLACK = 16;
/** So much room all of it takes. */
export const CELLS_MEMORY = CELLS_ROOM + TABLE_ROOM + TEXTS_ROOM + SHAPES_ROOM + 4 * SLACK;

/** As cells.wat has them. */
const KINDS = { text: 1, plain: 2, rest: 3 } as const;
const PART_BYTES = 12;

interface Exports extends KnowingBytes {
  cut(at: number, end: number, shape: number, stop: number, cells: number): number;
}

/** A shape that lies in the memory. */
export interface Laid {
  readonly shape: Shape;
  readonly at: number;
  readonly stop: number;
  readonly isText: readonly boolean[];
  readonly habits: readonly Habit[];
}

export interface CellMemory {
  textAt(start: number, end: number): string;
  /** Null when there is no room for it, or when it has too many cells. */
  lay(shape: Shape): Laid | null;
  /** Cells of the line in [start, end), behind which a line end stands, until the next is cut; null when it has another shape. */
  cut(laid: Laid, start: number, end: number): Cells | null;
}

const ZERO = 48;
/** As many digits are a number exactly. */
const MOST_DIGITS = 15;

/** A number as JSON has it, true, false or null. */
function plainValue(bytes: Buffer, start: number, end: number): unknown {
  let value = 0;
  for (let at = start; at < end; at += 1) {
    const digit = (bytes[at] ?? 0) - ZERO;
    if (digit < 0 || digit > 9 || end - start > MOST_DIGITS)
      return JSON.parse(bytes.toString("latin1", start, end));
    value = value * 10 + digit;
  }
  return value;
}

/** Write a shape as cells.wat reads it: for each part a literal's place, its length and the kind of what follows. Gives its size. */
function write(bytes: Buffer, at: number, { literals, cells }: Shape): number {
  let place = at + literals.length * PART_BYTES;
  for (const [index, literal] of literals.entries()) {
    const kind = cells[index];
    const length = bytes.write(literal, place);
    const part = at + index * PART_BYTES;
    bytes.writeInt32LE(place, part);
    bytes.writeInt32LE(length, part + 4);
    bytes.writeInt32LE(kind === undefined ? 0 : KINDS[kind], part + 8);
    place += length;
  }
  return place - at;
}

function sizeOf({ literals }: Shape): number {
  return literals.reduce((sum, one) => sum + PART_BYTES + Buffer.byteLength(one), 0) + SLACK;
}

/** A thread's memory for shapes, cells and texts. */
export function cellMemory({ memory, free }: Bytes): CellMemory {
  // What cells.wat exports.
  const exports = wasm(CELLS_WASM, { log: { memory } }) as Exports;
  const bytes = Buffer.from(memory.buffer);
  const cellsAt = Math.ceil(free / 8) * 8;
  const places = new Int32Array(memory.buffer, cellsAt, MOST_CELLS * 2);
  const table = cellsAt + CELLS_ROOM;
  const textOf = knownTexts(bytes, exports, table);
  let shapesAt = table + TABLE_ROOM + TEXTS_ROOM + SLACK;
  const shapesEnd = shapesAt + SHAPES_ROOM;
  let current: Laid | null = null;

  const line: Cells = {
    value(cell) {
      const start = places[cell * 2] ?? 0;
      const end = places[cell * 2 + 1] ?? 0;
      const habit = current?.habits[cell];
      return current?.isText[cell] === true && habit !== undefined
        ? textOf(habit, start, end)
        : plainValue(bytes, start, end);
    },
  };

  return {
    textAt: (start, end) => bytes.toString("utf8", start, end),
    lay(shape) {
      const { cells, stop } = shape;
      if (cells.length > MOST_CELLS || shapesAt + sizeOf(shape) > shapesEnd) return null;
      const at = shapesAt;
      shapesAt += write(bytes, at, shape) + SLACK;
      return {
        shape,
        at,
        stop: stop.charCodeAt(0),
        isText: cells.map((kind) => kind !== "plain"),
        habits: cells.map(() => ({ asked: 0, fresh: 0 })),
      };
    },
    cut(laid, start, end) {
      if (exports.cut(start, end, laid.at, laid.stop, cellsAt) === 0) return null;
      current = laid;
      return line;
    },
  };
}
