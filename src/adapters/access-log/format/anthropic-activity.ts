// Log format `anthropic-activity`: Anthropic's activity feed (Compliance API): who did what, from where.
import type { AccessEvent, Change } from "../../../core/audit/access-event.ts";
import { firstOf, type Json } from "./json.ts";
import { jsonFormat } from "./json-format.ts";
import { textOf } from "./value.ts";

/** By the type's words (Anthropic's Compliance API, activity types); the first that fits. */
const WHAT: readonly (readonly [RegExp, Change["what"], readonly string[]])[] = [
  [/(?:^|_)(?:api_key|access_key)_/, "key", ["/api_key_id", "/admin_api_key_id", "/access_key_id"]],
  [/(?:^|_)service_account_/, "service-account", ["/service_account_id"]],
  [
    /(?:^|_)(?:user|member|invite|account)_/,
    "member",
    ["/target_user_id", "/user_id", "/invite_id", "/email_address"],
  ],
  [/(?:^|_)(?:role|group)_/, "role", ["/role_id", "/group_id"]],
  [/(?:^|_)(?:sso|ip_allowlist|domain|scim)_/, "policy", ["/organization_id"]],
];
const DOES: readonly (readonly [RegExp, Change["does"]])[] = [
  [/_(?:created|added|invited|sent)$/, "creates"],
  [/_(?:deleted|removed|revoked)$/, "deletes"],
  [/_(?:updated|changed|enabled|disabled|assigned)$/, "changes"],
];

function changeOf(type: string, record: Json): Change | null {
  const does = DOES.find(([pattern]) => pattern.test(type))?.[1];
  const [, what, ids] = WHAT.find(([pattern]) => pattern.test(type)) ?? [];
  if (does === undefined || what === undefined || ids === undefined) return null;
  return { does, what, id: textOf(firstOf(ids)(record)) ?? type };
}

function refine(record: Json, event: AccessEvent): Partial<AccessEvent> {
  const type = event.action ?? "";
  return {
    outcome: /_(?:failed|denied|blocked)$/.test(type) ? "denied" : "success",
    change: changeOf(type, record),
  };
}

export const anthropicActivity = jsonFormat({
  id: "anthropic-activity",
  title: "Anthropic activity feed (Compliance API)",
  help: [
    "With a key that has read:compliance_activities, every page:",
    "$ GET https://api.anthropic.com/v1/compliance/activities?created_at.gte=<RFC 3339>&limit=1000",
    "It must have been enabled for the organisation before.",
  ],
  fields: {
    at: "/created_at",
    key: ["/actor/api_key_id", "/actor/admin_api_key_id"],
    principal: [
      "/actor/email_address",
      "/actor/user_id",
      "/actor/unauthenticated_email_address",
      "/actor/type",
    ],
    ip: "/actor/ip_address",
    userAgent: "/actor/user_agent",
    action: "/type",
    resource: [
      "/api_key_id",
      "/admin_api_key_id",
      "/claude_project_id",
      "/claude_chat_id",
      "/claude_file_id",
      "/workspace_id",
      "/organization_id",
    ],
    id: "/id",
  },
  traps: [
    "Calls of models are not in it: take anthropic-usage for them.",
    "Nothing from before it was enabled; new activities show within a minute.",
  ],
  example:
    '{"id":"activity_01Abc","created_at":"2026-11-23T13:05:07Z","organization_id":"org_01Abc","actor":{"type":"user_actor","email_address":"dana@example.com","user_id":"user_01Abc","ip_address":"203.0.113.9","user_agent":"Mozilla/5.0"},"type":"api_key_created","api_key_id":"apikey_01Def"}',
  arrays: ["/data"],
  marks: [/"created_at"\s*:\s*"/, /"type"\s*:\s*"[a-z_]+_actor"/, /"actor"\s*:/],
  namesKeys: true,
  isAdministrative: true,
  refine,
});
