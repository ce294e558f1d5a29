// The management API for keys: create (secret once), list in pages, disable, delete. Claro documents none; this has a vendor's usual shape.
import { ALL_PERMISSIONS } from "./keys.ts";
import { answer, failure, objectIn } from "./exchange.ts";
import type { ApiAnswer, ApiRequest } from "./exchange.ts";
import type { KeyRecord, KeyTable, Permission } from "./keys.ts";
import type { Random } from "./random.ts";

const PAGE = 20;
const ONE_KEY = /^\/v1\/keys\/([^/]+)$/;

export interface AdminParts {
  readonly keys: KeyTable;
  readonly lag: Random;
  /** Shortest and longest time (ms) a cut key is still accepted. */
  readonly lagRangeMs: readonly [number, number];
  /** Honour `Idempotency-Key` on create. Most vendors do not. */
  readonly idempotentCreate: boolean;
}

/** How a fault bends one request. */
export interface Tweaks {
  /** Propagation lag in ms instead of the seeded one. */
  readonly lagMs?: number;
  /** The list leaves out keys younger than this many ms. */
  readonly listHidesMs?: number;
}

function instant(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}

/** A key as lists and the dashboard show it: never its secret. */
export function shown(key: KeyRecord): Record<string, unknown> {
  return {
    id: key.id,
    name: key.name,
    created_at: instant(key.createdAt),
    last_used_at: instant(key.usage.lastUsedAt),
    last4: key.secret.slice(-4),
    status: key.status,
  };
}

function permissionsIn(value: unknown): readonly Permission[] | null {
  if (value === undefined) return ALL_PERMISSIONS;
  if (!Array.isArray(value)) return null;
  const known = ALL_PERMISSIONS.filter((one) => value.includes(one));
  return known.length === value.length ? known : null;
}

function create(parts: AdminParts, request: ApiRequest, now: number): ApiAnswer {
  const body = objectIn(request.body);
  const name = body?.["name"];
  const permissions = permissionsIn(body?.["permissions"]);
  if (typeof name !== "string" || name.trim() === "" || name.length > 100)
    return failure(400, "name must be a text of 1 to 100 characters", {
      details: { field: "name" },
    });
  if (permissions === null)
    return failure(400, `permissions must be some of ${ALL_PERMISSIONS.join(", ")}`, {
      details: { field: "permissions" },
    });
  const idempotencyKey = parts.idempotentCreate ? request.idempotencyKey : null;
  const earlier = idempotencyKey === null ? null : parts.keys.byIdempotencyKey(idempotencyKey);
  const { vendor } = request;
  const key =
    earlier ?? parts.keys.create({ name, vendor, createdAt: now, permissions, idempotencyKey });
  const { id, secret } = key;
  return answer(
    201,
    { id, name: key.name, secret, created_at: instant(key.createdAt) },
    { subject: id, effect: earlier === null ? "key.created" : null },
  );
}

function list(parts: AdminParts, request: ApiRequest, now: number, tweaks: Tweaks): ApiAnswer {
  const after = request.query.get("cursor");
  const hidden = tweaks.listHidesMs ?? 0;
  const all = parts.keys.listed(request.vendor).filter((key) => now - key.createdAt >= hidden);
  const from = after === null ? 0 : all.findIndex((key) => key.id === after) + 1;
  if (after !== null && from === 0)
    return failure(400, "cursor is not one we gave out", { details: { field: "cursor" } });
  const page = all.slice(from, from + PAGE);
  const next = from + PAGE < all.length ? (page.at(-1)?.id ?? null) : null;
  return answer(200, { data: page.map(shown), next });
}

function lagOf(parts: AdminParts, tweaks: Tweaks): number {
  const [low, high] = parts.lagRangeMs;
  return tweaks.lagMs ?? parts.lag.between(low, high);
}

function patch(
  parts: AdminParts,
  request: ApiRequest,
  now: number,
  key: KeyRecord,
  tweaks: Tweaks,
): ApiAnswer {
  const status = objectIn(request.body)?.["status"];
  if (status !== "disabled" && status !== "active")
    return failure(400, "status must be disabled or active", { details: { field: "status" } });
  const changes = key.status !== status;
  if (changes && status === "active") parts.keys.enable(key);
  if (changes && status === "disabled") parts.keys.cut(key, "disabled", now, lagOf(parts, tweaks));
  const effect = changes && status === "disabled" ? "key.disabled" : null;
  return answer(200, shown(key), { subject: key.id, effect });
}

/** Answer a management request that is already known to come from an admin. */
export function answerAdmin(
  parts: AdminParts,
  request: ApiRequest,
  now: number,
  tweaks: Tweaks = {},
): ApiAnswer {
  const route = `${request.method} ${request.path}`;
  if (route === "POST /v1/keys") return create(parts, request, now);
  if (route === "GET /v1/keys") return list(parts, request, now, tweaks);
  const id = ONE_KEY.exec(request.path)?.[1];
  if (id === undefined || !["GET", "PATCH", "DELETE"].includes(request.method))
    return failure(404, "there is no such endpoint");
  const key = parts.keys.byId(id);
  if (key === null || key.vendor !== request.vendor || key.status === "deleted")
    return { ...failure(404, "there is no such key"), subject: key?.id ?? null };
  if (request.method === "GET") return answer(200, shown(key), { subject: key.id });
  if (request.method === "PATCH") return patch(parts, request, now, key, tweaks);
  parts.keys.cut(key, "deleted", now, lagOf(parts, tweaks));
  return answer(204, null, { subject: key.id, effect: "key.deleted" });
}
