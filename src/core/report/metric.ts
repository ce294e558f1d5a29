// One figure of an incident, as metrics are computed, shown and compared.
import type { Instant, Precision } from "../instant.ts";

/** An end of a figure: a named instant, and how exactly it is known. */
export interface MetricEnd {
  readonly name: string;
  readonly at: Instant;
  readonly precision: Precision;
}

export interface Metric {
  readonly id: string;
  readonly title: string;
  /** Milliseconds, never clipped: negative together with a `dataError`. Null where a term is missing. */
  readonly ms: number | null;
  readonly formula: string;
  /** The two instants that it lies between; null where one is not known, or the figure is a sum of several spans. */
  readonly from: MetricEnd | null;
  readonly to: MetricEnd | null;
  readonly note: string | null;
  /** Where an end of it is only known to be then or before, or then or after. */
  readonly bound: "at least" | "at most" | null;
  /** Names of the terms that are not known. */
  readonly missing: readonly string[];
  /** Why the figure cannot be right, where it is negative; leave it out of any mean. */
  readonly dataError: string | null;
}

/** A set of figures over several incidents. Means over few incidents mislead: always show `n`. */
export interface Summary {
  readonly n: number;
  readonly mean: number;
  readonly median: number;
  /** Null below ten values, where it would be no more than the worst of them. */
  readonly p90: number | null;
}

/** Fewer values have no tenth part. */
const LEAST_FOR_P90 = 10;

/** Mean, median and, of ten values or more, the 90th percentile (nearest rank) in milliseconds; null for no values. */
export function summarise(values: readonly number[]): Summary | null {
  const sorted = values.toSorted((a, b) => a - b);
  const n = sorted.length;
  if (n === 0) return null;
  const middle = ((sorted[Math.floor((n - 1) / 2)] ?? 0) + (sorted[Math.floor(n / 2)] ?? 0)) / 2;
  const mean = sorted.reduce((sum, value) => sum + value, 0) / n;
  const p90 = n < LEAST_FOR_P90 ? null : (sorted[Math.ceil(n * 0.9) - 1] ?? null);
  return { n, mean, median: middle, p90 };
}
