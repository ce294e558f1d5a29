// Collect the logs: copies under their digest, with where from, who and when; then what they cover becomes known.
import { checklistItem, isSettled, liveCredentials } from "../../core/incident/checklist.ts";
import { completeStep } from "../../core/incident/decide/step.ts";
import type { World } from "../../core/incident/decide/world.ts";
import type { IncidentFact } from "../../core/incident/event.ts";
import { minuteOf } from "../../core/credential/rotation.ts";
import type { SourceCoverage } from "../../core/audit/report.ts";
import { counted, figure } from "../../core/audit/words.ts";
import { storeEvidence, type EvidenceFact } from "../evidence.ts";
import { change } from "../incident.ts";
import { toldPlaces, wantedLogs } from "../log-places.ts";
import { keyNames, logFiles, readLogs, windowsOf, type LogFile } from "../logs.ts";
import type { RunResult, WholeEffect, WholeRun } from "./effect.ts";
import { ManualStepError } from "./manual.ts";

async function wantedFiles({ app, state, step, options }: WholeRun): Promise<readonly LogFile[]> {
  const wanted = await wantedLogs(app, state, options.files);
  if (wanted.length > 0) return wanted;
  throw new ManualStepError(
    "manual-step",
    "No log is known here: add --file <file or folder>.",
    [
      "Export them first; `claro-ir sources list` says which kinds are understood.",
      "Logs that always lie in one place: audit: { sources: [{ path: … }] } in claro-ir.yaml",
      "Where nobody can get at any, say so by hand:",
    ],
    `claro-ir step done ${step.id} --note "<which logs, from when to when>"`,
  );
}

function spanWords({ name, from, to, lines, rejected, format }: SourceCoverage): string {
  const span =
    from === null || to === null ? "no time in it" : `${minuteOf(from)} to ${minuteOf(to)}`;
  const bad = rejected === 0 ? "" : `, ${figure(rejected)} could not be read`;
  return `${name}: ${span}, ${counted(lines, "line")}${bad}${format === null ? ", format not recognised" : ""}`;
}

function completed(
  world: World,
  step: string,
  evidence: readonly string[],
): readonly IncidentFact[] {
  const { runbook } = world.compiled;
  const found = runbook.steps.find((one) => one.id === step);
  if (found === undefined) return [];
  const item = checklistItem(runbook, world.state, found, null);
  if (isSettled(item.state) || item.blockedBy.length > 0) return [];
  return completeStep(world, { step, grade: "E1", evidence });
}

function factFor(name: string, value: string): IncidentFact {
  return {
    type: "fact.set",
    data: { name, value, credential: null, source: "collected logs", grade: "E1" },
  };
}

/** Copy what is not stored yet. */
async function copyAll(
  run: WholeRun,
  wanted: readonly LogFile[],
): Promise<readonly EvidenceFact[]> {
  const { app, state, step } = run;
  const known = new Set(state.evidence.map((one) => `${one.sha256} ${one.source ?? ""}`));
  const facts: EvidenceFact[] = [];
  for (const { path, reading } of wanted) {
    const fact = await storeEvidence(app, state.id, path, { step: step.id, log: reading });
    if (known.has(`${fact.data.sha256} ${fact.data.source ?? ""}`))
      app.say(`${fact.data.name} is stored already`);
    else facts.push(fact);
  }
  return facts;
}

function line({ data }: EvidenceFact): string {
  const held = data.sealed === undefined ? "" : ", sealed: it holds a key";
  return `${data.sha256.slice(0, 12)}  ${String(data.size)} bytes  ${data.name}${held}`;
}

async function perform(run: WholeRun): Promise<RunResult> {
  const { app, step } = run;
  const wanted = await wantedFiles(run);
  const facts = await copyAll(run, wanted);
  // On record before anything is made of them: a copy that nobody knows of is no evidence.
  const { state } = await change(app, run.state.id, () => facts);
  const { sources } = await readLogs(app, {
    files: logFiles(app, state),
    keys: await keyNames(app, state.id, liveCredentials(state)),
    windows: await windowsOf(app, state),
  });
  const coverage = sources.map(spanWords).join("; ");
  const locations = [...new Set([...toldPlaces(run.state), ...wanted.map((one) => one.path)])].join(
    ", ",
  );
  const made = await change(app, state.id, (world) => [
    ...knownFacts(world, [
      ["logLocations", app.clean(locations)],
      ["logCoverage", app.clean(coverage)],
    ]),
    ...completed(
      world,
      step.id,
      facts.map((one) => one.data.sha256),
    ),
  ]);
  const isDone = made.state.steps[step.id]?.status === "done";
  return {
    lines: [
      ...facts.map(line),
      ...sources.map(spanWords),
      ...(isDone ? [] : [`${step.id} stays open: claro-ir step show ${step.id}`]),
    ],
    exitCode: 0,
  };
}

/** Facts that the runbook knows and whose value is new. */
function knownFacts(
  { compiled, state }: World,
  values: readonly (readonly [name: string, value: string])[],
): readonly IncidentFact[] {
  return values
    .filter(([name]) => name in compiled.runbook.facts)
    .filter(([name, value]) => state.facts[name]?.value !== value)
    .map(([name, value]) => factFor(name, value));
}

/** collect-access-logs */
export const collectLogs: WholeEffect = {
  id: "collect-logs",
  async plan(run) {
    const wanted = await wantedFiles(run);
    return wanted.map(({ path }) => `copy ${path} into the evidence of ${run.state.id}`);
  },
  perform,
};
