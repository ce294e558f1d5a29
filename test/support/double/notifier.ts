// Stand-ins of the services that take messages: real servers that check every message against the published limits, and misbehave when told to.
import { createHmac } from "node:crypto";
import { contract } from "./contracts.ts";
import { openApiChecks, type OpenApi } from "./openapi.ts";
import { startMailServer } from "./mail.ts";
import { httpDouble, schemaChecks, type Trouble } from "./notifier-http.ts";

export interface NotifierDouble {
  readonly kind: string;
  /** Options that lead to it. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly env: Readonly<Record<string, string>>;
  readonly endpoints: Readonly<Record<string, string>>;
  /** What must never be shown. */
  readonly secrets: readonly string[];
  /** Texts of the messages that arrived whole. */
  readonly got: string[];
  /** Breaches of the service's own rules. Must stay empty. */
  readonly complaints: string[];
  trouble(next: Trouble): void;
  close(): Promise<void>;
}

const HOOK_SECRET = "hook-secret-0123456789abcdef";
async function slackDouble(): Promise<NotifierDouble> {
  const path = "/services/T000/B000/CanaryOfTheWebhook";
  const checks = schemaChecks(contract("slack-message.schema.json"));
  const { url, ...rest } = await httpDouble({
    kind: "slack",
    path,
    answer: { status: 200, body: "ok" },
    check({ body }) {
      const message = JSON.parse(body) as {
        text?: string;
        blocks?: { text?: { type: string; text: string } }[];
      };
      const texts = [
        message.text ?? "",
        ...(message.blocks ?? []).flatMap((one) =>
          one.text?.type === "mrkdwn" ? [one.text.text] : [],
        ),
      ];
      return [
        ...checks(message),
        ...((message.text ?? "") === "" ? ["no_text"] : []),
        ...((message.blocks ?? []).length > 50 ? ["too many blocks"] : []),
        ...texts.filter((text) => /[<>]|&(?!amp;|lt;|gt;)/.test(text)).map(() => "not escaped"),
        ...(message.blocks ?? [])
          .filter((one) => (one.text?.text.length ?? 1) > 3000 || one.text?.text === "")
          .map(() => "invalid_blocks"),
      ];
    },
    textOf: (body) => (body as { text: string }).text,
  });
  return {
    ...rest,
    kind: "slack",
    options: { webhook: "${SLACK_WEBHOOK_URL}" },
    env: { SLACK_WEBHOOK_URL: `https://hooks.slack.com${path}` },
    endpoints: { slack: url },
    secrets: ["CanaryOfTheWebhook"],
  };
}

async function pagerdutyDouble(): Promise<NotifierDouble> {
  const key = "0123456789abcdef0123456789Canary".slice(0, 32);
  const description = contract("pagerduty-events-v2.openapi.json") as OpenApi | undefined;
  const checks = description === undefined ? undefined : openApiChecks(description);
  const { url, ...rest } = await httpDouble({
    kind: "pagerduty",
    path: "/v2/enqueue",
    answer: {
      status: 202,
      body: '{"status":"success","message":"Event processed","dedup_key":"claro-ir/x"}',
    },
    check({ method, body, url: to, headers }) {
      const event = JSON.parse(body) as {
        routing_key?: string;
        event_action?: string;
        dedup_key?: string;
        payload?: { summary: string };
      };
      return [
        ...(checks?.request({
          method,
          url: new URL(to.replace(/^\/v2/, ""), "http://x"),
          body: event,
          headers,
        } as never) ?? []),
        ...(event.routing_key === key ? [] : ["invalid routing key"]),
        ...((event.dedup_key ?? "") === "" || (event.dedup_key ?? "").length > 255
          ? ["dedup_key"]
          : []),
        ...((event.payload?.summary.length ?? 0) > 1024 ? ["summary is too long"] : []),
        ...(Buffer.byteLength(body) > 512 * 1024 ? ["event is too large"] : []),
      ];
    },
    textOf(body) {
      const { event_action, dedup_key, payload } = body as {
        event_action: string;
        dedup_key: string;
        payload: { summary: string; custom_details: object };
      };
      return [
        event_action,
        dedup_key,
        payload.summary,
        ...Object.values(payload.custom_details),
      ].join("\n");
    },
  });
  return {
    ...rest,
    kind: "pagerduty",
    options: { routingKey: "${PD_ROUTING_KEY}" },
    env: { PD_ROUTING_KEY: key },
    endpoints: { pagerduty: url },
    secrets: [key],
  };
}

async function teamsDouble(): Promise<NotifierDouble> {
  const path = "/workflows/0a1b/triggers/manual/paths/invoke?sig=CanaryOfTheWorkflow";
  const { url, ...rest } = await httpDouble({
    kind: "teams",
    path,
    answer: { status: 202, body: "" },
    check({ body }) {
      const message = JSON.parse(body) as {
        type: string;
        attachments: {
          contentType: string;
          content: { type: string; version: string; body: { type: string }[] };
        }[];
      };
      const [card] = message.attachments;
      return [
        ...(Buffer.byteLength(body) > 28 * 1024 ? ["more than 28 KB"] : []),
        ...(message.type === "message" &&
        card?.contentType === "application/vnd.microsoft.card.adaptive"
          ? []
          : ["no card"]),
        ...(card?.content.type === "AdaptiveCard" && card.content.version === "1.4"
          ? []
          : ["no adaptive card 1.4"]),
        ...(card?.content.body.every((one) => one.type === "RichTextBlock") === true
          ? []
          : ["text that Markdown is looked for in"]),
      ];
    },
    textOf: (body) =>
      (
        body as { attachments: { content: { body: { inlines: { text: string }[] }[] } }[] }
      ).attachments[0]?.content.body
        .map((one) => one.inlines[0]?.text ?? "")
        .join("\n") ?? "",
  });
  return {
    ...rest,
    kind: "teams",
    options: { webhook: "${TEAMS_WORKFLOW_URL}" },
    env: { TEAMS_WORKFLOW_URL: `https://prod-00.westeurope.logic.azure.com:443${path}` },
    endpoints: { teams: url },
    secrets: ["CanaryOfTheWorkflow"],
  };
}

async function webhookDouble(): Promise<NotifierDouble> {
  const path = "/ir?token=CanaryOfTheHook";
  const seen = new Map<string, string>();
  const { url, ...rest } = await httpDouble({
    kind: "webhook",
    path,
    answer: { status: 204, body: "" },
    check({ body, headers }) {
      const at = String(headers["x-claro-ir-timestamp"]);
      const delivery = String(headers["x-claro-ir-delivery"]);
      const signed = createHmac("sha256", HOOK_SECRET).update(`${at}.${body}`).digest("hex");
      const { event } = JSON.parse(body) as { event: string };
      const before = seen.get(delivery) ?? body;
      seen.set(delivery, body);
      return [
        ...(headers["x-claro-ir-signature"] === `sha256=${signed}` ? [] : ["signature"]),
        ...(headers["x-claro-ir-event"] === event ? [] : ["event"]),
        ...(/^[0-9a-f-]{36}$/.test(delivery) ? [] : ["delivery id"]),
        ...(before === body ? [] : ["another body under the same delivery id"]),
        ...(Buffer.byteLength(body) > 256 * 1024 ? ["too large"] : []),
      ];
    },
    textOf: (body) => (body as { text: string }).text,
  });
  return {
    ...rest,
    kind: "webhook",
    options: { url: "${HOOK_URL}", secret: "${HOOK_SECRET}" },
    env: { HOOK_URL: `${url}${path}`, HOOK_SECRET },
    endpoints: {},
    secrets: ["CanaryOfTheHook", HOOK_SECRET],
  };
}

async function emailDouble(): Promise<NotifierDouble> {
  const server = await startMailServer();
  return {
    kind: "email",
    options: {
      smtp: "smtp://ir:${SMTP_PASSWORD}@127.0.0.1:" + String(server.port),
      from: "ir@acme.example",
      to: ["security@acme.example"],
      requireTls: true,
    },
    env: { SMTP_PASSWORD: server.password },
    endpoints: {},
    secrets: [server.password],
    got: server.texts,
    complaints: server.complaints,
    trouble: server.trouble,
    close: server.close,
  };
}

/** One stand-in for each kind that is registered. */
export const NOTIFIER_DOUBLES: Readonly<Record<string, () => Promise<NotifierDouble>>> = {
  slack: slackDouble,
  pagerduty: pagerdutyDouble,
  email: emailDouble,
  teams: teamsDouble,
  webhook: webhookDouble,
};
