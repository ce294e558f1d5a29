// Reads lines without parsing them, by shapes learned from earlier lines of the same log.
import type { AccessEvent } from "../../core/audit/access-event.ts";
import type { Cells, LineReader, Shape } from "../../ports/access-log.ts";
import type { CellMemory, Laid } from "./cell-memory.ts";

/** Lines of one log have few shapes; where they have more, the rest is parsed. */
const MOST_SHAPES = 8;
/** Lines whose shape is learned, before that is given up. */
const MOST_TRIES = 64;

export interface CellReader {
  /** What the line in [start, end) says; null = it has to be parsed. */
  read(start: number, end: number): AccessEvent | null;
  timeOf(start: number, end: number): number | null;
  /** A line that had to be parsed, and could be: others may have its shape. */
  learn(text: string): void;
}

/** A reader of the lines of one log. */
export function cellReader(memory: CellMemory, reader: LineReader): CellReader {
  const shapes: Laid[] = [];
  let tries = 0;

  function cut(
    start: number,
    end: number,
  ): { readonly cells: Cells; readonly shape: Shape } | null {
    for (const [index, laid] of shapes.entries()) {
      const cells = memory.cut(laid, start, end);
      if (cells === null) continue;
      // Lines of one shape follow each other.
      if (index > 0) shapes.unshift(...shapes.splice(index, 1));
      return { cells, shape: laid.shape };
    }
    return null;
  }

  return {
    read(start, end) {
      const found = cut(start, end);
      return found === null ? null : found.shape.read(found.cells);
    },
    timeOf(start, end) {
      const found = cut(start, end);
      return found?.shape.timeOf?.(found.cells) ?? null;
    },
    learn(text) {
      if (shapes.length === MOST_SHAPES || tries === MOST_TRIES) return;
      tries += 1;
      const shape = reader.shapeOf?.(text) ?? null;
      const laid = shape === null ? null : memory.lay(shape);
      if (laid !== null) shapes.unshift(laid);
    },
  };
}
