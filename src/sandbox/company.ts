// The made-up company: which keys it had, which services run on them, and what happened before the sandbox came up.
import type { KeyRecord, KeyTable } from "./keys.ts";
import type { RandomStreams } from "./random.ts";
import type { SandboxClock } from "./clock.ts";
import type { SavedState } from "./state.ts";
import type { ServicePlan } from "./services.ts";
import type { WorkspacePaths } from "./workspace.ts";

const MINUTE = 60_000;
const DAY = 86_400_000;
/** Two services, one request each 10 s. */
const REQUESTS_A_DAY = 17_280;

/** Name of the key that leaked. */
const OLD_KEY_NAME = "production-web-app";

/** Keys that have nothing to do with the leak: nobody may touch them. */
const BYSTANDERS = ["development-dana-laptop", "staging-web-app", "production-reports"] as const;

export interface FoundingFacts {
  readonly options: { readonly seed: number };
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
  readonly oldKey: KeyRecord;
  /** First request of the thief, epoch ms. */
  readonly thiefFrom: number;
  /** When the key was posted, ISO. */
  readonly postedAt: string;
}

/** Keys and past of a new company, or those of the saved one. A new one leaves the clock at the beginning of its history. */
export function foundCompany(facts: FoundingFacts): Founding {
  const { clock, random, keys, saved, present } = facts;
  const common = { clock, random, keys, saved };
  if (saved !== null) {
    const oldKey = keys.byId(saved.oldKeyId);
    if (oldKey === null) throw new Error("the saved sandbox state does not hold the leaked key");
    const { seed, adminToken } = saved;
    return { ...common, seed, adminToken, oldKey, thiefFrom: present, postedAt: "earlier" };
  }
  const past = random.stream("history");
  const ages = BYSTANDERS.map(() => past.between(100, 400) * DAY + past.between(0, DAY));
  for (const [index, name] of BYSTANDERS.entries())
    keys.create({
      name,
      createdAt: present - (ages[index] ?? DAY),
      totalBefore: past.between(200, 9000),
      lastUsedAt: present - past.between(2 * 60 * MINUTE, 3 * DAY),
    });
  const days = past.between(120, 200);
  const createdAt = present - days * DAY - past.between(0, DAY);
  const oldKey = keys.create({
    name: OLD_KEY_NAME,
    createdAt,
    totalBefore: days * REQUESTS_A_DAY,
  });
  const thiefFrom = present - past.between(8 * MINUTE, 25 * MINUTE);
  const postedAt = new Date(thiefFrom - past.between(3 * MINUTE, 9 * MINUTE)).toISOString();
  clock.rewind(present - past.between(40 * MINUTE, 60 * MINUTE));
  return {
    ...common,
    seed: facts.options.seed,
    adminToken: `sk_admin_${random.stream("admin").base62(42)}`,
    oldKey,
    thiefFrom,
    postedAt,
  };
}

/** The two services; their addresses lie in the company's own network. */
export function servicePlans(paths: WorkspacePaths): readonly ServicePlan[] {
  return [
    {
      name: "web",
      file: paths.webEnv,
      format: "dotenv",
      ip: "10.20.0.11",
      userAgent: "baytos-claro/0.0.1 acme-web/2.4.1",
    },
    {
      name: "worker",
      file: paths.workerEnv,
      format: "docker-env-file",
      ip: "10.20.0.27",
      userAgent: "baytos-claro/0.0.1 acme-worker/2.4.1",
    },
  ];
}
