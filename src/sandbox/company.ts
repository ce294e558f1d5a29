// The made-up company of a scenario: which keys it had, which services run on them, and what happened before the sandbox came up.
import { join } from "node:path";
import type { KeyRecord, KeyTable } from "./keys.ts";
import type { RandomStreams } from "./random.ts";
import type { SandboxClock } from "./clock.ts";
import type { SavedState } from "./state.ts";
import type { Scenario } from "./scenario/scenario.ts";
import type { ServicePlan } from "./services.ts";

const MINUTE = 60_000;
const DAY = 86_400_000;
/** Two services, one request each 10 s. */
const REQUESTS_A_DAY = 17_280;

/** Keys that have nothing to do with it, where the scenario does not use them itself: nobody may touch them. */
const BYSTANDERS = ["development-dana-laptop", "staging-web-app", "production-reports"] as const;

export interface FoundingFacts {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly clock: SandboxClock;
  readonly random: RandomStreams;
  readonly keys: KeyTable;
  readonly saved: SavedState | null;
  /** Sandbox time at which it comes up, epoch ms. */
  readonly present: number;
}

export interface Founding {
  readonly clock: SandboxClock;
  readonly random: RandomStreams;
  readonly keys: KeyTable;
  readonly saved: SavedState | null;
  readonly seed: number;
  readonly adminToken: string;
  /** The key that the story is about. */
  readonly oldKey: KeyRecord;
  /** First request of whoever misuses a key, epoch ms. */
  readonly thiefFrom: number;
  /** When the keys became visible, ISO. */
  readonly exposedAt: string;
}

/** Keys and past of a new company, or those of the saved one. A new one leaves the clock at the beginning of its history. */
export function foundCompany(facts: FoundingFacts): Founding {
  const { clock, random, keys, saved, present, scenario } = facts;
  const common = { clock, random, keys, saved };
  if (saved !== null) {
    const oldKey = keys.byId(saved.oldKeyId);
    if (oldKey === null) throw new Error("the saved sandbox state does not hold the leaked key");
    const { seed, adminToken } = saved;
    return { ...common, seed, adminToken, oldKey, thiefFrom: present, exposedAt: "earlier" };
  }
  const past = random.stream("history");
  const names = BYSTANDERS.filter((name) => scenario.exposed.every((key) => key.name !== name));
  const ages = names.map(() => past.between(100, 400) * DAY + past.between(0, DAY));
  for (const [index, name] of names.entries())
    keys.create({
      name,
      createdAt: present - (ages[index] ?? DAY),
      totalBefore: past.between(200, 9000),
      lastUsedAt: present - past.between(2 * 60 * MINUTE, 3 * DAY),
    });
  const [oldKey] = scenario.exposed.map(({ name, vendor }) => {
    const days = past.between(120, 200);
    const createdAt = present - days * DAY - past.between(0, DAY);
    return keys.create({ name, vendor, createdAt, totalBefore: days * REQUESTS_A_DAY });
  });
  if (oldKey === undefined) throw new Error(`${scenario.id} exposes no key`);
  const thiefFrom = present - past.between(8 * MINUTE, 25 * MINUTE);
  const exposedAt = new Date(thiefFrom - past.between(3 * MINUTE, 9 * MINUTE)).toISOString();
  clock.rewind(present - past.between(40 * MINUTE, 60 * MINUTE));
  return {
    ...common,
    seed: facts.seed,
    adminToken: `sk_admin_${random.stream("admin").base62(42)}`,
    oldKey,
    thiefFrom,
    exposedAt,
  };
}

/** The services of a scenario; their addresses lie in the company's own network. */
export function servicePlans(scenario: Scenario, root: string): readonly ServicePlan[] {
  return scenario.services.map((service) => {
    const key = scenario.exposed.find((one) => one.name === service.key);
    return { ...service, file: join(root, service.file), vendor: key?.vendor ?? "claro" };
  });
}
