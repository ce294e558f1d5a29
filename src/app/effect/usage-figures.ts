// The figures that are gone after the cut: the vendor's list and the key's usage, asked at once, never waited for beyond a limit.
import { MINUTE, SECOND } from "../../core/instant.ts";
import type { CredentialState } from "../../core/incident/state.ts";
import type { Instant } from "../../core/instant.ts";
import { OutsideError } from "../../ports/outside.ts";
import type { KeyProvider, ProviderKey, UsageSnapshot } from "../../ports/key-provider.ts";
import { providerOf } from "../provider.ts";
import { openSealed } from "../secret.ts";
import type { Run } from "./effect.ts";

/** Evidence holds up the cut for so long at most, in ms. */
export const PATIENCE = 2 * MINUTE;
/** So long the list goes first: asking with the key itself moves its "last used". In ms. */
const HEAD_START = 5 * SECOND;

/** What is known of a key's use; null = not told. */
export interface Figures {
  readonly lastUsedAt: Instant | null;
  readonly requests: number | null;
  readonly errorRate: number | null;
  readonly source: string;
  readonly raw: unknown;
  readonly key: ProviderKey | undefined;
}

/** What could not be asked, and why. */
interface Trouble {
  readonly what: "key list" | "usage";
  readonly error: OutsideError;
}

/** Figures as far as there are any, and what went wrong on the way. */
export interface Collected {
  readonly figures: Figures | undefined;
  readonly troubles: readonly Trouble[];
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

async function listed(
  { app, state, credential }: Run,
  provider: KeyProvider,
  troubles: Trouble[],
): Promise<ProviderKey | undefined> {
  if (provider.admin.list === undefined) return undefined;
  try {
    const keys = await provider.admin.list();
    const held = provider.idOf && (await openSealed(app, state.id, credential.old.sealed));
    return findListed(keys, credential, held && provider.idOf?.(held));
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    troubles.push({ what: "key list", error });
    return undefined;
  }
}

async function usage(
  run: Run,
  provider: KeyProvider,
  troubles: Trouble[],
): Promise<UsageSnapshot | undefined> {
  const { app, state, credential } = run;
  if (provider.usage === undefined) return undefined;
  try {
    const secret = await openSealed(app, state.id, credential.old.sealed);
    return await provider.usage(secret, credential.old.keyId ?? undefined);
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    troubles.push({ what: "usage", error });
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

/** List and usage side by side; no figures where the vendor gives neither in time. */
export async function collectFigures(run: Run): Promise<Collected> {
  const { within } = run.app;
  const provider = await providerOf(run.app, run.credential);
  const troubles: Trouble[] = [];
  const list = listed(run, provider, troubles);
  const figures = within(HEAD_START, list).then(() => usage(run, provider, troubles));
  const [key, snapshot] = await Promise.all([within(PATIENCE, list), within(PATIENCE, figures)]);
  return { figures: joined(key, snapshot), troubles };
}

function joined(
  key: ProviderKey | undefined,
  snapshot: UsageSnapshot | undefined,
): Figures | undefined {
  if (snapshot === undefined) return key === undefined ? undefined : fromList(key);
  return {
    ...snapshot,
    lastUsedAt: key?.lastUsedAt ?? snapshot.lastUsedAt,
    source: key === undefined ? "usage" : "key list + usage",
    raw: { key: key ?? null, usage: snapshot.raw },
    key,
  };
}
