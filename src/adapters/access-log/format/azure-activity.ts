// Log format `azure-activity`: Azure's activity log and Key Vault's AuditEvent, from storage, a workspace or the REST API.
import type { AccessEvent, Change } from "../../../core/audit/access-event.ts";
import { firstOf, type Json } from "./json.ts";
import { jsonFormat } from "./json-format.ts";
import { outcomeOf, textOf } from "./value.ts";

/** By operation, in small letters; the first that fits. Names: Azure's "resource provider operations" and "Key Vault logging". */
const CHANGES: readonly (readonly [RegExp, Change["does"], Change["what"]])[] = [
  [/^secretget$|^secretbackup$/, "reads-secret", "secret"],
  [
    /\/(?:listkeys|listadminkeys|listquerykeys|listaccountsas|listservicesas|listconnectionstrings|listclusteradmincredential|listcredentials|getsecret)\/action$/,
    "reads-secret",
    "secret",
  ],
  [/\/regeneratekey\/action$|\/regenerateprimarykey\/action$/, "changes", "key"],
  [/microsoft\.authorization\/roleassignments\/write$/, "creates", "policy"],
  [/microsoft\.authorization\/roleassignments\/delete$/, "deletes", "policy"],
  [/microsoft\.authorization\/elevateaccess\/action$/, "changes", "policy"],
  [/microsoft\.authorization\/roledefinitions\/write$/, "creates", "role"],
  [
    /microsoft\.keyvault\/vaults\/accesspolicies\/write$|^vaultput$|^vaultpatch$|^vaultaccesspolicychangedeventgridnotification$/,
    "changes",
    "policy",
  ],
  [/microsoft\.managedidentity\/.*\/write$/, "creates", "service-account"],
  [/microsoft\.insights\/(?:diagnosticsettings|logprofiles)\/delete$/, "disables-logging", "log"],
  [/microsoft\.insights\/(?:diagnosticsettings|logprofiles)\/write$/, "changes", "log"],
  [/microsoft\.operationalinsights\/workspaces\/delete$/, "disables-logging", "log"],
];

const APP = ["/identity/claim/appid", "/identity/claims/appid", "/claims/appid"] as const;
const upn = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn".replaceAll("/", "~1");
const statusOf = firstOf([
  "/properties/httpStatusCode",
  "/properties/statusCode",
  "/httpStatusCode",
]);
const signatureOf = firstOf(["/resultSignature", "/subStatus/value"]);

/** What an operation does to access. */
function changeOf(operation: string, resource: string | null): Change | null {
  const found = CHANGES.find(([pattern]) => pattern.test(operation));
  if (found === undefined) return null;
  const [, does, what] = found;
  return { does, what, id: resource ?? operation };
}

function refine(record: Json, event: AccessEvent): Partial<AccessEvent> {
  const signature = textOf(signatureOf(record));
  const said = textOf(statusOf(record));
  // The portal writes `OK`, `Forbidden`; Key Vault a number.
  const status = said !== null && /^\d{3}$/.test(said) ? Number(said) : null;
  const failed = event.outcome !== "success";
  const errorCode = failed ? (signature ?? said ?? event.errorCode) : null;
  return {
    status,
    errorCode,
    outcome: failed ? outcomeOf(false, status, errorCode) : "success",
    change: changeOf((event.action ?? "").toLowerCase(), event.resource),
  };
}

export const azureActivity = jsonFormat({
  id: "azure-activity",
  title: "Azure activity log and Key Vault AuditEvent",
  help: [
    "The activity log:",
    "$ az monitor activity-log list --start-time 2026-11-22T00:00:00Z --max-events 10000 > activity.json",
    "Key Vault: the container insights-logs-auditevent of the vault's diagnostic settings (az storage blob download-batch).",
  ],
  fields: {
    at: ["/time", "/eventTimestamp"],
    key: APP,
    principal: [
      "/identity/claim/upn",
      `/identity/claims/${upn}`,
      `/claims/${upn}`,
      "/caller",
      "/identity/claim/oid",
      "/identity/claims/name",
      ...APP,
    ],
    ip: ["/callerIpAddress", "/httpRequest/clientIpAddress", "/claims/ipaddr"],
    userAgent: ["/properties/clientInfo", "/httpRequest/userAgent"],
    action: ["/operationName/value", "/operationName"],
    resource: ["/properties/id", "/resourceId", "/resourceUri"],
    status: ["/properties/httpStatusCode", "/properties/statusCode"],
    outcome: ["/resultType", "/status/value"],
    errorCode: ["/resultSignature", "/subStatus/value"],
    id: "/eventDataId",
  },
  traps: [
    "Reads of secrets are only in Key Vault's AuditEvent, which is off until a diagnostic setting sends it somewhere.",
    "One operation makes several records (Start, Accept, Success) with one correlationId: each counts.",
    "New client secrets of an application are in Entra's audit log, which is another export.",
  ],
  example:
    '{"time":"2026-11-23T13:05:07.1200000Z","resourceId":"/SUBSCRIPTIONS/S1/RESOURCEGROUPS/RG/PROVIDERS/MICROSOFT.KEYVAULT/VAULTS/ACME","operationName":"SecretGet","operationVersion":"7.4","category":"AuditEvent","resultType":"Success","resultSignature":"OK","durationMs":"38","callerIpAddress":"203.0.113.9","correlationId":"c-1","identity":{"claim":{"oid":"o-1","appid":"a-1"}},"properties":{"clientInfo":"azsdk-python-keyvault","httpStatusCode":200,"id":"https://acme.vault.azure.net/secrets/db"}}',
  arrays: ["/records", "/value", ""],
  marks: [
    /"operationName"\s*:/,
    /"(?:resourceId|resourceUri)"\s*:/,
    /"correlationId"\s*:/,
    /"(?:callerIpAddress|eventTimestamp|resultType)"\s*:/,
  ],
  namesKeys: true,
  isAdministrative: true,
  refine,
});
