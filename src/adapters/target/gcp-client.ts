// Calls to Google's Secret Manager: plain REST on our own HTTP client, with credentials from Google's own library.
import type { GoogleAuth } from "google-auth-library";

import type { HttpRequest, HttpResponse } from "../../ports/http.ts";
import { testAddress } from "../http/base-url.ts";
import { perform, type Purpose } from "../http/outcome.ts";
import { credentialsFrom } from "./credentials.ts";
import type { TargetDeps } from "./definition.ts";

const SCOPE = "https://www.googleapis.com/auth/cloud-platform";
const MISSING =
  "no Google credentials: set GOOGLE_APPLICATION_CREDENTIALS, or sign in with gcloud auth application-default login";

const MEANINGS = {
  400: "the version that counts is disabled or destroyed, or its KMS key cannot be used",
  401: "the Google credentials are not accepted",
  403: "the Google identity lacks the right, or the API is not enabled in this project",
  404: "no such secret in this project",
};

interface GcpPlace {
  readonly project: string;
  /** For a regional secret, which has a host of its own. */
  readonly location?: string | undefined;
}

/** Send one call with credentials. */
export type GcpCall = (
  purpose: Purpose,
  request: Pick<HttpRequest, "method" | "body"> & { readonly path: string },
) => Promise<HttpResponse>;

/** A way to call Secret Manager. Throws OutsideError: certain without credentials and for refusals, uncertain where a change may have been made. */
export function gcpCaller({ project, location }: GcpPlace, deps: TargetDeps): GcpCall {
  const host =
    location === undefined
      ? "secretmanager.googleapis.com"
      : `secretmanager.${location}.rep.googleapis.com`;
  const base = testAddress("gcp-secret-manager", deps.endpoints) ?? new URL(`https://${host}`);
  const headers = authorization(project);
  return async (purpose, { path, ...request }) =>
    perform(
      deps.http,
      { ...request, url: new URL(path, base).href, headers: await headers() },
      { ...purpose, meanings: MEANINGS },
    );
}

/** Google's own headers for a request; its library keeps the token and renews it. */
function authorization(projectId: string): () => Promise<Record<string, string>> {
  let library: Promise<GoogleAuth>;
  return () => {
    library ??= import("google-auth-library").then(
      (auth) => new auth.GoogleAuth({ scopes: [SCOPE], projectId }),
    );
    return credentialsFrom(async () => {
      const headers = await (await library).getRequestHeaders();
      return Object.fromEntries(headers.entries());
    }, MISSING);
  };
}
