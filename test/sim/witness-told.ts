// The witness of what people are told and say: messages, duties to notify, verdicts and findings.
import type { IncidentEvent } from "../../src/core/incident/event.ts";
import type { Said } from "./outside.ts";

/** A message at a channel. */
interface Errand {
  attempts: number;
  isSent: boolean;
  /** Processes that have begun to say it and have not said it yet. */
  readonly begun: Set<number>;
}

const HIGH: readonly string[] = ["critical", "high"];

export class Told {
  private readonly errands = new Map<string, Errand>();
  private readonly duties = new Set<string>();
  /** High findings that nobody has judged. */
  private readonly unjudged = new Set<string>();
  private readonly raised = new Set<string>();
  private asksVerdict = false;
  private readonly fail: (what: string) => never;

  constructor(fail: (what: string) => never) {
    this.fail = fail;
  }

  recorded(event: IncidentEvent): void {
    this.messages(event);
    this.verdicts(event);
    this.findings(event);
    if (event.type === "clock.notified") {
      const duty = `${event.data.regime} ${event.data.stage}`;
      if (this.duties.has(duty)) this.fail(`${duty} was told twice`);
      this.duties.add(duty);
    }
  }

  private messages(event: IncidentEvent): void {
    if (event.type === "notification.begun") {
      const { notice, channel, attempt } = event.data;
      const before = this.errands.get(`${notice} ${channel}`);
      if (before !== undefined && attempt <= before.attempts)
        this.fail(`attempt ${String(attempt)} at ${channel} was begun twice`);
      if (before?.isSent === true) this.fail(`${channel} was told again what it had taken`);
      const errand = before ?? { attempts: 0, isSent: false, begun: new Set<number>() };
      errand.attempts = attempt;
      errand.begun.add(event.via.pid);
      this.errands.set(`${notice} ${channel}`, errand);
    }
    if (event.type !== "notification.sent") return;
    const errand = this.errands.get(`${event.data.notice} ${event.data.channel}`);
    if (errand === undefined) this.fail("a message was sent that was never begun");
    errand.isSent = true;
  }

  /** A message reaches a channel: its process has said before that it would, once for each time. */
  heard({ channel, notice, by }: Said): void {
    const errand = this.errands.get(`${notice} ${channel}`);
    if (errand?.begun.delete(by) !== true)
      this.fail(`${channel} was told what was not on record before`);
  }

  private verdicts(event: IncidentEvent): void {
    if (event.type === "incident.declared" || event.type === "runbook.changed")
      this.asksVerdict = event.data.runbook.id === "suspicious-usage";
    if (event.type !== "decision.recorded" || event.data.kind !== "verdict") return;
    if (!this.asksVerdict) this.fail("a verdict was given where none is asked");
  }

  private findings(event: IncidentEvent): void {
    if (event.type === "finding.raised")
      for (const { id, level } of event.data.findings) {
        if (this.raised.has(id)) this.fail(`${id} was raised twice`);
        this.raised.add(id);
        if (HIGH.includes(level)) this.unjudged.add(id);
      }
    // Who leaves the review knows what was found until then.
    if (event.type === "step.skipped" || event.type === "step.waived")
      if (event.data.step === "review-audit-logs") this.unjudged.clear();
    if (event.type !== "finding.judged") return;
    if (!this.raised.has(event.data.finding)) this.fail("a finding was judged that nobody raised");
    this.unjudged.delete(event.data.finding);
  }

  /** Somebody has said a word about every high finding. */
  closing(): void {
    const [first] = this.unjudged;
    if (first !== undefined) this.fail(`closed although nobody judged ${first}`);
  }
}
