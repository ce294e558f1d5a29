// Log format `cloudflare-audit`: Cloudflare's account audit logs, version 2.
import type { AccessEvent, Change } from "../../../core/audit/access-event.ts";
import { firstOf, type Json } from "./json.ts";
import { jsonFormat } from "./json-format.ts";
import { textOf } from "./value.ts";

const kindOf = firstOf(["/resource/type", "/resource/product"]);
const productOf = firstOf(["/resource/product"]);

/** What a resource is, by its type or product; the first that fits. */
const WHAT: readonly (readonly [RegExp, Change["what"]])[] = [
  [/token|api_?key|credential|origin_ca/i, "key"],
  [/member|invite/i, "member"],
  [/role|permission_group/i, "role"],
  [/policy|policies|access_|firewall|sso/i, "policy"],
  [/logpush|audit/i, "log"],
  [/secret/i, "secret"],
];

const DOES: ReadonlyMap<string, Change["does"]> = new Map([
  ["create", "creates"],
  ["update", "changes"],
  ["delete", "deletes"],
]);

function changeOf(record: Json, event: AccessEvent): Change | null {
  const kind = textOf(kindOf(record)) ?? "";
  const does = DOES.get(event.action ?? "");
  const what = WHAT.find(([pattern]) => pattern.test(kind))?.[1];
  if (does === undefined || what === undefined) return null;
  const isOff = what === "log" && does !== "creates";
  return { does: isOff ? "disables-logging" : does, what, id: event.resource ?? kind };
}

function refine(record: Json, event: AccessEvent): Partial<AccessEvent> {
  const product = textOf(productOf(record)) ?? textOf(kindOf(record)) ?? "account";
  return {
    action: `${product}:${event.action ?? "view"}`,
    change: changeOf(record, event),
  };
}

export const cloudflareAudit = jsonFormat({
  id: "cloudflare-audit",
  title: "Cloudflare audit logs, version 2",
  help: [
    "With a token that may read them, every page (cursor):",
    "$ GET https://api.cloudflare.com/client/v4/accounts/<account>/logs/audit?since=2026-11-22&before=2026-11-24",
  ],
  fields: {
    at: "/action/time",
    key: ["/actor/token_id", "/actor/token_name"],
    principal: ["/actor/email", "/actor/id", "/actor/type"],
    ip: "/actor/ip_address",
    userAgent: "/raw/user_agent",
    method: "/raw/method",
    action: "/action/type",
    resource: ["/resource/id", "/raw/uri"],
    status: "/raw/status_code",
    outcome: "/action/result",
    id: "/id",
  },
  traps: [
    "It may reach back 30 days only, and its makers called it a beta: gaps are possible.",
    "Requests to your own sites are in no audit log.",
  ],
  example:
    '{"id":"f174be97","account":{"id":"acc1","name":"acme"},"action":{"description":"Create token","result":"success","time":"2026-11-23T13:05:07Z","type":"create"},"actor":{"id":"u1","context":"api_token","email":"dana@example.com","ip_address":"203.0.113.9","token_id":"tok1","token_name":"ci","type":"user"},"raw":{"cf_ray_id":"8e9b1c60ef9e1c9a","method":"POST","status_code":200,"uri":"/user/tokens","user_agent":"curl/8.5.0"},"resource":{"id":"tok2","product":"iam","scope":"accounts","type":"api_token"}}',
  arrays: ["/result"],
  marks: [
    /"action"\s*:\s*\{/,
    /"actor"\s*:\s*\{/,
    /"(?:cf_ray_id|token_id|context)"\s*:/,
    /"resource"\s*:\s*\{/,
    /"result"\s*:\s*"/,
  ],
  namesKeys: true,
  isAdministrative: true,
  refine,
});
