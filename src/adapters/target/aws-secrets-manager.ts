// Deploy target `aws-secrets-manager`: a secret in AWS Secrets Manager, whole or one member of its JSON.
import type { DescribeSecretCommandOutput } from "@aws-sdk/client-secrets-manager";
import { z } from "zod";

import { OutsideError } from "../../ports/outside.ts";
import { awsCaller } from "./aws-client.ts";
import { shared, type TargetDeps, type TargetModule } from "./definition.ts";
import { refusal } from "./env-text.ts";
import { versionedTarget, type Stored, type VersionedStore } from "./versioned-store.ts";

/** SecretString, in bytes (PutSecretValue, API reference 2017-10-17). */
const MAX_BYTES = 65_536;

/** A name (CreateSecret: letters, digits and /_+=.@-, at most 512) or the secret's full ARN. */
const SECRET_ID = /^[A-Za-z0-9/_+=.@-]{1,512}$/;
const SECRET_ARN = /^arn:aws[a-z-]*:secretsmanager:([a-z0-9-]+):\d{12}:secret:[A-Za-z0-9/_+=.@-]+$/;

const Options = z
  .strictObject({
    region: z
      .string()
      .regex(/^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/, "is no AWS region such as eu-central-1")
      .describe("AWS region that holds the secret"),
    secretId: z
      .string()
      .refine(
        (id) => SECRET_ID.test(id) || SECRET_ARN.test(id),
        "is no secret name (letters, digits, / _ + = . @ -) and no full ARN",
      )
      .describe("name or full ARN of the secret"),
    jsonKey: z
      .string()
      .min(1)
      .optional()
      .describe("member that holds the key, where the secret is a JSON object; others stay"),
    profile: z
      .string()
      .min(1)
      .optional()
      .describe("profile of ~/.aws to use; else AWS_PROFILE and the usual chain"),
    ...shared,
  })
  .superRefine(({ region, secretId }, context) => {
    const arn = SECRET_ARN.exec(secretId);
    if (arn !== null && arn[1] !== region)
      context.addIssue({ code: "custom", path: ["region"], message: "is not the ARN's region" });
  });

type AwsTargetOptions = z.output<typeof Options>;

export const awsSecretsManager: TargetModule = {
  id: "aws-secrets-manager",
  title: "A secret in AWS Secrets Manager",
  schema: Options,
  traps: [
    "Who writes needs secretsmanager:GetSecretValue, PutSecretValue and DescribeSecret, and the KMS key where it is your own.",
    "A secret that holds JSON needs jsonKey: the other members stay, byte for byte. A change that somebody else makes in the same second is lost.",
    "Running programs keep what they read: the AWS caching libraries for an hour, the Lambda extension for five minutes. Name a reload.",
    "The old value stays readable as AWSPREVIOUS. Never move AWSCURRENT back to it.",
    "With automatic rotation on, its Lambda function writes over the new key at the next turn.",
    "A replica in another region follows by itself and cannot be written.",
    "Credentials come from the usual AWS chain (environment, profile, SSO, role). They are looked for at the first use.",
  ],
  example:
    "{ id: aws, kind: aws-secrets-manager, region: eu-central-1, secretId: claro/api-keys, jsonKey: BAYT_API_KEY }",
  proves: "read-back",
  connect(id, options, deps) {
    const parsed = Options.parse(options);
    return versionedTarget(id, awsStore(parsed, deps), parsed, deps);
  },
};

function awsStore(options: AwsTargetOptions, deps: TargetDeps): VersionedStore {
  const call = awsCaller(options, deps);
  const SecretId = options.secretId;
  const where = `${options.region} ${SecretId}`;

  function describe() {
    return call({ what: `look at ${where}`, changes: false }, (sdk, client) =>
      client.send(new sdk.DescribeSecretCommand({ SecretId })),
    );
  }

  async function get(): Promise<Stored | undefined> {
    const what = `read ${where}`;
    const found = await call({ what, changes: false }, async (sdk, client) => {
      try {
        return await client.send(new sdk.GetSecretValueCommand({ SecretId }));
      } catch (error) {
        if (error instanceof sdk.ResourceNotFoundException) return undefined;
        throw error;
      }
    });
    if (found === undefined) {
      // Also the answer for a secret without a value: this one throws when there is no such secret at all.
      await describe();
      return undefined;
    }
    const { SecretString: text, VersionId: version } = found;
    if (text === undefined || version === undefined)
      throw refusal(`${what}: it holds bytes, not text`);
    return { text, version };
  }

  return {
    kind: "aws-secrets-manager",
    where,
    maxBytes: MAX_BYTES,
    oldVersion: "the old one stays readable as AWSPREVIOUS",
    get,
    async put(text, token) {
      const what = `write ${where}`;
      // The token becomes the version's id: the same write again, after a lost answer, makes no second version.
      const { VersionId } = await call({ what, changes: true }, (sdk, client) =>
        client.send(
          new sdk.PutSecretValueCommand({
            SecretId,
            SecretString: text,
            ClientRequestToken: token,
          }),
        ),
      );
      if (VersionId !== undefined) return VersionId;
      throw new OutsideError(false, `${what}: answered without a version`, {
        hint: "claro-ir reconcile",
      });
    },
    warnings: async () => warningsOf(await describe(), options.region),
  };
}

function warningsOf(secret: DescribeSecretCommandOutput, region: string): readonly string[] {
  const { OwningService: owner, PrimaryRegion: primary } = secret;
  const found: string[] = [];
  if (secret.RotationEnabled === true)
    found.push("! automatic rotation is on: it will write over the new key at its next turn");
  if (owner !== undefined) found.push(`! ${owner} manages this secret: it may refuse the write`);
  if (primary !== undefined && primary !== region)
    found.push(`! this is a replica of ${primary}: only the secret there can be written`);
  return found;
}
