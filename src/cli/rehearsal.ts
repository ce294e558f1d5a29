// Setting up a rehearsal: the sandbox as a child, a virtual clock that moves both, the incident declared, then play.
import type { StartInput } from "../app/declare.ts";
import type { KeyClaim } from "../app/match-key.ts";
import { Secret } from "../core/credential/secret.ts";
import { PLAYED_FACT, SCENARIO_FACT, SEED_FACT, type Score } from "../core/report/score.ts";
import type { Strategy } from "../core/incident/event.ts";
import { findScenario } from "../sandbox/scenario/index.ts";
import type { Scenario } from "../sandbox/scenario/scenario.ts";
import type { GlobalOptions, Host, Stage } from "./host.ts";
import { claimsInText } from "./key-options.ts";

export interface Rehearsal {
  readonly incident: string;
  readonly scenario: string;
  readonly score: Score;
  readonly workspace: string;
  readonly requestLog: string;
  readonly accessLog: string;
  readonly oldKeyId: string;
  readonly postmortem: string;
  readonly drill: true;
}

/** What was asked for on the command line. */
export interface DrillRequest {
  readonly scenario: string;
  readonly seed: number;
  readonly strategy: Strategy | undefined;
}

/** A small seeded sequence in [0, 1): how long the played person takes. Mulberry32 (public domain, T. Ettinger). */
function paceOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The scenario of a stage: it keeps the one it was set with. */
export function scenarioOf({ sandbox }: Stage): Scenario {
  const found = findScenario(sandbox.scenario);
  if (found === undefined) throw new Error(`the sandbox plays ${sandbox.scenario}, which is none`);
  return found;
}

/** What the responder of a scenario has in hand, as keys; a person is asked for a value themselves. */
export async function claimsFor(host: Host, stage: Stage): Promise<readonly KeyClaim[]> {
  const { given, configured } = scenarioOf(stage);
  const { workspace, oldKeyId } = stage.sandbox;
  if (given.kind === "text") return claimsInText(host, `${workspace}/${given.file}`);
  if (given.kind === "name") return [{ name: given.name, secret: undefined, keyId: oldKeyId }];
  const value = await host.files.readSecret({ file: `${workspace}/${given.file}` });
  // Without a configuration nobody but the dashboard knows what the key is called.
  const known = configured
    ? { name: scenarioOf(stage).exposed[0]?.name, keyId: oldKeyId }
    : { name: undefined, keyId: undefined };
  return [{ ...known, secret: new Secret(value) }];
}

/** What a rehearsal says about itself on record. */
export function drillFacts(
  { sandbox }: Stage,
  seed: number,
  played: "person" | "itself",
): Readonly<Record<string, string>> {
  return {
    [SCENARIO_FACT]: sandbox.scenario,
    [SEED_FACT]: String(seed),
    [PLAYED_FACT]: played,
  };
}

/** What a good responder would answer at the start. */
function inputFor(
  scenario: Scenario,
  claims: readonly KeyClaim[],
  strategy: Strategy | undefined,
): StartInput {
  const { answers, given } = scenario;
  const { outageTolerance, facts, evidenceLevel, abuse, data } = answers;
  return {
    claims,
    answers: {
      // Keys found in a text are each told by the place that holds them.
      environment: given.kind === "value" ? "production" : undefined,
      provider: given.kind === "value" ? "claro" : undefined,
      targets: [],
      facts: { outageTolerance: strategy === "replace-first" ? "none" : outageTolerance },
      strategy,
      because: strategy === undefined ? undefined : "asked for in the rehearsal",
    },
    facts: { evidenceLevel, abuse, data, ...facts },
    severity: undefined,
    runbook: scenario.runbook,
    detectedAt: undefined,
    summary: `DRILL: ${scenario.summary}`,
    codename: undefined,
    restricted: false,
    drill: true,
  };
}

async function playOn(
  host: Host,
  stage: Stage,
  request: DrillRequest,
  tell: (line: string) => void,
) {
  const [{ declare }, { play }, { scoreOfDrill }, { writePostMortem }] = await Promise.all([
    import("../app/declare.ts"),
    import("../app/drill/play.ts"),
    import("../app/drill/score.ts"),
    import("../app/post-mortem.ts"),
  ]);
  const { app, hands } = stage;
  const { seed, strategy } = request;
  const scenario = scenarioOf(stage);
  const claims = await claimsFor(host, stage);
  const input = inputFor(scenario, claims, strategy);
  const facts = { ...input.facts, ...drillFacts(stage, seed, "itself") };
  const { id } = await declare(app, { ...input, facts });
  await stage.mark(id);
  tell(`DRILL ${id} declared, nothing real is touched`);
  const { end, place, answers } = scenario;
  const { later } = answers;
  const person = { pace: paceOf(seed), hands, place: place ?? undefined, end, later };
  await play({ app, incident: id, ...person, tell });
  return {
    id,
    score: await scoreOfDrill(app, id),
    postmortem: await writePostMortem(app, id, { clean: host.output.redact }),
  };
}

/** Play one rehearsal from declaration to its end. The sandbox is stopped whatever happens. */
export async function rehearse(
  host: Host,
  options: GlobalOptions,
  request: DrillRequest,
): Promise<Rehearsal> {
  const { scenario, seed } = request;
  const stage = await host.openDrill(options, { seed, scenario, pace: "virtual" });
  try {
    const { id, score, postmortem } = await playOn(host, stage, request, (line) => {
      if (options.json !== true) host.output.out(line);
    });
    const { workspace, requestLog, accessLog, oldKeyId } = stage.sandbox;
    return {
      incident: id,
      scenario,
      score,
      workspace,
      requestLog,
      accessLog,
      oldKeyId,
      postmortem,
      drill: true,
    };
  } finally {
    await stage.close();
  }
}
