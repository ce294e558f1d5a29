// Medians and percentiles of a few numbers.

/** Value at a share of the sorted numbers, nearest rank: the median is 0.5. 0 without numbers. */
export function quantile(numbers: readonly number[], share: number): number {
  const sorted = new Float64Array(numbers).sort();
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}

/** Middle of the numbers, the mean of the two in the middle where they are even in number. 0 without numbers. */
export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const half = sorted.length / 2;
  if (sorted.length === 0) return 0;
  if (sorted.length % 2 === 1) return sorted[Math.floor(half)] ?? 0;
  return ((sorted[half - 1] ?? 0) + (sorted[half] ?? 0)) / 2;
}
