// Log format `gcp-audit`: Google Cloud's audit logs (admin activity, data access) as LogEntry JSON.
import type { AccessEvent } from "../../../core/audit/access-event.ts";
import { changesBy, type ChangeRules } from "./change.ts";
import { firstOf, type Json } from "./json.ts";
import { jsonFormat } from "./json-format.ts";
import { textOf } from "./value.ts";

const NAME = "/protoPayload/resourceName";
const KEY = ["/protoPayload/response/name", NAME] as const;
const ACCOUNT = ["/protoPayload/response/email", NAME] as const;

/** By the last word of methodName. Names: Google's API definitions (iam.admin.v1, iamcredentials.v1, secretmanager.v1, logging.v2, apikeys.v2). */
const CHANGES: ChangeRules = {
  CreateServiceAccountKey: ["creates", "key", ...KEY],
  UploadServiceAccountKey: ["creates", "key", ...KEY],
  DeleteServiceAccountKey: ["deletes", "key", NAME],
  DisableServiceAccountKey: ["changes", "key", NAME],
  EnableServiceAccountKey: ["changes", "key", NAME],
  CreateKey: ["creates", "key", ...KEY],
  DeleteKey: ["deletes", "key", NAME],
  UndeleteKey: ["changes", "key", NAME],
  UpdateKey: ["changes", "key", NAME],
  GetKeyString: ["reads-secret", "secret", NAME],
  CreateServiceAccount: ["creates", "service-account", ...ACCOUNT],
  DeleteServiceAccount: ["deletes", "service-account", ...ACCOUNT],
  DisableServiceAccount: ["changes", "service-account", NAME],
  EnableServiceAccount: ["changes", "service-account", NAME],
  GenerateAccessToken: ["creates", "session", NAME],
  GenerateIdToken: ["creates", "session", NAME],
  SignBlob: ["creates", "session", NAME],
  SignJwt: ["creates", "session", NAME],
  SetIamPolicy: ["changes", "policy", NAME],
  SetIamPermissions: ["changes", "policy", NAME],
  CreateRole: ["creates", "role", NAME],
  UpdateRole: ["changes", "role", NAME],
  DeleteRole: ["deletes", "role", NAME],
  AccessSecretVersion: ["reads-secret", "secret", NAME],
  DeleteSink: ["disables-logging", "log", NAME],
  UpdateSink: ["disables-logging", "log", NAME],
  CreateExclusion: ["disables-logging", "log", NAME],
  UpdateExclusion: ["disables-logging", "log", NAME],
  DeleteLog: ["disables-logging", "log", NAME],
  DeleteBucket: ["disables-logging", "log", NAME],
};
const changeOf = changesBy(CHANGES);

/** google.rpc.Code by number. */
const CODES = [
  "OK",
  "CANCELLED",
  "UNKNOWN",
  "INVALID_ARGUMENT",
  "DEADLINE_EXCEEDED",
  "NOT_FOUND",
  "ALREADY_EXISTS",
  "PERMISSION_DENIED",
  "RESOURCE_EXHAUSTED",
  "FAILED_PRECONDITION",
  "ABORTED",
  "OUT_OF_RANGE",
  "UNIMPLEMENTED",
  "INTERNAL",
  "UNAVAILABLE",
  "DATA_LOSS",
  "UNAUTHENTICATED",
];

/** The last part of a resource name: keys are named by it everywhere else. */
function lastPart(name: string): string {
  return name.slice(name.lastIndexOf("/") + 1);
}

const impersonatorOf = firstOf([
  "/protoPayload/authenticationInfo/serviceAccountDelegationInfo/0/firstPartyPrincipal/principalEmail",
]);
const accountOf = firstOf(["/resource/labels/email_id", "/protoPayload/request/name", NAME]);

/** Somebody acting as an account: the token has no id in any log, its deeds have both names. The arrow makes every line be parsed for it. */
function actingAs(who: unknown, account: unknown): string {
  return `${textOf(who) ?? "somebody"} → ${lastPart(textOf(account) ?? "an account")}`;
}

function changed(method: string, record: Json, { resource, action, principal }: AccessEvent) {
  // Storage and BigQuery have buckets too: only logging's are logs.
  if (method.startsWith("DeleteBucket") && !/logging/.test(action ?? "")) return null;
  const found = changeOf(method.charAt(0).toUpperCase() + method.slice(1), record, resource);
  if (found?.what === "session") return { ...found, id: actingAs(principal, accountOf(record)) };
  return found?.what === "key" ? { ...found, id: lastPart(found.id) } : found;
}

function refine(record: Json, event: AccessEvent): Partial<AccessEvent> {
  const whole = event.action ?? "";
  const service = (event.method ?? "").replace(/\.googleapis\.com$/, "");
  const method = whole.slice(whole.lastIndexOf(".") + 1);
  const code =
    event.errorCode === null ? "OK" : (CODES[Number(event.errorCode)] ?? event.errorCode);
  const action = `${service}:${/^[A-Z]/.test(method) ? method : whole}`;
  const denied = code === "PERMISSION_DENIED" || code === "UNAUTHENTICATED";
  const impersonator = impersonatorOf(record);
  const acting = impersonator === undefined ? null : actingAs(impersonator, event.principal);
  return {
    key: event.key === null ? acting : lastPart(event.key),
    method: null,
    action,
    errorCode: code === "OK" ? null : code,
    outcome: code === "OK" ? "success" : denied ? "denied" : "error",
    change: changed(method, record, { ...event, action }),
  };
}

export const gcpAudit = jsonFormat({
  id: "gcp-audit",
  title: "Google Cloud audit logs",
  help: [
    "All that the project keeps, since a time:",
    "$ gcloud logging read 'logName:cloudaudit.googleapis.com AND timestamp>=\"2026-11-22T00:00:00Z\"' --project <project> --format json > gcp.json",
    "One key alone: add AND protoPayload.authenticationInfo.serviceAccountKeyName:<key id>",
  ],
  fields: {
    at: "/timestamp",
    receivedAt: "/receiveTimestamp",
    key: "/protoPayload/authenticationInfo/serviceAccountKeyName",
    principal: [
      "/protoPayload/authenticationInfo/principalEmail",
      "/protoPayload/authenticationInfo/principalSubject",
    ],
    ip: "/protoPayload/requestMetadata/callerIp",
    userAgent: "/protoPayload/requestMetadata/callerSuppliedUserAgent",
    method: "/protoPayload/serviceName",
    action: "/protoPayload/methodName",
    resource: NAME,
    errorCode: "/protoPayload/status/code",
    id: "/insertId",
  },
  traps: [
    "Reads (AccessSecretVersion, storage.objects.get) are data access logs: off by default for most services. Their absence proves nothing.",
    "callerIp can be gce-internal-ip or private: no address is taken from it.",
    "Data access logs are not in the _Default view of everybody: read with a role that sees them.",
  ],
  example:
    '{"protoPayload":{"@type":"type.googleapis.com/google.cloud.audit.AuditLog","status":{},"authenticationInfo":{"principalEmail":"ci@acme.iam.gserviceaccount.com","serviceAccountKeyName":"//iam.googleapis.com/projects/acme/serviceAccounts/ci@acme.iam.gserviceaccount.com/keys/90a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3"},"requestMetadata":{"callerIp":"203.0.113.9","callerSuppliedUserAgent":"google-cloud-sdk gcloud/500.0.0"},"serviceName":"secretmanager.googleapis.com","methodName":"google.cloud.secretmanager.v1.SecretManagerService.AccessSecretVersion","resourceName":"projects/1/secrets/db/versions/3"},"insertId":"a1","resource":{"type":"audited_resource"},"timestamp":"2026-11-23T13:05:07.120Z","severity":"INFO","logName":"projects/acme/logs/cloudaudit.googleapis.com%2Fdata_access"}',
  arrays: ["", "/entries"],
  marks: [
    /"protoPayload"\s*:/,
    /"@type"\s*:\s*"type\.googleapis\.com\/google\.cloud\.audit\.AuditLog"/,
    /"methodName"\s*:/,
  ],
  namesKeys: true,
  isAdministrative: true,
  // Some services write the same names with a small first letter.
  changeWords: Object.keys(CHANGES).map((name) => name.slice(1)),
  refine,
});
