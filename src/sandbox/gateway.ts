// The way in for every request: who asks, are they within their limits, which room answers, and what the logs say about it.
import { answerAdmin } from "./admin.ts";
import { answerApi } from "./api.ts";
import { failure, answer as answerJson } from "./exchange.ts";
import { basePath } from "./vendors.ts";
import type { AdminParts, Tweaks } from "./admin.ts";
import type { ApiAnswer, ApiRequest, Effect } from "./exchange.ts";
import type { KeyRecord, KeyTable } from "./keys.ts";
import type { Allowance, RateLimits } from "./limits.ts";
import type { LogFile } from "./logs.ts";
import type { SandboxClock } from "./clock.ts";

/** Totals since the workspace was made; the oracle shows them. */
export interface Counters {
  requests: number;
  readonly byStatus: Record<string, number>;
  readonly effects: Record<Effect, number>;
}

export interface GatewayParts {
  readonly clock: SandboxClock;
  readonly keys: KeyTable;
  readonly admin: AdminParts;
  readonly adminToken: string;
  readonly limits: RateLimits;
  readonly accessLog: LogFile;
  readonly requestLog: LogFile;
  readonly counters: Counters;
  /** Called after each change of a key, before anybody is told. */
  readonly changed: () => void;
}

export function freshCounters(): Counters {
  return {
    requests: 0,
    byStatus: {},
    effects: { "key.created": 0, "key.deleted": 0, "key.disabled": 0 },
  };
}

function withAllowance(given: ApiAnswer, allowance: Allowance): ApiAnswer {
  return {
    ...given,
    headers: {
      ...given.headers,
      "x-ratelimit-limit": String(allowance.limit),
      "x-ratelimit-remaining": String(allowance.remaining),
      "x-ratelimit-reset": String(allowance.resetAt),
    },
  };
}

export class Gateway {
  readonly #parts: GatewayParts;

  constructor(parts: GatewayParts) {
    this.#parts = parts;
  }

  /** Do what the request asks. Nothing is logged yet, so that a fault can say what the caller really saw. */
  perform(request: ApiRequest, tweaks: Tweaks = {}): ApiAnswer {
    const { clock, limits, adminToken, keys } = this.#parts;
    const now = clock.now();
    const isAdmin = request.bearer === adminToken;
    const presented = request.bearer === null ? null : keys.bySecret(request.bearer);
    const mine = presented?.vendor === request.vendor;
    const key = presented !== null && mine && keys.accepts(presented, now) ? presented : null;
    const known = isAdmin || key !== null;
    const allowance = limits.take(isAdmin ? "admin" : (key?.id ?? request.ip), known, now);
    const given =
      allowance.retryAfter === null
        ? this.#route(request, isAdmin, key, tweaks)
        : failure(429, "too many requests", { retryAfter: allowance.retryAfter });
    if (key !== null) keys.count(key, now, given.status);
    return withAllowance(given, allowance);
  }

  /** Write the request down. `sent` is the status the caller saw: 0 = the connection ended without an answer. */
  record(request: ApiRequest, given: ApiAnswer, sent: number = given.status): void {
    const { clock, keys, accessLog } = this.#parts;
    const caller = request.bearer === null ? null : keys.bySecret(request.bearer);
    this.recordEffect(request, given, sent, caller?.id ?? null);
    accessLog.write({
      time: new Date(clock.now()).toISOString(),
      key_id: caller?.id ?? null,
      last4: lastFour(request.bearer),
      method: request.method,
      path: pathOf(request),
      status: sent === 0 ? given.status : sent,
      ip: request.ip,
      country: request.country,
      user_agent: request.userAgent,
      bytes: Buffer.byteLength(given.body),
    });
  }

  /** The line of the request log alone: requests that no API access log would hold (dashboard, cut before the API). */
  recordEffect(
    request: ApiRequest,
    given: ApiAnswer | null,
    sent: number,
    callerId: string | null = null,
  ): void {
    const { clock, counters, requestLog, changed } = this.#parts;
    const effect = given?.effect ?? null;
    counters.requests += 1;
    counters.byStatus[sent] = (counters.byStatus[sent] ?? 0) + 1;
    if (effect !== null) counters.effects[effect] += 1;
    requestLog.write({
      at: new Date(clock.now()).toISOString(),
      method: request.method,
      path: pathOf(request),
      keyId: given?.subject ?? callerId,
      effect,
      status: sent,
    });
    if (given?.subject != null) changed();
  }

  /** Perform and record: the way of the services, the thief and every request without a fault. */
  ask(request: ApiRequest, tweaks: Tweaks = {}): ApiAnswer {
    const given = this.perform(request, tweaks);
    this.record(request, given);
    return given;
  }

  /** What the dashboard does goes through the same functions as the management API, under the dashboard's own path in the log. */
  askFromDashboard(request: ApiRequest, loggedPath: string): ApiAnswer {
    const given = answerAdmin(this.#parts.admin, request, this.#parts.clock.now());
    this.recordEffect({ ...request, path: loggedPath }, given, given.status);
    return given;
  }

  flush(): void {
    this.#parts.accessLog.flush();
    this.#parts.requestLog.flush();
  }

  #route(request: ApiRequest, isAdmin: boolean, key: KeyRecord | null, tweaks: Tweaks): ApiAnswer {
    const now = this.#parts.clock.now();
    if (request.method === "GET" && request.path === "/v1/health")
      return answerJson(200, { status: "ok", time: new Date(now).toISOString() });
    const managing = request.path === "/v1/keys" || request.path.startsWith("/v1/keys/");
    if (isAdmin && managing) return answerAdmin(this.#parts.admin, request, now, tweaks);
    if (isAdmin) return failure(403, "the admin token cannot read prompts");
    if (key === null) return failure(401, "the API key is missing, invalid or deleted");
    if (managing) return failure(403, "this key cannot manage keys");
    if (request.path === "/v1/prompts" && this.#parts.keys.fails(key))
      return failure(500, "something went wrong on our side");
    return answerApi(request, key, now);
  }
}

function pathOf(request: ApiRequest): string {
  const query = request.query.toString();
  const path = `${basePath(request.vendor)}${request.path}`;
  return query === "" ? path : `${path}?${query}`;
}

function lastFour(bearer: string | null): string | null {
  return bearer === null || bearer.length < 12 ? null : bearer.slice(-4);
}
