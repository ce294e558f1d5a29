// Claro (api.baytos.ai): keys are made and deleted in its dashboard by people, probed and measured through its API.
import { z } from "zod";
import { BaseUrl, Calls } from "./call.ts";
import { connectCalls } from "./connect.ts";
import type { KeyProvider } from "../../ports/key-provider.ts";
import type { ProviderModule } from "./definition.ts";

const TITLE = "Claro by Bayt";
const DASHBOARD = "https://claro.baytos.ai";

const Options = z.strictObject({
  baseUrl: BaseUrl.default("https://api.baytos.ai").describe("where Claro's API is"),
  dashboard: BaseUrl.default(DASHBOARD).describe("where people manage keys"),
  management: z
    .literal("dashboard")
    .default("dashboard")
    .describe("keys are made and deleted by people: Claro documents no API for it"),
});

export const claroProvider: ProviderModule = {
  kind: "claro",
  title: TITLE,
  schema: Options,
  traps: [
    "A key has the rights of the person who made it: the exposure is everything that person can see.",
    "Only the roles owner and admin can make and delete keys.",
    "Deleting a key is final and there is no way to disable one.",
    "A key's value is shown once, when it is made.",
  ],
  example: `claro: { kind: claro, baseUrl: "https://api.baytos.ai", management: dashboard }`,
  connect(id, options, deps) {
    // Source: docs.baytos.ai, api-reference (authentication, errors, prompts). 401 = missing, invalid or deleted key, 403 = valid without access.
    const { baseUrl, dashboard } = Options.parse(options);
    const calls = Calls.parse({
      baseUrl,
      probe: { path: "/v1/prompts?limit=1", dead: [401] },
      usage: { path: "/v1/usage" },
    });
    return connectCalls({ id, kind: "claro", title: TITLE }, calls, manualAt(dashboard), deps);
  },
};

function manualAt(dashboard: string): KeyProvider["manual"] {
  const open = `Open ${dashboard}, then Settings, then API Keys.`;
  return {
    ...CLICKS,
    create: [open, ...CLICKS.create],
    delete: [open, ...CLICKS.delete],
    usage: [open, ...CLICKS.usage],
    url: dashboard,
  };
}

/** Behind the first click, which opens the page. */
const CLICKS = {
  create: [
    "You need the role owner or admin in this workspace.",
    "Choose Create API Key and name it exactly {{name}}.",
    "Copy the key at once: Claro shows it only now.",
    "Paste it here (it is not shown), then clear the clipboard.",
  ],
  delete: [
    "You need the role owner or admin in this workspace.",
    "Find {{name}}. Its last four characters must be {{last4}}; if they differ, delete nothing.",
    "Choose Delete and confirm. This is final: Claro cannot bring a key back.",
    "Look at the list once more: {{name}} must be gone.",
  ],
  usage: [
    "Open {{name}} and note its last use, its requests and its errors.",
    "Take a screenshot as evidence before the key is deleted.",
  ],
  support: "support@baytos.ai",
} as const;
