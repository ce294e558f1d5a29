// One request and its answer as the look-alike sees them, whether it came over the wire or from the services and the thief inside.

import type { Vendor } from "./scenario/scenario.ts";

export interface ApiRequest {
  readonly method: string;
  /** Whose API it goes to: each vendor has a base path of its own. */
  readonly vendor: Vendor;
  /** Path without query, e.g. `/v1/prompts`. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Value behind `Bearer `, null when there is none. */
  readonly bearer: string | null;
  readonly body: string;
  readonly idempotencyKey: string | null;
  readonly ip: string;
  readonly country: string | null;
  readonly userAgent: string | null;
}

export type Effect = "key.created" | "key.deleted" | "key.disabled";

export interface ApiAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
  /** Key the request was about (management only). */
  readonly subject: string | null;
  readonly effect: Effect | null;
}

export interface ErrorExtras {
  readonly details?: Readonly<Record<string, unknown>>;
  /** Seconds: the body's `retry_after` and the `Retry-After` header. */
  readonly retryAfter?: number;
}

const JSON_TYPE = { "content-type": "application/json; charset=utf-8" };

const CODES: Readonly<Record<number, string>> = {
  400: "validation_error",
  401: "unauthorized",
  403: "forbidden",
  404: "not_found",
  408: "request_timeout",
  409: "conflict",
  429: "rate_limit_exceeded",
  500: "internal_error",
  503: "service_unavailable",
};

/** A JSON answer. */
export function answer(
  status: number,
  value: unknown,
  change: { subject?: string; effect?: Effect | null } = {},
): ApiAnswer {
  return {
    status,
    headers: status === 204 ? {} : JSON_TYPE,
    body: status === 204 ? "" : JSON.stringify(value),
    subject: change.subject ?? null,
    effect: change.effect ?? null,
  };
}

/** An error as Claro documents it: `{error:{code,message,details}}` (docs.baytos.ai, API reference, errors). */
export function failure(status: number, message: string, extras: ErrorExtras = {}): ApiAnswer {
  const wait = extras.retryAfter;
  const error = {
    code: CODES[status] ?? "error",
    message,
    details: extras.details ?? {},
    ...(wait === undefined ? {} : { retry_after: wait }),
  };
  const made = answer(status, { error });
  return wait === undefined
    ? made
    : { ...made, headers: { ...made.headers, "retry-after": String(wait) } };
}

/** The JSON object in a body; null when it is anything else. */
export function objectIn(body: string | Buffer): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(body.toString());
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null; // not JSON: the caller answers 400
  }
}
