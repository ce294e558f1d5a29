// Log format `openai-usage`: OpenAI's usage and cost buckets by key.
import { pointerTo } from "../../../core/pointer.ts";
import { isJson, type Json } from "./json.ts";
import { jsonFormat } from "./json-format.ts";
import { countOf, textOf } from "./value.ts";

/** The bucket's results, each with the bucket's time. */
function resultsOf(bucket: Json): readonly Json[] | null {
  const { results, ...rest } = bucket;
  if (!Array.isArray(results)) return null;
  return results.filter(isJson).map((result) => ({ ...rest, ...result }));
}

function sum(record: Json, names: readonly string[]): number | null {
  const counts = names.map((name) => countOf(record[name])).filter((count) => count !== null);
  return counts.length === 0 ? null : counts.reduce((all, count) => all + count, 0);
}

const currencyOf = pointerTo("/amount/currency");

export const openaiUsage = jsonFormat({
  id: "openai-usage",
  title: "OpenAI usage and costs, by key",
  help: [
    "With an admin key:",
    "$ GET https://api.openai.com/v1/organization/usage/completions?start_time=<unix>&bucket_width=1m&group_by=api_key_id&group_by=model",
    "Also usage/embeddings, usage/images and the like, and /v1/organization/costs?group_by=api_key_id. Save every page.",
  ],
  fields: {
    at: "/start_time",
    key: "/api_key_id",
    principal: ["/user_id", "/project_id"],
    action: "/object",
    model: "/model",
    cost: "/amount/value",
    requests: ["/num_model_requests", "/num_requests", "/num_sessions"],
  },
  traps: [
    "Without group_by=api_key_id the figures are of all keys together.",
    "There are no addresses in it: it shows how much was used, not by whom.",
    "Buckets of a day hide a burst of minutes: ask for bucket_width=1m.",
  ],
  example:
    '{"object":"bucket","start_time":1795439100,"end_time":1795439160,"results":[{"object":"organization.usage.completions.result","input_tokens":5000,"output_tokens":1000,"num_model_requests":12,"project_id":"proj_abc","user_id":null,"api_key_id":"key_7f3a","model":"gpt-5","batch":false}]}',
  arrays: ["/data"],
  marks: [
    /"object"\s*:\s*"bucket"/,
    /"start_time"\s*:\s*\d/,
    /"object"\s*:\s*"organization\.(?:usage|costs)\./,
  ],
  namesKeys: true,
  isAdministrative: false,
  spread: resultsOf,
  refine(record, { action, bucket, cost }) {
    const start = countOf(record["start_time"]) ?? 0;
    const lastsMs = Math.max(0, ((countOf(record["end_time"]) ?? start) - start) * 1000);
    return {
      action: action?.replace(/^organization\./, "").replace(/\.result$/, "") ?? null,
      resource: textOf(record["project_id"]),
      // Another currency is no dollars.
      cost: currencyOf(record) === "usd" ? cost : null,
      units: sum(record, ["input_tokens", "output_tokens"]),
      bucket: { requests: bucket?.requests ?? 0, lastsMs },
    };
  },
});
