// AWS: access keys of an IAM user. A key's value here is the pair `<access key id>:<secret access key>`.
import { z } from "zod";
import type { Secret } from "../../core/credential/secret.ts";
import { HttpFailure, type Http } from "../../ports/http.ts";
import type { KeyProvider, ProbeAnswer } from "../../ports/key-provider.ts";
import { testAddress } from "../http/base-url.ts";
import { lost } from "../http/outcome.ts";
import { ask, type Place, type Told } from "./aws-client.ts";
import { accessKeys, accessKeyUsage } from "./aws-keys.ts";
import type { ProviderModule } from "./definition.ts";
import { noAnswer } from "./probe.ts";

const TITLE = "AWS (access keys of an IAM user)";
const CONSOLE = "https://console.aws.amazon.com/iam/home#/users";

/** Ids: IAM User Guide, unique identifiers (AKIA long-lived, ASIA temporary). A session token stands behind, after a colon. */
const VALUE = /^((?:AKIA|ASIA)[A-Z0-9]{12,124}):([A-Za-z0-9/+=]+)(?::(\S+))?$/;

const Options = z.strictObject({
  user: z
    .string()
    .regex(/^[\w+=,.@-]{1,64}$/, "is no IAM user name")
    .optional()
    .describe("IAM user whose keys are managed; without it people do it by hand"),
  profile: z
    .string()
    .min(1)
    .optional()
    .describe("profile of ~/.aws of the admin; else AWS_PROFILE and the usual chain"),
  region: z
    .string()
    .regex(/^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/, "is no AWS region such as us-east-1")
    .default("us-east-1")
    .describe("region that signs; others for China and GovCloud"),
});

export const awsIam: ProviderModule = {
  kind: "aws-iam",
  title: TITLE,
  schema: Options,
  traps: [
    "A value is the pair <access key id>:<secret access key>. Places that want the two apart are written by a target of kind exec or manual.",
    "A user has two keys at most, and inactive ones count: where both are taken, the leaked one is deleted before a new one is made.",
    "Switching off takes seconds to reach every region: a key that is still accepted right after the cut is asked again. A new key may be rejected as long.",
    "Sessions that were started with the key (STS, ASIA…) outlive it, up to 36 hours: deny them with a policy on aws:TokenIssueTime.",
    "AWS may attach a quarantine policy to a key it finds in public: that is no containment, most rights stay.",
    "Access keys have no names: they are told apart by their id, which the leaked value tells.",
    "The admin credentials come from the usual AWS chain. They must not be the leaked key: they end with it.",
    "Who manages needs iam:ListAccessKeys, CreateAccessKey, UpdateAccessKey, DeleteAccessKey and GetAccessKeyLastUsed on the user.",
  ],
  example: `aws: { kind: aws-iam, user: web-app, profile: security-admin }`,
  connect(id, given, { http, endpoints }) {
    const { user, profile, region } = Options.parse(given);
    const place: Place = { region, endpoint: testAddress("aws-iam", endpoints) };
    const iam = user === undefined ? undefined : { ...place, id, user, profile };
    return {
      id,
      kind: "aws-iam",
      title: TITLE,
      host: place.endpoint?.host ?? `sts.${region}.amazonaws.com`,
      admin: iam === undefined ? {} : accessKeys(http, iam),
      probe: (secret) => probe(http, place, secret),
      reach: () => reach(id, place, http),
      idOf: (secret) => partsOf(secret)?.accessKeyId,
      ...(iam !== undefined && {
        usage: (secret: Secret | undefined, keyId: string | undefined) =>
          accessKeyUsage(http, iam, keyId ?? (secret && partsOf(secret)?.accessKeyId)),
      }),
      manual: manualOf(user),
    };
  },
};

/** Any answer will do: without a signature AWS points to its documentation. */
async function reach(id: string, { endpoint, region }: Place, http: Http): Promise<void> {
  const url = endpoint?.href ?? `https://sts.${region}.amazonaws.com/`;
  await http.send({ method: "GET", url }).catch((error: unknown) => {
    throw lost(error, { what: `${id}: no answer`, changes: false });
  });
}

function partsOf(secret: Secret) {
  const [, accessKeyId, secretAccessKey, sessionToken] = VALUE.exec(secret.reveal()) ?? [];
  if (accessKeyId === undefined || secretAccessKey === undefined) return undefined;
  return { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) };
}

/** GetCallerIdentity: every identity may call it, so a refusal is about the key (STS API reference). */
async function probe(http: Http, place: Place, secret: Secret): Promise<ProbeAnswer> {
  const credentials = partsOf(secret);
  if (credentials === undefined)
    return noAnswer("no pair <access key id>:<secret access key>, nothing was sent");
  if (credentials.accessKeyId.startsWith("ASIA") && !("sessionToken" in credentials))
    return noAnswer("a temporary key needs its session token behind it, nothing was sent");
  const told = await ask(http, place, (sdk, config) =>
    new sdk.STSClient({ ...config, credentials }).send(new sdk.GetCallerIdentityCommand({})),
  );
  return judge(told);
}

type Meaning = readonly [verdict: ProbeAnswer["verdict"], detail: string];

const ACCEPTED: Meaning = ["ALIVE", "accepted"];

/** Codes that say what a key is worth; all others prove nothing. */
const CODES: Readonly<Record<string, Meaning>> = {
  InvalidClientTokenId: ["DEAD", "not accepted"],
  ExpiredToken: ["DEAD", "the session has expired"],
  AccessDenied: ["ALIVE", "accepted, without the right to read this"],
  SignatureDoesNotMatch: [
    "UNVERIFIABLE",
    "the id is known, but the secret does not fit it, or this clock is off",
  ],
};

function judge({ value, error, code, response }: Told<{ Arn?: string | undefined }>): ProbeAnswer {
  if (response === undefined)
    return noAnswer(error instanceof HttpFailure ? error.message : "the probe could not be sent");
  const { status, retryAfter } = response;
  const [verdict, detail] = value?.Arn === undefined ? meaningOf(code) : ACCEPTED;
  return { verdict, status, detail: `${String(status)}, ${detail}`, retryAfter };
}

function meaningOf(code: string | undefined): Meaning {
  return CODES[code ?? ""] ?? ["UNVERIFIABLE", "proves nothing"];
}

function manualOf(user: string | undefined): KeyProvider["manual"] {
  const open =
    user === undefined
      ? `Open ${CONSOLE} and the user whose key is leaked, then Security credentials.`
      : `Open ${CONSOLE}/details/${user} and choose Security credentials.`;
  return {
    create: [
      open,
      "Under Access keys choose Create access key. Where two exist, delete the one that nobody uses first.",
      "Set the description tag to {{name}}: keys have no names.",
      "Copy both parts at once: AWS shows the secret only now.",
      "Paste them here as <access key id>:<secret access key> (not shown), then clear the clipboard.",
    ],
    delete: [
      open,
      "Find the access key id of {{name}}: the part before the colon of the leaked value (which ends in {{last4}}).",
      "Choose Actions, then Deactivate. Check that nothing of yours broke, then Actions, then Delete.",
      "Look at the list once more: the key must be inactive or gone.",
    ],
    usage: [
      open,
      "Note when the key of {{name}} was last used, in which region and for which service.",
      "Open CloudTrail, Event history, filter by AWS access key, and export what it did.",
      "Take a screenshot as evidence before the key is cut.",
    ],
    url: CONSOLE,
    support: "https://console.aws.amazon.com/support",
  };
}
