// Log format `okta`: Okta's System Log.
import type { AccessEvent } from "../../../core/audit/access-event.ts";
import { changesBy, type ChangeRules } from "./change.ts";
import { textOf } from "./value.ts";
import type { Json } from "./json.ts";
import { jsonFormat } from "./json-format.ts";

const ID = "/target/0/id";
const NAME = "/target/0/alternateId";

/** By eventType (developer.okta.com, "Event types"). */
const CHANGES: ChangeRules = {
  "system.api_token.create": ["creates", "key", ID],
  "system.api_token.update": ["changes", "key", ID],
  "system.api_token.enable": ["changes", "key", ID],
  "system.api_token.revoke": ["deletes", "key", ID],
  "app.oauth2.client.lifecycle.create": ["creates", "service-account", ID],
  "app.oauth2.client.lifecycle.delete": ["deletes", "service-account", ID],
  "app.oauth2.credentials.lifecycle.create": ["creates", "key", ID],
  "app.oauth2.credentials.lifecycle.delete": ["deletes", "key", ID],
  "application.lifecycle.create": ["creates", "service-account", ID],
  "user.lifecycle.create": ["creates", "user", NAME],
  "user.lifecycle.activate": ["changes", "user", NAME],
  "user.lifecycle.reactivate": ["changes", "user", NAME],
  "user.lifecycle.deactivate": ["deletes", "user", NAME],
  "user.lifecycle.delete.initiated": ["deletes", "user", NAME],
  "user.account.privilege.grant": ["changes", "role", NAME],
  "user.account.privilege.revoke": ["changes", "role", NAME],
  "user.account.reset_password": ["changes", "user", NAME],
  "user.account.update_password": ["changes", "user", NAME],
  "user.mfa.factor.activate": ["changes", "user", NAME],
  "user.mfa.factor.deactivate": ["changes", "user", NAME],
  "user.mfa.factor.reset_all": ["changes", "user", NAME],
  "user.session.impersonation.grant": ["creates", "session", NAME],
  "user.session.impersonation.initiate": ["creates", "session", NAME],
  "group.privilege.grant": ["changes", "role", NAME],
  "group.user_membership.add": ["changes", "member", NAME],
  "group.user_membership.remove": ["changes", "member", NAME],
  "iam.role.create": ["creates", "role", ID],
  "iam.resourceset.bindings.add": ["changes", "policy", ID],
  "policy.lifecycle.create": ["creates", "policy", ID],
  "policy.lifecycle.update": ["changes", "policy", ID],
  "policy.lifecycle.deactivate": ["changes", "policy", ID],
  "policy.lifecycle.delete": ["deletes", "policy", ID],
  "policy.rule.add": ["changes", "policy", ID],
  "policy.rule.update": ["changes", "policy", ID],
  "policy.rule.deactivate": ["changes", "policy", ID],
  "policy.rule.delete": ["changes", "policy", ID],
  "system.idp.lifecycle.create": ["creates", "member", ID],
  "system.idp.lifecycle.update": ["changes", "member", ID],
  "zone.update": ["changes", "policy", ID],
  "zone.deactivate": ["changes", "policy", ID],
  "zone.delete": ["deletes", "policy", ID],
  "system.log_stream.lifecycle.deactivate": ["disables-logging", "log", ID],
  "system.log_stream.lifecycle.delete": ["disables-logging", "log", ID],
};
const changeOf = changesBy(CHANGES);

function refine(record: Json, event: AccessEvent): Partial<AccessEvent> {
  const { outcome, errorCode, action, resource, key } = event;
  const said = textOf((record["outcome"] as Json | undefined)?.["result"]);
  return {
    // A challenge is a step on the way in, and skipped is nothing that failed.
    outcome: said === "CHALLENGE" || said === "SKIPPED" || said === "UNKNOWN" ? "success" : outcome,
    errorCode: outcome === "success" ? null : errorCode,
    key: key ?? null,
    change: changeOf(action ?? "", record, resource),
  };
}

export const okta = jsonFormat({
  id: "okta",
  title: "Okta System Log",
  help: [
    "Reports -> System Log -> Download CSV has fewer fields: better by API, with a read-only token, every page (Link: rel=next):",
    "$ GET https://<org>.okta.com/api/v1/logs?since=2026-11-22T00:00:00Z&limit=1000",
  ],
  fields: {
    at: "/published",
    key: ["/transaction/detail/requestApiTokenId", "/debugContext/debugData/apiTokenId"],
    principal: ["/actor/alternateId", "/actor/id"],
    ip: "/client/ipAddress",
    country: "/client/geographicalContext/country",
    asn: "/securityContext/asNumber",
    userAgent: "/client/userAgent/rawUserAgent",
    action: "/eventType",
    resource: [NAME, "/target/0/displayName", ID],
    outcome: "/outcome/result",
    errorCode: "/outcome/reason",
    id: "/uuid",
  },
  traps: [
    "Countries are written as names and not taken over.",
    "It is kept for 90 days. Reads by API are not in it.",
    "client is the proxy when one is trusted wrongly: request.ipChain has the whole way.",
  ],
  example:
    '{"uuid":"u-1","published":"2026-11-23T13:05:07.120Z","eventType":"system.api_token.create","version":"0","severity":"INFO","displayMessage":"Create API token","actor":{"id":"00u1","type":"User","alternateId":"dana@example.com"},"client":{"ipAddress":"203.0.113.9","userAgent":{"rawUserAgent":"Mozilla/5.0"},"geographicalContext":{"country":"Netherlands"}},"outcome":{"result":"SUCCESS"},"target":[{"id":"00T1","type":"Token","alternateId":"unknown","displayName":"ci"}],"securityContext":{"asNumber":64500},"transaction":{"type":"WEB","id":"t-1","detail":{}}}',
  arrays: [""],
  marks: [
    /"eventType"\s*:\s*"[a-z_0-9]+(?:\.[a-z_0-9]+)+"/,
    /"published"\s*:/,
    /"uuid"\s*:/,
    /"outcome"\s*:/,
  ],
  namesKeys: true,
  isAdministrative: true,
  changeWords: Object.keys(CHANGES),
  refine,
});
