// What GitHub's and GitLab's targets share: where the API is, the token as a reference, and one call with it.
import { z } from "zod";

import type { HttpRequest, HttpResponse } from "../../ports/http.ts";
import { OutsideError } from "../../ports/outside.ts";
import { addressProblem, testAddress } from "../http/base-url.ts";
import { perform, type Purpose } from "../http/outcome.ts";
import type { TargetDeps } from "./definition.ts";

/** A token as the configuration names it. Written out it would lie in a file or in the record of the incident. */
export const TokenReference = z
  .string()
  .regex(
    /^(\$\{[A-Za-z_][A-Za-z0-9_]*\}|file:.+)$/,
    "is no reference such as ${MY_TOKEN} or file:<path>",
  );

/** An address that a token may be sent to. */
export const ApiAddress = z.string().superRefine((text, context) => {
  const problem = addressProblem(text);
  if (problem !== undefined) context.addIssue({ code: "custom", message: problem });
  else if (/[?#]/.test(text))
    context.addIssue({ code: "custom", message: "has a query or a fragment" });
});

/** One forge, as its target configures it. */
export interface Forge {
  /** Kind of the target, under which `endpoints:` overrides the address. */
  readonly kind: string;
  readonly baseUrl: string;
  /** Put between address and path: `/api/v4`. */
  readonly prefix: string;
  readonly auth: string;
  /** Headers of every call; `token` is resolved and not empty. */
  headers(token: string): Readonly<Record<string, string>>;
  /** What its refusals mean, by status. */
  readonly meanings: Readonly<Record<number, string>>;
}

/** Send one call; `path` is encoded and begins with a slash. */
export type ForgeCall = (
  purpose: Purpose,
  request: Pick<HttpRequest, "method" | "body"> & { readonly path: string },
) => Promise<HttpResponse>;

/** A way to call a forge. Throws OutsideError: certain without a token and for refusals, uncertain where a change may have been made. */
export function forgeCaller(forge: Forge, deps: TargetDeps): ForgeCall {
  const base = testAddress(forge.kind, deps.endpoints) ?? new URL(forge.baseUrl);
  const root = base.href.replace(/\/+$/, "") + forge.prefix;
  return async (purpose, { path, ...request }) => {
    const token = (await deps.resolve(forge.auth)).trim();
    if (token === "")
      throw new OutsideError(true, "the token that auth names is empty", {
        hint: "claro-ir doctor",
      });
    return perform(
      deps.http,
      { ...request, url: root + path, headers: forge.headers(token) },
      { ...purpose, meanings: forge.meanings },
    );
  };
}
