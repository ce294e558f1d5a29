// What must hold whatever happens: judged on the events as they are recorded and on the calls as they reach the outside, never by the program's own guards.
import { ClaroIrError } from "../../src/core/error.ts";
import type { IncidentEvent } from "../../src/core/incident/event.ts";
import type { Act, Outside, Said } from "./outside.ts";
import { Batches } from "./witness-batch.ts";
import { Keys } from "./witness-keys.ts";
import { Told } from "./witness-told.ts";

type Intent = Extract<IncidentEvent, { type: "effect.intended" }>["data"];

/** What people decide: each the first event of its batch, so that none of them is the rest of something begun before. */
const NEVER_AFTER: readonly string[] = ["decision.recorded", "finding.judged", "clock.notified"];

export class Broken extends Error {}

/** A refusal is an answer; anything else is a bug, and so is giving up in front of the two or three others who write here. */
export function asAnswer(error: unknown): ClaroIrError {
  if (!(error instanceof ClaroIrError) || error.kind === "bug") throw error;
  if (error.code === "busy") throw new Broken(error.message);
  return error;
}

export class Witness {
  /** The first thing that was wrong: kept, because the program under test may well swallow what is thrown at it. */
  broken: string | null = null;
  /** Intents without an outcome, by operation. */
  readonly open = new Map<string, Intent>();
  readonly steps = new Map<string, string>();
  private readonly tokens = new Set<string>();
  private readonly keys: Keys;
  private readonly told = new Told((what) => this.fail(what));
  private readonly batches = new Batches((what) => this.fail(what));
  private readonly outside: Outside;
  private readonly burnt: () => readonly string[];
  private ended = false;

  constructor(outside: Outside, burnt: () => readonly string[]) {
    this.outside = outside;
    this.burnt = burnt;
    this.keys = new Keys(outside, (what) => this.fail(what));
  }

  private fail(what: string): never {
    this.broken ??= what;
    throw new Broken(what);
  }

  /** The text of an event. */
  written(text: string | Uint8Array): void {
    const found = this.outside.keyIn(text.toString());
    if (found !== undefined) this.fail(`a key's value is in the journal: ${found}`);
  }

  /** Several events of one append. */
  recorded(events: readonly IncidentEvent[]): void {
    for (const event of events) this.one(event);
  }

  private one(event: IncidentEvent): void {
    if (this.ended && event.type !== "incident.reopened" && !event.type.startsWith("effect."))
      this.afterTheEnd(event);
    this.effects(event);
    this.keys.recorded(event);
    this.checklist(event);
    this.told.recorded(event);
    this.batches.recorded(event);
    if (event.type === "incident.closed") this.closing();
    if (event.type === "incident.closed" || event.type === "incident.stood-down") this.ended = true;
    if (event.type === "incident.reopened") this.ended = false;
  }

  /** What was under way when it ended may still be told; nothing new begins. */
  private afterTheEnd(event: IncidentEvent): void {
    if (event.type === "effect.intended") this.fail(`${event.data.effect} was begun after the end`);
    if (NEVER_AFTER.includes(event.type)) this.fail(`${event.type} after the end`);
  }

  private effects(event: IncidentEvent): void {
    if (event.type === "effect.intended") {
      const { effect, opId, credential } = event.data;
      if (this.ended) this.fail(`${effect} was begun after the end`);
      if (this.open.has(opId)) this.fail(`${effect} was intended twice by ${opId}`);
      const twin = [...this.open.values()].find(
        (one) =>
          one.effect === effect &&
          one.credential === credential &&
          one.target === event.data.target,
      );
      if (twin !== undefined) this.fail(`${effect} was begun while its outcome was unknown`);
      this.open.set(opId, event.data);
      if (effect === "block-key") this.keys.cut(credential ?? "");
    }
    if (event.type === "effect.succeeded" || event.type === "effect.failed") {
      if (!this.open.delete(event.data.opId))
        this.fail(`${event.data.effect}: an outcome without its intent (${event.data.opId})`);
    }
    if (event.type === "effect.unknown" && !this.open.has(event.data.opId))
      this.fail(`${event.data.effect}: unknown without its intent`);
  }

  private checklist(event: IncidentEvent): void {
    if (!event.type.startsWith("step.") || !("step" in event.data)) return;
    const name = `${event.data.step}/${event.data.credential ?? ""}`;
    const before = this.steps.get(name);
    if (event.type === "step.completed" && before === "step.completed")
      this.fail(`${name} was completed twice`);
    if (event.type === "step.started" && ["step.completed", "step.skipped"].includes(before ?? ""))
      this.fail(`${name} was started again without being reopened`);
    this.steps.set(name, event.type);
  }

  /** Nothing is left behind: of the keys made here only the replacement lives, and no outcome is unknown. */
  private closing(): void {
    if (this.open.size > 0) this.fail("closed with an outcome unknown");
    this.told.closing();
    const ours = this.keys.replacements();
    for (const key of this.outside.keys)
      if (key.id.startsWith("k-new-") && this.outside.isAlive(key) && !ours.includes(key.id))
        this.fail(`closed while ${key.id}, made here, lives in nobody's hands`);
  }

  /** A change that reaches the outside was on record before, asked once, and harms nothing of ours. */
  asked(act: Act): void {
    const isOnRecord = [...this.open.values()].some((one) => matches(one, act));
    // Two may clean up after the same lost create: what is nobody's may go twice.
    const isOrphan = act.call === "delete" && act.subject.startsWith("k-new-");
    if (!isOnRecord && !isOrphan) this.fail(`${act.call} ${act.subject} was not on record before`);
    if (act.call === "create") this.once(act);
    if (act.call === "write" && act.value !== null && this.burnt().includes(act.value))
      this.fail(`a compromised value was written to ${act.subject}`);
    if (act.call === "delete" || act.call === "disable") this.keys.spared(act.subject);
  }

  /** What is said to people is on record before, said once, and holds no key. */
  heard(said: Said): void {
    const found = this.outside.keyIn(said.text);
    if (found !== undefined) this.fail(`a key's value was sent to ${said.channel}: ${found}`);
    this.told.heard(said);
  }

  private once({ token }: Act): void {
    if (token === null || this.tokens.has(token)) this.fail("create was repeated");
    this.tokens.add(token);
  }
}

/** Cleaning up after a lost create is a part of that create. */
function matches(intent: Intent, act: Act): boolean {
  if (act.call === "create") return intent.effect === "create-key" && intent.opId === act.token;
  if (act.call === "write")
    return (
      ["deploy-key", "deploy-staging"].includes(intent.effect) && intent.target === act.subject
    );
  return ["block-key", "create-key", "roll-back"].includes(intent.effect);
}
