// Faults that were ordered for requests from outside: which exist, and which of them hits the request at hand.

export const FAULTS = [
  "reset-before",
  "reset-after",
  "500-before",
  "500-after",
  "503",
  "429",
  "401",
  "403",
  "404",
  "408",
  "409",
  "hang",
  "hang-after",
  "drip",
  "garbage",
  "no-secret",
  "cut",
  "empty",
  "other-shape",
  "no-http",
  "redirect",
  "redirect-after",
  "bomb",
  "late",
  "alive-after-delete",
  "list-stale",
  "unreloadable",
] as const;

export type FaultName = (typeof FAULTS)[number];

export interface Fault {
  /** `METHOD /path` with `*` for any text, or `service <name>`. */
  readonly endpoint: string;
  readonly fault: FaultName;
  /** Milliseconds of sandbox time: late, alive-after-delete, list-stale. */
  readonly delayMs: number;
  /** `Retry-After` as sent by 429 and 503: seconds, a date or nonsense. */
  readonly retryAfter: string | null;
  /** Where `redirect` and `redirect-after` point; null = this server under another host name. */
  readonly location: string | null;
}

interface Ordered {
  readonly fault: Fault;
  left: number;
}

const DEFAULT_DELAY_MS = 20_000;
const ENDPOINT = /^(?:[A-Z*]+ \/v1\/\S*|service [a-z]+)$/;

function textOr(value: unknown, otherwise: string | null): string | null {
  return typeof value === "string" || typeof value === "number" ? String(value) : otherwise;
}

function matches(pattern: string, endpoint: string): boolean {
  const parts = pattern
    .split("*")
    .map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join(".*")}$`).test(endpoint);
}

export class FaultBox {
  #ordered: Ordered[] = [];

  /** Take an order `{endpoint, fault, times?, delayMs?, retryAfter?, location?}`. Returns what is wrong with it, or null. */
  order(wanted: Readonly<Record<string, unknown>>): string | null {
    const { endpoint, fault: name, times = 1, delayMs = DEFAULT_DELAY_MS } = wanted;
    if (typeof endpoint !== "string" || !ENDPOINT.test(endpoint))
      return "endpoint must look like `POST /v1/keys`, `DELETE /v1/keys/*` or `service web`";
    const fault = FAULTS.find((one) => one === name);
    if (fault === undefined) return `fault must be one of ${FAULTS.join(", ")}`;
    if ((fault === "unreloadable") !== endpoint.startsWith("service "))
      return "`unreloadable` is the fault of a service, and the only one";
    if (typeof times !== "number" || !Number.isInteger(times) || times < 1)
      return "times must be a whole number from 1";
    if (typeof delayMs !== "number" || !(delayMs >= 0)) return "delayMs must be 0 or more";
    const retryAfter = textOr(wanted["retryAfter"], null);
    const location = textOr(wanted["location"], null);
    const made: Fault = { endpoint, fault, delayMs, retryAfter, location };
    this.#ordered.push({ fault: made, left: times });
    return null;
  }

  /** The first ordered fault for this endpoint, one use of it spent; null when there is none. */
  take(endpoint: string): Fault | null {
    const hit = this.#ordered.find((one) => matches(one.fault.endpoint, endpoint));
    if (hit === undefined) return null;
    hit.left -= 1;
    this.#ordered = this.#ordered.filter((one) => one.left > 0);
    return hit.fault;
  }

  waiting(): readonly object[] {
    return this.#ordered.map((one) => ({ ...one.fault, left: one.left }));
  }

  clear(): void {
    this.#ordered = [];
  }
}
