// Samples of AWS CloudTrail in its three shapes, and of the same as OCSF.
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

export const AWS: readonly Sample[] = [
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
          userAgent: "[aws-cli/2.17.0]",
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
