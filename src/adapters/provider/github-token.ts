// GitHub tokens: anybody who holds one can revoke it through GitHub's API. Only people make them.
import { z } from "zod";
import { OutsideError } from "../../ports/outside.ts";
import type { Secret } from "../../core/credential/secret.ts";
import { noAnswer } from "./probe.ts";
import { baseUrl, vendorModule } from "./vendor-module.ts";

const SETTINGS = "https://github.com/settings/tokens";

/** What the endpoint takes (docs.github.com, REST API, credential revocation). Installation tokens (ghs_) are not among them. */
const REVOCABLE = /^(gh[pour]_|github_pat_)/;
/** A refresh token is no bearer token: GET /user says 401 to one that works. */
const REFRESH = /^ghr_/;

/** Certain: nothing was sent. */
function requireRevocable(id: string, held: Secret | undefined): void {
  if (held === undefined || REVOCABLE.test(held.reveal())) return;
  throw new OutsideError(
    true,
    `${id}: GitHub revokes ghp_, github_pat_, gho_, ghu_ and ghr_ tokens this way, not this one`,
    { hint: "an installation token (ghs_) ends within the hour: suspend the app's installation" },
  );
}

export const githubToken = vendorModule({
  kind: "github-token",
  title: "GitHub token",
  schema: z.strictObject({ baseUrl: baseUrl("https://api.github.com") }),
  traps: [
    "No API makes a personal access token: the replacement is made in the settings, by its owner.",
    "Revoking needs the leaked value itself and no other credential: one that is sent along is refused with 403.",
    "Revoking is final, ends what was built on the token at once, and GitHub mails its owner.",
    "The answer 202 means accepted, not done: the proof is that GET /user says 401.",
    "At most 60 such calls an hour from one address.",
    "Installation tokens (ghs_) are not taken: they end within the hour.",
    "A refresh token (ghr_) cannot be asked whether it still works.",
    "GitHub says 403 for too many requests too: that proves nothing about a token.",
    "GitHub shows no characters of a token and names no last use by API: the settings show the last use.",
  ],
  example: "github: { kind: github-token }",
  calls: (options) => ({
    baseUrl: options.baseUrl,
    headers: {
      accept: "application/vnd.github+json",
      "x-github-api-version": "2022-11-28",
    },
    probe: { path: "/user" },
    delete: { method: "POST", path: "/credentials/revoke", body: { credentials: ["{{key}}"] } },
  }),
  adapt(provider) {
    const { admin } = provider;
    return {
      ...provider,
      admin: {
        ...admin,
        async delete(id, held) {
          requireRevocable(provider.id, held);
          await admin.delete?.(id, held);
        },
      },
      async probe(secret) {
        if (REFRESH.test(secret.reveal()))
          return noAnswer("a refresh token cannot be asked, only its app can use it");
        return provider.probe(secret);
      },
    };
  },
  manual: () => ({
    create: [
      `Sign in as the account that owns the leaked token and open ${SETTINGS}.`,
      "Open the leaked token and write down its repositories, permissions and expiry.",
      "Choose Generate new token (fine-grained where it can do the work) and name it exactly {{name}}.",
      "Give it the same permissions, or fewer, and an expiry. Choose Generate token.",
      "Copy the token at once: GitHub shows it only now.",
      "Paste it here (it is not shown), then clear the clipboard.",
    ],
    delete: [
      `Sign in as the account that owns the token and open ${SETTINGS}.`,
      "Find {{name}}. GitHub shows no characters of it ({{last4}}): compare name, permissions and last use.",
      "Choose Delete and confirm. This is final.",
      "Look at the list once more: {{name}} must be gone.",
    ],
    usage: [
      `Open ${SETTINGS} and note when {{name}} was last used.`,
      "Where an organisation is concerned, search its audit log for the token (hashed_token) and export it.",
      "Take a screenshot as evidence before the token is revoked.",
    ],
    url: SETTINGS,
    support: "https://support.github.com",
  }),
});
