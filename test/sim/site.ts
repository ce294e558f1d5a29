// The site of one history: a company with two leaked keys, its places and channels, and everything that a seed sets.
import { NO_COMPLIANCE } from "../../src/adapters/config/default-config.ts";
import { memoryJournal } from "../../src/adapters/store/memory-journal.ts";
import { memoryVault } from "../../src/adapters/store/memory-vault.ts";
import { sha256 } from "../../src/adapters/system/digest.ts";
import { toEpoch } from "../../src/core/instant.ts";
import type { Config, TargetConfig } from "../../src/ports/config.ts";
import { DECLARED } from "../support/given.ts";
import { SALT, type Site } from "./desk.ts";
import { Mishaps } from "./mishap.ts";
import { CANARY, Outside } from "./outside.ts";
import { planOf } from "./plan.ts";
import { Schedule } from "./schedule.ts";
import { Witness } from "./witness.ts";

/** Values of the leaked keys, by credential. */
export const LEAKED = [
  { credential: "c1", value: `${CANARY}OldOne1` },
  { credential: "c2", value: `${CANARY}OldTwo2` },
] as const;

function place(id: string, key: string): TargetConfig {
  return { id, kind: "simulated", options: {}, key, environment: "production", provider: null };
}

function config(): Config {
  return {
    file: "/site/claro-ir.yaml",
    folder: "/site",
    workspace: null,
    store: null,
    operators: [],
    recipients: [],
    identity: "/site/identity.txt",
    providers: [{ id: "acme", kind: "http", options: {} }],
    targets: [
      place("web-env", "production-web-app"),
      place("worker-env", "production-web-app"),
      place("second-env", "production-second"),
    ],
    notifiers: [
      { id: "chat", kind: "simulated", options: { fallback: "mail" } },
      { id: "mail", kind: "simulated", options: {} },
    ],
    compliance: NO_COMPLIANCE,
    audit: {
      ownNetworks: ["10.0.0.0/8"],
      baselineDays: 30,
      knownAgents: [],
      until: {},
      team: [],
      thresholds: {},
      sources: [],
      geo: null,
      singleLocation: [],
    },
    endpoints: {},
  };
}

/** The site of a seed; `isWanted` = which mishaps may strike. */
export function build(seed: number, isWanted: (part: string) => boolean): Site {
  const plan = planOf(seed);
  const mishaps = new Mishaps(seed, isWanted);
  const schedule = new Schedule(toEpoch(DECLARED));
  const outside = new Outside(mishaps, schedule, plan);
  const [first, second] = LEAKED;
  for (const { credential, value } of LEAKED)
    outside.keys.push({
      id: `k-old-${credential}`,
      name: credential === "c1" ? "production-web-app" : "production-second",
      value,
      deadFrom: null,
      goneFrom: null,
    });
  for (const id of ["web-env", "worker-env", "late-place"])
    outside.places.set(id, { value: first.value, used: first.value });
  outside.places.set("second-env", { value: second.value, used: second.value });
  const witness = new Witness(outside, () => LEAKED.map(({ value }) => value));
  outside.asked = (act) => {
    witness.asked(act);
  };
  outside.heard = (said) => {
    witness.heard(said);
  };
  return {
    seed,
    plan,
    mishaps,
    schedule,
    outside,
    witness,
    // Every text is hashed as it is written.
    journal: memoryJournal((text) => {
      witness.written(text);
      return sha256(text);
    }),
    vault: memoryVault(sha256, SALT),
    readModels: new Map(),
    loaded: new Map(),
    config: config(),
    processes: new Map(),
    calm: true,
  };
}
