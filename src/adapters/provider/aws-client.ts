// AWS's own SDKs on our own HTTP client, one call at a time: they find credentials, sign and read, we judge the answer.
import type { Http, HttpResponse } from "../../ports/http.ts";
import { OutsideError } from "../../ports/outside.ts";
import { lost, refused, type Purpose } from "../http/outcome.ts";
import { sdkHandler } from "../http/sdk-handler.ts";
import type * as sdkModule from "./aws-sdk.ts";

export type Sdk = typeof sdkModule;

/** What every client is made with. */
export interface ClientConfig {
  readonly region: string;
  readonly endpoint?: string;
  readonly requestHandler: ReturnType<typeof sdkHandler>;
  readonly maxAttempts: 1;
}

/** How a call ended: with a value, or with an error; and what arrived from AWS, if anything did. */
export interface Told<T> {
  readonly value: T | undefined;
  readonly error: unknown;
  /** The code in the answer, such as `NoSuchEntity`; undefined without one. */
  readonly code: string | undefined;
  readonly response: HttpResponse | undefined;
}

/** Where AWS is: the region that signs, and the stand-in's address in tests. */
export interface Place {
  readonly region: string;
  readonly endpoint: URL | undefined;
}

/** Make one call and tell how it ended. Never throws. */
export async function ask<T>(
  http: Http,
  { region, endpoint }: Place,
  send: (sdk: Sdk, config: ClientConfig) => Promise<T>,
): Promise<Told<T>> {
  let response: HttpResponse | undefined;
  const recording: Http = {
    async send(request) {
      response = await http.send(request);
      return response;
    },
  };
  const config: ClientConfig = {
    region,
    ...(endpoint !== undefined && { endpoint: endpoint.href }),
    requestHandler: sdkHandler(recording),
    maxAttempts: 1,
  };
  try {
    const value = await send(await import("./aws-sdk.ts"), config);
    return { value, error: undefined, code: undefined, response };
  } catch (error) {
    return { value: undefined, error, code: codeOf(error), response };
  }
}

/** The SDKs name their errors by AWS's code, with and without an ending. */
function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("$fault" in error)) return undefined;
  return error.name.replace(/Exception$/, "");
}

/** Codes of IAM (API reference 2010-05-08, common errors) in words. */
const MEANINGS: Readonly<Record<string, string>> = {
  AccessDenied: "the AWS identity lacks the right",
  ExpiredToken: "the AWS credentials have expired",
  InvalidClientTokenId: "the AWS credentials are not accepted",
  LimitExceeded:
    "the user has two access keys already, and inactive ones count: delete one of them first",
  NoSuchEntity: "no such user or key",
  SignatureDoesNotMatch:
    "the signature is not accepted: wrong secret access key, or a clock that is off",
  Throttling: "too many requests",
};

/** Refusals for certain, whatever their status says: IAM sends this one with 409. */
const CERTAIN = ["LimitExceeded"];

/** The value of a call that went well. Throws OutsideError for every other: certain when nothing was changed. */
export function valueOf<T>(told: Told<T>, purpose: Purpose): T {
  const { value, error, code, response } = told;
  if (response === undefined) throw withoutAnswer(error, purpose);
  const { status } = response;
  const isPage = response.headers["content-type"]?.startsWith("text/html") === true;
  if (value !== undefined && !isPage) return value;
  if (status >= 200 && status < 300)
    throw new OutsideError(!purpose.changes, `${purpose.what}: AWS's answer cannot be read`, {
      hint: purpose.changes ? "claro-ir reconcile" : "claro-ir doctor",
    });
  const meaning = code === undefined ? undefined : MEANINGS[code];
  if (code !== undefined && CERTAIN.includes(code))
    throw new OutsideError(true, `${purpose.what}: AWS refused, ${meaning ?? code}`);
  throw refused(response, purpose, meaning);
}

/** Nothing arrived: no credentials were found, or the request got lost. */
function withoutAnswer(error: unknown, purpose: Purpose): OutsideError {
  if (error instanceof Error && error.name === "CredentialsProviderError")
    return new OutsideError(
      true,
      `${purpose.what}: no AWS credentials: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or sign in with aws sso login`,
      { hint: "claro-ir doctor" },
    );
  return lost(error, purpose);
}
