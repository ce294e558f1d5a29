// The witness of keys and places: when the old key may go, and whether what is said of keys and places is so.
import type { IncidentEvent } from "../../src/core/incident/event.ts";
import type { Outside, SimKey } from "./outside.ts";

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

export class Keys {
  private readonly keys = new Map<string, Key>();
  private readonly outside: Outside;
  private readonly fail: (what: string) => never;

  constructor(outside: Outside, fail: (what: string) => never) {
    this.outside = outside;
    this.fail = fail;
  }

  private key(id: string): Key {
    return this.keys.get(id) ?? this.fail(`an event about ${id}, which nobody added`);
  }

  recorded(event: IncidentEvent): void {
    this.lanes(event);
    this.places(event);
  }

  /** The old key may go. */
  cut(id: string): void {
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

  /** The replacement stays. */
  spared(keyId: string): void {
    for (const [id, { replacement, verdict }] of this.keys)
      if (replacement !== null && replacement.keyId === keyId && verdict !== "DEAD")
        this.fail(`the replacement of ${id} was deleted`);
  }

  /** Ids of the replacements that are in somebody's hands. */
  replacements(): readonly (string | null | undefined)[] {
    return [...this.keys.values()].map(({ replacement }) => replacement?.keyId);
  }
}
