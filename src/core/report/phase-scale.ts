// The time axis of the response's picture: each phase a column of its own, so that minutes and days fit into one picture.

/** Share of the width for the time before anybody declared. */
const BEFORE = 0.14;

/** From ms since the declaration to a place on the picture; the right edge of each column is its phase's deadline. */
export class PhaseScale {
  readonly #edges: readonly number[];
  readonly #before: number;
  readonly #left: number;
  readonly #width: number;

  /** `edges`: ends of the phases in ms since the declaration. `before`: ms between exposure and declaration, 0 for none. */
  constructor(
    edges: readonly number[],
    before: number,
    place: { readonly left: number; readonly width: number },
  ) {
    this.#edges = edges;
    this.#before = before;
    this.#left = place.left;
    this.#width = place.width;
  }

  /** Left of zero is the time before; beyond the last deadline is its right edge. */
  x(ms: number): number {
    const [left, width] = [this.#left, this.#width];
    const start = this.#before > 0 ? BEFORE : 0;
    if (ms < 0) return left + Math.max(0, 1 + ms / Math.max(this.#before, 1)) * start * width;
    const column = (1 - start) / this.#edges.length;
    let from = 0;
    for (const [index, edge] of this.#edges.entries()) {
      if (ms <= edge)
        return left + (start + (index + (ms - from) / Math.max(edge - from, 1)) * column) * width;
      from = edge;
    }
    return left + width;
  }
}
