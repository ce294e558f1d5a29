// One thing happens at a time, in an order drawn from the seed; time passes only when nothing else can happen.
import type { Clock } from "../../src/ports/system.ts";
import type { Draw } from "./draw.ts";

interface Sleeper {
  readonly due: number;
  readonly order: number;
  readonly wake: () => void;
}

/** A process of the simulation: once it has crashed, nothing it waits for ever comes. */
export interface Process {
  crashed: boolean;
}

function settled(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

export class Schedule {
  private time: number;
  private readonly draw: Draw;
  private readonly ready: { readonly process: Process; readonly go: () => void }[] = [];
  private readonly sleepers: Sleeper[] = [];
  private count = 0;

  constructor(start: number, draw: Draw) {
    this.time = start;
    this.draw = draw;
  }

  now(): number {
    return this.time;
  }

  /** Wait for one's turn. */
  turn(process: Process): Promise<void> {
    return new Promise((resolve) => {
      this.ready.push({ process, go: resolve });
    });
  }

  /** Something that happens by itself later, whoever has crashed. */
  at(due: number, happens: () => void): void {
    this.count += 1;
    this.sleepers.push({ due, order: this.count, wake: happens });
  }

  clock(process: Process): Clock {
    return {
      now: () => this.time,
      sleep: (ms) =>
        new Promise((resolve) => {
          this.at(this.time + Math.max(0, ms), () => {
            if (!process.crashed) resolve();
          });
        }),
    };
  }

  /** Time passes: what is due happens, in its order. */
  pass(ms: number): void {
    const until = this.time + ms;
    for (;;) {
      const next = this.earliest();
      if (next === undefined || next.due > until) break;
      this.take(next);
    }
    this.time = until;
  }

  /** Let everything run until this work has ended. Throws when nobody can go on. */
  async run(work: Promise<unknown>): Promise<void> {
    let isOver = false;
    void work.then(
      () => (isOver = true),
      () => (isOver = true),
    );
    for (;;) {
      await settled();
      if (isOver) return;
      const waiting = this.ready.filter(({ process }) => !process.crashed);
      const chosen = waiting.length === 0 ? undefined : this.draw.pick(waiting);
      if (chosen !== undefined) {
        this.ready.splice(this.ready.indexOf(chosen), 1);
        chosen.go();
        continue;
      }
      this.ready.length = 0;
      const next = this.earliest();
      if (next === undefined) throw new Error("everybody waits and nothing is due");
      this.take(next);
    }
  }

  private take(next: Sleeper): void {
    this.sleepers.splice(this.sleepers.indexOf(next), 1);
    this.time = Math.max(this.time, next.due);
    next.wake();
  }

  private earliest(): Sleeper | undefined {
    let first: Sleeper | undefined;
    for (const one of this.sleepers)
      if (
        first === undefined ||
        one.due < first.due ||
        (one.due === first.due && one.order < first.order)
      )
        first = one;
    return first;
  }
}
