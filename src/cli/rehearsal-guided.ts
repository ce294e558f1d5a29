// A rehearsal by a person, on a terminal: the story, the questions, the guided session, the score.
import { scoreOfDrill } from "../app/drill/score.ts";
import { startByQuestions } from "../app/guided/questions.ts";
import { guidedSession } from "../app/guided/session.ts";
import type { Score } from "../core/report/score.ts";
import { toInstant } from "../core/instant.ts";
import type { StartInput } from "../app/declare.ts";
import type { GlobalOptions, Host, Stage } from "./host.ts";
import { claimsFor, drillFacts, scenarioOf, type DrillRequest } from "./rehearsal.ts";

/** What is known before the first question: a text with keys is read as `start --from-text` would, all else is asked. */
async function inputFor(host: Host, stage: Stage, seed: number): Promise<StartInput> {
  const { given, runbook, summary } = scenarioOf(stage);
  return {
    ...NOTHING_SAID,
    claims: given.kind === "text" ? await claimsFor(host, stage) : [],
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

function story(host: Host, stage: Stage): void {
  const at = `${toInstant(stage.app.clock.now()).slice(11, 16)}Z`;
  const told = scenarioOf(stage).story({ ...stage.sandbox, at });
  for (const line of ["DRILL: nothing real is touched.", ...told]) host.output.err(line);
}

async function play(host: Host, stage: Stage, incident: string): Promise<void> {
  const ask = await host.prompter();
  await guidedSession(stage.app, incident, ask, (line) => host.output.err(line));
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
    story(host, stage);
    const ask = await host.prompter();
    const known = { input: await inputFor(host, stage, seed), has: () => false };
    const id = await startByQuestions(stage.app, ask, (line) => host.output.err(line), known);
    await stage.mark(id);
    await play(host, stage, id);
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
    for (const line of await meanwhile(stage.app, incident)) host.output.err(line);
    await play(host, stage, incident);
    return await scoreOfDrill(stage.app, incident);
  } finally {
    await stage.close();
  }
}
