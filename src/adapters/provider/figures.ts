// Reading vendors' figures: instants in their usual spellings, and usage as Claro and others name it.
import { toInstant, type Instant } from "../../core/instant.ts";
import type { UsageSnapshot } from "../../ports/key-provider.ts";
import { atPointer } from "../../core/pointer.ts";

/** Where usage figures are looked for, in order, when the configuration does not say. */
const USUAL = {
  requests: ["/requests_today", "/total_requests", "/requestsToday", "/totalRequests", "/requests"],
  lastUsedAt: ["/last_used", "/last_used_at", "/lastUsedAt", "/lastUsed"],
  errorRate: ["/error_rate", "/errorRate"],
} as const;

type Pointers = { readonly [Figure in keyof typeof USUAL]?: string | undefined };

/** Usage figures from a vendor's answer (also below `/data`); what is not there or not understood is null. */
export function usageFigures(answer: unknown, pointers: Pointers): UsageSnapshot {
  function find(figure: keyof typeof USUAL): unknown {
    const own = pointers[figure];
    const places = own === undefined ? USUAL[figure].flatMap((at) => [at, `/data${at}`]) : [own];
    return places.map((at) => atPointer(answer, at)).find((value) => value !== undefined);
  }
  return {
    requests: asCount(find("requests")),
    lastUsedAt: asInstant(find("lastUsedAt")),
    errorRate: asCount(find("errorRate")),
    raw: answer,
  };
}

/** An ISO 8601 time with a zone, or epoch seconds or milliseconds, as an instant; else null. A time without a zone is not guessed at. */
export function asInstant(value: unknown): Instant | null {
  if (typeof value === "number") {
    // 1e11 s is the year 5138, 1e11 ms is 1973: no key's time lies between.
    const epochMs = Math.abs(value) < 1e11 ? value * 1000 : value;
    return Math.abs(epochMs) <= 8.64e15 ? toInstant(epochMs) : null;
  }
  if (typeof value !== "string") return null;
  if (!/^\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:?\d{2})$/.test(value)) return null;
  const epochMs = Date.parse(value);
  return Number.isNaN(epochMs) ? null : toInstant(epochMs);
}

/** Text, or a number as text; null for everything else and for nothing. */
export function asText(value: unknown): string | null {
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value !== "" ? value : null;
}

function asCount(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) && value >= 0 ? value : null;
}
