// Keep the figures that are gone after the cut: last used, requests, error rate. Two minutes at most, and never in the way.
import type { IncidentFact } from "../../core/incident/event.ts";
import type { CredentialState } from "../../core/incident/state.ts";
import type { Instant } from "../../core/instant.ts";
import { OutsideError } from "../../ports/outside.ts";
import type { KeyProvider, ProviderKey, UsageSnapshot } from "../../ports/key-provider.ts";
import { change } from "../incident.ts";
import { KEY_NAMED } from "../match-key.ts";
import { providerOf } from "../provider.ts";
import { openSealed } from "../secret.ts";
import { completeOnce } from "./complete.ts";
import type { Effect, Run, RunResult } from "./effect.ts";
import { clicks } from "./clicks.ts";
import { ManualStepError } from "./manual.ts";

interface Figures {
  readonly lastUsedAt: Instant | null;
  readonly requests: number | null;
  readonly errorRate: number | null;
  readonly source: string;
  readonly raw: unknown;
  readonly key: ProviderKey | undefined;
}

/** The leaked key in the vendor's list: by id (on record, or told by the value), by name, or as the only one with its last four characters. */
function findListed(
  keys: readonly ProviderKey[],
  { name, old }: CredentialState,
  told: string | undefined,
): ProviderKey | undefined {
  const id = old.keyId ?? told;
  if (id !== undefined) return keys.find((key) => key.id === id);
  const named = keys.find((key) => key.name === name);
  if (named !== undefined || old.last4 === null) return named;
  const alike = keys.filter((key) => key.last4 === old.last4);
  return alike.length === 1 ? alike[0] : undefined;
}

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

async function listed(
  { app, state, credential }: Run,
  provider: KeyProvider,
): Promise<ProviderKey | undefined> {
  if (provider.admin.list === undefined) return undefined;
  try {
    const keys = await provider.admin.list();
    const held = provider.idOf && (await openSealed(app, state.id, credential.old.sealed));
    return findListed(keys, credential, held && provider.idOf?.(held));
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    app.say(`key list: ${error.message}`);
    return undefined;
  }
}

async function usage(run: Run, provider: KeyProvider): Promise<UsageSnapshot | undefined> {
  const { app, state, credential } = run;
  if (provider.usage === undefined) return undefined;
  try {
    const secret = await openSealed(app, state.id, credential.old.sealed);
    return await provider.usage(secret, credential.old.keyId ?? undefined);
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    app.say(`usage: ${error.message}`);
    return undefined;
  }
}

function fromList(key: ProviderKey): Figures {
  const unknown = { requests: null, errorRate: null };
  return {
    ...unknown,
    lastUsedAt: key.lastUsedAt,
    source: "key list",
    raw: { key, usage: null },
    key,
  };
}

/** The list first: asking with the key itself moves its "last used". */
async function collect(run: Run): Promise<Figures | undefined> {
  const provider = await providerOf(run.app, run.credential);
  const key = await listed(run, provider);
  const snapshot = await usage(run, provider);
  if (snapshot === undefined) return key === undefined ? undefined : fromList(key);
  return {
    ...snapshot,
    lastUsedAt: key?.lastUsedAt ?? snapshot.lastUsedAt,
    source: key === undefined ? "usage" : "key list + usage",
    raw: { key: key ?? null, usage: snapshot.raw },
    key,
  };
}

async function perform(run: Run): Promise<RunResult> {
  const { app, state, credential, step } = run;
  const figures = await collect(run);
  if (figures === undefined) {
    const provider = await providerOf(app, credential);
    throw new ManualStepError(
      "manual-step",
      `${provider.title} gives no usage figures by API: read them in the dashboard.`,
      clicks(provider, "usage", credential, ""),
      `claro-ir step done ${step.id} --credential ${credential.id} --note "<last used, requests, error rate>"`,
    );
  }
  const { key, ...shown } = figures;
  const document = JSON.stringify(
    { credential: credential.id, keyName: credential.name, ...shown },
    null,
    2,
  );
  const bytes = new TextEncoder().encode(app.clean(document) + "\n");
  const stored = await app.vault.putEvidence(state.id, bytes, "json");
  const facts: readonly IncidentFact[] = [
    {
      type: "evidence.added",
      data: {
        ...stored,
        name: `usage-${credential.id}.json`,
        step: step.id,
        credential: credential.id,
      },
    },
    {
      type: "usage.captured",
      data: {
        credential: credential.id,
        lastUsedAt: figures.lastUsedAt,
        requests: figures.requests,
        errorRate: figures.errorRate,
        source: figures.source,
        evidence: stored.sha256,
      },
    },
  ];
  await change(app, state.id, (world) => [
    ...identified(world.state.credentials[credential.id] ?? credential, key),
    ...facts,
    ...completeOnce(world, step.id, credential.id, [stored.sha256]),
  ]);
  const words = [
    `last used ${figures.lastUsedAt ?? "unknown"}`,
    `requests ${figures.requests === null ? "unknown" : String(figures.requests)}`,
    `error rate ${figures.errorRate === null ? "unknown" : String(figures.errorRate)}`,
  ];
  return { lines: [words.join(", "), `evidence ${stored.sha256.slice(0, 8)}`], exitCode: 0 };
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
