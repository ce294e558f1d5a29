// Log format `claro-access`: the access log of Claro's API as its gateway (and the sandbox) writes it.
import { jsonFormat } from "./json-format.ts";

export const claroAccess = jsonFormat({
  id: "claro-access",
  title: "Access log of Claro's API (gateway, and the sandbox's access.jsonl)",
  help: [
    "The sandbox writes access.jsonl into its folder.",
    "Claro itself publishes no access log: ask support@baytos.ai, or take the log of the gateway before your own calls.",
  ],
  fields: {
    at: "/time",
    key: ["/key_id", "/last4"],
    alias: "/last4",
    ip: "/ip",
    country: "/country",
    userAgent: "/user_agent",
    method: "/method",
    path: "/path",
    status: "/status",
    bytes: "/bytes",
    requests: "/requests",
    lastsMs: "/lasts_ms",
  },
  traps: [
    "A line with `requests` stands for as many, over `lasts_ms` from its time on: what is kept of longer ago.",
    "A request with a value that is no key names none but its last four characters.",
  ],
  example:
    '{"time":"2026-11-23T13:05:07.120Z","key_id":"key_1","last4":"c123","method":"GET","path":"/v1/prompts","status":200,"ip":"203.0.113.9","country":"NL","user_agent":"python-requests/2.32","bytes":18342}',
  arrays: [],
  marks: [/"key_id"\s*:/, /"last4"\s*:/, /"user_agent"\s*:/, /"path"\s*:\s*"\//],
  namesKeys: true,
  isAdministrative: false,
});
