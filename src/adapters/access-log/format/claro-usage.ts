// Log format `claro-usage`: an answer of Claro's `GET /v1/usage`, saved: figures of the key that asked.
import { DAY } from "../../../core/instant.ts";
import type { AccessEvent } from "../../../core/audit/access-event.ts";
import { isJson, type Json } from "./json.ts";
import { jsonFormat } from "./json-format.ts";
import { countOf } from "./value.ts";

/** Successes and failures apart: an event has one outcome. */
function halves(record: Json): readonly Json[] {
  const figures = isJson(record["data"]) ? { ...record, ...record["data"] } : record;
  const requests = countOf(figures["requests_today"]) ?? 0;
  const failed = Math.round(requests * Math.min(1, countOf(figures["error_rate"]) ?? 0));
  return [
    { ...figures, requests: requests - failed, success: true },
    { ...figures, requests: failed, success: false },
  ].filter((half, index) => half.requests > 0 || (index === 0 && requests === 0));
}

/** From the day's first moment on, UTC; without requests today all that is known is the last use. */
function bucketOf({ at, bucket }: AccessEvent, average: number | null): Partial<AccessEvent> {
  const requests = bucket?.requests ?? 0;
  return requests === 0
    ? { bucket: { requests: 1, lastsMs: 0 } }
    : { at: at - (at % DAY), bucket: { requests, lastsMs: DAY, average: average ?? 0 } };
}

export const claroUsage = jsonFormat({
  id: "claro-usage",
  title: "Claro's usage figures (GET /v1/usage, saved)",
  help: [
    "With the key itself, while it lives; the guide's own endpoint, not in Claro's published API:",
    "$ GET https://api.baytos.ai/v1/usage",
    "claro-ir run capture-minimum-evidence saves it before a cut.",
  ],
  fields: {
    at: ["/as_of", "/asked_at", "/last_used", "/data/last_used"],
    requests: "/requests",
    outcome: "/success",
  },
  traps: [
    "requests_today is of the day of as_of, else of last_used, in UTC.",
    "error_rate is of the key's whole life: today's errors are worked out with it.",
    "Asking counts as a use, and moves last_used.",
    "It names no key: it is about the one that asked.",
  ],
  example:
    '{"requests_today":812,"avg_requests":240,"last_used":"2026-11-23T13:59:58.000Z","error_rate":0.02,"total_requests":41230}',
  arrays: [],
  marks: [/"requests_today"\s*:/, /"avg_requests"\s*:/],
  namesKeys: false,
  isAdministrative: false,
  spread: halves,
  refine: (record, event) => ({
    action: "usage",
    ...bucketOf(event, countOf(record["avg_requests"])),
  }),
});
