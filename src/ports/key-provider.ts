// Who issues keys. Each kind is one file in adapters/provider plus one line in its index.
import type { Secret } from "../core/credential/secret.ts";
import type { Instant } from "../core/instant.ts";

/** One answer of a key when it is used for a harmless read. `ALIVE` 2xx and 403, `DEAD` the provider's dead codes, else `UNVERIFIABLE`. */
export interface ProbeAnswer {
  readonly verdict: "ALIVE" | "DEAD" | "UNVERIFIABLE";
  /** HTTP status, or null when there was no answer. */
  readonly status: number | null;
  /** Short reason for people, e.g. `429, asked to wait 7 s`. No body text. */
  readonly detail: string;
  /** Seconds the provider asked to wait. */
  readonly retryAfter: number | undefined;
}

export interface ProviderKey {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Instant | null;
  readonly lastUsedAt: Instant | null;
  /** Where the vendor shows them. */
  readonly last4: string | null;
  readonly status: string | null;
}

/** Usage figures of a key as the vendor gives them; unknown is null. `raw` is stored as evidence. */
export interface UsageSnapshot {
  readonly lastUsedAt: Instant | null;
  readonly requests: number | null;
  readonly errorRate: number | null;
  readonly raw: unknown;
}

/** A provider's management by API. Each call throws OutsideError. Absent members: guided manual step. */
export interface KeyAdmin {
  /** Not idempotent: call once per intent. `token` is the operation id, sent where the vendor takes one. */
  create?(request: {
    name: string;
    token: string;
  }): Promise<{ readonly id: string; readonly secret: Secret }>;
  /** All pages. */
  list?(): Promise<readonly ProviderKey[]>;
  /** Reversible. */
  disable?(id: string): Promise<void>;
  /** Final. A key that is already gone counts as deleted. */
  delete?(id: string): Promise<void>;
}

export interface KeyProvider {
  /** Name in the configuration, e.g. `claro`. */
  readonly id: string;
  /** Which definition made it, e.g. `http`. */
  readonly kind: string;
  readonly title: string;
  /** Host that keys are sent to by `probe`, for people to see. */
  readonly host: string;
  readonly admin: KeyAdmin;
  /** One harmless read with the key itself. Never throws: no answer is `UNVERIFIABLE`. */
  probe(secret: Secret): Promise<ProbeAnswer>;
  /** One plain read without any key: whatever it answers, the vendor is there. Throws OutsideError when nothing answers. */
  reach?(): Promise<void>;
  /** Usage figures with the key itself or the admin credential; undefined where the vendor has no such call. Throws OutsideError. */
  usage?(secret: Secret | undefined, keyId: string | undefined): Promise<UsageSnapshot | undefined>;
  /** Clicks for a person, one per line, where there is no API. `{{name}}`, `{{last4}}` are filled in by the caller. */
  readonly manual: {
    readonly create: readonly string[];
    readonly delete: readonly string[];
    readonly usage: readonly string[];
    readonly url: string;
    readonly support: string;
  };
}
