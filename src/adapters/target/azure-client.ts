// Azure's own SDK on our own HTTP client: it answers Key Vault's challenge and reads; we keep deadline, proxy and no repeats.
import type * as pipelineModule from "@azure/core-rest-pipeline";
import type { HttpClient, PipelineRequest } from "@azure/core-rest-pipeline";
import type { SecretClient } from "@azure/keyvault-secrets";

import { HttpFailure, type Http } from "../../ports/http.ts";
import { OutsideError } from "../../ports/outside.ts";
import { testAddress } from "../http/base-url.ts";
import { lost, refused, type Purpose } from "../http/outcome.ts";
import { retryAfterSeconds } from "../http/retry-after.ts";
import { credentialsFrom } from "./credentials.ts";
import type { TargetDeps } from "./definition.ts";

/** The API version that the requests are checked against. */
const API_VERSION = "7.5";
const MISSING =
  "no Azure credentials: set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET, or sign in with az login";

const MEANINGS = {
  401: "the Azure identity is not accepted by this vault",
  403: "the Azure identity lacks the right, the secret is disabled, or the vault's firewall refuses",
  404: "no such secret in this vault (perhaps deleted: az keyvault secret list-deleted)",
};

/** One call, made with a client of the vault. */
export type AzureCall<T> = (client: SecretClient) => Promise<T>;

/** A way to call one vault. Throws OutsideError: certain without credentials and for refusals, uncertain where a change may have been made. */
export function azureCaller(vaultUrl: string, deps: TargetDeps) {
  const override = testAddress("azure-key-vault", deps.endpoints);
  let opened: Promise<SecretClient> | undefined;
  return async function call<T>(purpose: Purpose, send: AzureCall<T>): Promise<T> {
    opened ??= open(override?.href ?? vaultUrl, override !== undefined, deps);
    const client = await opened;
    try {
      return await send(client);
    } catch (error) {
      throw failure(error, purpose);
    }
  };
}

/** `isTest`: a stand-in, whose authority and domain are known to nobody else. */
async function open(vaultUrl: string, isTest: boolean, deps: TargetDeps): Promise<SecretClient> {
  const [{ SecretClient: Client }, identity, pipeline] = await Promise.all([
    import("@azure/keyvault-secrets"),
    import("@azure/identity"),
    import("@azure/core-rest-pipeline"),
  ]);
  const chain = new identity.DefaultAzureCredential({ disableInstanceDiscovery: isTest });
  return new Client(
    vaultUrl,
    {
      getToken: (scopes, options) =>
        credentialsFrom(() => chain.getToken(scopes, options), MISSING),
    },
    {
      serviceVersion: API_VERSION,
      httpClient: clientOn(deps.http, pipeline.createHttpHeaders),
      retryOptions: { maxRetries: 0 },
      disableChallengeResourceVerification: isTest,
    },
  );
}

function failure(error: unknown, purpose: Purpose): OutsideError {
  if (error instanceof OutsideError) return error;
  if (error instanceof HttpFailure || !isRestError(error)) return lost(error, purpose);
  const header = error.response?.headers.get("retry-after");
  const retryAfter = retryAfterSeconds(header, Date.now());
  return refused({ status: error.statusCode, retryAfter }, { ...purpose, meanings: MEANINGS });
}

interface Refusal extends Error {
  readonly statusCode: number;
  readonly response?: { readonly headers: { get(name: string): string | undefined } };
}

/** The SDK's RestError for an answer. One for a success that cannot be read says nothing about what was done. */
function isRestError(error: unknown): error is Refusal {
  return (
    error instanceof Error &&
    "statusCode" in error &&
    typeof error.statusCode === "number" &&
    error.statusCode >= 300
  );
}

function clientOn(http: Http, headersOf: typeof pipelineModule.createHttpHeaders): HttpClient {
  return {
    async sendRequest(request) {
      const answer = await http
        .send({
          method: request.method,
          url: request.url,
          headers: request.headers.toJSON(),
          ...(typeof request.body === "string" && { text: request.body }),
        })
        .catch((error: unknown) => {
          throw anonymous(request, error);
        });
      return {
        request,
        status: answer.status,
        headers: headersOf({ ...answer.headers }),
        bodyAsText: answer.text,
      };
    },
  };
}

/** The SDK asks for the challenge without token and body: such a request changes nothing, even when its answer is lost. */
function anonymous(request: PipelineRequest, error: unknown): unknown {
  return error instanceof HttpFailure && !request.headers.has("authorization")
    ? new HttpFailure(error.message, false)
    : error;
}
