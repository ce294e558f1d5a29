// Log format `cloudtrail`: AWS CloudTrail, as files of `Records`, a record a line, or answers of LookupEvents.
import type { AccessEvent } from "../../../core/audit/access-event.ts";
import { pointerTo } from "../../../core/pointer.ts";
import { AWS_CHANGES } from "./aws-changes.ts";
import { changesBy } from "./change.ts";
import { firstOf, isJson, recordOf, type Json } from "./json.ts";
import { jsonFormat } from "./json-format.ts";
import { textOf } from "./value.ts";

const changeOf = changesBy(AWS_CHANGES);

/** What was touched, in the words of the request; the first that is there. */
const resourceOf = firstOf([
  "/resources/0/ARN",
  "/resources/0/arn",
  "/requestParameters/secretId",
  "/requestParameters/accessKeyId",
  "/requestParameters/userName",
  "/requestParameters/roleArn",
  "/requestParameters/roleName",
  "/requestParameters/policyArn",
  "/requestParameters/groupName",
  "/requestParameters/modelId",
  "/requestParameters/functionName",
  "/requestParameters/tableName",
  "/requestParameters/queueUrl",
  "/requestParameters/keyId",
  "/requestParameters/name",
  "/requestParameters/instanceId",
  "/requestParameters/path",
]);
const bucketOf = pointerTo("/requestParameters/bucketName");
const objectOf = firstOf(["/requestParameters/key", "/requestParameters/prefix"]);
const signInOf = pointerTo("/responseElements/ConsoleLogin");
const parametersOf = pointerTo("/requestParameters");

/** `s3://bucket/key`, or whatever else the request names. */
function touched(record: Json): string | null {
  const bucket = textOf(bucketOf(record));
  if (bucket === null) return textOf(resourceOf(record));
  return `s3://${bucket}/${textOf(objectOf(record)) ?? ""}`;
}

/** Reads that give a secret only when asked to: the request's member that asks. */
const ASKED: readonly (readonly [RegExp, string])[] = [
  [/^GetParameter/, "withDecryption"],
  [/^GetApiKey$/, "includeValue"],
  [/^GetApiKeys$/, "includeValues"],
];

function isSealed(operation: string, record: Json): boolean {
  const asked = ASKED.find(([pattern]) => pattern.test(operation))?.[1];
  if (asked === undefined) return false;
  const parameters = parametersOf(record);
  return !isJson(parameters) || parameters[asked] !== true;
}

/** LookupEvents wraps each record, as text, in `CloudTrailEvent`. */
function unwrap(record: Json): readonly Json[] | null {
  const inner = record["CloudTrailEvent"];
  if (typeof inner !== "string") return [record];
  const unwrapped = recordOf(inner);
  return typeof unwrapped === "string" ? null : [unwrapped];
}

function refine(record: Json, event: AccessEvent): Partial<AccessEvent> {
  const operation = event.action ?? "";
  const service = (textOf(record["eventSource"]) ?? "").replace(/\.amazonaws\.com$/, "");
  const resource = touched(record);
  return {
    action: service === "" ? operation : `${service}:${operation}`,
    // S3 writes it in brackets.
    userAgent: /^\[(.+)\]$/s.exec(event.userAgent ?? "")?.[1] ?? event.userAgent,
    resource,
    change: isSealed(operation, record) ? null : changeOf(operation, record, resource),
    // A failed sign-in carries no errorCode, only this answer.
    ...(signInOf(record) === "Failure" ? { outcome: "denied" as const } : {}),
  };
}

export const cloudtrail = jsonFormat({
  id: "cloudtrail",
  title: "AWS CloudTrail",
  help: [
    "The files of the trail, which are read as they are, .gz too:",
    "$ aws s3 sync s3://<bucket>/AWSLogs/<account>/CloudTrail/ trail/",
    "Without a trail: the last 90 days of one key, management events alone.",
    "$ aws cloudtrail lookup-events --lookup-attributes AttributeKey=AccessKeyId,AttributeValue=<access key id> --output json > trail.json",
  ],
  fields: {
    at: "/eventTime",
    key: "/userIdentity/accessKeyId",
    principal: [
      "/userIdentity/arn",
      "/userIdentity/principalId",
      "/userIdentity/userName",
      "/userIdentity/invokedBy",
    ],
    ip: "/sourceIPAddress",
    userAgent: "/userAgent",
    action: "/eventName",
    errorCode: "/errorCode",
    bytes: "/additionalEventData/bytesTransferredOut",
    model: "/requestParameters/modelId",
    id: "/eventID",
  },
  traps: [
    "Reads of objects, tables and models are data events: off unless somebody switched them on. Their absence proves nothing.",
    "Events come up to 15 minutes late, and each region has files of its own: take all regions.",
    "sourceIPAddress is a service's name when AWS itself called for you: no address is taken from it.",
    "A session made with the key has an access key id of its own (ASIA…): it is followed by the sessions found in the same files.",
    "Organisation and account trails hold the same event twice: it counts once, by eventID.",
  ],
  example:
    '{"eventVersion":"1.09","userIdentity":{"type":"IAMUser","principalId":"AIDAEXAMPLE","arn":"arn:aws:iam::111122223333:user/ci","accountId":"111122223333","accessKeyId":"AKIAEXAMPLE","userName":"ci"},"eventTime":"2026-11-23T13:05:07Z","eventSource":"secretsmanager.amazonaws.com","eventName":"GetSecretValue","awsRegion":"eu-west-1","sourceIPAddress":"203.0.113.9","userAgent":"aws-cli/2.17.0","requestParameters":{"secretId":"prod/db"},"responseElements":null,"requestID":"r-1","eventID":"e-1","readOnly":true,"eventType":"AwsApiCall","recipientAccountId":"111122223333"}',
  arrays: ["/Records", "/Events"],
  marks: [
    /eventVersion\\*"\s*:/,
    /eventSource\\*"\s*:\s*\\*"[a-z0-9.-]+\.amazonaws\.com/,
    /userIdentity\\*"\s*:/,
  ],
  namesKeys: true,
  isAdministrative: true,
  changeWords: Object.keys(AWS_CHANGES),
  spread: unwrap,
  refine,
});
