// Samples of clouds' audit logs: AWS CloudTrail, Google Cloud, Azure, OCSF.
import { event, lines, type Sample } from "./sample.ts";

const CI = "arn:aws:iam::111122223333:user/ci";

function trail(id: string, more: object): object {
  return {
    eventVersion: "1.09",
    userIdentity: {
      type: "IAMUser",
      principalId: "AIDAEXAMPLE",
      arn: CI,
      accountId: "111122223333",
      accessKeyId: "AKIAIOSFODNN7EXAMPLE",
      userName: "ci",
    },
    eventTime: "2026-11-23T13:05:07Z",
    eventSource: "iam.amazonaws.com",
    awsRegion: "us-east-1",
    sourceIPAddress: "203.0.113.9",
    userAgent: "aws-cli/2.17.0",
    requestParameters: null,
    responseElements: null,
    eventID: id,
    eventType: "AwsApiCall",
    ...more,
  };
}

const BY_CI = {
  key: "AKIAIOSFODNN7EXAMPLE",
  principal: CI,
  ip: "203.0.113.9",
  userAgent: "aws-cli/2.17.0",
};
const NOW = "2026-11-23T13:05:07Z";

const CREATE_KEY = trail("e-1", {
  eventName: "CreateAccessKey",
  requestParameters: { userName: "backup" },
  responseElements: { accessKey: { accessKeyId: "AKIAI44QH8DHBEXAMPLE", userName: "backup" } },
});

const KEY_MADE = event(NOW, {
  ...BY_CI,
  action: "iam:CreateAccessKey",
  resource: "backup",
  id: "e-1",
  change: { does: "creates", what: "key", id: "AKIAI44QH8DHBEXAMPLE" },
});

const AWS: readonly Sample[] = [
  {
    format: "cloudtrail",
    what: "a file of Records: a key, a refusal, a session, a sign-in that failed",
    text: JSON.stringify({
      Records: [
        CREATE_KEY,
        trail("e-2", {
          eventSource: "secretsmanager.amazonaws.com",
          eventName: "GetSecretValue",
          errorCode: "AccessDenied",
          requestParameters: { secretId: "prod/db" },
        }),
        trail("e-3", {
          eventSource: "sts.amazonaws.com",
          eventName: "AssumeRole",
          sourceIPAddress: "lambda.amazonaws.com",
          requestParameters: { roleArn: "arn:aws:iam::111122223333:role/admin" },
          responseElements: { credentials: { accessKeyId: "ASIAIOSFODNN7EXAMPLE" } },
        }),
        trail("e-4", {
          eventSource: "signin.amazonaws.com",
          eventName: "ConsoleLogin",
          responseElements: { ConsoleLogin: "Failure" },
        }),
        trail("e-5", {
          eventSource: "s3.amazonaws.com",
          eventName: "GetObject",
          requestParameters: { bucketName: "acme", key: "a/b.csv" },
          additionalEventData: { bytesTransferredOut: 1024 },
          resources: [{ ARN: "arn:aws:s3:::acme/a/b.csv" }],
        }),
      ],
    }),
    events: [
      KEY_MADE,
      event(NOW, {
        ...BY_CI,
        action: "secretsmanager:GetSecretValue",
        resource: "prod/db",
        outcome: "denied",
        errorCode: "AccessDenied",
        id: "e-2",
        change: { does: "reads-secret", what: "secret", id: "prod/db" },
      }),
      event(NOW, {
        ...BY_CI,
        ip: null,
        action: "sts:AssumeRole",
        resource: "arn:aws:iam::111122223333:role/admin",
        id: "e-3",
        change: { does: "creates", what: "session", id: "ASIAIOSFODNN7EXAMPLE" },
      }),
      event(NOW, { ...BY_CI, action: "signin:ConsoleLogin", outcome: "denied", id: "e-4" }),
      event(NOW, {
        ...BY_CI,
        action: "s3:GetObject",
        resource: "s3://acme/a/b.csv",
        bytes: 1024,
        id: "e-5",
      }),
    ],
  },
  {
    format: "cloudtrail",
    what: "one record a line: parameters with and without their value, logging stopped",
    text: lines(
      trail("e-6", {
        eventSource: "ssm.amazonaws.com",
        eventName: "GetParameter",
        requestParameters: { name: "/prod/db", withDecryption: true },
      }),
      trail("e-7", {
        eventSource: "ssm.amazonaws.com",
        eventName: "GetParameter",
        requestParameters: { name: "/prod/url" },
      }),
      trail("e-8", {
        eventSource: "cloudtrail.amazonaws.com",
        eventName: "StopLogging",
        requestParameters: { name: "main" },
      }),
    ),
    events: [
      event(NOW, {
        ...BY_CI,
        action: "ssm:GetParameter",
        resource: "/prod/db",
        id: "e-6",
        change: { does: "reads-secret", what: "secret", id: "/prod/db" },
      }),
      event(NOW, { ...BY_CI, action: "ssm:GetParameter", resource: "/prod/url", id: "e-7" }),
      event(NOW, {
        ...BY_CI,
        action: "cloudtrail:StopLogging",
        resource: "main",
        id: "e-8",
        change: { does: "disables-logging", what: "log", id: "main" },
      }),
    ],
  },
  {
    format: "cloudtrail",
    what: "an answer of LookupEvents",
    text: JSON.stringify(
      {
        Events: [
          {
            EventId: "e-1",
            EventName: "CreateAccessKey",
            ReadOnly: "false",
            AccessKeyId: "AKIAIOSFODNN7EXAMPLE",
            EventTime: 1_795_439_107,
            EventSource: "iam.amazonaws.com",
            Username: "ci",
            Resources: [],
            CloudTrailEvent: JSON.stringify(CREATE_KEY),
          },
        ],
      },
      null,
      4,
    ),
    events: [KEY_MADE],
  },
  {
    format: "ocsf",
    what: "API activity, and another class among it",
    text: lines(
      {
        class_uid: 6003,
        time: 1_795_439_107_120,
        metadata: { version: "1.3.0", uid: "e-1" },
        api: {
          operation: "DeleteTrail",
          service: { name: "cloudtrail.amazonaws.com" },
          response: { error: "AccessDenied" },
        },
        actor: { user: { name: "ci", credential_uid: "AKIAIOSFODNN7EXAMPLE" } },
        src_endpoint: {
          ip: "203.0.113.9",
          location: { country: "NL" },
          autonomous_system: { number: 64_500 },
        },
        http_request: { user_agent: "aws-cli/2.17.0" },
        resources: [{ uid: "main" }],
        status_id: 2,
      },
      { class_uid: 3002, time: 1_795_439_107_120, metadata: {}, api: null },
    ),
    events: [
      event("2026-11-23T13:05:07.120Z", {
        key: "AKIAIOSFODNN7EXAMPLE",
        principal: "ci",
        ip: "203.0.113.9",
        country: "NL",
        asn: "AS64500",
        userAgent: "aws-cli/2.17.0",
        action: "cloudtrail:DeleteTrail",
        resource: "main",
        outcome: "denied",
        errorCode: "AccessDenied",
        id: "e-1",
        change: { does: "disables-logging", what: "log", id: "main" },
      }),
    ],
    rejected: 1,
  },
];

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

export const CLOUD: readonly Sample[] = [...AWS, GCP, ...AZURE];
