// Twilio SendGrid: API keys, made and deleted through its API.
import { z } from "zod";
import { auth, baseUrl, vendorModule } from "./vendor-module.ts";

const DASHBOARD = "https://app.sendgrid.com/settings/api_keys";

/** `SG.<api_key_id>.<secret>` (Twilio's documentation of API keys). */
const VALUE = /^SG\.([\w-]+)\.[\w-]+$/;

// Source: twilio/sendgrid-oai (tsg_api_keys_v3, tsg_scopes_v3).
export const sendgrid = vendorModule({
  kind: "sendgrid",
  title: "Twilio SendGrid",
  schema: z.strictObject({
    baseUrl: baseUrl("https://api.sendgrid.com", "; EU subusers: https://api.eu.sendgrid.com"),
    auth: auth("API key with the scopes api_keys.create, api_keys.read, api_keys.delete"),
    scopes: z
      .array(z.string().min(1))
      .min(1)
      .optional()
      .describe("scopes of new keys, such as mail.send; without, by hand"),
  }),
  traps: [
    "Keys of an EU subuser live at api.eu.sendgrid.com: asked at the other host, they look dead while they work.",
    "A key made without scopes may do everything: name them, as few as the old key needs.",
    "There is no way to switch a key off for a while: blocking it means deleting it, which is final.",
    "The list shows names and ids alone, no last use. The middle of a leaked value (SG.<id>.…) is its id.",
    "A key cannot give scopes that it does not have itself: auth needs those of the new key too.",
    "An account has at most 100 keys.",
  ],
  example: `sendgrid: { kind: sendgrid, auth: "\${SENDGRID_ADMIN_KEY}", scopes: [mail.send] }`,
  calls: (options) => ({
    baseUrl: options.baseUrl,
    probe: { path: "/v3/scopes" },
    ...(options.auth !== undefined && {
      auth: options.auth,
      ...(options.scopes !== undefined && {
        create: {
          path: "/v3/api_keys",
          body: { name: "{{name}}", scopes: options.scopes },
          id: "/api_key_id",
          secret: "/api_key",
        },
      }),
      list: { path: "/v3/api_keys", items: "/result", id: "/api_key_id", name: "/name" },
      delete: { path: "/v3/api_keys/{{id}}" },
    }),
  }),
  adapt: (provider) => ({ ...provider, idOf: (secret) => VALUE.exec(secret.reveal())?.[1] }),
  manual: () => ({
    create: [
      `Open ${DASHBOARD}.`,
      "Look up the leaked key and write down its permissions.",
      "Choose Create API Key and name it exactly {{name}}.",
      "Choose Restricted Access with the same permissions, or fewer, then Create & View.",
      "Copy the key at once: SendGrid shows it only now.",
      "Paste it here (it is not shown), then clear the clipboard.",
    ],
    delete: [
      `Open ${DASHBOARD}.`,
      "Find {{name}}. SendGrid shows the key's id, the middle part of the leaked value (which ends in {{last4}}): compare it.",
      "In its menu choose Delete and confirm. This is final.",
      "Look at the list once more: {{name}} must be gone.",
    ],
    usage: [
      `Open ${DASHBOARD} and note the permissions of {{name}}: that is what it could do.`,
      "Open Activity and note what was sent in the last days that you do not know.",
      "Take a screenshot as evidence before the key is deleted.",
    ],
    url: DASHBOARD,
    support: "https://support.sendgrid.com",
  }),
});
