// Sandbox time and everything that waits for it. Paced time runs by itself and can jump ahead; manual time moves only when told.
// One queue serves both, so what happens at an instant happens in the same order in either.
import { setImmediate as nextTurn } from "node:timers/promises";

/** Longest wait the runtime's timers keep (32-bit milliseconds). */
const LONGEST_WAIT = 2_147_483_647;
/** After so many tasks in a row the process gets a turn for its sockets. */
const TASKS_PER_TURN = 500;

type Task = () => void | Promise<void>;

/** All instants are epoch milliseconds of sandbox time. */
export interface SandboxClock {
  readonly mode: "paced" | "manual";
  now(): number;
  /** Where time stands when the sandbox comes up: never before `resumeAt`, the instant it last knew. Time does not run yet. */
  open(resumeAt: number | null): number;
  /** Stand at an earlier instant to play history from there. Only between `open` and `run`. */
  rewind(to: number): void;
  /** Run `task` at that instant, or at once when it has passed. */
  at(instant: number, task: Task): void;
  /** Run every due task up to that instant strictly in time order, awaiting each, then stand there. Instants in the past move nothing. */
  advance(to: number): Promise<void>;
  /** As `advance`, also while time runs by itself: it jumps there, everything due on the way having happened in its order, and runs on. */
  skip(to: number): Promise<void>;
  /** Let time run by itself (paced) or stand until it is moved (manual). */
  run(): void;
  close(): void;
}

interface Waiting {
  readonly instant: number;
  readonly order: number;
  readonly task: Task;
}

class QueueClock implements SandboxClock {
  readonly mode: "paced" | "manual";
  readonly #speed: number;
  readonly #startAt: number | null;
  readonly #waiting: Waiting[] = [];
  #order = 0;
  #stand: number;
  /** Sandbox and real time at which it began to run. */
  #base = 0;
  #realBase: number | null = null;
  #timer: NodeJS.Timeout | null = null;
  #tail: Promise<void> = Promise.resolve();
  #closed = false;
  /** Skips under way: time stands but for them. */
  #skips = 0;

  constructor(speed: number | null, startAt: number | null) {
    this.mode = speed === null ? "manual" : "paced";
    this.#speed = speed ?? 0;
    this.#startAt = startAt;
    this.#stand = startAt ?? Date.now();
  }

  now(): number {
    if (this.#realBase !== null) {
      const passed = Math.floor((Date.now() - this.#realBase) * this.#speed);
      // The computer's clock may be set back; sandbox time never goes backwards.
      this.#stand = Math.max(this.#stand, this.#base + passed);
    }
    return this.#stand;
  }

  open(resumeAt: number | null): number {
    this.#stand = Math.max(resumeAt ?? Number.NEGATIVE_INFINITY, this.#startAt ?? Date.now());
    return this.#stand;
  }

  rewind(to: number): void {
    this.#stand = Math.min(this.#stand, to);
  }

  at(instant: number, task: Task): void {
    const entry = { instant, order: this.#order++, task };
    const behind = this.#waiting.findIndex((other) => other.instant > instant);
    this.#waiting.splice(behind === -1 ? this.#waiting.length : behind, 0, entry);
    if (this.#waiting[0] === entry) this.#wake();
  }

  advance(to: number): Promise<void> {
    // One move after the other: two at once would run tasks out of order.
    const moved = this.#tail.then(() => this.#runUntil(to));
    this.#tail = moved.catch(() => undefined);
    return moved;
  }

  async skip(to: number): Promise<void> {
    if (this.mode === "manual") {
      await this.advance(to);
      return;
    }
    this.#halt();
    await this.advance(to);
    // Of several skips at once the last one to end lets time run again.
    this.#skips -= 1;
    if (this.#skips === 0) this.run();
  }

  run(): void {
    if (this.mode === "manual" || this.#closed) return;
    this.#base = this.#stand;
    this.#realBase = Date.now();
    this.#wake();
  }

  close(): void {
    this.#closed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#waiting.length = 0;
  }

  /** Stand still where time is now. */
  #halt(): void {
    this.#skips += 1;
    this.#stand = this.now();
    this.#realBase = null;
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  async #runUntil(to: number): Promise<void> {
    for (let done = 1; !this.#closed; done++) {
      const first = this.#waiting[0];
      if (first === undefined || first.instant > to) break;
      this.#waiting.shift();
      if (this.#realBase === null) this.#stand = Math.max(this.#stand, first.instant);
      await first.task();
      if (done % TASKS_PER_TURN === 0) await nextTurn();
    }
    if (this.#realBase === null) this.#stand = Math.max(this.#stand, to);
  }

  #wake(): void {
    if (this.#realBase === null || this.#closed) return;
    if (this.#timer !== null) clearTimeout(this.#timer);
    const first = this.#waiting[0];
    if (first === undefined) return;
    const wait = Math.ceil((first.instant - this.now()) / this.#speed);
    this.#timer = setTimeout(
      () => {
        // A task that throws (full disk) must end the sandbox loudly, so its error is raised outside the promise.
        this.advance(this.now()).then(
          () => this.#wake(),
          (error: unknown) => {
            setImmediate(() => {
              throw error;
            });
          },
        );
      },
      Math.min(Math.max(wait, 0), LONGEST_WAIT),
    );
  }
}

/** Sandbox time that runs `speed` times faster than real time (1 = real pace), from `startEpochMs` or from now. */
export function paced(speed: number, startEpochMs?: number): SandboxClock {
  if (!(speed > 0)) throw new Error(`speed must be above 0, not ${speed}`);
  return new QueueClock(speed, startEpochMs ?? null);
}

/** Sandbox time that stands still until `advance` is called (`POST /_clock`). */
export function manual(startEpochMs: number): SandboxClock {
  return new QueueClock(null, startEpochMs);
}
