// One thing happens at a time, in an order drawn from the seed; time passes only when nothing else can happen.
import type { Clock } from "../../src/ports/system.ts";
import { Draw } from "./draw.ts";

interface Sleeper {
  readonly due: number;
  readonly order: number;
  readonly wake: () => void;
}

/** A process of the simulation: once it has crashed, nothing it waits for ever comes. */
export interface Process {
  readonly id: number;
  /** Numbers of its own, so that leaving out another process changes nothing here. */
  readonly draw: Draw;
  /** When its turns come, against those of others. */
  readonly order: Draw;
  /** How many it has run so far. */
  risks: number;
  crashed: boolean;
}

/** A process that begins now. */
export function newProcess(seed: number, id: number): Process {
  return {
    id,
    draw: new Draw(seed, id, -1),
    order: new Draw(seed, id, -2),
    risks: 0,
    crashed: false,
  };
}

interface Turn {
  readonly process: Process;
  /** The lowest goes first: a turn may wait through many of the others', which is how rare orders come about. */
  readonly rank: number;
  readonly go: () => void;
}

/** When all that goes on by itself has come to a wait: this queue is served after every promise that can be. */
function settled(): Promise<void> {
  return new Promise((resolve) => {
    process.nextTick(resolve);
  });
}

export class Schedule {
  private time: number;
  private readonly ready: Turn[] = [];
  private readonly sleepers: Sleeper[] = [];
  private count = 0;

  constructor(start: number) {
    this.time = start;
  }

  now(): number {
    return this.time;
  }

  /** Wait for one's turn. */
  turn(process: Process): Promise<void> {
    return new Promise((resolve) => {
      this.ready.push({ process, rank: process.order.next(), go: resolve });
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

  /** Let everything run until this work has ended. Throws what it throws, and when nobody can go on. */
  async run(work: Promise<unknown>): Promise<void> {
    let isOver = false;
    void work.then(
      () => (isOver = true),
      () => (isOver = true),
    );
    for (;;) {
      await settled();
      // What went wrong in it has gone wrong here.
      if (isOver) return void (await work);
      const chosen = this.first();
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

  private first(): Turn | undefined {
    let first: Turn | undefined;
    for (const one of this.ready)
      if (!one.process.crashed && (first === undefined || one.rank < first.rank)) first = one;
    return first;
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
