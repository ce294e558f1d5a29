// Samples of the audit logs of Google Cloud and Azure.
import { event, lines, type Sample } from "./sample.ts";

function gcp(insertId: string, payload: object): object {
  return {
    insertId,
    logName: "projects/acme/logs/cloudaudit.googleapis.com%2Factivity",
    protoPayload: {
      "@type": "type.googleapis.com/google.cloud.audit.AuditLog",
      authenticationInfo: {
        principalEmail: "ci@acme.iam.gserviceaccount.com",
        serviceAccountKeyName:
          "//iam.googleapis.com/projects/acme/serviceAccounts/ci@acme.iam.gserviceaccount.com/keys/90a1b2c3d4e5f607",
      },
      requestMetadata: { callerIp: "203.0.113.9", callerSuppliedUserAgent: "gcloud/500.0.0" },
      ...payload,
    },
    timestamp: "2026-11-23T13:05:07.120456789Z",
  };
}
const BY_ACCOUNT = {
  key: "90a1b2c3d4e5f607",
  principal: "ci@acme.iam.gserviceaccount.com",
  ip: "203.0.113.9",
  userAgent: "gcloud/500.0.0",
};

const GCP: Sample = {
  format: "gcp-audit",
  what: "gcloud's array: a key made, a secret refused, an object read",
  text: JSON.stringify(
    [
      gcp("i-1", {
        serviceName: "iam.googleapis.com",
        methodName: "google.iam.admin.v1.CreateServiceAccountKey",
        resourceName: "projects/-/serviceAccounts/117",
        response: {
          name: "projects/acme/serviceAccounts/x@acme.iam.gserviceaccount.com/keys/aa11",
        },
      }),
      gcp("i-2", {
        serviceName: "secretmanager.googleapis.com",
        methodName: "google.cloud.secretmanager.v1.SecretManagerService.AccessSecretVersion",
        resourceName: "projects/1/secrets/db/versions/3",
        status: { code: 7, message: "denied" },
      }),
      gcp("i-3", {
        serviceName: "storage.googleapis.com",
        methodName: "storage.objects.get",
        resourceName: "projects/_/buckets/acme/objects/a.csv",
        requestMetadata: { callerIp: "gce-internal-ip" },
        status: {},
      }),
      gcp("i-4", {
        serviceName: "storage.googleapis.com",
        methodName: "storage.buckets.delete",
        resourceName: "projects/_/buckets/acme",
        status: { code: 5 },
      }),
    ],
    null,
    2,
  ),
  events: [
    event("2026-11-23T13:05:07.120Z", {
      ...BY_ACCOUNT,
      action: "iam:CreateServiceAccountKey",
      resource: "projects/-/serviceAccounts/117",
      id: "i-1",
      change: { does: "creates", what: "key", id: "aa11" },
    }),
    event("2026-11-23T13:05:07.120Z", {
      ...BY_ACCOUNT,
      action: "secretmanager:AccessSecretVersion",
      resource: "projects/1/secrets/db/versions/3",
      outcome: "denied",
      errorCode: "PERMISSION_DENIED",
      id: "i-2",
      change: { does: "reads-secret", what: "secret", id: "projects/1/secrets/db/versions/3" },
    }),
    event("2026-11-23T13:05:07.120Z", {
      ...BY_ACCOUNT,
      ip: null,
      userAgent: null,
      action: "storage:storage.objects.get",
      resource: "projects/_/buckets/acme/objects/a.csv",
      id: "i-3",
    }),
    event("2026-11-23T13:05:07.120Z", {
      ...BY_ACCOUNT,
      action: "storage:storage.buckets.delete",
      resource: "projects/_/buckets/acme",
      outcome: "error",
      errorCode: "NOT_FOUND",
      id: "i-4",
    }),
  ],
};

const GCP_ACTING: Sample = {
  format: "gcp-audit",
  what: "an account acting as another: the token made, and what was done with it",
  text: lines(
    {
      ...gcp("i-5", {
        serviceName: "iamcredentials.googleapis.com",
        methodName: "GenerateAccessToken",
        resourceName: "projects/-/serviceAccounts/118",
      }),
      resource: {
        type: "service_account",
        labels: { email_id: "deploy@acme.iam.gserviceaccount.com", unique_id: "118" },
      },
    },
    gcp("i-6", {
      authenticationInfo: {
        principalEmail: "deploy@acme.iam.gserviceaccount.com",
        serviceAccountDelegationInfo: [
          { firstPartyPrincipal: { principalEmail: "ci@acme.iam.gserviceaccount.com" } },
        ],
      },
      serviceName: "storage.googleapis.com",
      methodName: "storage.objects.get",
      resourceName: "projects/_/buckets/acme/objects/a.csv",
    }),
  ),
  events: [
    event("2026-11-23T13:05:07.120Z", {
      ...BY_ACCOUNT,
      action: "iamcredentials:GenerateAccessToken",
      resource: "projects/-/serviceAccounts/118",
      id: "i-5",
      change: {
        does: "creates",
        what: "session",
        id: "ci@acme.iam.gserviceaccount.com → deploy@acme.iam.gserviceaccount.com",
      },
    }),
    event("2026-11-23T13:05:07.120Z", {
      ...BY_ACCOUNT,
      key: "ci@acme.iam.gserviceaccount.com → deploy@acme.iam.gserviceaccount.com",
      principal: "deploy@acme.iam.gserviceaccount.com",
      action: "storage:storage.objects.get",
      resource: "projects/_/buckets/acme/objects/a.csv",
      id: "i-6",
    }),
  ],
};

const VAULT = {
  time: "2026-11-23T13:05:07.1200000Z",
  resourceId: "/SUBSCRIPTIONS/S1/PROVIDERS/MICROSOFT.KEYVAULT/VAULTS/ACME",
  operationName: "SecretGet",
  category: "AuditEvent",
  resultType: "Success",
  resultSignature: "OK",
  callerIpAddress: "203.0.113.9",
  correlationId: "c-1",
  identity: { claim: { appid: "a-1", upn: "dana@example.com" } },
  properties: {
    clientInfo: "azsdk-python-keyvault",
    httpStatusCode: 200,
    id: "https://acme.vault.azure.net/secrets/db",
  },
};

const AZURE: readonly Sample[] = [
  {
    format: "azure-activity",
    what: "Key Vault's AuditEvent, one a line",
    text: lines(VAULT, {
      ...VAULT,
      resultSignature: "Forbidden",
      properties: { ...VAULT.properties, httpStatusCode: 403 },
      resultType: "Failed",
    }),
    events: [
      event("2026-11-23T13:05:07.120Z", {
        key: "a-1",
        principal: "dana@example.com",
        ip: "203.0.113.9",
        userAgent: "azsdk-python-keyvault",
        action: "SecretGet",
        resource: "https://acme.vault.azure.net/secrets/db",
        status: 200,
        change: {
          does: "reads-secret",
          what: "secret",
          id: "https://acme.vault.azure.net/secrets/db",
        },
      }),
      event("2026-11-23T13:05:07.120Z", {
        key: "a-1",
        principal: "dana@example.com",
        ip: "203.0.113.9",
        userAgent: "azsdk-python-keyvault",
        action: "SecretGet",
        resource: "https://acme.vault.azure.net/secrets/db",
        status: 403,
        outcome: "denied",
        errorCode: "Forbidden",
        change: {
          does: "reads-secret",
          what: "secret",
          id: "https://acme.vault.azure.net/secrets/db",
        },
      }),
    ],
  },
  {
    format: "azure-activity",
    what: "the activity log as the command line prints it",
    text: JSON.stringify([
      {
        caller: "dana@example.com",
        claims: { appid: "04b07795" },
        correlationId: "c-2",
        eventDataId: "d-1",
        eventTimestamp: "2026-11-23T13:05:07.12Z",
        httpRequest: { clientIpAddress: "203.0.113.9", method: "PUT" },
        operationName: {
          localizedValue: "Create role assignment",
          value: "Microsoft.Authorization/roleAssignments/write",
        },
        resourceId: "/subscriptions/s1/providers/Microsoft.Authorization/roleAssignments/r1",
        status: { value: "Succeeded" },
        subStatus: { value: "Created" },
        properties: { statusCode: "Created" },
      },
    ]),
    events: [
      event("2026-11-23T13:05:07.120Z", {
        key: "04b07795",
        principal: "dana@example.com",
        ip: "203.0.113.9",
        action: "Microsoft.Authorization/roleAssignments/write",
        resource: "/subscriptions/s1/providers/Microsoft.Authorization/roleAssignments/r1",
        id: "d-1",
        change: {
          does: "creates",
          what: "policy",
          id: "/subscriptions/s1/providers/Microsoft.Authorization/roleAssignments/r1",
        },
      }),
    ],
  },
];

export const CLOUD: readonly Sample[] = [GCP, GCP_ACTING, ...AZURE];
