// Seeded chance for made-up traffic: the same seed gives the same traffic on every machine.

import { Random } from "../../../src/sandbox/random.ts";

export interface Dice {
  /** In [0, 1). */
  next(): number;
  /** Whole number from `from` to `to`, both included. */
  int(from: number, to: number): number;
  pick<T>(values: readonly T[]): T;
  /** Number of events in a time in which `mean` are expected (Poisson, Knuth; normal approximation above 30). */
  poisson(mean: number): number;
}

/** Chance with the sandbox's generator. */
export function dice(seed: number): Dice {
  const random = new Random(seed);
  function next(): number {
    return random.next();
  }
  function int(from: number, to: number): number {
    return random.between(from, to);
  }
  function poisson(mean: number): number {
    if (mean > 30) {
      const normal = Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
      return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal));
    }
    const floor = Math.exp(-mean);
    let count = 0;
    for (let product = next(); product > floor; product *= next()) count += 1;
    return count;
  }
  function pick<T>(values: readonly T[]): T {
    const value = values[int(0, values.length - 1)];
    if (value === undefined) throw new RangeError("nothing to pick from");
    return value;
  }
  return { next, int, pick, poisson };
}
