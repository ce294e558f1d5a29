// The witness of batches: what one command decides is on record once, also where another writer's events cut its batch in two.
import type { IncidentEvent, IncidentType } from "../../src/core/incident/event.ts";
import { CALM } from "./plan.ts";

/** What a command has no reason to say twice in the same words. */
const ONCE: readonly IncidentType[] = [
  "audit.completed",
  "credential.added",
  "decision.recorded",
  "fact.set",
  "finding.raised",
  "outage.accepted",
  "runbook.changed",
  "secret.discarded",
  "severity.set",
  "step.reopened",
  "strategy.chosen",
  "target.added",
];

export class Batches {
  private readonly said = new Set<string>();
  private readonly fail: (what: string) => never;

  constructor(fail: (what: string) => never) {
    this.fail = fail;
  }

  recorded({ type, data, via }: IncidentEvent): void {
    // In the calm one process types many commands.
    if (via.pid >= CALM || !ONCE.includes(type)) return;
    const words = `${String(via.pid)} ${type} ${JSON.stringify(data)}`;
    if (this.said.has(words)) this.fail(`${type} was recorded twice by one command`);
    this.said.add(words);
  }
}
