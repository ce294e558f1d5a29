// What can stand in a flag or an argument: ids from the record and the configuration, and lists that only the code knows.
import { AUDIENCE_IDS } from "../../core/report/audience/audience.ts";
import { chooseIncident } from "../../app/choose.ts";
import { pinnedRunbook, readRecords, readState } from "../../app/list.ts";
import { START_FACTS } from "../../core/compliance/start-facts.ts";
import { checklist, isSettled, liveCredentials } from "../../core/incident/checklist.ts";
import { VERDICTS } from "../../core/incident/decide/verdict.ts";
import { callerMark } from "../../core/incident/finding-words.ts";
import type { IncidentState } from "../../core/incident/state.ts";
import { callers } from "../../core/incident/suspects.ts";
import { PRECISIONS } from "../../core/instant.ts";
import type { Runbook } from "../../core/runbook/runbook.ts";
import type { Host, Reading } from "../host.ts";
import { titleOf } from "../title.ts";
import type { Place } from "./place.ts";

/** One thing to type, and what it is in a few words. */
export interface Candidate {
  readonly value: string;
  readonly words: string;
}

/** What a source looks at. */
export interface Asked {
  readonly host: Host;
  readonly place: Place;
  reading(): Promise<Reading>;
}

type Source = (asked: Asked) => Promise<readonly Candidate[]>;

function bare(values: readonly string[]): readonly Candidate[] {
  return values.map((value) => ({ value, words: "" }));
}

function fixed(...values: readonly string[]): Source {
  return () => Promise.resolve(bare(values));
}

/** Open ones first, the newest of them first. A word that does not begin with INC or ROT is the end of an id. */
async function incidents({ place, reading }: Asked): Promise<readonly Candidate[]> {
  const reader = await reading();
  const { states } = await readRecords(reader);
  const short =
    place.current !== "" &&
    !["INC-", "ROT-"].some((id) => id.startsWith(place.current.slice(0, 4)));
  return [...states]
    .sort((a, b) => b.declaredAt.localeCompare(a.declaredAt))
    .sort((a, b) => Number(b.state === "open") - Number(a.state === "open"))
    .map((state) => ({
      value: short ? state.id.slice(-4) : state.id,
      words: `${state.state}${state.drill ? " drill" : ""} ${state.severity ?? ""} ${titleOf(state)}`,
    }));
}

/** Findings, what nobody has judged first. */
async function findings(asked: Asked): Promise<readonly Candidate[]> {
  const { state } = await incidentOf(asked);
  return state.findings
    .toSorted((a, b) => Number(a.judged !== null) - Number(b.judged !== null))
    .map(({ id, level, judged }) => ({ value: id, words: judged?.verdict ?? level }));
}

/** Callers that findings speak against, those that wait for a word first. */
async function suspects(asked: Asked): Promise<readonly Candidate[]> {
  const { state } = await incidentOf(asked);
  return callers(state)
    .toSorted((a, b) => b.open - a.open)
    .map((caller) => ({ value: caller.name, words: callerMark(state, caller) }));
}

/** Pieces of evidence by the beginning of their digest, the newest first. */
async function evidence(asked: Asked): Promise<readonly Candidate[]> {
  const { state } = await incidentOf(asked);
  return state.evidence
    .toReversed()
    .map(({ sha256, name }) => ({ value: sha256.slice(0, 12), words: name }));
}

/** Rehearsals to hold against each other. */
async function drills(asked: Asked): Promise<readonly Candidate[]> {
  return (await incidents(asked)).filter((one) => / drill /.test(one.words));
}

/** The incident that the line is about: the one it names, else the only open one. */
async function incidentOf({ host, place, reading }: Asked): Promise<{
  readonly state: IncidentState;
  readonly runbook: Runbook;
}> {
  const reader = await reading();
  const named = place.given["incident"] ?? host.env["CLARO_IR_INCIDENT"];
  const id = await chooseIncident(reader, named);
  const state = await readState(reader, id);
  return { state, runbook: await pinnedRunbook(reader, state) };
}

/** Lower is more likely to be meant. */
function rank(state: string): number {
  if (["ready", "started", "failed", "unknown"].includes(state)) return 0;
  return state === "locked" ? 1 : 2;
}

/** Steps that can be done now come first; `run` knows those with an automation only. */
async function steps(asked: Asked): Promise<readonly Candidate[]> {
  const { state, runbook } = await incidentOf(asked);
  const takesBack = asked.place.command.name() === "reopen";
  const items = checklist(runbook, state)
    .filter((item) => asked.place.command.name() !== "run" || item.step.effect !== null)
    .filter((item) => !takesBack || isSettled(item.state))
    .sort((a, b) => rank(a.state) - rank(b.state));
  return items.map(({ step, state: now }) => ({ value: step.id, words: `${now}: ${step.title}` }));
}

async function credentials(asked: Asked): Promise<readonly Candidate[]> {
  const { state } = await incidentOf(asked);
  return liveCredentials(state).map((one) => ({
    value: one.id,
    words: state.restricted ? one.environment : `${one.name} ${one.environment}`,
  }));
}

async function places(asked: Asked): Promise<readonly Candidate[]> {
  const { state } = await incidentOf(asked);
  return liveCredentials(state).flatMap((one) =>
    one.targets.map((target) => ({ value: target.id, words: `${one.id} ${target.state}` })),
  );
}

/** Before there is an incident: the places that the configuration names. */
async function configuredPlaces({ reading }: Asked): Promise<readonly Candidate[]> {
  const { config } = await reading();
  return config.targets.map(({ id, kind, environment }) => ({
    value: id,
    words: `${kind} ${environment}`,
  }));
}

async function facts(asked: Asked): Promise<readonly Candidate[]> {
  const { runbook } = await incidentOf(asked);
  return [
    ...Object.entries(runbook.facts).map(([value, { title }]) => ({ value, words: title })),
    ...START_FACTS.map(({ name, title }) => ({ value: name, words: title })),
  ];
}

async function factValues(asked: Asked): Promise<readonly Candidate[]> {
  const { runbook } = await incidentOf(asked);
  return bare(runbook.facts[asked.place.operands[0] ?? ""]?.values ?? []);
}

async function runbooks({ host }: Asked): Promise<readonly Candidate[]> {
  const { listRunbooks } = await import("../../adapters/runbook/shipped.ts");
  const ids = await listRunbooks(host.packageRoot);
  return Promise.all(
    ids.map(async (id) => {
      const { runbook } = await host.loadRunbook(id);
      return { value: id, words: runbook.for ?? runbook.title };
    }),
  );
}

async function registered({ reading }: Asked): Promise<readonly Candidate[]> {
  const { registerEntries } = await import("../../app/keys.ts");
  const entries = await registerEntries(await reading());
  return entries.map(({ name, environment, provider }) => ({
    value: name,
    words: `${environment}/${provider}`,
  }));
}

async function providers({ reading }: Asked): Promise<readonly Candidate[]> {
  const { config } = await reading();
  return config.providers.map(({ id, kind }) => ({ value: id, words: kind }));
}

async function operators({ reading }: Asked): Promise<readonly Candidate[]> {
  const { config } = await reading();
  return config.operators.map(({ id, role }) => ({ value: id, words: role }));
}

async function targetKinds(): Promise<readonly Candidate[]> {
  const { targetModules } = await import("../../adapters/target/index.ts");
  return targetModules.map(({ id, title }) => ({ value: id, words: title }));
}

async function providerKinds(): Promise<readonly Candidate[]> {
  const { PROVIDERS } = await import("../../adapters/provider/index.ts");
  return PROVIDERS.map(({ kind, title }) => ({ value: kind, words: title }));
}

async function notifierKinds(): Promise<readonly Candidate[]> {
  const { NOTIFIERS } = await import("../../adapters/notifier/index.ts");
  return NOTIFIERS.map(({ kind, title }) => ({ value: kind, words: title }));
}

async function configuredNotifiers({ reading }: Asked): Promise<readonly Candidate[]> {
  const { config } = await reading();
  return config.notifiers.map(({ id, kind }) => ({ value: id, words: kind }));
}

async function logFormats(): Promise<readonly Candidate[]> {
  const { LOG_FORMATS } = await import("../../adapters/access-log/format/index.ts");
  return LOG_FORMATS.map(({ id, title }) => ({ value: id, words: title }));
}

async function timelineFormats(): Promise<readonly Candidate[]> {
  const { TIMELINE_FORMATS } = await import("../../core/report/format/index.ts");
  return bare(TIMELINE_FORMATS.map((one) => one.id));
}

async function schemas(): Promise<readonly Candidate[]> {
  const { publishedSchemas } = await import("../schema/index.ts");
  return bare(Object.keys(publishedSchemas()));
}

async function regimes({ host, reading }: Asked): Promise<readonly Candidate[]> {
  const table = await host.regimes((await reading()).config);
  return table.regimes.map(({ id, name }) => ({ value: id, words: name }));
}

/** The notices of the regime that was typed before. */
async function notices({ host, place, reading }: Asked): Promise<readonly Candidate[]> {
  const table = await host.regimes((await reading()).config);
  const regime = table.regimes.find(({ id }) => id === place.operands[0]);
  return (regime?.stages ?? []).map(({ id, to }) => ({ value: id, words: to }));
}

const DECISIONS: Readonly<Record<string, readonly string[]>> = {
  strategy: ["contain-first", "replace-first"],
  severity: ["P1", "P2", "P3", "P4"],
  "personal-data": ["yes", "no", "not-yet"],
  override: ["delete-old"],
  ceiling: ["+15m"],
  verdict: VERDICTS,
};

function decisions({ place }: Asked): Promise<readonly Candidate[]> {
  return Promise.resolve(bare(DECISIONS[place.operands[0] ?? ""] ?? []));
}

/** Sources by what takes the value: `start --target`, `fact <name>`, or the flag or argument of any command. A name to confirm a cut with has none: it is to be typed. */
export const SOURCES: Readonly<Record<string, Source>> = {
  "--incident": incidents,
  "--credential": credentials,
  "--target": places,
  "start --target": configuredPlaces,
  "credential add --target": configuredPlaces,
  "init --target": fixed("all", "none"),
  "init --provider": providerKinds,
  "--consumer": configuredPlaces,
  "--caller": suspects,
  "--step": steps,
  "--provider": providers,
  "--operator": operators,
  "--as": operators,
  "--runbook": runbooks,
  "--kind": targetKinds,
  "--environment": fixed("production", "staging", "development"),
  "--precision": fixed(...PRECISIONS),
  "--key": registered,
  "timeline --format": timelineFormats,
  "timeline --audience": fixed(...AUDIENCE_IDS),
  "runbook graph --format": fixed("mermaid", "json"),
  "runbook export --format": fixed("cacao"),
  "postmortem --format": fixed("md", "html", "pdf", "json"),
  "<regime>": regimes,
  "<stage>": notices,
  "<step>": steps,
  "credential drop <id>": credentials,
  "targets show <kind>": targetKinds,
  "providers show <kind>": providerKinds,
  "notifiers show <kind>": notifierKinds,
  "notify test <notifier>": configuredNotifiers,
  "sources show <kind>": logFormats,
  "audit --source": logFormats,
  "runbook show <id|file>": runbooks,
  "runbook follow <id|file>": runbooks,
  "runbook check <id|file>": runbooks,
  "runbook graph <id|file>": runbooks,
  "runbook export <id|file>": runbooks,
  "drill compare <ids>": drills,
  "finding malicious <id>": findings,
  "finding benign <id>": findings,
  "finding unknown <id>": findings,
  "evidence show <id>": evidence,
  "keys show <name>": registered,
  "keys rotate <name>": registered,
  "keys rotate --staging": configuredPlaces,
  "keys rotate --watch": fixed("24h", "48h"),
  "fact <name>": facts,
  "fact <value>": factValues,
  "decide <value>": decisions,
  "schema <command>": schemas,
};
