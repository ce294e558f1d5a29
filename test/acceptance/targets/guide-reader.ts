// The consumer of the seed guide: its Python for AWS Secrets Manager, run as it stands; where there is no boto3, the same read by AWS's SDK.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";

/** As in the guide; the last line hands the key over. */
const GUIDE = `import boto3
import json

client = boto3.client('secretsmanager')
secret = client.get_secret_value(SecretId='claro/api-keys')
api_keys = json.loads(secret['SecretString'])
print(api_keys['BAYT_API_KEY'], end='')
`;

const REGION = "eu-central-1";

/** The key that a program gets from AWS at this address, and which program it was. */
export async function readWithGuide(
  url: string,
  credentials: Readonly<Record<string, string>>,
): Promise<{ readonly value: string; readonly by: string }> {
  const { PATH = "", HOME = "" } = process.env;
  const env = {
    ...credentials,
    PATH,
    HOME,
    AWS_DEFAULT_REGION: REGION,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: url,
  };
  const has = spawnSync("python3", ["-c", "import boto3"], { env, stdio: "ignore" });
  if (has.status === 0) return { value: await python(env), by: "the guide's Python (boto3)" };
  console.log(
    "SKIPPED: the guide's Python, because there is no python3 with boto3; AWS's SDK for JavaScript reads instead",
  );
  return { value: await javascript(url, credentials), by: "AWS's SDK for JavaScript" };
}

async function python(env: Readonly<Record<string, string>>): Promise<string> {
  const child = spawn("python3", ["-c", GUIDE], { env, stdio: ["ignore", "pipe", "inherit"] });
  const [value, [code]] = await Promise.all([text(child.stdout), once(child, "close")]);
  if (code !== 0) throw new Error(`python3 ended with ${String(code)}`);
  return value;
}

async function javascript(
  endpoint: string,
  env: Readonly<Record<string, string>>,
): Promise<string> {
  const sdk = await import("@aws-sdk/client-secrets-manager");
  const credentials = {
    accessKeyId: env["AWS_ACCESS_KEY_ID"] ?? "",
    secretAccessKey: env["AWS_SECRET_ACCESS_KEY"] ?? "",
  };
  const client = new sdk.SecretsManagerClient({ region: REGION, endpoint, credentials });
  const { SecretString = "" } = await client.send(
    new sdk.GetSecretValueCommand({ SecretId: "claro/api-keys" }),
  );
  return String((JSON.parse(SecretString) as Record<string, unknown>)["BAYT_API_KEY"]);
}
