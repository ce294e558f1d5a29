// Blocks of numbers that grow.

/** Numbers in a block of their own, which nobody else looks into. */
export type Column = Float64Array<ArrayBuffer>;

/** The same numbers with room for so many. The old block is given back at once: a log makes many, and large ones wait long for the collector of garbage. */
export function grown(cells: Column, length: number): Column {
  return new Float64Array(cells.buffer.transfer(length * Float64Array.BYTES_PER_ELEMENT));
}
