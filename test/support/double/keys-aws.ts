// A stand-in for IAM and STS: access keys of one user, two at most; signatures worked out again, requests checked by AWS's own models.
import { breaches, type ServiceModel } from "./botocore.ts";
import { contract } from "./contracts.ts";
import { CREATED, keyDouble, type KeyDouble, type KeyStore, type StoredKey } from "./keys.ts";
import type { Arrival, Reply } from "./server.ts";
import { signatureProblem } from "./sigv4.ts";

const USER = "web-app";
const ADMIN = { id: "AKIAADMINCANARY00001", secret: "stand-in/admin/secret" };
/** A key of another user of the same account. */
export const FOREIGN = { id: "AKIAOFSOMEBODYELSE01", user: "batch" };

export function awsIamDouble(): Promise<KeyDouble> {
  const iam = contract("aws-iam-accesskeys.service-2.json") as ServiceModel | undefined;
  const sts = contract("aws-sts.service-2.json") as ServiceModel | undefined;

  return keyDouble({
    options: { user: USER },
    admin: ADMIN.id,
    env: {
      AWS_ACCESS_KEY_ID: ADMIN.id,
      AWS_SECRET_ACCESS_KEY: ADMIN.secret,
      AWS_PROFILE: undefined,
      AWS_SESSION_TOKEN: undefined,
      AWS_CONFIG_FILE: "/nonexistent/config",
      AWS_SHARED_CREDENTIALS_FILE: "/nonexistent/credentials",
      AWS_EC2_METADATA_DISABLED: "true",
    },
    id: (number) => `AKIAOFTHEVENDOR0000${String(number)}`,
    value: (number) => `AKIAOFTHEVENDOR0000${String(number)}:secret/Canary${String(number)}2345`,
    carried: ({ id }) => id,
    // What is no answer of AWS's proves nothing: it speaks XML, and its refusals have codes.
    verdicts: { 200: "UNVERIFIABLE", 401: "UNVERIFIABLE", 403: "UNVERIFIABLE" },
    gone: refusal(404, "NoSuchEntity"),
    isChange: (arrival) => /^(Create|Update|Delete)/.test(parametersOf(arrival)["Action"] ?? ""),
    act(arrival, store) {
      const { Action = "" } = parametersOf(arrival);
      if (Action === "GetCallerIdentity") return identity(arrival, store);
      const expected = { ...ADMIN, scope: "us-east-1/iam" };
      if (signatureProblem(arrival, expected, Date.now()) !== undefined)
        return refusal(403, "SignatureDoesNotMatch");
      return manage(Action, parametersOf(arrival), store);
    },
    check(arrival) {
      const { Action = "", Version, ...input } = parametersOf(arrival);
      const [model, version] =
        Action === "GetCallerIdentity" ? [sts, "2011-06-15"] : [iam, "2010-05-08"];
      if (Version !== version) return ["another version of the API"];
      const operation = model?.operations[Action];
      if (model === undefined) return [];
      return operation === undefined
        ? [`no operation ${Action}`]
        : breaches(model, operation.input.shape, input);
    },
  });
}

function parametersOf({ body }: Arrival): Readonly<Record<string, string>> {
  return Object.fromEntries(new URLSearchParams(body));
}

function identity(arrival: Arrival, { keys }: KeyStore): Reply {
  const key = keys.find(({ id }) => arrival.headers.authorization?.includes(`=${id}/`));
  if (key?.status !== "active") return refusal(403, "InvalidClientTokenId");
  const [id = "", secret = ""] = key.value.split(":");
  const problem = signatureProblem(arrival, { id, secret, scope: "us-east-1/sts" }, Date.now());
  if (problem !== undefined) return refusal(403, "SignatureDoesNotMatch");
  const arn = `<Arn>arn:aws:iam::123456789012:user/${USER}</Arn>`;
  return answer("GetCallerIdentity", `${arn}<UserId>AIDA</UserId><Account>123456789012</Account>`);
}

function manage(
  action: string,
  { UserName, AccessKeyId = "", Marker, Status }: Readonly<Record<string, string>>,
  store: KeyStore,
): Reply {
  if (action === "GetAccessKeyLastUsed") return lastUsed(AccessKeyId, store);
  if (UserName !== USER) return refusal(404, "NoSuchEntity");
  if (action === "ListAccessKeys") return list(store, Marker);
  if (action === "CreateAccessKey") {
    if (store.keys.length >= 2) return refusal(409, "LimitExceeded");
    const made = store.add("");
    const secret = made.value.split(":")[1] ?? "";
    return answer(
      action,
      `<AccessKey>${shown(made)}<SecretAccessKey>${secret}</SecretAccessKey></AccessKey>`,
    );
  }
  const key = store.find(AccessKeyId);
  if (key === undefined) return refusal(404, "NoSuchEntity");
  if (action === "DeleteAccessKey") store.remove(AccessKeyId);
  else key.status = Status === "Active" ? "active" : "inactive";
  return answer(action, "");
}

function lastUsed(id: string, store: KeyStore): Reply {
  const user = id === FOREIGN.id ? FOREIGN.user : store.find(id) && USER;
  if (user === undefined) return refusal(403, "AccessDenied");
  const used = `<LastUsedDate>${CREATED}</LastUsedDate><ServiceName>s3</ServiceName><Region>us-east-1</Region>`;
  return answer(
    "GetAccessKeyLastUsed",
    `<UserName>${user}</UserName><AccessKeyLastUsed>${used}</AccessKeyLastUsed>`,
  );
}

/** One key a page. */
function list({ keys }: KeyStore, marker = "0"): Reply {
  const at = Number(marker);
  const key = keys[at];
  const isLast = at + 1 >= keys.length;
  return answer(
    "ListAccessKeys",
    `<AccessKeyMetadata>${key === undefined ? "" : `<member>${shown(key)}</member>`}</AccessKeyMetadata>` +
      `<IsTruncated>${String(!isLast)}</IsTruncated>${isLast ? "" : `<Marker>${String(at + 1)}</Marker>`}`,
  );
}

function shown({ id, status }: StoredKey): string {
  const state = status === "active" ? "Active" : "Inactive";
  return `<UserName>${USER}</UserName><AccessKeyId>${id}</AccessKeyId><Status>${state}</Status><CreateDate>${CREATED}</CreateDate>`;
}

function answer(action: string, result: string): Reply {
  const body = `<${action}Response xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><${action}Result>${result}</${action}Result><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></${action}Response>`;
  return { status: 200, headers: { "content-type": "text/xml" }, body };
}

function refusal(status: number, code: string): Reply {
  const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>the vendor's own words</Message></Error>`;
  const body = `<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/">${error}<RequestId>1</RequestId></ErrorResponse>`;
  return { status, headers: { "content-type": "text/xml" }, body };
}
