// The measuring stick: interleaved rounds and medians of paired ratios, because this machine's speed changes by the minute.
import { spawnSync } from "node:child_process";

/** One thing to time. Gives milliseconds, so that it can leave its own preparation out. */
export type Timed = () => number | Promise<number>;

/** Run all of them in turn, `rounds` times. Gives each one's milliseconds by round; the first round only warms up. */
export async function interleave(timed: readonly Timed[], rounds: number): Promise<number[][]> {
  const times: number[][] = timed.map(() => []);
  for (let round = 0; round <= rounds; round += 1)
    for (const [index, measure] of timed.entries()) {
      const ms = await measure();
      if (round > 0) times[index]!.push(ms);
    }
  return times;
}

/** Median of the ratios `times[i] / base[i]`: both were measured within the same second. */
export function pairedRatio(times: readonly number[], base: readonly number[]): number {
  return median(times.map((ms, round) => ms / base[round]!));
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** The smallest value that `percent` of all values do not exceed. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil((sorted.length * percent) / 100) - 1]!;
}

/** Milliseconds of a whole process, from before it is created until it is gone. Throws when it does not end as expected. */
export function processMs(
  program: string,
  args: readonly string[],
  {
    status = 0,
    ...options
  }: { readonly env?: NodeJS.ProcessEnv; readonly cwd?: string; readonly status?: number } = {},
): number {
  const started = process.hrtime.bigint();
  const ended = spawnSync(program, args, { stdio: ["ignore", "ignore", "pipe"], ...options });
  const ms = Number(process.hrtime.bigint() - started) / 1e6;
  if (ended.status !== status)
    throw new Error(
      `${program} ${args.join(" ")} ended with ${String(ended.status)}: ${String(ended.stderr)}`,
    );
  return ms;
}

/** Milliseconds of one call. */
export async function callMs(call: () => unknown): Promise<number> {
  const started = process.hrtime.bigint();
  await call();
  return Number(process.hrtime.bigint() - started) / 1e6;
}
