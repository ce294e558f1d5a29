// The watch after the cut: looks through the logs for the dead keys, tells ours from others, and puts on record what is new.
import { isSettled, checklistItem, liveCredentials } from "../core/incident/checklist.ts";
import { completeStep } from "../core/incident/decide/step.ts";
import { requireOpen, type World } from "../core/incident/decide/world.ts";
import type { Knock } from "../core/incident/audit-event.ts";
import type { LookoutRecord } from "../core/incident/audit-state.ts";
import type { IncidentData, IncidentFact } from "../core/incident/event.ts";
import type { CredentialState, IncidentState } from "../core/incident/state.ts";
import {
  missingToClean,
  observe,
  watchedFrom,
  WATCH_LENGTH,
  type Familiarity,
} from "../core/credential/lookout.ts";
import { isQuiet, silentLogs, watchWords } from "../core/credential/lookout-words.ts";
import type { Activity } from "../core/audit/activity.ts";
import { EXIT } from "../core/error.ts";
import { between, HOUR, plus, toEpoch, toInstant, type Instant } from "../core/instant.ts";
import { allowed, entryFor, ownTraffic } from "./audit-context.ts";
import type { App } from "./context.ts";
import { revivedFacts } from "./effect/probe.ts";
import type { RunResult } from "./effect/effect.ts";
import { change, loadIncident, worldOf } from "./incident.ts";
import { keyNames, readLogs, type LogFile } from "./logs.ts";
import { readRegister } from "./register.ts";

type Observed = IncidentData["watch.observed"];

/** Networks and agents of ours: the configuration's, and what the owner of the service told. */
async function familiarity(app: App, state: IncidentState): Promise<Familiarity> {
  const told = ownTraffic(state);
  const config = allowed(app.config.audit, app.clock.now());
  for (const line of config.expired) app.say(line);
  const networks = await app.networks([...config.networks, ...told.networks]);
  const agents = [...config.agents, ...told.agents].map((one) => one.toLowerCase());
  return {
    isOurs: ({ ip, agent }) =>
      (ip !== null && networks.isOwn(ip)) ||
      agents.some((one) => agent?.toLowerCase().startsWith(one) === true),
    isProbe: ({ agent }) =>
      agent?.startsWith("claro-ir-probe/") === true && agent.includes(app.mark),
  };
}

/** Keys that were cut: the others are not watched. */
export function cutKeys(state: IncidentState): readonly CredentialState[] {
  return liveCredentials(state).filter((one) => watchedFrom(one) !== null);
}

/** What the logs show of one key, as it goes on record. */
function observed(
  app: App,
  credential: CredentialState,
  activity: Activity,
  about: Pick<Observed, "to" | "seenTo" | "sources"> & { readonly familiar: Familiarity },
): Observed {
  const from = watchedFrom(credential) ?? about.to;
  function cleaned(knock: Knock): Knock {
    return { ...knock, agent: knock.agent === null ? null : app.clean(knock.agent.slice(0, 120)) };
  }
  const { familiar, ...when } = about;
  const seen = observe(activity, from, familiar);
  return {
    credential: credential.id,
    from,
    ...when,
    ...seen,
    ours: seen.ours.map(cleaned),
    theirs: seen.theirs.map(cleaned),
  };
}

/** A log may have been put aside since the cut: what it was renamed to is read, too. */
async function withRotated(
  app: App,
  files: readonly LogFile[],
  since: number,
): Promise<readonly LogFile[]> {
  const all = new Map(files.map((file) => [file.path, file]));
  for (const { path, reading } of files)
    for (const one of await app.evidenceFiles.rotated(path, since))
      if (!all.has(one)) all.set(one, { path: one, name: app.clean(one), reading });
  return [...all.values()];
}

/** Look once: all keys that were cut, from the cut to now. */
async function look(app: App, state: IncidentState, files: readonly LogFile[]) {
  const keys = cutKeys(state);
  const now = app.clock.now();
  const from = Math.min(now, ...keys.map((one) => toEpoch(watchedFrom(one) ?? toInstant(now))));
  const read = await readLogs(app, {
    files: await withRotated(app, files, from),
    keys: await keyNames(app, state.id, keys),
    windows: { baselineFrom: from, from, to: now },
  });
  const ends = read.sources.map((source) => source.to).filter((to) => to !== null);
  const about = {
    to: toInstant(now),
    seenTo: ends.sort((a, b) => toEpoch(a) - toEpoch(b)).at(-1) ?? null,
    sources: read.sources.map((source) => app.clean(source.name)),
    familiar: await familiarity(app, state),
  };
  const seen = keys.flatMap((credential): readonly Observed[] => {
    const activity = read.keys.find((one) => one.key === credential.id)?.window;
    return activity === undefined ? [] : [observed(app, credential, activity, about)];
  });
  return { seen, silent: silentLogs(read.sources).map((line) => app.clean(line)) };
}

function who({ ip, agent }: Knock): string {
  return `${ip ?? "-"} ${agent ?? ""}`;
}

/** So often a look is put on record although nobody new knocked. */
const RECORD_EVERY = HOUR;

/** Whether a look tells something that is not on record: somebody new, a use let in, or that time has passed. */
function isNews(lookout: LookoutRecord | null, seen: Observed): boolean {
  const last = lookout?.last;
  if (last === undefined || last === null) return true;
  if (last.accepted !== seen.accepted || between(last.to, seen.to) >= RECORD_EVERY) return true;
  const known = new Set([...last.ours, ...last.theirs].map(who));
  return [...seen.ours, ...seen.theirs].some((knock) => !known.has(who(knock)));
}

/** Facts of a look at one key: a dead one that was let in is alive again. */
function factsOf(world: World, seen: Observed): readonly IncidentFact[] {
  const credential = world.state.credentials[seen.credential];
  const revived = credential?.old.state === "dead" && seen.accepted > 0 ? credential : undefined;
  return [
    { type: "watch.observed", data: seen },
    ...(revived === undefined
      ? []
      : revivedFacts(
          revived,
          `${String(seen.accepted)} accepted uses in the logs after its death`,
        )),
  ];
}

/** The completion of the step that watches, once every key's window is clean. */
function completed(world: World): readonly IncidentFact[] {
  const { runbook } = world.compiled;
  const step = runbook.steps.find((one) => one.effect === "watch-key");
  const keys = liveCredentials(world.state);
  if (step === undefined || keys.some((one) => missingToClean(one).length > 0)) return [];
  const item = checklistItem(runbook, world.state, step, null);
  if (isSettled(item.state) || item.blockedBy.length > 0) return [];
  return completeStep(world, { step: step.id, grade: "E1" });
}

/** Whom to tell of a consumer of ours: the register's owner of the key. */
async function ownerOf(app: App, credential: CredentialState): Promise<string> {
  const entry = entryFor(await readRegister(app), credential);
  if (entry === undefined) return "owner not in the register";
  const consumers = entry.consumers.length === 0 ? "" : `, used by ${entry.consumers.join(", ")}`;
  return `owner ${entry.owner ?? "not in the register"}${consumers}`;
}

/** One look, on record where it tells something (`always`: in any case). */
export async function lookOut(
  app: App,
  incident: string,
  files: readonly LogFile[],
  always: boolean,
): Promise<RunResult & { readonly seen: readonly Observed[]; readonly state: IncidentState }> {
  const before = worldOf(app, await loadIncident(app, incident));
  requireOpen(before.state);
  const { seen, silent } = await look(app, before.state, files);
  const news = seen.filter(
    (one) => always || isNews(before.state.credentials[one.credential]?.lookout ?? null, one),
  );
  const recorded = await change(app, incident, (world) =>
    news.flatMap((one) => factsOf(world, one)),
  );
  const { state } = await change(app, incident, (world) =>
    news.length === 0 ? [] : completed(world),
  );
  const lines: string[] = [...silent];
  for (const one of seen) {
    const credential = (news.length > 0 ? state : recorded.state).credentials[one.credential];
    if (credential !== undefined)
      lines.push(...watchWords(credential, one, await ownerOf(app, credential)));
  }
  const isNoisy = seen.some((one) => one.accepted > 0 || !isQuiet(one));
  return { lines, seen, state, exitCode: isNoisy ? EXIT.found : EXIT.done };
}

/** Until when the keys are watched: stored, so that a restart goes on; `length` (ms) is counted from each key's death. */
export async function beginWatch(
  app: App,
  incident: string,
  length: number | undefined,
): Promise<Instant | null> {
  const { state } = await change(app, incident, (world) => {
    requireOpen(world.state);
    return cutKeys(world.state).flatMap((one): readonly IncidentFact[] => {
      if (one.lookout !== null && length === undefined) return [];
      const until = plus(watchedFrom(one) ?? world.now, length ?? WATCH_LENGTH);
      if (one.lookout?.until === until) return [];
      return [{ type: "watch.begun", data: { credential: one.id, until } }];
    });
  });
  const ends = cutKeys(state).map((one) => one.lookout?.until ?? null);
  return (
    ends
      .filter((end) => end !== null)
      .sort((a, b) => toEpoch(a) - toEpoch(b))
      .at(-1) ?? null
  );
}
