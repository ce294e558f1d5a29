// One history: an incident, several operators, faults and crashes, then calm weather in which it must be possible to close it.
import { NO_COMPLIANCE } from "../../src/adapters/config/default-config.ts";
import { isDeepStrictEqual } from "node:util";
import { memoryJournal } from "../../src/adapters/store/memory-journal.ts";
import { memoryVault } from "../../src/adapters/store/memory-vault.ts";
import { sha256 } from "../../src/adapters/system/digest.ts";
import { declare } from "../../src/app/declare.ts";
import { Secret } from "../../src/core/credential/secret.ts";
import { ClaroIrError } from "../../src/core/error.ts";
import type { Actor } from "../../src/core/incident/decide/world.ts";
import type { IncidentEvent } from "../../src/core/incident/event.ts";
import { fold, toState } from "../../src/core/incident/fold.ts";
import { HOUR, MINUTE, toEpoch } from "../../src/core/instant.ts";
import type { Config, TargetConfig } from "../../src/ports/config.ts";
import { COMPILED, DECLARED } from "../support/given.ts";
import { command } from "./commands.ts";
import { desk, type Desk, type Site } from "./desk.ts";
import { Draw } from "./draw.ts";
import { finish } from "./finish.ts";
import { Outside } from "./outside.ts";
import { Schedule } from "./schedule.ts";
import { Broken, Witness } from "./witness.ts";

// Loaded by the program when somebody speaks of a duty; here at once, since reading a file would be waiting that no schedule knows of.
await import("../../src/app/clocks.ts");

const OPERATORS: readonly Actor[] = [
  { id: "dana", role: "owner" },
  { id: "kim", role: "admin" },
  { id: "sam", role: "member" },
];

const LEAKED = [
  { credential: "c1", value: "sk_live_SimulatedCanaryOldOne1" },
  { credential: "c2", value: "sk_live_SimulatedCanaryOldTwo2" },
] as const;

export interface History {
  readonly seed: number;
  /** What is broken; null = nothing. */
  readonly broken: string | null;
  /** Hash of the journal's last event: the same for the same seed. */
  readonly head: string;
  readonly events: number;
  readonly commands: readonly string[];
}

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
    notifiers: [],
    compliance: NO_COMPLIANCE,
    audit: {
      ownNetworks: ["10.0.0.0/8"],
      baselineDays: 30,
      knownAgents: [],
      team: [],
      thresholds: {},
      sources: [],
      geo: null,
      singleLocation: [],
    },
    endpoints: {},
  };
}

function build(seed: number): Site {
  const draw = new Draw(seed);
  const schedule = new Schedule(toEpoch(DECLARED), draw);
  const outside = new Outside(draw, schedule);
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
  return {
    seed,
    draw,
    schedule,
    outside,
    witness,
    journal: memoryJournal(sha256),
    vault: memoryVault(sha256, new Uint8Array(32).fill(7)),
    readModels: new Map(),
    loaded: new Map(),
    config: config(),
    canDisable: draw.chance(0.3),
    processes: new Map(),
    crashes: 0,
    fullDisk: 0,
  };
}

async function begin(site: Site): Promise<string> {
  const { app } = desk(site, OPERATORS[0] ?? { id: "dana", role: "owner" });
  const { draw } = site;
  let id = "";
  await site.schedule.run(
    declare(app, {
      claims: [
        { name: "production-web-app", secret: new Secret(LEAKED[0].value), keyId: "k-old-c1" },
      ],
      answers: {
        environment: "production",
        provider: "acme",
        targets: [],
        facts: draw.chance(0.5) ? { outageTolerance: draw.pick(["minutes", "none"]) } : {},
        strategy: draw.chance(0.5) ? draw.pick(["contain-first", "replace-first"]) : undefined,
        because: "simulated",
      },
      facts: {
        evidenceLevel: "public-exposure",
        abuse: draw.pick(["yes", "no", "unknown"]),
        data: "internal",
      },
      severity: undefined,
      runbook: undefined,
      detectedAt: undefined,
      summary: "simulated",
      codename: undefined,
      restricted: false,
      drill: false,
    }).then((made) => {
      id = made.id;
    }),
  );
  return id;
}

/** A refusal is an answer; anything else is a bug. */
function judge(error: unknown): void {
  if (error instanceof Broken) throw error;
  if (error instanceof ClaroIrError && error.kind !== "bug") return;
  throw error;
}

/** What this process has folded serves the next ones; whether it is the newest is theirs to find out. */
function keep(site: Site, { app }: Desk): void {
  for (const [id, loaded] of app.loaded) site.loaded.set(id, loaded);
}

async function one(site: Site, incident: string, told: string[]): Promise<void> {
  const actor = site.draw.pick(OPERATORS);
  const at: Desk = desk(site, actor);
  const turn = { app: at.app, incident, draw: site.draw, leaked: LEAKED };
  async function work(): Promise<void> {
    try {
      const chosen = await command(turn);
      told.push(`${actor.id} ${chosen.words}`);
      await chosen.run();
    } catch (error) {
      judge(error);
      told.push(`  ${actor.id}: ${error instanceof Error ? error.message : ""}`);
    }
  }
  await Promise.race([work(), at.death.then(() => told.push(`  ${actor.id} died`))]);
  keep(site, at);
}

/** Faults, crashes, and up to three commands at the same time. */
async function storm(site: Site, incident: string, told: string[]): Promise<void> {
  const { draw, schedule } = site;
  site.crashes = draw.pick([0, 0.002, 0.01]);
  site.fullDisk = draw.pick([0, 0, 0.02]);
  const rounds = draw.between(3, 14);
  for (let round = 0; round < rounds; round += 1) {
    const hands = draw.between(1, 3);
    await schedule.run(Promise.all(Array.from({ length: hands }, () => one(site, incident, told))));
    if (site.witness.broken !== null) throw new Broken(site.witness.broken);
    schedule.pass(draw.pick([0, 5_000, 40_000, 3 * MINUTE, HOUR]));
  }
  site.crashes = 0;
  site.fullDisk = 0;
}

async function whole(site: Site, incident: string): Promise<void> {
  const { events, head } = await site.journal.read(incident);
  const damages = await site.journal.verify(incident);
  if (damages.length > 0) throw new Broken(`the chain is broken: ${damages[0]?.detail ?? ""}`);
  const anew = toState(fold(COMPILED, events as readonly IncidentEvent[], head));
  const kept = site.loaded.get(incident);
  if (
    kept !== undefined &&
    kept.folded.head.seq === head.seq &&
    !isDeepStrictEqual(toState(kept.folded), anew)
  )
    throw new Broken("the state that was kept is not the fold of the journal");
}

/** Play one seed. */
export async function simulate(
  seed: number,
  watch?: (site: Site, incident: string) => void,
): Promise<History> {
  const site = build(seed);
  const told: string[] = [];
  let broken: string | null = null;
  let incident = "";
  try {
    incident = await begin(site);
    watch?.(site, incident);
    await storm(site, incident, told);
    site.outside.calm = true;
    told.push("calm");
    await finish(site, incident, LEAKED, told);
    await whole(site, incident);
    broken = site.witness.broken;
  } catch (error) {
    broken =
      site.witness.broken ??
      (error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
  const head = await site.journal.head(incident === "" ? "INC-20261123-none" : incident);
  return { seed, broken, head: head.hash, events: head.seq, commands: told };
}
