// The world outside: a vendor and places whose calls fail, get lost before or after they took effect, or take effect late.
import { Secret } from "../../src/core/credential/secret.ts";
import { toInstant } from "../../src/core/instant.ts";
import type { DeployTarget } from "../../src/ports/deploy-target.ts";
import type { KeyProvider, ProbeAnswer, ProviderKey } from "../../src/ports/key-provider.ts";
import { OutsideError } from "../../src/ports/outside.ts";
import { NotDelivered, type Notifier } from "../../src/ports/notifier.ts";
import type { Mishaps } from "./mishap.ts";
import type { Plan } from "./plan.ts";
import type { Process, Schedule } from "./schedule.ts";

/** What every key's value begins with. */
export const CANARY = "sk_live_SimulatedCanary";

export interface SimKey {
  readonly id: string;
  readonly name: string;
  readonly value: string;
  /** Epoch ms from which it is rejected; null = it works. */
  deadFrom: number | null;
  /** Epoch ms from which it is gone from the list. */
  goneFrom: number | null;
}

/** A call that changes something, as it reached the outside. */
export interface Act {
  readonly call: "create" | "disable" | "delete" | "write";
  readonly subject: string;
  readonly token: string | null;
  readonly value: string | null;
}

/** A message as it reached a channel. */
export interface Said {
  /** Number of the process that says it. */
  readonly by: number;
  readonly channel: string;
  readonly notice: string;
  readonly text: string;
}

type Fate = "refused" | "lost" | "lost-after" | "late";

const WORKS = 80;
const FATES: readonly (readonly [number, Fate])[] = [
  [6, "refused"],
  [5, "lost"],
  [5, "lost-after"],
  [4, "late"],
];

/** Longest time after which a lost request still takes effect, in ms: less than the quiet window of the program. */
const LATEST = 25_000;
/** Longest time for which a deleted key still works now and then, in ms: less than three answers over a minute take. */
const LONGEST_CACHE = 50_000;

export class Outside {
  readonly keys: SimKey[] = [];
  readonly places = new Map<string, { value: string | undefined; used: string | undefined }>();
  /** Nothing goes wrong any more. */
  calm = false;
  /** Told of every change that is asked for, before it happens. */
  asked: (act: Act) => void = () => undefined;
  /** Told of every message that is handed to a channel, before it is taken or not. */
  heard: (said: Said) => void = () => undefined;
  private readonly mishaps: Mishaps;
  private readonly schedule: Schedule;
  private readonly weather: Pick<Plan, "wind" | "naps">;
  private made = 0;

  constructor(mishaps: Mishaps, schedule: Schedule, weather: Pick<Plan, "wind" | "naps">) {
    this.mishaps = mishaps;
    this.schedule = schedule;
    this.weather = weather;
  }

  private fate(process: Process): Fate | null {
    if (this.calm) return null;
    return this.mishaps.strike<Fate>(process, [
      [WORKS, null],
      ...FATES.map(([weight, fate]) => [weight * this.weather.wind, fate] as const),
    ]);
  }

  private async turn(process: Process): Promise<void> {
    if (!this.calm) await this.mishaps.nap(process, this.schedule, this.weather.naps);
    await this.schedule.turn(process);
  }

  private happens(process: Process, probability: number): boolean {
    return (
      !this.calm && this.mishaps.happens(process, Math.min(0.9, probability * this.weather.wind))
    );
  }

  private async change<Answer>(process: Process, act: Act, effect: () => Answer): Promise<Answer> {
    await this.turn(process);
    this.asked(act);
    const fate = this.fate(process);
    if (fate === "refused") throw new OutsideError(true, `${act.call}: 422`);
    if (fate === "late")
      this.schedule.at(this.schedule.now() + process.draw.between(1, LATEST), effect);
    if (fate === "late" || fate === "lost") throw new OutsideError(false, `${act.call}: timed out`);
    const answer = effect();
    await this.turn(process);
    if (fate === "lost-after") throw new OutsideError(false, `${act.call}: timed out`);
    return answer;
  }

  private async look<Answer>(process: Process, what: string, read: () => Answer): Promise<Answer> {
    await this.turn(process);
    if (this.happens(process, 0.08)) throw new OutsideError(false, `${what}: timed out`);
    return read();
  }

  /** Id of a key whose value stands in a text. */
  keyIn(text: string): string | undefined {
    return text.includes(CANARY)
      ? this.keys.find(({ value }) => text.includes(value))?.id
      : undefined;
  }

  isAlive(key: SimKey): boolean {
    return key.deadFrom === null || this.schedule.now() < key.deadFrom;
  }

  /** A key that is being forgotten is accepted by some of the vendor's machines and not by others. */
  private answers(process: Process, key: SimKey): boolean {
    return this.isAlive(key) && (key.deadFrom === null || process.draw.chance(0.5));
  }

  private kill(process: Process, key: SimKey, gone: boolean): void {
    const now = this.schedule.now();
    const cache = this.happens(process, 0.4) ? process.draw.below(LONGEST_CACHE) : 0;
    key.deadFrom ??= now + cache;
    if (gone) key.goneFrom ??= now;
  }

  private async probe(process: Process, value: string): Promise<ProbeAnswer> {
    await this.turn(process);
    if (this.happens(process, 0.1))
      return { verdict: "UNVERIFIABLE", status: 429, detail: "429", retryAfter: undefined };
    const alive = this.keys.some((key) => key.value === value && this.answers(process, key));
    return {
      verdict: alive ? "ALIVE" : "DEAD",
      status: alive ? 200 : 401,
      detail: alive ? "200" : "401",
      retryAfter: undefined,
    };
  }

  private listed(): readonly ProviderKey[] {
    const now = this.schedule.now();
    return this.keys
      .filter((key) => key.goneFrom === null || now < key.goneFrom)
      .map((key) => ({
        id: key.id,
        name: key.name,
        createdAt: null,
        lastUsedAt: null,
        last4: key.value.slice(-4),
        status: key.deadFrom === null ? "active" : "disabled",
      }));
  }

  private create(name: string): { readonly id: string; readonly secret: Secret } {
    this.made += 1;
    const id = `k-new-${String(this.made)}`;
    const value = `${CANARY}New${String(this.made).padStart(8, "0")}`;
    this.keys.push({ id, name, value, deadFrom: null, goneFrom: null });
    return { id, secret: new Secret(value) };
  }

  private async end(process: Process, call: "disable" | "delete", key: string): Promise<void> {
    await this.change(process, { call, subject: key, token: null, value: null }, () => {
      const found = this.keys.find((one) => one.id === key);
      if (found !== undefined) this.kill(process, found, call === "delete");
    });
  }

  /** The vendor as one process reaches it. */
  provider(process: Process, id: string, canDisable: boolean): KeyProvider {
    return {
      id,
      kind: "http",
      title: "Acme",
      host: "api.acme.example",
      admin: {
        create: ({ name, token }) =>
          this.change(process, { call: "create", subject: name, token, value: null }, () =>
            this.create(name),
          ),
        list: () => this.look(process, "list", () => this.listed()),
        delete: (key) => this.end(process, "delete", key),
        ...(canDisable ? { disable: (key: string) => this.end(process, "disable", key) } : {}),
      },
      probe: (secret) => this.probe(process, secret.reveal()),
      usage: () =>
        this.look(process, "usage", () => ({
          lastUsedAt: toInstant(this.schedule.now() - 60_000),
          requests: 7,
          errorRate: 0,
          raw: null,
        })),
      manual: { create: [], delete: [], usage: [], url: "https://acme.example", support: "" },
    };
  }

  /** A place as one process reaches it. */
  target(process: Process, id: string): DeployTarget {
    const place = this.places.get(id);
    if (place === undefined) throw new OutsideError(true, `${id}: nothing there`);
    return {
      id,
      kind: "simulated",
      where: id,
      plan: () => Promise.resolve([`write ${id}`]),
      read: () =>
        this.look(process, "read", () =>
          place.value === undefined
            ? { state: "absent" as const }
            : { state: "present" as const, secret: new Secret(place.value) },
        ),
      write: (secret, token) => {
        const value = secret.reveal();
        return this.change(process, { call: "write", subject: id, token, value }, () => {
          place.value = value;
          return { detail: "written", version: null };
        });
      },
      reload: () =>
        this.look(process, "reload", () => {
          place.used = place.value;
          return { detail: "restarted" };
        }),
      inUse: () =>
        this.look(process, "in use", () => ({
          state: "reported" as const,
          last4: place.used?.slice(-4) ?? null,
          keyId: null,
        })),
    };
  }

  /** A channel as one process reaches it: it takes a message, refuses it, is busy, or its answer is lost, the message taken or not. */
  notifier(process: Process, id: string, deduplicates: boolean): Notifier {
    return {
      id,
      kind: "simulated",
      deduplicates,
      body: (notice) => notice,
      whither: () => Promise.resolve({ host: "channel.example", isLoopback: false }),
      look: () => Promise.resolve("it answers"),
      send: async (notice) => {
        await this.turn(process);
        this.heard({
          by: process.id,
          channel: id,
          notice: notice.id,
          text: JSON.stringify(notice),
        });
        const fate = this.fate(process);
        await this.turn(process);
        if (fate === "refused") throw new NotDelivered("403", { certain: true, again: false });
        if (fate === "late") throw new NotDelivered("429", { certain: true, again: true });
        if (fate !== null) throw new NotDelivered("timed out", { certain: false, again: true });
        return { status: 200, remoteId: null, detail: null };
      },
    };
  }
}
