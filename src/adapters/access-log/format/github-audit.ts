// Log format `github-audit`: the audit log of a GitHub organisation or enterprise.
import type { AccessEvent } from "../../../core/audit/access-event.ts";
import { changesBy, type ChangeRules } from "./change.ts";
import type { Json } from "./json.ts";
import { jsonFormat } from "./json-format.ts";

const TOKEN = ["/token_id", "/credential_id", "/user", "/actor"] as const;
const PERSON = ["/user", "/invitee", "/email"] as const;
const REPO = ["/repo", "/org"] as const;

/** By action (docs.github.com, "Audit log events for your organization"). */
const CHANGES: ChangeRules = {
  "personal_access_token.access_granted": ["creates", "key", ...TOKEN],
  "personal_access_token.request_created": ["creates", "key", ...TOKEN],
  "personal_access_token.access_revoked": ["deletes", "key", ...TOKEN],
  "oauth_access.create": ["creates", "key", ...TOKEN],
  "oauth_access.regenerate": ["changes", "key", ...TOKEN],
  "oauth_access.destroy": ["deletes", "key", ...TOKEN],
  "oauth_application.generate_client_secret": [
    "creates",
    "key",
    "/oauth_application_name",
    "/name",
  ],
  "org_credential_authorization.grant": ["creates", "key", ...TOKEN],
  "org_credential_authorization.revoke": ["deletes", "key", ...TOKEN],
  "public_key.create": ["creates", "key", "/fingerprint", "/title"],
  "public_key.delete": ["deletes", "key", "/fingerprint", "/title"],
  "deploy_key.create": ["creates", "key", "/deploy_key_fingerprint", "/fingerprint", "/title"],
  "deploy_key.delete": ["deletes", "key", "/deploy_key_fingerprint", "/fingerprint", "/title"],
  "integration_installation.create": ["creates", "service-account", "/name", "/integration"],
  "integration_installation.delete": ["deletes", "service-account", "/name", "/integration"],
  "integration.generate_client_secret": ["creates", "key", "/name", "/integration"],
  "integration.generate_private_key": ["creates", "key", "/name", "/integration"],
  "org.add_member": ["creates", "member", ...PERSON],
  "org.invite_member": ["creates", "member", ...PERSON],
  "org.remove_member": ["deletes", "member", ...PERSON],
  "org.update_member": ["changes", "member", ...PERSON],
  "org.add_outside_collaborator": ["creates", "member", ...PERSON],
  "repo.add_member": ["creates", "member", ...PERSON],
  "repo.update_member": ["changes", "member", ...PERSON],
  "team.add_member": ["changes", "member", ...PERSON],
  "role.create": ["creates", "role", "/name"],
  "role.update": ["changes", "role", "/name"],
  "organization_role.create": ["creates", "role", "/name"],
  "organization_role.assign": ["changes", "role", ...PERSON],
  "org.update_default_repository_permission": ["changes", "policy", "/org"],
  "org.disable_two_factor_requirement": ["changes", "policy", "/org"],
  "org.disable_saml": ["changes", "policy", "/org"],
  "ip_allow_list.disable": ["changes", "policy", "/org"],
  "ip_allow_list_entry.create": ["changes", "policy", "/ip_allow_list_entry", "/org"],
  "protected_branch.destroy": ["changes", "policy", ...REPO],
  "protected_branch.policy_override": ["changes", "policy", ...REPO],
  "repo.access": ["changes", "policy", ...REPO],
  "repo.create_actions_secret": ["changes", "secret", "/key", "/name"],
  "repo.update_actions_secret": ["changes", "secret", "/key", "/name"],
  "org.create_actions_secret": ["changes", "secret", "/key", "/name"],
  "org.update_actions_secret": ["changes", "secret", "/key", "/name"],
  "hook.create": ["creates", "policy", "/hook_id"],
  "hook.config_changed": ["changes", "policy", "/hook_id"],
  "audit_log_streaming.destroy": ["disables-logging", "log", "/business", "/org"],
  "audit_log_streaming.update": ["disables-logging", "log", "/business", "/org"],
  "org.audit_log_git_event_export": ["reads-secret", "log", "/org"],
  "repository_secret_scanning.disable": ["disables-logging", "log", ...REPO],
  "secret_scanning.disable": ["disables-logging", "log", "/org"],
  "repository_vulnerability_alerts.disable": ["disables-logging", "log", ...REPO],
};
const changeOf = changesBy(CHANGES);

function refine(record: Json, event: AccessEvent): Partial<AccessEvent> {
  const { action, resource } = event;
  return { change: changeOf(action ?? "", record, resource) };
}

export const githubAudit = jsonFormat({
  id: "github-audit",
  title: "GitHub audit log (organisation, enterprise)",
  help: [
    "Organisation -> Settings -> Logs -> Audit log -> Export -> JSON; Git events have an export of their own.",
    'One token alone: search for hashed_token:"<base64 of its SHA-256>".',
    "By API (Enterprise Cloud):",
    "$ gh api --paginate '/orgs/<org>/audit-log?include=all&per_page=100' --jq '.[]' > github.json",
  ],
  fields: {
    at: ["/@timestamp", "/created_at"],
    key: ["/hashed_token", "/token_id"],
    alias: "/token_id",
    principal: "/actor",
    ip: "/actor_ip",
    country: "/actor_location/country_code",
    userAgent: "/user_agent",
    action: "/action",
    resource: ["/repo", "/repository", "/team", "/org", "/business"],
    method: "/request_method",
    status: "/status_code",
    id: "/_document_id",
  },
  traps: [
    "Addresses are shown only after somebody switched their disclosure on, and not for what happened before.",
    "Git clones and pulls are kept for 7 days and only in the Git export: export them first.",
    "API requests are in it for Enterprise Cloud alone, and only when switched on.",
    "A token is named by the base64 of its SHA-256 (hashed_token), never by its value. No argument takes that, since it looks like a secret: say --key-id <token_id>, or start with --secret-file and the hash is worked out.",
  ],
  example:
    '{"@timestamp":1795439107120,"_document_id":"dKq0","action":"git.clone","actor":"ci-bot","actor_id":42,"actor_ip":"203.0.113.9","actor_location":{"country_code":"NL"},"hashed_token":"<base64 SHA-256>","token_id":77,"programmatic_access_type":"Personal access token (classic)","org":"acme","repo":"acme/web","user_agent":"git/2.43.0"}',
  arrays: [""],
  marks: [
    /"@timestamp"\s*:\s*\d{13}/,
    /"action"\s*:\s*"[a-z_]+\.[a-z_.]+"/,
    /"(?:actor|actor_id|_document_id)"\s*:/,
  ],
  namesKeys: true,
  isAdministrative: true,
  changeWords: Object.keys(CHANGES),
  refine,
});
