// A rehearsal by a person, on a terminal: the story, the questions, the guided session, the score.
import { clocksIfAny } from "../app/clocks-lazily.ts";
import { duesOf } from "../core/compliance/deadlines.ts";
import { scoreOfDrill } from "../app/drill/score.ts";
import { startByQuestions } from "../app/guided/questions.ts";
import { guidedSession } from "../app/guided/session.ts";
import { loadIncident, worldOf } from "../app/incident.ts";
import type { Score } from "../core/report/score.ts";
import type { StartInput } from "../app/declare.ts";
import { nextDue } from "../core/incident/next-due.ts";
import { between, durationWords, toEpoch, toInstant } from "../core/instant.ts";
import type { Prompter } from "../ports/prompter.ts";
import type { GlobalOptions, Host, Stage } from "./host.ts";
import { claimsFor, drillFacts, scenarioOf, type DrillRequest } from "./rehearsal.ts";

/** What is known before the first question: a text with keys, a key's name. A leaked value is pasted by the person. */
async function inputFor(host: Host, stage: Stage, seed: number): Promise<StartInput> {
  const { given, runbook, summary } = scenarioOf(stage);
  return {
    ...NOTHING_SAID,
    claims: given.kind === "value" ? [] : await claimsFor(host, stage),
    facts: { ...NOTHING_SAID.facts, ...drillFacts(stage, seed, "person") },
    runbook,
    summary: `DRILL: ${summary}`,
  };
}

const NOTHING_SAID: StartInput = {
  claims: [],
  answers: {
    environment: undefined,
    provider: undefined,
    targets: [],
    facts: { outageTolerance: "unknown" },
    strategy: undefined,
    because: undefined,
  },
  facts: { data: "unknown" },
  severity: undefined,
  runbook: undefined,
  detectedAt: undefined,
  summary: "DRILL",
  codename: undefined,
  restricted: false,
  drill: true,
};

/** Where the gateway's log lies, and how it is read: every bad day has one. */
function logWords({ sandbox: { accessLog } }: Stage): readonly string[] {
  return [
    `  the log        ${accessLog}`,
    "    (JSON, a line a request: less -S; steps that read logs find it)",
  ];
}

function story(ask: Prompter, stage: Stage): void {
  const at = `${toInstant(stage.app.clock.now()).slice(11, 16)}Z`;
  ask.say("DRILL: nothing real is touched.", "bold");
  for (const line of scenarioOf(stage).story({ ...stage.sandbox, at })) ask.say(line);
  for (const line of logWords(stage)) ask.say(line);
  ask.say("");
}

/** Time moves on to the next thing that is due, here and in the sandbox. */
async function skipAhead(stage: Stage, incident: string): Promise<string> {
  const { compiled, state, now } = worldOf(stage.app, await loadIncident(stage.app, incident));
  const clocks = await clocksIfAny(stage.app, state, now);
  const due = nextDue(compiled.runbook, state, now, duesOf(clocks));
  if (due === undefined) return "Nothing more is due.";
  await stage.skipTo(toEpoch(due.at));
  return `Time moved on by ${durationWords(between(now, due.at))}, to ${due.at.slice(11, 16)}Z. Reached: ${due.what}`;
}

function play(ask: Prompter, stage: Stage, incident: string): Promise<void> {
  return guidedSession(stage.app, incident, ask, { skipAhead: () => skipAhead(stage, incident) });
}

/** Rehearse from the first question on. The sandbox is stopped whatever happens; `resume` starts it again. */
export async function rehearseWithPerson(
  host: Host,
  options: GlobalOptions,
  request: DrillRequest,
  speed: number,
): Promise<Score> {
  const { seed, scenario } = request;
  const stage = await host.openDrill(options, { seed, scenario, pace: speed });
  try {
    const ask = await host.prompter();
    story(ask, stage);
    const known = { input: await inputFor(host, stage, seed), has: () => false };
    const id = await startByQuestions(stage.app, ask, known, (made) => stage.mark(made));
    await play(ask, stage, id);
    return await scoreOfDrill(stage.app, id);
  } finally {
    await stage.close();
  }
}

/** Take a rehearsal up again where it was left; gives its score as it stands then. */
export async function resumeRehearsal(
  host: Host,
  options: GlobalOptions,
  incident: string,
): Promise<Score> {
  // The workspace keeps its own seed and scenario; time goes on at the real pace, from where it stood.
  const stage = await host.openDrill(options, { seed: 1, pace: 1, incident });
  try {
    const { meanwhile } = await import("../app/guided/meanwhile.ts");
    const ask = await host.prompter();
    for (const line of await meanwhile(stage.app, incident)) ask.say(line);
    await play(ask, stage, incident);
    return await scoreOfDrill(stage.app, incident);
  } finally {
    await stage.close();
  }
}
