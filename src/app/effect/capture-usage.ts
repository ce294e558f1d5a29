// Keep the figures that are gone after the cut: last used, requests, error rate. Two minutes at most, and never in the way.
import type { IncidentFact } from "../../core/incident/event.ts";
import type { CredentialState } from "../../core/incident/state.ts";
import { between, toInstant } from "../../core/instant.ts";
import type { ProviderKey } from "../../ports/key-provider.ts";
import { storeDocument, type EvidenceFact } from "../evidence.ts";
import { change, record } from "../incident.ts";
import { KEY_NAMED } from "../match-key.ts";
import { providerOf } from "../provider.ts";
import { completeOnce } from "./complete.ts";
import type { Effect, Run, RunResult } from "./effect.ts";
import { clicks } from "./clicks.ts";
import { ManualStepError } from "./manual.ts";
import { collectFigures, PATIENCE, type Collected, type Figures } from "./usage-figures.ts";

/** What the list tells about a key that was known by its value only: the name that people confirm the cut with. */
function identified(
  credential: CredentialState,
  key: ProviderKey | undefined,
): readonly IncidentFact[] {
  if (key === undefined || credential.old.keyId !== null) return [];
  const { id, environment, provider } = credential;
  const identity: IncidentFact = {
    type: "credential.key-identified",
    data: { credential: id, keyId: key.id },
  };
  // Where keys have no names, ours stays.
  if (key.name === credential.name || key.name === "") return [identity];
  return [
    identity,
    {
      type: "credential.described",
      data: { credential: id, name: key.name, environment, provider },
    },
    ...(credential.facts[KEY_NAMED] === undefined
      ? []
      : [
          {
            type: "fact.set" as const,
            data: {
              name: KEY_NAMED,
              value: "yes",
              credential: id,
              source: "key list",
              grade: "E1" as const,
            },
          },
        ]),
  ];
}

/** The figures as a piece of evidence. */
function documentOf(
  { app, state, credential }: Run,
  { key: _key, ...shown }: Figures,
  name: string,
  step: string,
): Promise<EvidenceFact> {
  const value = { credential: credential.id, keyName: credential.name, ...shown };
  return storeDocument(app, state.id, { name, value }, { step, credential: credential.id });
}

function sayTroubles({ app }: Run, { troubles }: Collected): void {
  for (const { what, error } of troubles) app.say(`${what}: ${error.message}`);
}

/** No figures: what stood in the way first, and the dashboard for whoever cannot mend that. */
async function byHand(run: Run, { troubles }: Collected): Promise<ManualStepError> {
  const { app, credential, step } = run;
  const provider = await providerOf(app, credential);
  const causes = [...new Set(troubles.map(({ error }) => error.message))];
  const mend = troubles.find(({ error }) => error.hint !== undefined)?.error.hint;
  return new ManualStepError(
    "manual-step",
    causes.length === 0
      ? `${provider.title} gives no usage figures by API: read them in the dashboard.`
      : `No usage figures of ${credential.name}: ${causes.join("; ")}.`,
    clicks(provider, "usage", credential, ""),
    mend ??
      `claro-ir step done ${step.id} --credential ${credential.id} --note "<last used, requests, error rate>"`,
  );
}

async function perform(run: Run): Promise<RunResult> {
  const { app, state, credential, step } = run;
  const collected = await collectFigures(run);
  const { figures } = collected;
  if (figures === undefined) throw await byHand(run, collected);
  sayTroubles(run, collected);
  const { key } = figures;
  const stored = await documentOf(run, figures, `usage-${credential.id}.json`, step.id);
  const facts: readonly IncidentFact[] = [
    stored,
    {
      type: "usage.captured",
      data: {
        credential: credential.id,
        lastUsedAt: figures.lastUsedAt,
        requests: figures.requests,
        errorRate: figures.errorRate,
        source: figures.source,
        evidence: stored.data.sha256,
      },
    },
  ];
  await change(app, state.id, (world) => [
    ...identified(world.state.credentials[credential.id] ?? credential, key),
    ...facts,
    ...completeOnce(world, step.id, credential.id, [stored.data.sha256]),
  ]);
  const words = [
    `last used ${figures.lastUsedAt ?? "unknown"}`,
    `requests ${figures.requests === null ? "unknown" : String(figures.requests)}`,
    `error rate ${figures.errorRate === null ? "unknown" : String(figures.errorRate)}`,
  ];
  return { lines: [words.join(", "), `evidence ${stored.data.sha256.slice(0, 8)}`], exitCode: 0 };
}

/**
 * Figures from right before the cut, as evidence beside those on record: what was read longer ago than evidence may hold up a cut is read
 * once more. A vendor that gives none, or not in time, changes nothing.
 */
export async function captureBeforeCut(run: Run): Promise<void> {
  const { app, state, credential, step } = run;
  const { usage, strategy } = credential;
  if (usage === null || strategy === "safe-rotation") return;
  if (between(usage.at, toInstant(app.clock.now())) <= PATIENCE) return;
  const collected = await collectFigures(run);
  sayTroubles(run, collected);
  const { figures } = collected;
  if (figures === undefined) return;
  const name = `usage-${credential.id}-before-cut.json`;
  await record(app, state.id, [await documentOf(run, figures, name, step.id)]);
}

/** capture-minimum-evidence */
export const captureUsage: Effect = {
  id: "capture-usage",
  plan: (run) =>
    Promise.resolve([
      `read the usage figures of ${run.credential.name} at ${run.credential.provider}`,
    ]),
  perform,
};
