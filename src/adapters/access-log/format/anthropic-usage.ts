// Log format `anthropic-usage`: Anthropic's usage report by key, in tokens.
import { toEpoch } from "../../../core/instant.ts";
import { isJson, type Json } from "./json.ts";
import { jsonFormat } from "./json-format.ts";
import { countOf, textOf } from "./value.ts";

function resultsOf(bucket: Json): readonly Json[] | null {
  const { results, ...rest } = bucket;
  if (!Array.isArray(results)) return null;
  return results.filter(isJson).map((result) => ({ ...rest, ...result }));
}

/** Input (fresh, cached, written to a cache) and output together. */
function tokens(record: Json): number {
  const written = record["cache_creation"];
  const parts = [
    record["uncached_input_tokens"],
    record["cache_read_input_tokens"],
    record["output_tokens"],
    ...(isJson(written) ? Object.values(written) : []),
  ];
  return parts.reduce<number>((all, part) => all + (countOf(part) ?? 0), 0);
}

export const anthropicUsage = jsonFormat({
  id: "anthropic-usage",
  title: "Anthropic usage report, by key",
  help: [
    "With an admin key:",
    "$ GET https://api.anthropic.com/v1/organizations/usage_report/messages?starting_at=<RFC 3339>&bucket_width=1m&group_by[]=api_key_id&group_by[]=model",
    "Save every page (has_more, next_page).",
  ],
  fields: {
    at: "/starting_at",
    key: "/api_key_id",
    principal: ["/account_id", "/service_account_id", "/workspace_id"],
    resource: "/workspace_id",
    model: "/model",
  },
  traps: [
    "It counts tokens and no requests: a row with tokens stands for one request at least.",
    "Without group_by[]=api_key_id the figures are of all keys together.",
    "There are no addresses in it: it shows how much was used, not by whom.",
  ],
  example:
    '{"starting_at":"2026-11-23T13:05:00Z","ending_at":"2026-11-23T13:06:00Z","results":[{"uncached_input_tokens":4100,"cache_creation":{"ephemeral_1h_input_tokens":0,"ephemeral_5m_input_tokens":500},"cache_read_input_tokens":200,"output_tokens":900,"server_tool_use":{"web_search_requests":0},"api_key_id":"apikey_01Abc","workspace_id":"wrkspc_01Abc","model":"claude-opus-4-6","service_tier":"standard","context_window":"0-200k"}]}',
  arrays: ["/data"],
  marks: [/"starting_at"\s*:/, /"ending_at"\s*:/, /"uncached_input_tokens"\s*:/],
  namesKeys: true,
  isAdministrative: false,
  spread: resultsOf,
  refine(record, { at }) {
    const units = tokens(record);
    const ends = toEpoch(textOf(record["ending_at"]) ?? "");
    return {
      action: "usage.messages",
      units,
      bucket: { requests: units > 0 ? 1 : 0, lastsMs: ends > at ? ends - at : 0 },
    };
  },
});
