// Clocks: the system's, one shifted and scaled for tests and drills, and a virtual one whose waits cost no time.
import { setImmediate, setTimeout } from "node:timers/promises";
import type { Clock } from "../../ports/system.ts";

/** Longest wait that a Node timer can hold (2^31 - 1 ms); longer ones are cut into pieces. */
export const LONGEST = 2 ** 31 - 1;

/** The machine's own time. */
export function systemClock(): Clock {
  return { now: () => Date.now(), sleep: wait };
}

/** See the port. */
export async function within<T>(ms: number, work: Promise<T>): Promise<T | undefined> {
  const ended = new AbortController();
  try {
    return await Promise.race([work, setTimeout(ms, undefined, { signal: ended.signal })]);
  } finally {
    ended.abort();
    work.catch(() => undefined);
  }
}

/** A clock that begins at `start` (epoch ms) now and runs `speed` times as fast as the real one; waits shrink alike. */
export function shiftedClock({ start, speed }: { start: number; speed: number }): Clock {
  const begun = Date.now();
  return {
    now: () => Math.round(start + (Date.now() - begun) * speed),
    sleep: (ms, signal) => wait(ms / speed, signal),
  };
}

/**
 * Time that passes only by waiting. Of several waits at once the earliest ends first, after everything that is ready has run, so that
 * the order is that of real time. `onAdvance` is awaited at each new time before its sleeper wakes (others' clocks follow there).
 */
export function virtualClock(startMs: number, onAdvance?: (toMs: number) => Promise<void>): Clock {
  let time = startMs;
  let running = false;
  const sleepers = new Set<Sleeper>();

  async function run(): Promise<void> {
    running = true;
    await setImmediate();
    for (let next = earliest(sleepers); next !== undefined; next = earliest(sleepers)) {
      sleepers.delete(next);
      try {
        await advance(next.due);
        next.wake();
      } catch (error) {
        next.fail(error);
      }
      await setImmediate();
    }
    running = false;
  }

  async function advance(due: number): Promise<void> {
    if (due <= time) return;
    time = due;
    await onAdvance?.(time);
  }

  async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<undefined>();
    const sleeper = { due: time + Math.max(0, ms), wake: () => resolve(undefined), fail: reject };
    function stop(): void {
      sleepers.delete(sleeper);
      reject(signal?.reason);
    }
    signal?.addEventListener("abort", stop, { once: true });
    sleepers.add(sleeper);
    if (!running) void run();
    await promise.finally(() => signal?.removeEventListener("abort", stop));
  }

  return { now: () => time, sleep };
}

/** Somebody who waits on a clock that is not the system's. `due`: epoch ms. */
export interface Sleeper {
  readonly due: number;
  readonly wake: () => void;
  readonly fail: (error: unknown) => void;
}

/** Of those due at the same time, the one that came first. */
export function earliest<S extends Sleeper>(sleepers: ReadonlySet<S>): S | undefined {
  let first: S | undefined;
  for (const sleeper of sleepers)
    if (first === undefined || sleeper.due < first.due) first = sleeper;
  return first;
}

async function wait(ms: number, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted();
  for (let left = Math.max(0, ms); left >= 0; left -= LONGEST) {
    try {
      await setTimeout(Math.min(left, LONGEST), undefined, signal === undefined ? {} : { signal });
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    }
  }
}
