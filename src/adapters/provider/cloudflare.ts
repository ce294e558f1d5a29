// Cloudflare: API tokens of a user or an account, made, switched off and deleted through its API.
import { z } from "zod";
import { auth, baseUrl, pathPart, vendorModule } from "./vendor-module.ts";

const DASHBOARD = "https://dash.cloudflare.com";

/** What a token may do, as Cloudflare writes it. A token without is refused. */
const Policies = z
  .array(z.json())
  .min(1)
  .optional()
  .describe("policies of new tokens, as GET …/tokens/{id} shows the old one's; without, by hand");

function tokensOf(account: string | undefined): string {
  return account === undefined ? "/user/tokens" : `/accounts/${account}/tokens`;
}

// Source: Cloudflare's API reference (user/tokens, accounts/tokens) and cloudflare-typescript.
export const cloudflare = vendorModule({
  kind: "cloudflare",
  title: "Cloudflare (API tokens)",
  schema: z.strictObject({
    baseUrl: baseUrl("https://api.cloudflare.com/client/v4"),
    auth: auth("token with the permission API Tokens Write"),
    account: pathPart("id of the account, for tokens that the account owns; else the user's own"),
    policies: Policies,
  }),
  traps: [
    "Tokens of an account (cfat_) need account: asked as a user's, they look dead while they work.",
    "The Global API Key (cfk_) is no token: only the dashboard changes it.",
    "Switching off sends the whole token back: name, policies, condition and dates are read first, so that nothing is lost.",
    "Rolling a token's secret ends the old one at once, before any place has the new one: a new token is made instead.",
    "A new token needs policies: take them from the old one, and nothing more.",
    "A token that is switched off still answers 200 to verify: its status is read.",
    "auth must not be the leaked token: it ends with it.",
  ],
  example: `cloudflare:
  kind: cloudflare
  auth: "\${CLOUDFLARE_ADMIN_TOKEN}"
  account: 023e105f4ecef8ad9ca31a8372d0c353
  policies: [{ effect: allow, resources: { com.cloudflare.api.account.zone.9a7806061c88ada191ed06f989cc3dac: "*" },
    permission_groups: [{ id: c8fed203ed3043cba015a93ad1616f1f }] }]`,
  calls(options) {
    const tokens = tokensOf(options.account);
    return {
      baseUrl: options.baseUrl,
      probe: {
        path: `${tokens}/verify`,
        status: "/result/status",
        deadStatus: ["disabled", "expired"],
      },
      ...(options.auth !== undefined && {
        auth: options.auth,
        ...(options.policies !== undefined && {
          create: {
            path: tokens,
            body: { name: "{{name}}", policies: options.policies },
            id: "/result/id",
            secret: "/result/value",
          },
        }),
        list: {
          path: `${tokens}?per_page=50`,
          items: "/result",
          id: "/id",
          name: "/name",
          createdAt: "/issued_on",
          lastUsedAt: "/last_used_on",
          status: "/status",
          total: "/result_info/total_count",
          cursor: "page",
        },
        disable: {
          method: "PUT",
          path: `${tokens}/{{id}}`,
          body: { status: "disabled" },
          keep: {
            path: `${tokens}/{{id}}`,
            at: "/result",
            members: ["name", "policies", "condition", "not_before", "expires_on"],
          },
        },
        delete: { path: `${tokens}/{{id}}` },
      }),
    };
  },
  manual({ account }) {
    const open =
      account === undefined
        ? `Open ${DASHBOARD}/profile/api-tokens.`
        : `Open ${DASHBOARD}/${account}/api-tokens. You need the role Super Administrator.`;
    return {
      create: [
        open,
        "Open the leaked token and write down its permissions, resources and client addresses.",
        "Choose Create Token, then Create Custom Token, and name it exactly {{name}}.",
        "Give it the same permissions, or fewer. Choose Continue to summary, then Create Token.",
        "Copy the token at once: Cloudflare shows it only now.",
        "Paste it here (it is not shown), then clear the clipboard.",
      ],
      delete: [
        open,
        "Find {{name}}. Cloudflare shows no characters of a token ({{last4}}): compare name and last use.",
        "In its menu choose Delete and confirm. Do not choose Roll.",
        "Look at the list once more: {{name}} must be gone.",
      ],
      usage: [
        open,
        "Note when {{name}} was last used.",
        "Open Manage Account, then Audit Log, and note what the token changed.",
        "Take a screenshot as evidence before the token is cut.",
      ],
      url: DASHBOARD,
      support: "https://support.cloudflare.com",
    };
  },
});
