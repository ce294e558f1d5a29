// Log format `openai-audit`: OpenAI's audit log: keys, people, projects, roles; no model calls.
import type { AccessEvent, Change } from "../../../core/audit/access-event.ts";
import { isJson, type Json } from "./json.ts";
import { jsonFormat } from "./json-format.ts";
import { textOf } from "./value.ts";

/** What an object is, by the first word of the event's type (OpenAI's API description, AuditLogEventType). */
const WHAT: ReadonlyMap<string, Change["what"]> = new Map(
  Object.entries({
    api_key: "key",
    admin_api_key: "key",
    project_api_key: "key",
    external_key: "key",
    certificate: "key",
    certificates: "key",
    service_account: "service-account",
    user: "member",
    invite: "member",
    group: "member",
    role: "role",
    "role.assignment": "policy",
    ip_allowlist: "policy",
    "ip_allowlist.config": "policy",
    "checkpoint.permission": "policy",
    workload_identity_provider: "member",
    workload_identity_provider_mapping: "policy",
    scim: "policy",
  } as const),
);

const DOES: ReadonlyMap<string, Change["does"]> = new Map(
  Object.entries({
    created: "creates",
    added: "creates",
    sent: "creates",
    registered: "creates",
    accepted: "changes",
    updated: "changes",
    activated: "changes",
    deactivated: "changes",
    enabled: "changes",
    disabled: "changes",
    deleted: "deletes",
    removed: "deletes",
  } as const),
);

/** The event's own object lies under its type, dots and all. */
function objectOf(record: Json, type: string): Json {
  const object = record[type];
  return isJson(object) ? object : {};
}

function isLoggingOff(type: string, object: Json): boolean {
  const asked = object["changes_requested"];
  return (
    type === "organization.updated" && isJson(asked) && asked["api_call_logging"] === "disabled"
  );
}

function changeOf(type: string, object: Json): Change | null {
  if (isLoggingOff(type, object))
    return { does: "disables-logging", what: "log", id: textOf(object["id"]) ?? "organization" };
  const at = type.lastIndexOf(".");
  const does = DOES.get(type.slice(at + 1));
  const what = WHAT.get(type.slice(0, at).replace(/^tenant\./, ""));
  if (does === undefined || what === undefined) return null;
  const id = textOf(object["id"]) ?? textOf(object["principal_id"]) ?? textOf(object["email"]);
  return { does, what, id: id ?? type };
}

function refine(record: Json, event: AccessEvent): Partial<AccessEvent> {
  const type = event.action ?? "";
  const object = objectOf(record, type);
  return {
    resource: textOf(object["id"]) ?? event.resource,
    errorCode: textOf(object["error_code"]),
    // Only log-ins and log-outs fail in it.
    outcome: type.endsWith(".failed") ? "denied" : "success",
    change: changeOf(type, object),
  };
}

export const openaiAudit = jsonFormat({
  id: "openai-audit",
  title: "OpenAI audit log",
  help: [
    "With an admin key, every page (after=<last_id>):",
    "$ GET https://api.openai.com/v1/organization/audit_logs?effective_at[gte]=<unix>&limit=100",
    "It must have been switched on before: Settings -> Organization -> Data controls -> Audit logging.",
  ],
  fields: {
    at: "/effective_at",
    key: "/actor/api_key/id",
    principal: [
      "/actor/session/user/email",
      "/actor/api_key/user/email",
      "/actor/api_key/service_account/id",
      "/actor/session/user/id",
      "/actor/api_key/user/id",
    ],
    ip: "/actor/session/ip_address",
    userAgent: "/actor/session/user_agent",
    action: "/type",
    resource: "/project/id",
    id: "/id",
  },
  traps: [
    "Administration only: calls of models are in no audit log. Take openai-usage for them.",
    "Nothing from before it was switched on.",
    "Acts by API key carry no address.",
  ],
  example:
    '{"id":"audit_log-abc","type":"api_key.created","effective_at":1795439107,"project":{"id":"proj_abc","name":"web"},"actor":{"type":"session","session":{"user":{"id":"user-1","email":"dana@example.com"},"ip_address":"203.0.113.9"}},"api_key.created":{"id":"key_9z8y","data":{"scopes":["all"]}}}',
  arrays: ["/data"],
  marks: [/"effective_at"\s*:\s*\d/, /"actor"\s*:/, /"type"\s*:\s*"[a-z_]+(?:\.[a-z_]+)+"/],
  namesKeys: true,
  isAdministrative: true,
  refine,
});
