// Records as AWS CloudTrail writes them, with the members that an audit reads.

export interface Caller {
  /** Access key id. */
  readonly key: string;
  /** `user/ci-deploy`, `assumed-role/support/x`. */
  readonly name: string;
  readonly ip: string;
  readonly agent: string;
}

export type Json = Readonly<Record<string, unknown>>;

const ACCOUNT = "111122223333";

/** One call. `answer` is what AWS gave back; an error code makes it a refusal. */
export function trail(
  at: number,
  { key, name, ip, agent }: Caller,
  call: string,
  request: Json | null = null,
  answer: Json | null = null,
  errorCode?: string,
): Json {
  const [service = "", operation = ""] = call.split(":");
  const isSession = name.startsWith("assumed-role/");
  return {
    eventVersion: "1.09",
    userIdentity: {
      type: isSession ? "AssumedRole" : "IAMUser",
      principalId: `AIDA${key.slice(4)}`,
      arn: `arn:aws:${isSession ? "sts" : "iam"}::${ACCOUNT}:${name}`,
      accountId: ACCOUNT,
      accessKeyId: key,
      ...(isSession ? {} : { userName: name.slice(name.indexOf("/") + 1) }),
    },
    eventTime: new Date(at).toISOString().replace(/\.\d+Z$/, "Z"),
    eventSource: `${service}.amazonaws.com`,
    eventName: operation,
    awsRegion: "eu-central-1",
    sourceIPAddress: ip,
    userAgent: agent,
    requestParameters: request,
    responseElements: answer,
    ...(errorCode === undefined ? {} : { errorCode, errorMessage: "is not authorized" }),
    eventID: `e-${String(at)}-${operation}-${key}`,
    eventType: "AwsApiCall",
    recipientAccountId: ACCOUNT,
  };
}
