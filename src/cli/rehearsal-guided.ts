// A rehearsal by a person, on a terminal: the story, the questions, the guided session, the score.
import { scoreOf, type Score } from "../app/drill/play.ts";
import { startByQuestions } from "../app/guided/questions.ts";
import { guidedSession } from "../app/guided/session.ts";
import { loadIncident, worldOf } from "../app/incident.ts";
import type { StartInput } from "../app/declare.ts";
import type { GlobalOptions, Host, Stage } from "./host.ts";

const INPUT: StartInput = {
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
  summary: "DRILL: production key posted on a public page",
  codename: undefined,
  restricted: false,
  drill: true,
};

function story(host: Host, stage: Stage): void {
  const { workspace, dashboard } = stage.sandbox;
  for (const line of [
    "DRILL: nothing real is touched.",
    "Somebody has posted a production key on a public page, and it is being used.",
    `  the post       ${workspace}/leak.txt`,
    `  the key alone  ${workspace}/leaked.key   (copy it; it is asked for next)`,
    `  the dashboard  ${dashboard}`,
  ])
    host.output.err(line);
}

async function play(host: Host, stage: Stage, incident: string): Promise<void> {
  const ask = await host.prompter();
  await guidedSession(stage.app, incident, ask);
}

/** Rehearse from the first question on. The sandbox is stopped whatever happens; `resume` starts it again. */
export async function rehearseWithPerson(
  host: Host,
  options: GlobalOptions,
  seed: number,
  speed: number,
): Promise<Score> {
  const stage = await host.openDrill(options, { seed, pace: speed });
  try {
    story(host, stage);
    const ask = await host.prompter();
    const known = { input: INPUT, has: () => false };
    const id = await startByQuestions(stage.app, ask, known, (made) => stage.mark(made));
    await play(host, stage, id);
    return scoreOf(worldOf(stage.app, await loadIncident(stage.app, id)), seed);
  } finally {
    await stage.close();
  }
}

/** Take a rehearsal up again where it was left. */
export async function resumeRehearsal(
  host: Host,
  options: GlobalOptions,
  incident: string,
): Promise<void> {
  // The workspace keeps its own seed; time goes on at the real pace.
  const stage = await host.openDrill(options, { seed: 1, pace: 1, incident });
  try {
    const { meanwhile } = await import("../app/guided/meanwhile.ts");
    for (const line of await meanwhile(stage.app, incident)) host.output.err(line);
    await play(host, stage, incident);
  } finally {
    await stage.close();
  }
}
