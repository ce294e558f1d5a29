// The key register: what keys there are and when each must be rotated. A fold of the register's own journal.
import type { JournalEvent } from "../journal/event.ts";
import { addMonths, DAY, plus, type Instant } from "../instant.ts";
import type { Environment } from "../incident/event.ts";

export type KeyStatus = "active" | "retiring" | "compromised" | "deleted" | "lost";

/** A key on the register. Never its value. */
export interface RegisterEntry {
  readonly id: string;
  readonly name: string;
  readonly environment: Environment;
  readonly provider: string;
  readonly purpose: string | null;
  readonly owner: string | null;
  readonly serviceAccount: boolean | null;
  readonly keyId: string | null;
  readonly last4: string | null;
  readonly prefix: string | null;
  readonly fingerprint: string | null;
  /** Ids of the places that hold it. */
  readonly consumers: readonly string[];
  /** What it may do at the vendor. */
  readonly scopes: readonly string[];
  /** Other secrets in the same file or store: exposed together with it. */
  readonly siblings: readonly string[];
  readonly createdAt: Instant;
  /** When a replacement took its place; null while it is the newest of its line. */
  readonly rotatedAt: Instant | null;
  readonly nextDueAt: Instant;
  readonly status: KeyStatus;
  /** Incident that changed it last. */
  readonly incident: string | null;
}

/** What a person may correct later. A new date of creation moves the date it is due. */
export type RegisterChanges = Partial<
  Pick<
    RegisterEntry,
    | "environment"
    | "provider"
    | "purpose"
    | "owner"
    | "serviceAccount"
    | "keyId"
    | "last4"
    | "prefix"
    | "fingerprint"
    | "consumers"
    | "scopes"
    | "siblings"
    | "createdAt"
    | "rotatedAt"
  >
>;

/** Keys that may still open a door. */
export function isLive({ status }: Pick<RegisterEntry, "status">): boolean {
  return status === "active" || status === "retiring" || status === "lost";
}

export interface RegisterData {
  "key.registered": { readonly entry: RegisterEntry };
  "key.edited": {
    readonly id: string;
    readonly changes: RegisterChanges;
    readonly because: string | null;
  };
  "key.marked": {
    readonly id: string;
    readonly status: KeyStatus;
    readonly incident: string | null;
    readonly because: string;
  };
}

export type RegisterEvent = {
  [Type in keyof RegisterData]: JournalEvent<Type, RegisterData[Type]>;
}[keyof RegisterData];

/** When a key is due: production 90 days, staging 3 months, development 6 months (Claro security guide, rotation schedule). */
export function rotationDue(environment: Environment, from: Instant): Instant {
  switch (environment) {
    case "production":
      return plus(from, 90 * DAY);
    case "staging":
      return addMonths(from, 3);
    case "development":
      return addMonths(from, 6);
    default:
      return environment satisfies never;
  }
}

/** The register as its journal says: entries by id, in order of arrival. */
export function foldRegister(events: readonly RegisterEvent[]): ReadonlyMap<string, RegisterEntry> {
  const entries = new Map<string, RegisterEntry>();
  for (const event of events) {
    if (event.type === "key.registered") {
      entries.set(event.data.entry.id, { ...NOT_SAID, ...event.data.entry });
      continue;
    }
    const entry = entries.get(event.data.id);
    if (entry !== undefined) entries.set(entry.id, changed(entry, event));
  }
  return entries;
}

/** What older entries do not have. */
const NOT_SAID = { scopes: [], siblings: [], rotatedAt: null } as const;

function changed(
  entry: RegisterEntry,
  event: Exclude<RegisterEvent, { type: "key.registered" }>,
): RegisterEntry {
  if (event.type === "key.marked")
    return {
      ...entry,
      status: event.data.status,
      incident: event.data.incident ?? entry.incident,
    };
  const next = { ...entry, ...event.data.changes };
  return { ...next, nextDueAt: rotationDue(next.environment, next.createdAt) };
}
