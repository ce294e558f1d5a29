// A stand-in for AWS Secrets Manager: secrets with versions and stages, signatures worked out again, requests checked by AWS's own model.
import { breaches, type ServiceModel } from "./botocore.ts";
import { contract } from "./contracts.ts";
import { doubleServer, type Arrival, type Double, type Handled, type Reply } from "./server.ts";
import { signatureProblem } from "./sigv4.ts";

const REGION = "eu-central-1";
const ACCESS_KEY = { id: "AKIDSTANDIN", secret: "stand-in/secret/access/key" };
const ARN = `arn:aws:secretsmanager:${REGION}:123456789012:secret:`;

interface StoredSecret {
  /** Newest last; the last is AWSCURRENT, the one before AWSPREVIOUS. */
  readonly versions: { id: string; text: string }[];
  /** More of what DescribeSecret says. */
  readonly about: Readonly<Record<string, unknown>>;
}

export interface AwsDouble extends Double {
  readonly secrets: Map<string, StoredSecret>;
}

/** Start one that holds `value` in the secret `claro/api-keys`. */
export async function awsDouble(value: string): Promise<AwsDouble> {
  const model = contract("aws-secretsmanager.service-2.json") as ServiceModel | undefined;
  const complaints: string[] = [];
  const secrets = new Map<string, StoredSecret>([
    ["claro/api-keys", { versions: [{ id: "0".repeat(32), text: value }], about: {} }],
  ]);

  function check(shape: string | undefined, content: unknown): string[] {
    return model === undefined || shape === undefined ? [] : breaches(model, shape, content);
  }

  function handle(arrival: Arrival): Handled {
    const operation = String(arrival.headers["x-amz-target"]).replace("secretsmanager.", "");
    return {
      changes: operation === "PutSecretValue",
      run() {
        const scope = `${REGION}/secretsmanager`;
        const problem = signatureProblem(arrival, { ...ACCESS_KEY, scope }, Date.now());
        if (problem !== undefined) {
          complaints.push(problem);
          return refusal("InvalidSignatureException");
        }
        if (arrival.headers["content-type"] !== "application/x-amz-json-1.1")
          complaints.push("content type");
        const body = JSON.parse(arrival.body) as Readonly<Record<string, string>>;
        const found = check(model?.operations[operation]?.input.shape, body);
        complaints.push(...found);
        if (found.length > 0) return refusal("ValidationException");
        const reply = act(operation, body);
        if (reply.status === 200)
          complaints.push(...check(model?.operations[operation]?.output?.shape, reply.body));
        return reply;
      },
    };
  }

  function act(operation: string, body: Readonly<Record<string, string>>): Reply {
    const name = (body["SecretId"] ?? "").replace(ARN, "").replace(/-[A-Za-z0-9]{6}$/, "");
    const secret = secrets.get(name);
    if (secret === undefined) return refusal("ResourceNotFoundException");
    const known = { ARN: `${ARN}${name}-AbCdEf`, Name: name };
    if (operation === "DescribeSecret") return ok({ ...known, ...secret.about });
    if (secret.about["DeletedDate"] !== undefined) return refusal("InvalidRequestException");
    if (operation === "GetSecretValue") {
      const current = secret.versions.at(-1);
      if (current === undefined) return refusal("ResourceNotFoundException");
      return ok({ ...known, VersionId: current.id, SecretString: current.text });
    }
    const id = body["ClientRequestToken"] ?? "";
    const text = body["SecretString"] ?? "";
    // Holds always, with AWS's own model at hand or without.
    if (!/^[\w-]{32,64}$/.test(id)) complaints.push("the token does not fit");
    const same = secret.versions.find((version) => version.id === id);
    if (same !== undefined && same.text !== text) return refusal("ResourceExistsException");
    if (same === undefined) secret.versions.push({ id, text });
    return ok({ ...known, VersionId: id, VersionStages: ["AWSCURRENT"] });
  }

  const server = await doubleServer(handle, complaints);
  return {
    server,
    secrets,
    complaints,
    options: { region: REGION, secretId: "claro/api-keys" },
    missing: { region: REGION, secretId: "claro/none" },
    endpoints: { "aws-secrets-manager": server.url },
    env: {
      AWS_ACCESS_KEY_ID: ACCESS_KEY.id,
      AWS_SECRET_ACCESS_KEY: ACCESS_KEY.secret,
      // Nothing of the machine's own: no profile, no metadata server.
      AWS_PROFILE: undefined,
      AWS_SESSION_TOKEN: undefined,
      AWS_CONFIG_FILE: "/nonexistent/config",
      AWS_SHARED_CREDENTIALS_FILE: "/nonexistent/credentials",
      AWS_EC2_METADATA_DISABLED: "true",
    },
    noCredential: { env: { AWS_ACCESS_KEY_ID: undefined }, named: "AWS_ACCESS_KEY_ID" },
    credentials: [ACCESS_KEY.secret],
    shows: "versions",
    versions: () => secrets.get("claro/api-keys")?.versions.map(({ text }) => text) ?? [],
  };
}

function ok(body: unknown): Reply {
  return { status: 200, headers: { "content-type": "application/x-amz-json-1.1" }, body };
}

function refusal(type: string): Reply {
  const headers = { "content-type": "application/x-amz-json-1.1" };
  return { status: 400, headers, body: { __type: type, message: "the vendor's own words" } };
}
