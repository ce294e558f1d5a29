// One look of a rotation's watch: is the new key worse off than the old one was, and is the old one still used? Nothing runs in between.
import { ClaroIrError } from "../../core/error.ts";
import {
  isWatchOver,
  mayGoFrom,
  minuteOf,
  percent,
  risen,
} from "../../core/credential/rotation.ts";
import { between, MINUTE, toInstant, type Instant } from "../../core/instant.ts";
import type { IncidentData } from "../../core/incident/event.ts";
import type { CredentialState, TargetRecord } from "../../core/incident/state.ts";
import { OutsideError } from "../../ports/outside.ts";
import type { KeyProvider, UsageSnapshot } from "../../ports/key-provider.ts";
import { change, record } from "../incident.ts";
import { providerOf } from "../provider.ts";
import { openReplacement } from "../secret.ts";
import { completeOnce } from "./complete.ts";
import type { Effect, Run, RunResult } from "./effect.ts";
import { askConsumer, connect } from "./place.ts";
import { probedFact } from "./probe.ts";

type Watched = IncidentData["rotation.watched"];

/** A use shown this close to a probe of ours is that probe: the vendor's clock and ours may differ by as much, in ms. */
const OWN = MINUTE;

/** What the outside said, or undefined where it gave no answer. */
async function asked<T>(run: Run, what: string, ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    run.app.say(`${what}: ${error.message}`);
    return undefined;
  }
}

function isOurProbe({ old }: CredentialState, usedAt: Instant): boolean {
  return old.probes.some(({ at }) => Math.abs(between(at, usedAt)) <= OWN);
}

/** When the old key was used last, as the vendor's list of keys shows it: asking with the key itself would be a use. */
async function oldUse(
  run: Run,
  provider: KeyProvider,
): Promise<Pick<Watched, "oldLastUsedAt" | "oldUseKnown">> {
  const { credential } = run;
  const { old, watch, usage } = credential;
  const list = provider.admin.list?.bind(provider.admin);
  const keys = list === undefined ? undefined : await asked(run, "key list", list);
  const key = keys?.find((one) =>
    old.keyId === null ? one.name === credential.name : one.id === old.keyId,
  );
  if (key === undefined) return { oldLastUsedAt: null, oldUseKnown: false };
  const usedAt = key.lastUsedAt;
  if (usedAt === null || !isOurProbe(credential, usedAt))
    return { oldLastUsedAt: usedAt, oldUseKnown: true };
  return { oldLastUsedAt: watch?.oldLastUsedAt ?? usage?.lastUsedAt ?? null, oldUseKnown: true };
}

/** Which places do not use the new key any more, one line each. */
async function askPlace(run: Run, place: TargetRecord): Promise<readonly string[]> {
  try {
    const use = await askConsumer(run, place, await connect(run, place));
    const silent = use.words.startsWith("no answer");
    return use.denied || silent ? [`${place.id}: ${use.words}`] : [];
  } catch (error) {
    if (!(error instanceof OutsideError) && !(error instanceof ClaroIrError)) throw error;
    return [`${place.id}: ${error.message}`];
  }
}

/** Look once and put what is seen on record; the watch's step is completed when it may end. */
async function lookAtRotation(run: Run): Promise<CredentialState> {
  const { app, state, credential } = run;
  const provider = await providerOf(app, credential);
  const before = await oldUse(run, provider);
  const secret = await openReplacement(app, state.id, credential);
  const answer = await provider.probe(secret);
  await record(app, state.id, [probedFact(credential.id, "new", answer)]);
  const usage: UsageSnapshot | undefined = await asked(run, "usage", async () =>
    provider.usage?.(secret, credential.new.keyId ?? undefined),
  );
  const figures = { requests: usage?.requests ?? null, errorRate: usage?.errorRate ?? null };
  const watched = credential.targets.filter((target) => target.state !== "waived");
  const places = await Promise.all(watched.map((place) => askPlace(run, place)));
  const worse = risen(credential.usage?.errorRate ?? null, figures);
  const problems = [
    ...(answer.verdict === "DEAD" ? [`the new key is rejected: ${answer.detail}`] : []),
    ...(worse === undefined ? [] : [worse]),
    ...places.flat(),
  ].map((line) => app.clean(line));
  const seen: Watched = { credential: credential.id, ...before, ...figures, problems };
  const made = await record(app, state.id, [{ type: "rotation.watched", data: seen }]);
  return made.state.credentials[credential.id] ?? credential;
}

/** Complete the watch where it may end. */
async function completeWhenOver(run: Run): Promise<boolean> {
  const { events } = await change(run.app, run.state.id, (world) => {
    const credential = world.state.credentials[run.credential.id];
    if (credential === undefined || !isWatchOver(credential, world.now)) return [];
    return completeOnce(world, "watch-rotation", credential.id);
  });
  return events.length > 0;
}

/** A look right before the old key goes: what was seen days ago may have changed. Nothing in an incident, or while there is no new key. */
export async function lookBeforeDelete(run: Run): Promise<void> {
  const { strategy, new: made, rollback, old } = run.credential;
  if (strategy !== "safe-rotation" || made.state === "none" || rollback !== null) return;
  if (old.state !== "alive") return;
  await lookAtRotation(run);
  await completeWhenOver(run);
}

function lines(credential: CredentialState, over: boolean): readonly string[] {
  const { watch, usage, targets } = credential;
  const from = mayGoFrom(credential);
  if (watch === null) return [];
  const requests = watch.requests === null ? "unknown" : String(watch.requests);
  const used = watch.oldLastUsedAt === null ? "never" : minuteOf(watch.oldLastUsedAt);
  return [
    `new key: requests ${requests}, errors ${percent(watch.errorRate)} (before: ${percent(usage?.errorRate ?? null)})`,
    `old key: last used ${watch.oldUseKnown ? used : "unknown, the vendor does not tell"}`,
    `places: ${targets.map((one) => `${one.id} ${one.state}`).join(", ")}`,
    ...watch.problems.map((problem) => `!! ${problem}`),
    ...(watch.problems.length > 0
      ? [`go back to the old key: claro-ir run roll-back --credential ${credential.id}`]
      : []),
    ...(watch.oldUseKnown
      ? []
      : [
          `look in the dashboard, then: claro-ir step done watch-rotation --credential ${credential.id} --attest --because "<unused since when>"`,
        ]),
    over
      ? "the watch is over: the old key may go"
      : `the old key may go from ${from === null ? "a day after the last deploy" : minuteOf(from)}`,
  ];
}

async function perform(run: Run): Promise<RunResult> {
  const credential = await lookAtRotation(run);
  const over = await completeWhenOver(run);
  const failing = (credential.watch?.problems.length ?? 0) > 0;
  return { lines: lines(credential, over), exitCode: failing ? 1 : 0 };
}

/** watch-rotation */
export const watchRotation: Effect = {
  id: "watch-rotation",
  plan: (run) => {
    const from = mayGoFrom(run.credential);
    const when = from === null ? "a day after the last deploy" : minuteOf(from);
    return Promise.resolve([
      `ask ${run.credential.provider} for the figures of both keys, and every place which key it uses`,
      `now ${minuteOf(toInstant(run.app.clock.now()))}; the old key may go from ${when}`,
    ]);
  },
  perform,
};
