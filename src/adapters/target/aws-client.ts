// AWS's own SDK on our own HTTP client: it finds endpoint and credentials, signs and reads; we keep deadline, proxy and no repeats.
import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";

import type { OutsideError } from "../../ports/outside.ts";
import type * as sdkModule from "./aws-sdk.ts";
import { testAddress } from "../http/base-url.ts";
import { sdkHandler } from "../http/sdk-handler.ts";
import { lost, refused, type Purpose } from "../http/outcome.ts";
import { credentialsFrom } from "./credentials.ts";
import type { TargetDeps } from "./definition.ts";

type Sdk = typeof sdkModule;

/** One call, made with the SDK and a client that is ready to sign. */
export type AwsCall<T> = (sdk: Sdk, client: SecretsManagerClient) => Promise<T>;

/** Codes of the service (common errors and Secrets Manager API reference, 2017-10-17) in words. They come with status 400. */
const MEANINGS: Readonly<Record<string, string>> = {
  AccessDeniedException: "the AWS identity lacks the right",
  ExpiredTokenException: "the AWS credentials have expired",
  UnrecognizedClientException: "the AWS credentials are not accepted",
  InvalidClientTokenId: "the AWS credentials are not accepted",
  InvalidSignatureException:
    "the signature is not accepted: wrong secret access key, or a clock that is off",
  ResourceNotFoundException: "no such secret in this region and account",
  InvalidRequestException: "the secret is scheduled for deletion or managed by another service",
  DecryptionFailure: "its KMS key cannot decrypt",
  EncryptionFailure: "its KMS key cannot encrypt",
  ThrottlingException: "too many requests",
  LimitExceededException: "too many versions",
};

export interface AwsOptions {
  readonly region: string;
  readonly profile?: string | undefined;
}

/**
 * A way to call Secrets Manager. Gives undefined when a status's code is in `none`. Throws OutsideError: certain without
 * credentials and for refusals, uncertain where a change may have been made.
 */
export function awsCaller(options: AwsOptions, deps: TargetDeps) {
  const endpoint = testAddress("aws-secrets-manager", deps.endpoints);
  let opened: Promise<{ sdk: Sdk; client: SecretsManagerClient }> | undefined;

  async function open(): Promise<{ sdk: Sdk; client: SecretsManagerClient }> {
    const sdk = await import("./aws-sdk.ts");
    const client = new sdk.SecretsManagerClient({
      region: options.region,
      ...(options.profile !== undefined && { profile: options.profile }),
      ...(endpoint !== undefined && { endpoint: endpoint.href }),
      requestHandler: sdkHandler(deps.http),
      maxAttempts: 1,
    });
    await credentialsFrom(() => client.config.credentials(), missing(options));
    return { sdk, client };
  }

  return async function call<T>(purpose: Purpose, send: AwsCall<T>): Promise<T> {
    opened ??= open();
    const { sdk, client } = await opened.catch((error: unknown) => {
      // Credentials may be there the next time.
      opened = undefined;
      throw error;
    });
    try {
      return await send(sdk, client);
    } catch (error) {
      throw failure(sdk, error, purpose);
    }
  };
}

function missing({ profile }: AwsOptions): string {
  return profile === undefined
    ? "no AWS credentials: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or sign in with aws sso login"
    : `the AWS profile ${profile} gives no credentials: aws sso login --profile ${profile}`;
}

function failure(sdk: Sdk, error: unknown, purpose: Purpose): OutsideError {
  if (!(error instanceof sdk.SecretsManagerServiceException)) return lost(error, purpose);
  const status = error.$metadata.httpStatusCode;
  return status === undefined
    ? lost(error, purpose)
    : refused({ status, retryAfter: undefined }, purpose, MEANINGS[error.name]);
}
