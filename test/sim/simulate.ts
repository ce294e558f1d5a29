// One history: an incident, several operators, faults and crashes, then calm weather in which it must be possible to close it.
import { isDeepStrictEqual } from "node:util";
import { declare } from "../../src/app/declare.ts";
import { Secret } from "../../src/core/credential/secret.ts";
import type { IncidentEvent } from "../../src/core/incident/event.ts";
import { fold, toState } from "../../src/core/incident/fold.ts";
import type { Command, Turn } from "./commands.ts";
import { desk, type Desk, type Site } from "./desk.ts";
import { Draw } from "./draw.ts";
import { finish, prelude } from "./finish.ts";
import { command } from "./habits.ts";
import { outcome, remedies } from "./outcome.ts";
import { FIRST, HEEDING, OPERATORS, type Hand } from "./plan.ts";
import { build, LEAKED } from "./site.ts";
import { Broken } from "./witness.ts";

// What the program loads late is loaded here at once: reading a file would be waiting that no schedule knows of.
await Promise.all([import("../../src/app/clocks.ts"), import("../../src/app/refold.ts")]);

export interface History {
  readonly seed: number;
  /** What is broken; null = nothing. */
  readonly broken: string | null;
  /** Hash of the journal's last event: the same for the same seed. */
  readonly head: string;
  readonly events: number;
  /** Types of the events in it. */
  readonly happened: readonly string[];
  readonly commands: readonly string[];
  /** How many commands the last person typed until it was over. */
  readonly typed: number;
  /** Names of its parts, each of which can be left out: commands (`3`), mishaps (`3.7`: the seventh risk of the third process), pauses (`p2`), what is done in peace before the storm (`c4`). */
  readonly parts: readonly string[];
}

async function begin(site: Site): Promise<string> {
  const at = desk(site, FIRST, OPERATORS[0]);
  const draw = new Draw(site.seed, FIRST);
  let id = "";
  await site.schedule.run(
    declare(at.app, {
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
      runbook: site.plan.runbook,
      detectedAt: undefined,
      summary: "simulated",
      codename: undefined,
      restricted: false,
      drill: false,
    }).then((made) => {
      id = made.id;
    }),
  );
  // Now and then the next ones read it from the disk.
  if (draw.chance(0.9)) keep(site, at);
  return id;
}

/** What this process has folded serves the next ones; whether it is the newest is theirs to find out. */
function keep(site: Site, { app }: Desk): void {
  for (const [id, loaded] of app.loaded) site.loaded.set(id, loaded);
}

/** One command of one person, who may then type what it has told them: a process of its own for each. */
async function one(site: Site, incident: string, hand: Hand, told: string[]): Promise<void> {
  const draw = new Draw(site.seed, hand.id);
  const name = `${String(hand.id)} ${hand.actor.id}`;
  async function sit(pid: number, choose: (turn: Turn) => Promise<Command | undefined>) {
    const at: Desk = desk(site, pid, hand.actor);
    const turn = { app: at.app, incident, draw, leaked: LEAKED };
    let said = "";
    async function work(): Promise<void> {
      const chosen = await choose(turn);
      if (chosen === undefined) return;
      told.push(`${name}: ${chosen.words}`);
      ({ said } = await outcome(chosen));
      if (said !== "") told.push(`  ${name} is told: ${said.split("\n")[0] ?? ""}`);
    }
    await Promise.race([work(), at.death.then(() => told.push(`  ${name} died`))]);
    keep(site, at);
    return said;
  }
  const said = await sit(hand.id, (turn) => command(turn, site.plan));
  if (said !== "" && draw.chance(site.plan.heed))
    await sit(HEEDING + hand.id, async (turn) => remedies(turn, said)[0]);
}

/** Faults, crashes, and up to three commands at the same time. The names of the parts that are played go into `parts`, also when it breaks. */
async function storm(
  site: Site,
  incident: string,
  told: string[],
  isWanted: (part: string) => boolean,
  parts: string[],
): Promise<void> {
  const { schedule, plan, witness } = site;
  site.calm = false;
  for (const { hands, pause } of plan.rounds) {
    const here = hands.filter(({ id }) => isWanted(String(id)));
    parts.push(...here.map(({ id }) => String(id)));
    await schedule.run(Promise.all(here.map((hand) => one(site, incident, hand, told))));
    if (witness.broken !== null) break;
    if (pause.ms === 0 || !isWanted(pause.part)) continue;
    parts.push(pause.part);
    schedule.pass(pause.ms);
  }
}

/** How often the whole is looked at again from the journal alone: every so many seeds. */
const WHOLE_EACH = 16;

async function whole(site: Site, incident: string): Promise<void> {
  const { events, head } = await site.journal.read(incident);
  const damages = await site.journal.verify(incident);
  if (damages.length > 0) throw new Broken(`the chain is broken: ${damages[0]?.detail ?? ""}`);
  const kept = site.loaded.get(incident);
  if (kept === undefined || kept.folded.head.seq !== head.seq) return;
  const anew = toState(fold(kept.compiled, events as readonly IncidentEvent[], head));
  if (!isDeepStrictEqual(toState(kept.folded), anew))
    throw new Broken("the state that was kept is not the fold of the journal");
  if (kept.compiled.runbook.id !== anew.runbook.id)
    throw new Broken(`${anew.runbook.id} is followed by the steps of ${kept.compiled.runbook.id}`);
}

/** Play one seed; with `only`, of all its parts those alone. */
export async function simulate(
  seed: number,
  only: readonly string[] | null = null,
  watch?: (site: Site, incident: string) => void,
): Promise<History> {
  const wanted = new Set(only);
  function isWanted(part: string): boolean {
    return only === null || wanted.has(part);
  }
  const site = build(seed, isWanted);
  const { witness, outside, mishaps } = site;
  const told: string[] = [];
  const parts: string[] = [];
  let broken: string | null = null;
  let incident = "";
  let typed = 0;
  try {
    incident = await begin(site);
    watch?.(site, incident);
    parts.push(...(await prelude(site, incident, told, isWanted)));
    await storm(site, incident, told, isWanted, parts);
    if (witness.broken !== null) throw new Broken(witness.broken);
    site.calm = true;
    outside.calm = true;
    told.push("calm");
    typed = await finish(site, incident, told);
    if (seed % WHOLE_EACH === 0) await whole(site, incident);
    broken = witness.broken;
  } catch (error) {
    broken =
      witness.broken ?? (error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
  const { events, head } = await site.journal.read(
    incident === "" ? "INC-20261123-none" : incident,
  );
  return {
    seed,
    broken,
    head: head.hash,
    events: head.seq,
    happened: [...new Set(events.map(({ type }) => type))],
    commands: told,
    typed,
    parts: [...parts, ...mishaps.struck],
  };
}
