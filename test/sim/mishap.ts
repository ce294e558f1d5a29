// Mishaps of one history, each with a name, so that a failure can be played again with fewer of them.
import { MINUTE, SECOND } from "../../src/core/instant.ts";
import { Draw } from "./draw.ts";
import type { Process, Schedule } from "./schedule.ts";

const LONGEST_NAP = 20 * MINUTE;

export class Mishaps {
  /** Names of those that struck, in their order: `3.7` is the seventh risk that process 3 ran. */
  readonly struck: string[] = [];
  private readonly seed: number;
  private readonly isWanted: (part: string) => boolean;

  constructor(seed: number, isWanted: (part: string) => boolean) {
    this.seed = seed;
    this.isWanted = isWanted;
  }

  /** What goes wrong for this process now; null = nothing. Each risk has numbers of its own: leaving one mishap out changes no other. */
  strike<What>(
    process: Process,
    risks: readonly (readonly [weight: number, what: What | null])[],
  ): What | null {
    process.risks += 1;
    const what = new Draw(this.seed, process.id, process.risks).weighted(risks);
    if (what === null) return null;
    const name = `${String(process.id)}.${String(process.risks)}`;
    if (!this.isWanted(name)) return null;
    this.struck.push(name);
    return what;
  }

  /** Stand still for minutes, with this probability. */
  async nap(process: Process, schedule: Schedule, probability: number): Promise<void> {
    if (this.happens(process, probability))
      await schedule.clock(process).sleep(process.draw.between(SECOND, LONGEST_NAP));
  }

  /** Whether something of this probability happens to this process now. */
  happens(process: Process, probability: number): boolean {
    if (probability === 0) return false;
    const risks: readonly (readonly [number, true | null])[] = [
      [1 - probability, null],
      [probability, true],
    ];
    return this.strike(process, risks) === true;
  }
}
