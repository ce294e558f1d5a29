// The clock of a rehearsal with a person: runs at a pace, and can jump ahead together with the sandbox's.
import { setTimeout as wait } from "node:timers/promises";
import type { Clock } from "../../ports/system.ts";
import { earliest, LONGEST, type Sleeper } from "./clock.ts";

export interface SkippingOptions {
  /** Epoch ms at which it begins. */
  readonly startMs: number;
  /** Its seconds in a second. */
  readonly speed: number;
  /** Moves the other clock along; gives where that one stands, epoch ms, which this one takes over. */
  readonly follow: (toMs: number) => Promise<number>;
  /** Whether somebody is in the middle of a request, so that time must wait. */
  readonly busy?: () => boolean;
}

/** How long (real ms) it must be quiet before time jumps on: whoever is awake writes down what they learned, and sleeps again. */
const QUIET = 400;
/** Nobody holds time up for longer than this, real ms: a little over a request's own deadline. */
const LONGEST_HOLD = 15_000;
const LOOK = 5;

interface Paced extends Sleeper {
  timer: NodeJS.Timeout | undefined;
}

/** What it promises holds for one jump at a time: a second one waits for the first. */
export class SkippingClock implements Clock {
  readonly #speed: number;
  readonly #follow: SkippingOptions["follow"];
  readonly #busy: () => boolean;
  readonly #sleepers = new Set<Paced>();
  /** Its time at the real instant `#realBase`; it stands there while it jumps. */
  #base: number;
  #realBase = Date.now();
  #jumping = false;
  #last: Promise<void> = Promise.resolve();

  constructor({ startMs, speed, follow, busy = () => false }: SkippingOptions) {
    this.#base = startMs;
    this.#speed = speed;
    this.#follow = follow;
    this.#busy = busy;
  }

  now(): number {
    if (this.#jumping) return this.#base;
    return Math.round(this.#base + (Date.now() - this.#realBase) * this.#speed);
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<undefined>();
    const due = this.now() + Math.max(0, ms);
    const sleeper: Paced = { due, timer: undefined, wake: () => resolve(undefined), fail: reject };
    const stop = () => {
      this.#forget(sleeper);
      reject(signal?.reason);
    };
    signal?.addEventListener("abort", stop, { once: true });
    this.#sleepers.add(sleeper);
    this.#arm(sleeper);
    await promise.finally(() => signal?.removeEventListener("abort", stop));
  }

  /** Be at that instant. Whoever sleeps until some instant on the way wakes then, in order. Instants in the past move nothing. */
  skipTo(epochMs: number): Promise<void> {
    const jumped = this.#last.then(() => (epochMs > this.now() ? this.#jump(epochMs) : undefined));
    this.#last = jumped.catch(() => undefined);
    return jumped;
  }

  async #jump(to: number): Promise<void> {
    this.#base = this.now();
    this.#jumping = true;
    for (const sleeper of this.#sleepers) clearTimeout(sleeper.timer);
    try {
      await this.#settle(this.#sleepers.size + 1);
      for (;;) {
        const next = earliest(this.#sleepers);
        if (next === undefined || next.due > to) break;
        this.#base = Math.max(this.#base, next.due, await this.#follow(next.due));
        const asleep = this.#sleepers.size;
        this.#forget(next);
        next.wake();
        await this.#settle(asleep);
      }
      this.#base = Math.max(this.#base, to, await this.#follow(to));
    } finally {
      this.#jumping = false;
      this.#realBase = Date.now();
      for (const sleeper of this.#sleepers) this.#arm(sleeper);
    }
  }

  /** Until so many sleep, or it has been quiet long enough: who is awake goes back to sleep, or is done, before time jumps on. */
  async #settle(asleep: number): Promise<void> {
    const end = Date.now() + LONGEST_HOLD;
    let quietSince = Date.now();
    while (Date.now() < end) {
      if (this.#busy()) quietSince = Date.now();
      else if (this.#sleepers.size >= asleep || Date.now() - quietSince >= QUIET) return;
      await wait(LOOK);
    }
  }

  #arm(sleeper: Paced): void {
    if (this.#jumping) return;
    const left = Math.ceil(Math.max(0, sleeper.due - this.now()) / this.#speed);
    sleeper.timer = setTimeout(
      () => {
        // A timer may fire a little early, and Node's timers have an end: it looks again.
        if (this.now() < sleeper.due) this.#arm(sleeper);
        else {
          this.#forget(sleeper);
          sleeper.wake();
        }
      },
      Math.min(left, LONGEST),
    );
  }

  #forget(sleeper: Paced): void {
    clearTimeout(sleeper.timer);
    this.#sleepers.delete(sleeper);
  }
}
