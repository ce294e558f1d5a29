// What an incident's logs are judged with: its keys and their dates, what is ours, who works on it, what people said of findings.
import type { AuditContext, AuditInput, KeyFacts, Locate } from "../core/audit/context.ts";
import { nameWhereabouts } from "../core/audit/whereabouts.ts";
import { ClaroIrError } from "../core/error.ts";
import type { KeyNames, Windows } from "../core/audit/activity.ts";
import type { KeyStatus, RegisterEntry } from "../core/credential/register.ts";
import type { CredentialState, IncidentState } from "../core/incident/state.ts";
import { toEpoch, type Instant } from "../core/instant.ts";
import { minuteWords } from "../core/audit/words.ts";
import type { AuditConfig } from "../ports/config.ts";
import type { App } from "./context.ts";
import { exposedFrom } from "./logs.ts";
import { readRegister } from "./register.ts";

function epoch(instant: Instant | null): number | null {
  return instant === null ? null : toEpoch(instant);
}

/** The key's entry: by value, id, else name. */
export function entryFor(
  entries: readonly RegisterEntry[],
  { name, old }: CredentialState,
): RegisterEntry | undefined {
  const same = entries.find(
    (one) =>
      (one.fingerprint !== null && one.fingerprint === old.fingerprint) ||
      (one.keyId !== null && one.keyId === old.keyId),
  );
  return same ?? entries.find((one) => one.name === name);
}

/** Only a status from before the leak says something about normal use. */
function statusOf(status: KeyStatus | undefined): KeyFacts["status"] {
  const telling = ["inactive", "retiring", "lost"] as const;
  if (status === undefined) return null;
  return telling.find((one) => one === status) ?? "active";
}

function factsOf(
  state: IncidentState,
  credential: CredentialState,
  names: readonly string[],
  entry: RegisterEntry | undefined,
  isSingle: boolean,
): KeyFacts {
  const { old, new: fresh, usage } = credential;
  return {
    key: credential.id,
    names,
    exposedFrom: exposedFrom(state),
    deployedAt: fresh.state === "in-use" ? epoch(fresh.inUseAt) : null,
    containedAt: old.state === "dead" ? epoch(old.firstDeadAt) : null,
    status: statusOf(entry?.status),
    lastUsedAt: epoch(usage?.lastUsedAt ?? null),
    isSingleLocation: isSingle,
  };
}

/** What somebody told of our own traffic: networks, addresses, agents, one beside the other. */
export function ownTraffic(state: IncidentState): {
  readonly networks: readonly string[];
  readonly agents: readonly string[];
} {
  const words = (state.facts["ownTraffic"]?.value ?? "").split(/[\s,]+/).filter(Boolean);
  function isAddress(word: string): boolean {
    return /^[0-9a-f.:]+(?:\/\d{1,3})?$/i.test(word) && /[.:]/.test(word);
  }
  return {
    networks: words.filter(isAddress).map((word) => {
      if (word.includes("/")) return word;
      return word.includes(":") ? `${word}/128` : `${word}/32`;
    }),
    agents: words.filter((word) => !isAddress(word) && /[a-z]{2}/i.test(word)),
  };
}

/** What the configuration says of our own traffic, as of now. */
export interface Allowed {
  readonly networks: readonly string[];
  readonly agents: readonly string[];
  /** Entries whose time is over, in words: they are not applied. */
  readonly expired: readonly string[];
}

/** Entries of the configuration that still hold. */
export function allowed({ ownNetworks, knownAgents, until }: AuditConfig, now: number): Allowed {
  function holds(value: string): boolean {
    return (until[value] ?? Infinity) > now;
  }
  const over = [...ownNetworks, ...knownAgents].filter((value) => !holds(value));
  return {
    networks: ownNetworks.filter(holds),
    agents: knownAgents.filter(holds),
    expired: over.map(
      (value) =>
        `${value} is not taken for ours any more: by the configuration only until ${minuteWords(until[value] ?? 0)}.`,
    ),
  };
}

/** Everything an audit of this incident is judged with. */
export async function auditContext(
  app: App,
  state: IncidentState,
  windows: Windows,
  keys: readonly KeyNames[],
): Promise<AuditContext> {
  const { audit } = app.config;
  const entries = await readRegister(app);
  const told = ownTraffic(state);
  const config = allowed(audit, app.clock.now());
  const own = [...config.networks, ...told.networks];
  const judged = state.findings.flatMap(({ id, judged: word }) =>
    word === null ? [] : ([[id, word.verdict]] as const),
  );
  return {
    windows,
    keys: keys.flatMap(({ key, names }) => {
      const credential = state.credentials[key];
      if (credential === undefined) return [];
      const isSingle = audit.singleLocation.includes(credential.name);
      return [factsOf(state, credential, names, entryFor(entries, credential), isSingle)];
    }),
    networks: await app.networks(own),
    hasOwnNetworks: own.length > 0,
    knownAgents: [...config.agents, ...told.agents],
    notApplied: config.expired,
    team: [...audit.team, state.declaredBy, ...state.operators.map((one) => one.id)],
    incident: app.mark,
    judged: new Map(judged),
    ours: new Set(
      state.suspects.flatMap(({ name, members, judged: word }) =>
        members === 1 && word?.verdict === "benign" ? [name] : [],
      ),
    ),
    thresholds: audit.thresholds,
    locate: null,
  };
}

function addressesIn({ keys }: AuditInput): ReadonlySet<string> {
  return new Set(
    keys.flatMap(({ window, baseline }) =>
      [window, baseline].flatMap(({ actors }) =>
        [...actors.values()].flatMap(({ ip }) => ip ?? []),
      ),
    ),
  );
}

/**
 * Where the addresses that were read are: by the table that is named, else by the configuration's; null where there is none. Countries and
 * operators that it names are written into what was read. A configured table that cannot be used is said and never holds up an audit.
 */
export async function locateIn(
  app: App,
  read: AuditInput,
  named: string | undefined,
): Promise<Locate | null> {
  const locate = await tableOf(app, read, named);
  if (locate !== null) nameWhereabouts(read, locate);
  return locate;
}

async function tableOf(
  app: App,
  read: AuditInput,
  named: string | undefined,
): Promise<Locate | null> {
  if (named !== undefined) return app.placesOf(named, addressesIn(read));
  const { geo } = app.config.audit;
  if (geo === null) return null;
  try {
    return await app.placesOf(geo, addressesIn(read));
  } catch (error) {
    if (!(error instanceof ClaroIrError)) throw error;
    app.say(`audit.geo: ${error.message} Places are not looked up, nor impossible travel.`);
    return null;
  }
}
