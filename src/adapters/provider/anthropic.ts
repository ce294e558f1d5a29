// Anthropic: keys are listed, switched off and archived through its Admin API. Only its Console makes them.
import { z } from "zod";
import { auth, baseUrl, vendorModule } from "./vendor-module.ts";

const KEYS = "/v1/organizations/api_keys";
const CONSOLE = "https://platform.claude.com/settings/keys";

// Source: platform.claude.com, Admin API (api_keys), Models API, API versioning.
export const anthropic = vendorModule({
  kind: "anthropic",
  title: "Anthropic (Claude API)",
  schema: z.strictObject({
    baseUrl: baseUrl("https://api.anthropic.com"),
    auth: auth("Admin API key (sk-ant-admin…)"),
  }),
  traps: [
    "No API makes a key: the replacement is made in the Console, by you, with the clicks shown.",
    "Only an organisation's admin can make an Admin API key; a person's own account has none.",
    "Blocking a key means inactive, which can be taken back; delete means archived, which is final.",
    "An expired key cannot be switched off: expired is a state that only Anthropic sets. It is refused with 400.",
    "A key belongs to a workspace and takes over its limits: make the new one in the same workspace.",
    "The API names no last use of a key: look in the Console before the cut.",
  ],
  example: `anthropic: { kind: anthropic, auth: "\${ANTHROPIC_ADMIN_KEY}" }`,
  calls: (options) => ({
    baseUrl: options.baseUrl,
    headers: {
      "anthropic-version": "2023-06-01",
      ...(options.auth !== undefined && { "x-api-key": "{{auth}}" }),
    },
    probe: { path: "/v1/models?limit=1", headers: { "x-api-key": "{{key}}" } },
    ...(options.auth !== undefined && {
      auth: options.auth,
      list: {
        path: `${KEYS}?limit=1000`,
        items: "/data",
        id: "/id",
        name: "/name",
        createdAt: "/created_at",
        last4: "/partial_key_hint",
        status: "/status",
        gone: ["archived"],
        next: "/last_id",
        more: "/has_more",
        cursor: "after_id",
      },
      disable: { method: "POST", path: `${KEYS}/{{id}}`, body: { status: "inactive" } },
      delete: { method: "POST", path: `${KEYS}/{{id}}`, body: { status: "archived" } },
    }),
  }),
  manual: () => ({
    create: [
      `Open ${CONSOLE}. You need the role developer or admin.`,
      "Choose the workspace of the leaked key.",
      "Choose Create Key and name it exactly {{name}}.",
      "Copy the key at once: the Console shows it only now.",
      "Paste it here (it is not shown), then clear the clipboard.",
    ],
    delete: [
      `Open ${CONSOLE}. You need the role developer or admin.`,
      "Find {{name}}. Its last four characters must be {{last4}}; if they differ, change nothing.",
      "In its menu choose Disable; Delete is final.",
      "Look at the list once more: {{name}} must not be active.",
    ],
    usage: [
      `Open ${CONSOLE} and note when {{name}} was last used.`,
      "Open Usage, choose the key as filter and note its requests of the last days.",
      "Take a screenshot as evidence before the key is cut.",
    ],
    url: CONSOLE,
    support: "https://support.claude.com",
  }),
});
