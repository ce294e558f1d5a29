// A stand-in for GitHub's revocation of leaked tokens: anybody may, by value, and nobody who is signed in.
import { bearer, bodyOf, keyDouble, no, ok, type KeyDouble, type KeyStore } from "./keys.ts";
import type { Arrival, Reply } from "./server.ts";

const TYPES = /^(ghp_|github_pat_|gho_|ghu_|ghr_)/;

export function githubTokenDouble(): Promise<KeyDouble> {
  return keyDouble({
    options: {},
    admin: "none-canary",
    value: (number) => `ghp_CanaryOfTheVendor${String(number)}23456789012345`,
    id: (number) => `token ${String(number)}`,
    check: ({ headers }) =>
      headers.accept === "application/vnd.github+json" &&
      headers["x-github-api-version"] === "2022-11-28" &&
      headers["user-agent"] !== undefined
        ? []
        : ["the headers are not as GitHub wants them"],
    act(arrival, store) {
      if (arrival.url.pathname === "/credentials/revoke") return revoke(arrival, store);
      return store.working(bearer(arrival)) === undefined ? no(401) : ok({ login: "dana" });
    },
  });
}

function revoke(arrival: Arrival, store: KeyStore): Reply {
  if (arrival.headers.authorization !== undefined) return no(403);
  const { credentials, ...more } = bodyOf(arrival);
  const isList = Array.isArray(credentials) && credentials.length > 0 && credentials.length <= 1000;
  if (!isList || Object.keys(more).length > 0) return no(422);
  for (const value of credentials as string[]) {
    const key = TYPES.test(value) ? store.working(value) : undefined;
    if (key !== undefined) store.remove(key.id);
  }
  // Accepted, whether or not there was such a token.
  return { status: 202, body: "" };
}
