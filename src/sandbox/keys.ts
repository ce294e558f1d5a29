// The look-alike's own table of API keys: who is active, who was deleted, and how long a cut key is still accepted.
import type { Random } from "./random.ts";
import type { Vendor } from "./scenario/scenario.ts";

type KeyStatus = "active" | "disabled" | "deleted";
/** Permissions of a key in Claro (docs.baytos.ai, authentication). */
export type Permission = "prompts:read" | "prompts:list" | "context:download";
export const ALL_PERMISSIONS: readonly Permission[] = [
  "prompts:read",
  "prompts:list",
  "context:download",
];

interface KeyUsage {
  total: number;
  errors: number;
  lastUsedAt: number | null;
  /** Day (UTC, since 1970) that `today` counts. */
  day: number;
  today: number;
}

/** Instants are epoch milliseconds of sandbox time. */
export interface KeyRecord {
  readonly id: string;
  readonly name: string;
  readonly vendor: Vendor;
  readonly secret: string;
  readonly createdAt: number;
  readonly permissions: readonly Permission[];
  readonly idempotencyKey: string | null;
  status: KeyStatus;
  deletedAt: number | null;
  /** A cut key is accepted until here: caches at the vendor's edge. Null while it is not cut. */
  acceptedUntil: number | null;
  readonly usage: KeyUsage;
  /** Share of its requests that end with 500, from 0 to 1; nothing = none. */
  failing?: number;
}

export interface NewKey {
  readonly name: string;
  /** Default: claro. */
  readonly vendor?: Vendor;
  readonly createdAt: number;
  readonly permissions?: readonly Permission[];
  readonly idempotencyKey?: string | null;
  /** Use before the sandbox began. */
  readonly totalBefore?: number;
  readonly lastUsedAt?: number;
}

const DAY = 86_400_000;

/** How each vendor's keys begin, and how many random characters follow: Claro's are 50 in all. */
const FORMS: Readonly<Record<Vendor, { readonly prefix: string; readonly length: number }>> = {
  claro: { prefix: "sk_live_", length: 42 },
  openai: { prefix: "sk-proj-", length: 48 },
  "github-token": { prefix: "ghp_", length: 36 },
};

export class KeyTable {
  readonly #records: KeyRecord[];
  readonly #random: Random;

  constructor(random: Random, saved: readonly KeyRecord[] = []) {
    this.#random = random;
    this.#records = structuredClone([...saved]);
  }

  /** A key in its vendor's form. */
  create(wanted: NewKey): KeyRecord {
    const vendor = wanted.vendor ?? "claro";
    const { prefix, length } = FORMS[vendor];
    const record: KeyRecord = {
      id: `key_${this.#random.base62(10)}`,
      name: wanted.name,
      vendor,
      secret: `${prefix}${this.#random.base62(length)}`,
      createdAt: wanted.createdAt,
      permissions: wanted.permissions ?? ALL_PERMISSIONS,
      idempotencyKey: wanted.idempotencyKey ?? null,
      status: "active",
      deletedAt: null,
      acceptedUntil: null,
      usage: {
        total: wanted.totalBefore ?? 0,
        errors: 0,
        lastUsedAt: wanted.lastUsedAt ?? null,
        day: 0,
        today: 0,
      },
    };
    this.#records.push(record);
    return record;
  }

  /** Keys that a vendor's dashboard and list show, oldest first. */
  listed(vendor: Vendor): readonly KeyRecord[] {
    return this.#records.filter((key) => key.vendor === vendor && key.status !== "deleted");
  }

  all(): readonly KeyRecord[] {
    return this.#records;
  }

  byId(id: string): KeyRecord | null {
    return this.#records.find((key) => key.id === id) ?? null;
  }

  bySecret(secret: string): KeyRecord | null {
    return this.#records.find((key) => key.secret === secret) ?? null;
  }

  byIdempotencyKey(idempotencyKey: string): KeyRecord | null {
    return this.#records.find((key) => key.idempotencyKey === idempotencyKey) ?? null;
  }

  /** Delete or disable: gone from the list at once, accepted by the API for `lagMs` more. */
  cut(key: KeyRecord, status: "disabled" | "deleted", now: number, lagMs: number): void {
    key.acceptedUntil = Math.max(now, Math.min(key.acceptedUntil ?? Infinity, now + lagMs));
    key.status = status;
    if (status === "deleted") key.deletedAt = now;
  }

  enable(key: KeyRecord): void {
    key.status = "active";
    key.acceptedUntil = null;
  }

  accepts(key: KeyRecord, now: number): boolean {
    return key.status === "active" || (key.acceptedUntil !== null && now < key.acceptedUntil);
  }

  /** Whether the next request of this key is one of those that are ordered to fail: evenly spread, the same each time. */
  fails(key: KeyRecord): boolean {
    const share = key.failing ?? 0;
    return Math.floor((key.usage.total + 1) * share) > Math.floor(key.usage.total * share);
  }

  count(key: KeyRecord, now: number, status: number): void {
    const usage = key.usage;
    const day = Math.floor(now / DAY);
    usage.today = usage.day === day ? usage.today + 1 : 1;
    usage.day = day;
    usage.total += 1;
    if (status >= 400) usage.errors += 1;
    usage.lastUsedAt = now;
  }
}
