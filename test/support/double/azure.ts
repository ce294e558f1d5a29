// A stand-in for Azure Key Vault and Entra ID over HTTPS: challenge, token, versions with tags; requests checked by Azure's Swagger file.
import { randomBytes } from "node:crypto";

import { certificate } from "./certificate.ts";
import { contract } from "./contracts.ts";
import { doubleServer, type Arrival, type Double, type Handled, type Reply } from "./server.ts";
import { swaggerChecks, type Swagger } from "./swagger.ts";

const TENANT = "11111111-2222-3333-4444-555555555555";
const CLIENT = { id: "66666666-7777-8888-9999-000000000000", secret: "stand-in-client-secret" };
const TOKEN = "stand-in-access-token";
const RESOURCE = "https://vault.azure.net";

interface Version {
  readonly id: string;
  readonly bundle: Readonly<Record<string, unknown>> & { readonly value: string };
}

export interface AzureDouble extends Double {
  readonly secrets: Map<string, Version[]>;
}

/** Start one that holds `value` in the secret `bayt-api-key`. Its certificate is trusted by this process from then on. */
export async function azureDouble(value: string): Promise<AzureDouble> {
  const swagger = contract("azure-keyvault-secrets-7.5.swagger.json") as Swagger | undefined;
  const checks = swagger === undefined ? undefined : swaggerChecks(swagger);
  const complaints: string[] = [];
  const secrets = new Map<string, Version[]>([["bayt-api-key", [version({ value })]]]);

  function handle(arrival: Arrival): Handled {
    const isToken = arrival.headers.authorization === `Bearer ${TOKEN}`;
    if (!arrival.url.pathname.startsWith("/secrets/"))
      return { changes: false, run: () => signIn(arrival) };
    return {
      changes: arrival.method === "PUT" && isToken,
      run() {
        if (!isToken) {
          // Who has not shown a token yet must not have shown the key either.
          if (arrival.body !== "") complaints.push("a body without a token");
          return challenge(arrival.url.origin);
        }
        const body = arrival.body === "" ? undefined : (JSON.parse(arrival.body) as unknown);
        const call = { method: arrival.method, url: arrival.url, body };
        complaints.push(...(checks?.request(call) ?? []));
        const reply = act(arrival, body);
        if (reply.status === 200) complaints.push(...(checks?.answer(call, reply.body) ?? []));
        return reply;
      },
    };
  }

  function signIn(arrival: Arrival): Reply {
    const { origin, pathname } = arrival.url;
    if (pathname === `/${TENANT}/v2.0/.well-known/openid-configuration`)
      return {
        status: 200,
        body: {
          issuer: `${origin}/${TENANT}/v2.0`,
          token_endpoint: `${origin}/${TENANT}/oauth2/v2.0/token`,
          authorization_endpoint: `${origin}/${TENANT}/oauth2/v2.0/authorize`,
          jwks_uri: `${origin}/${TENANT}/discovery/v2.0/keys`,
        },
      };
    const form = new URLSearchParams(arrival.body);
    const isOurs =
      pathname === `/${TENANT}/oauth2/v2.0/token` &&
      form.get("client_id") === CLIENT.id &&
      form.get("client_secret") === CLIENT.secret &&
      form.get("scope")?.split(" ").includes(`${RESOURCE}/.default`);
    if (isOurs !== true) {
      complaints.push("a token was asked for in another way");
      return { status: 400, body: { error: "invalid_client", error_description: "no" } };
    }
    return { status: 200, body: { token_type: "Bearer", expires_in: 3600, access_token: TOKEN } };
  }

  function act(arrival: Arrival, body: unknown): Reply {
    const name = arrival.url.pathname.split("/")[2] ?? "";
    // Hold always, with Azure's own description at hand or without.
    if (!/^[0-9a-zA-Z-]{1,127}$/.test(name)) complaints.push("the name does not fit");
    if (arrival.url.searchParams.get("api-version") === null) complaints.push("no api-version");
    const versions = secrets.get(name) ?? [];
    if (arrival.method === "PUT") {
      const made = version(body as Version["bundle"]);
      secrets.set(name, [...versions, made]);
      return answer(arrival, name, made);
    }
    const found = versions.at(-1);
    if (found === undefined) return refusal(404, "SecretNotFound");
    const { attributes } = found.bundle as { attributes?: { enabled?: boolean } };
    return attributes?.enabled === false ? refusal(403, "Forbidden") : answer(arrival, name, found);
  }

  const tls = certificate();
  const server = await doubleServer(handle, complaints, tls);
  return {
    server,
    secrets,
    complaints,
    options: { vaultUrl: "https://acme.vault.azure.net", secret: "bayt-api-key" },
    missing: { vaultUrl: "https://acme.vault.azure.net", secret: "none" },
    endpoints: { "azure-key-vault": server.url },
    env: {
      AZURE_AUTHORITY_HOST: server.url,
      AZURE_TENANT_ID: TENANT,
      AZURE_CLIENT_ID: CLIENT.id,
      AZURE_CLIENT_SECRET: CLIENT.secret,
      // Nothing of the machine's own: no metadata server, no az.
      AZURE_TOKEN_CREDENTIALS: "EnvironmentCredential",
      HTTPS_PROXY: undefined,
    },
    noCredential: { env: { AZURE_CLIENT_SECRET: undefined }, named: "AZURE_CLIENT_SECRET" },
    credentials: [CLIENT.secret, TOKEN],
    shows: "versions",
    versions: () => secrets.get("bayt-api-key")?.map(({ bundle }) => bundle.value) ?? [],
  };
}

function version(bundle: Version["bundle"]): Version {
  return { id: randomBytes(16).toString("hex"), bundle };
}

function challenge(origin: string): Reply {
  const header = `Bearer authorization="${origin}/${TENANT}", resource="${RESOURCE}"`;
  return { status: 401, headers: { "www-authenticate": header } };
}

function answer(arrival: Arrival, name: string, { id, bundle }: Version): Reply {
  const attributes = { enabled: true, ...(bundle["attributes"] as object | undefined) };
  const at = `${arrival.url.origin}/secrets/${name}/${id}`;
  return { status: 200, body: { ...bundle, id: at, attributes } };
}

function refusal(status: number, code: string): Reply {
  return { status, body: { error: { code, message: "the vendor's own words" } } };
}
