// Prove that the new key lives: it is accepted, and each place's consumer really uses it. A read-back is not use.
import { ClaroIrError } from "../../core/error.ts";
import { isPlaceSettled, noPlaces } from "../../core/credential/target.ts";
import type { Secret } from "../../core/credential/secret.ts";
import type { OwnCall } from "../../core/credential/use.ts";
import { SECOND } from "../../core/instant.ts";
import type { CredentialState, TargetRecord } from "../../core/incident/state.ts";
import { OutsideError } from "../../ports/outside.ts";
import type { KeyProvider } from "../../ports/key-provider.ts";
import { change, loadIncident, record, worldOf } from "../incident.ts";
import { providerOf } from "../provider.ts";
import { openReplacement } from "../secret.ts";
import { completeOnce } from "./complete.ts";
import type { Effect, Run, RunResult } from "./effect.ts";
import { askConsumer, connect, type Usage } from "./place.ts";
import { probedFact } from "./probe.ts";
import { figuresWatch } from "./use-by-figures.ts";
import { listWatch } from "./use-by-list.ts";

/** How often consumers are asked again, and for how long, in ms: services that poll every ten seconds get six chances. */
const INTERVAL = 10 * SECOND;
const PATIENCE = 60 * SECOND;

async function fresh(run: Run): Promise<CredentialState> {
  const world = worldOf(run.app, await loadIncident(run.app, run.state.id));
  return world.state.credentials[run.credential.id] ?? run.credential;
}

async function ask(run: Run, place: TargetRecord): Promise<Usage> {
  try {
    const target = await connect(run, place);
    return await askConsumer(run, place, target);
  } catch (error) {
    const refused = error instanceof ClaroIrError && error.kind === "refused";
    if (!(error instanceof OutsideError) && !refused) throw error;
    return { proved: false, denied: false, words: `no answer: ${error.message}` };
  }
}

/** What shows that somebody else used the new key since our own probe; undefined while nothing does. */
type UseWatch = () => Promise<string | undefined>;

/** One way or the other, never both: asking with the key itself would move the last use in the list. Begun before the key is asked. */
async function useWatch(
  run: Run,
  provider: KeyProvider,
  secret: Secret,
): Promise<(probe: OwnCall) => UseWatch> {
  const { keyId } = run.credential.new;
  const { list } = provider.admin;
  if (list === undefined || keyId === null)
    return (probe) => figuresWatch(run, provider, secret, probe);
  const watch = await listWatch(run, list.bind(provider.admin), keyId);
  return () => watch;
}

/** The place that is left open, where it is the only one in which the key was ever put; else another place may be what uses it. */
async function onlyPlace(
  run: Run,
  open: readonly TargetRecord[],
): Promise<TargetRecord | undefined> {
  const [only] = open;
  if (only === undefined || only.writtenAt === null) return undefined;
  const { targets, reveals } = await fresh(run);
  if (reveals.length > 0) return undefined;
  const others = targets.filter((other) => other.id !== only.id);
  const put = others.some((other) => other.state !== "waived" || other.writtenAt !== null);
  return put ? undefined : only;
}

/** In the only place that the key was ever put, use by another can only be its consumer's. */
async function provedByFigures(
  run: Run,
  watch: UseWatch,
  open: readonly TargetRecord[],
): Promise<boolean> {
  const only = await onlyPlace(run, open);
  const detail = only === undefined ? undefined : await watch();
  if (only === undefined || detail === undefined) return false;
  await record(run.app, run.state.id, [
    {
      type: "target.in-use",
      data: { credential: run.credential.id, target: only.id, detail },
    },
  ]);
  return true;
}

interface Round {
  readonly open: readonly TargetRecord[];
  readonly words: ReadonlyMap<string, string>;
}

async function round(run: Run, watch: UseWatch): Promise<Round> {
  const before = (await fresh(run)).targets.filter((target) => !isPlaceSettled(target));
  const answers = await Promise.all(
    before.map(async (place) => ({ id: place.id, ...(await ask(run, place)) })),
  );
  const words = new Map(answers.map((answer) => [answer.id, answer.words]));
  const open = (await fresh(run)).targets.filter((target) => !isPlaceSettled(target));
  // A consumer that says it uses another key is believed, whatever the vendor's figures say.
  const denied = answers.some((answer) => answer.denied);
  if (!denied && (await provedByFigures(run, watch, open))) return { open: [], words };
  return { open, words };
}

async function waitForUse(run: Run, watch: UseWatch): Promise<Round> {
  const until = run.app.clock.now() + (run.options.timeoutMs ?? PATIENCE);
  for (;;) {
    const result = await round(run, watch);
    if (result.open.length === 0 || run.app.clock.now() + INTERVAL > until) return result;
    for (const place of result.open)
      run.app.say(`${place.id}  ${result.words.get(place.id) ?? "not proved"}`);
    await run.app.clock.sleep(INTERVAL, run.app.signal);
  }
}

/** A place that the key never reached needs the key, not a restart. */
function remedy({ id }: CredentialState, { id: place, state }: TargetRecord): string {
  const at = `deploy-replacement-key --credential ${id} --target ${place}`;
  if (state === "pending" || state === "failed") return `deploy it: claro-ir run ${at}`;
  return `restart its consumer, or: claro-ir step done ${at} --because "<how you know>"`;
}

async function perform(run: Run): Promise<RunResult> {
  const { app, state, credential, step } = run;
  const secret = await openReplacement(app, state.id, credential);
  const provider = await providerOf(app, credential);
  const watchAfter = await useWatch(run, provider, secret);
  const sentAt = app.clock.now();
  const answer = await provider.probe(secret);
  const probe: OwnCall = { sentAt, answeredAt: app.clock.now() };
  await record(app, state.id, [probedFact(credential.id, "new", answer)]);
  if (answer.verdict !== "ALIVE")
    return {
      lines: [
        `the new key ..${secret.last4} is ${answer.verdict}: ${answer.detail}`,
        ...(answer.verdict === "DEAD"
          ? [`  make another: claro-ir run create-replacement-key --credential ${credential.id}`]
          : []),
      ],
      exitCode: answer.verdict === "DEAD" ? 1 : 5,
    };
  if (credential.targets.length === 0 && !noPlaces(credential))
    throw new ClaroIrError(
      "refused",
      "no-places",
      `No place that holds ${credential.name} is known.`,
      {
        hint: `claro-ir targets add <id> --kind manual --credential ${credential.id}`,
      },
    );
  const result = await waitForUse(run, watchAfter(probe));
  if (result.open.length > 0)
    return {
      lines: result.open.flatMap((place) => [
        `${place.id}  ${place.state}, ${result.words.get(place.id) ?? "not proved"}`,
        `  ${remedy(credential, place)}`,
      ]),
      exitCode: 1,
    };
  await change(app, state.id, (world) => completeOnce(world, step.id, credential.id));
  return { lines: [`the new key ..${secret.last4} is ALIVE and in use everywhere`], exitCode: 0 };
}

/** verify-replacement-live */
export const proveInUse: Effect = {
  id: "prove-in-use",
  plan: (run) =>
    Promise.resolve([
      `probe the new key at ${run.credential.provider}`,
      ...run.credential.targets.map(
        (target) => `ask the consumer behind ${target.id} which key it uses`,
      ),
    ]),
  perform,
};
