// A rehearsal that plays itself: it only follows `next`, on virtual time, against the live sandbox. Nothing in it is scripted.
import { windowEnd } from "../../core/credential/lookout.ts";
import { confirmWord, nextSteps, type NextStep } from "../../core/incident/next.ts";
import { decide } from "../../core/incident/decide/decision.ts";
import { replacementMinutes } from "../../core/incident/facts.ts";
import { between, DAY, HOUR, MINUTE, SECOND, durationWords } from "../../core/instant.ts";
import { findStep, type Phase, type Step } from "../../core/runbook/runbook.ts";
import type { World } from "../../core/incident/decide/world.ts";
import { ClaroIrError } from "../../core/error.ts";
import type { App } from "../context.ts";
import { liveCredentials } from "../../core/incident/checklist.ts";
import type { JudgeCommand } from "../../core/incident/decide/finding.ts";
import { verdictWords } from "../../core/incident/finding-words.ts";
import { openFindings } from "../../core/incident/misuse.ts";
import { waiting } from "../../core/incident/suspects.ts";
import type { TargetDefinition } from "../../core/incident/event.ts";
import type { CredentialState, IncidentState } from "../../core/incident/state.ts";
import type { Hands } from "../../ports/hands.ts";
import { NO_OPTIONS, type RunOptions } from "../effect/effect.ts";
import { ManualStepError } from "../effect/manual.ts";
import { close, standDownIncident } from "../end.ts";
import { judge } from "../finding.ts";
import { decideVerdict } from "../follow-runbook.ts";
import { change, loadIncident, worldOf } from "../incident.ts";
import { runStep } from "../run-step.ts";
import { changeStep } from "../step.ts";
import { addTarget } from "../target.ts";

/** Seeded numbers in [0, 1), for how long a person takes. */
export type Pace = () => number;

/** How long a person takes for a step by hand, in ms, by when its phase begins: seconds at first, hours in the week after. */
function handTime({ from }: Phase): readonly [least: number, most: number] {
  if (from < 15 * MINUTE) return [10 * SECOND, 40 * SECOND];
  if (from < HOUR) return [1 * MINUTE, 4 * MINUTE];
  return from < DAY ? [20 * MINUTE, 60 * MINUTE] : [2 * HOUR, 5 * HOUR];
}

/** More rounds than any runbook has steps: a rehearsal that does not end is a bug. */
const MAX_ROUNDS = 400;

interface Player {
  readonly app: App;
  readonly incident: string;
  readonly pace: Pace;
  /** For what only a person can do at the vendor's. */
  readonly hands: Hands;
  /** How the incident ends well: what the played person concludes about a suspicion. */
  readonly end: "closed" | "stood-down";
  /** What becomes known at a step, by its id: facts as `name=value`. */
  readonly later: Readonly<Record<string, readonly string[]>>;
  /** A place that no configuration knows: added before the first deploy. */
  readonly place: TargetDefinition | undefined;
  /** Told of every step: what was done, when, with what result. */
  tell(line: string): void;
}

/** One step of the rehearsal, and the incident as it stood when its turn came. */
interface Turn {
  readonly step: Step;
  readonly state: IncidentState;
  readonly credential: CredentialState | undefined;
  readonly why: string;
}

async function worldNow(player: Player): Promise<World> {
  return worldOf(player.app, await loadIncident(player.app, player.incident));
}

/** What a person needs for a step. The work of a later day is done on that day. */
async function takeTime(player: Player, world: World, step: Step): Promise<void> {
  const phase = world.compiled.runbook.phases.find((one) => one.id === step.phase);
  if (phase === undefined) throw new Error(`${step.id} is of no phase`);
  const begins = phase.from < DAY ? 0 : phase.from - between(world.state.declaredAt, world.now);
  const [least, most] = handTime(phase);
  const automated = step.effect !== null;
  const ms = automated ? (1 + 2 * player.pace()) * SECOND : least + (most - least) * player.pace();
  await player.app.clock.sleep(Math.round(Math.max(0, begins) + ms), player.app.signal);
}

/** Run the step's automation; where the vendor has none, click in its dashboard and go on from there. */
async function runAutomation(player: Player, turn: Turn): Promise<readonly string[]> {
  const { step } = turn;
  if (step.effect === "deploy-key") await addPlace(player, turn);
  if (step.effect === "watch-key") await waitForWindow(player);
  try {
    if (step.effect === "review-logs") return await review(player, turn);
    return await runOnce(player, turn, {});
  } catch (error) {
    if (!(error instanceof ManualStepError)) throw error;
    return clickInDashboard(player, turn, error);
  }
}

/** The window after the cut is looked at when it may be clean. */
async function waitForWindow(player: Player): Promise<void> {
  const { state, now } = await worldNow(player);
  const end = windowEnd(liveCredentials(state));
  if (end !== null && between(now, end) > 0)
    await player.app.clock.sleep(between(now, end), player.app.signal);
}

/** Look through the logs, then say of each caller, and of what is about none, what the scenario's responder would. */
async function review(player: Player, { step }: Turn): Promise<readonly string[]> {
  const { app, incident, end } = player;
  const { lines } = await runStep(app, {
    incident,
    step: step.id,
    credential: undefined,
    options: NO_OPTIONS,
  });
  const ours = end === "stood-down";
  const word: Pick<JudgeCommand, "verdict" | "because"> = ours
    ? { verdict: "benign", because: "the owner's load test" }
    : { verdict: "malicious", because: "no host of ours" };
  const people = waiting((await worldNow(player)).state).map(({ name }) => name);
  for (const caller of people) await judge(app, incident, { caller, ...word });
  const open = openFindings((await worldNow(player)).state);
  for (const { id } of open) await judge(app, incident, { finding: id, ...word });
  const said = verdictWords(word.verdict);
  return [
    ...lines.slice(0, 1),
    ...people.map((caller) => `${caller}: ${said}`),
    ...open.map(({ id, title }) => `${id} ${title}: ${said}`),
  ];
}

async function addPlace({ app, incident, place }: Player, { credential }: Turn): Promise<void> {
  if (place === undefined || credential === undefined || credential.targets.length > 0) return;
  const request = { credential: credential.id, environment: undefined, dryRun: false };
  await addTarget(app, incident, { definition: place, ...request });
}

async function clickInDashboard(
  player: Player,
  turn: Turn,
  asked: ManualStepError,
): Promise<readonly string[]> {
  const { step, credential } = turn;
  if (step.effect === "block-key" && credential?.old.last4 !== undefined) {
    await player.hands.deleteKey(credential.old.last4 ?? "");
    await byHand(player, turn);
    return [`deleted ..${credential.old.last4 ?? ""} in the dashboard`];
  }
  const name = asked.newName;
  if (name !== undefined)
    return runOnce(player, turn, { secret: await player.hands.createKey(name), name });
  throw asked;
}

async function runOnce(
  player: Player,
  { step, credential, state }: Turn,
  given: Partial<RunOptions>,
): Promise<readonly string[]> {
  const result = await runStep(player.app, {
    incident: player.incident,
    step: step.id,
    credential: credential?.id,
    options: {
      ...NO_OPTIONS,
      confirm: credential === undefined ? undefined : confirmWord(state, credential),
      ...given,
    },
  });
  if (result.exitCode !== 0)
    throw new ClaroIrError("found", "drill-stuck", `${step.id}: ${result.lines.join("; ")}`, {
      hint: "claro-ir next",
    });
  return result.lines;
}

async function decideFor(player: Player, turn: Turn): Promise<readonly string[] | undefined> {
  const { step, credential, state, why } = turn;
  const because = "decided in the rehearsal";
  if (step.decides === "outage" && credential !== undefined) {
    const minutes = String(replacementMinutes(state, credential, true));
    await change(player.app, player.incident, (now) =>
      decide(now, { kind: "outage", value: minutes, because: why, credential: credential.id }),
    );
    return [`outage of ${minutes} minutes accepted`];
  }
  if (step.decides === "personal-data") {
    await change(player.app, player.incident, (now) =>
      decide(now, { kind: "personal-data", value: "no", because }),
    );
    return ["no personal data concerned"];
  }
  if (step.decides === "verdict") {
    const verdict = player.end === "stood-down" ? "benign" : "confirmed";
    await decideVerdict(player.app, player.incident, verdict, because);
    return [`verdict ${verdict}`];
  }
  if (step.decides === "stand-down") {
    await standDownIncident(player.app, player.incident, "rehearsal finished: it was benign");
    return ["stood down"];
  }
  if (step.decides !== "close") return undefined;
  await close(player.app, player.incident, "rehearsal finished");
  return ["closed"];
}

async function byHand(player: Player, { step, credential }: Turn): Promise<readonly string[]> {
  const proof = step.kind === "verification";
  await changeStep(player.app, "done", {
    incident: player.incident,
    step: step.id,
    credential: credential?.id,
    target: undefined,
    note: `DRILL: ${step.title}`,
    because: proof ? "attested in the rehearsal" : undefined,
    evidence: [],
    facts: player.later[step.id] ?? [],
    attest: proof,
    takeOver: false,
    occurred: undefined,
    dryRun: false,
  });
  return ["done by hand"];
}

async function playOne(player: Player, next: NextStep): Promise<void> {
  const world = await worldNow(player);
  const step = findStep(world.compiled.runbook, next.step);
  if (step === undefined) throw new Error(`next names ${next.step}, which is no step`);
  await takeTime(player, world, step);
  const { state } = await worldNow(player);
  const turn: Turn = {
    step,
    state,
    credential: state.credentials[next.credential ?? ""],
    why: next.why,
  };
  const decided = await decideFor(player, turn);
  const lines =
    decided ??
    (step.effect === null ? await byHand(player, turn) : await runAutomation(player, turn));
  const after = await worldNow(player);
  const elapsed = durationWords(between(after.state.declaredAt, after.now));
  const on = next.credential === null ? "" : ` ${next.credential}`;
  player.tell(`DRILL +${elapsed}  ${step.id}${on}  ${lines[0] ?? ""}`);
  for (const line of lines.slice(1)) player.tell(`DRILL          ${line}`);
}

/** Follow `next` until the incident has ended. Throws where a person would be stuck. */
export async function play(player: Player): Promise<void> {
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const world = await worldNow(player);
    if (world.state.state !== "open") break;
    const [next] = nextSteps(world.compiled.runbook, world.state, world.now);
    if (next === undefined) break;
    await playOne(player, next);
  }
}
