// What must hold whatever happens: judged on the events as they are recorded and on the calls as they reach the outside, never by the program's own guards.
import { ClaroIrError } from "../../src/core/error.ts";
import type { IncidentEvent } from "../../src/core/incident/event.ts";
import type { Act, Outside, Said, SimKey } from "./outside.ts";
import { Batches } from "./witness-batch.ts";
import { Told } from "./witness-told.ts";

type Intent = Extract<IncidentEvent, { type: "effect.intended" }>["data"];

/** What the events say of one key, in this file's own few words. */
interface Key {
  strategy: string | null;
  outage: boolean;
  override: boolean;
  replacement: { readonly opId: string; readonly keyId: string | null } | null;
  verdict: string | null;
  readonly places: Map<string, string>;
  environment: string;
  blocked: boolean;
}

const SETTLED = ["in-use", "attested", "waived"];

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
  readonly keys = new Map<string, Key>();
  /** Intents without an outcome, by operation. */
  readonly open = new Map<string, Intent>();
  readonly steps = new Map<string, string>();
  private readonly tokens = new Set<string>();
  private readonly told = new Told((what) => this.fail(what));
  private readonly batches = new Batches((what) => this.fail(what));
  private readonly outside: Outside;
  private readonly burnt: () => readonly string[];
  private ended = false;

  constructor(outside: Outside, burnt: () => readonly string[]) {
    this.outside = outside;
    this.burnt = burnt;
  }

  private fail(what: string): never {
    this.broken ??= what;
    throw new Broken(what);
  }

  private key(id: string): Key {
    return this.keys.get(id) ?? this.fail(`an event about ${id}, which nobody added`);
  }

  /** Several events of one append. */
  recorded(events: readonly IncidentEvent[]): void {
    const text = JSON.stringify(events);
    for (const { value } of this.outside.keys)
      if (text.includes(value)) this.fail(`a key's value is in the journal: ..${value.slice(-4)}`);
    for (const event of events) this.one(event);
  }

  private one(event: IncidentEvent): void {
    if (this.ended && event.type !== "incident.reopened" && !event.type.startsWith("effect."))
      this.afterTheEnd(event);
    this.effects(event);
    this.lanes(event);
    this.checklist(event);
    this.places(event);
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
      if (effect === "block-key") this.cut(credential ?? "");
    }
    if (event.type === "effect.succeeded" || event.type === "effect.failed") {
      if (!this.open.delete(event.data.opId))
        this.fail(`${event.data.effect}: an outcome without its intent (${event.data.opId})`);
    }
    if (event.type === "effect.unknown" && !this.open.has(event.data.opId))
      this.fail(`${event.data.effect}: unknown without its intent`);
  }

  /** The old key may go. */
  private cut(id: string): void {
    const key = this.key(id);
    if (key.strategy === null) this.fail(`${id} was cut without an order on record`);
    if (key.blocked) return;
    if (key.strategy === "contain-first") {
      const isUsed =
        key.replacement !== null &&
        key.places.size > 0 &&
        [...key.places.values()].every((state) => SETTLED.includes(state));
      if (key.environment === "production" && !key.outage && !isUsed)
        this.fail(`${id} was cut although nobody accepted the outage`);
      return;
    }
    if (key.override) return;
    if (key.replacement === null || key.verdict !== "ALIVE")
      this.fail(`${id} was cut without a living replacement`);
    for (const [place, state] of key.places)
      if (!SETTLED.includes(state)) this.fail(`${id} was cut while ${place} was ${state}`);
  }

  private lanes(event: IncidentEvent): void {
    switch (event.type) {
      case "credential.added":
        this.keys.set(event.data.credential, {
          strategy: null,
          outage: false,
          override: false,
          replacement: null,
          verdict: null,
          places: new Map(event.data.targets.map((id) => [id, "pending"])),
          environment: event.data.environment,
          blocked: false,
        });
        return;
      case "strategy.chosen":
        this.key(event.data.credential).strategy = event.data.strategy;
        return;
      case "outage.accepted":
        this.key(event.data.credential).outage = true;
        return;
      case "override.recorded":
        this.key(event.data.credential).override = true;
        return;
      case "key.created":
        this.created(event.data.credential, event.data.opId, event.data.keyId);
        return;
      case "key.discarded":
        this.discarded(event.data.credential);
        return;
      case "key.probed":
        if (event.data.lane === "new") this.key(event.data.credential).verdict = event.data.verdict;
        return;
      case "key.blocked":
        this.blocked(event.data.credential, event.data.settledBy);
        return;
      case "key.revived":
        this.key(event.data.credential).blocked = false;
        return;
      case "key.died":
        if (event.data.proof === "probes") this.died(event.data.credential);
        return;
      default:
    }
  }

  private created(id: string, opId: string, keyId: string | null): void {
    const key = this.key(id);
    if (key.replacement !== null) this.fail(`${id} got a second replacement`);
    key.replacement = { opId, keyId };
    key.verdict = null;
    for (const [place, state] of key.places)
      if (state !== "waived") key.places.set(place, "pending");
  }

  private discarded(id: string): void {
    const key = this.key(id);
    key.replacement = null;
    key.verdict = null;
    for (const place of key.places.keys()) key.places.set(place, "pending");
  }

  private old(id: string): SimKey | undefined {
    return this.outside.keys.find((key) => key.id === `k-old-${id}`);
  }

  /** Proved dead: it is. */
  private died(id: string): void {
    const old = this.old(id);
    if (old === undefined || this.outside.isAlive(old))
      this.fail(`${id} is called dead, and is alive`);
  }

  /** Cut, by the vendor's answer or by looking: it is on its way out. */
  private blocked(id: string, settledBy: string): void {
    this.key(id).blocked = true;
    if (settledBy !== "operator" && this.old(id)?.deadFrom === null)
      this.fail(`${id} is called cut, and nobody cut it`);
  }

  private places(event: IncidentEvent): void {
    if (event.type === "target.added") {
      this.key(event.data.credential).places.set(event.data.target, "pending");
      return;
    }
    const found = /^target\.(written|reloaded|in-use|attested|waived|failed|unknown)$/.exec(
      event.type,
    );
    if (found === null || !("target" in event.data) || event.data.target === null) return;
    const data = event.data as { credential: string; target: string };
    const state = found[1] ?? "";
    this.key(data.credential).places.set(data.target, state);
    if (state === "in-use") this.used(data.credential, data.target);
  }

  /** In use: the service runs on the replacement. */
  private used(id: string, place: string): void {
    const made = this.key(id).replacement;
    const value = this.outside.keys.find((key) => key.id === made?.keyId)?.value;
    if (value === undefined || this.outside.places.get(place)?.used !== value)
      this.fail(`${place} is called in use, and runs on another key`);
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
    const ours = [...this.keys.values()].map(({ replacement }) => replacement?.keyId);
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
    if (act.call === "delete" || act.call === "disable") this.spared(act.subject);
  }

  /** What is said to people is on record before, said once, and holds no key. */
  heard(said: Said): void {
    for (const { value } of this.outside.keys)
      if (said.text.includes(value)) this.fail(`a key's value was sent to ${said.channel}`);
    this.told.heard(said);
  }

  private once({ token }: Act): void {
    if (token === null || this.tokens.has(token)) this.fail("create was repeated");
    this.tokens.add(token);
  }

  /** The replacement stays. */
  private spared(keyId: string): void {
    for (const [id, { replacement, verdict }] of this.keys)
      if (replacement !== null && replacement.keyId === keyId && verdict !== "DEAD")
        this.fail(`the replacement of ${id} was deleted`);
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
