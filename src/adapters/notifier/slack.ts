// Notifier `slack`: an incoming webhook of Slack.
import { z } from "zod";
import { mark, type Notice } from "../../core/notify/notice.ts";
import { Address, shared, type NotifierModule } from "./definition.ts";
import { lookAt, post, whitherOf, type Service } from "./post.ts";
import { fit, plain, wholeText } from "./words.ts";

/** Slack's limits in characters and blocks (docs.slack.dev, Block Kit reference): header 150, section 3000, context element 2000, text 40000, 50 blocks. */
const HEADER = 150;
const SECTION = 3000;
const TEXT = 40_000;
const BLOCKS = 50;

const Options = z.strictObject({
  webhook: Address.describe(
    "address of the incoming webhook, as ${VARIABLE} or file:<path>: it is a secret",
  ),
  ...shared,
});

/** The three characters that mean something in Slack's text; with them no mention of a channel or person can come of data. */
function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function markdown(text: string, most: number) {
  return { type: "mrkdwn", verbatim: true, text: fit(text, most, escape) };
}

function bodyOf(notice: Notice): unknown {
  // Header, context, and one block for what did not fit.
  const shown = notice.lines.slice(0, BLOCKS - 3);
  const left = notice.lines.length - shown.length;
  const lines = [
    ...shown.map(plain),
    ...(left > 0 ? [`… and ${String(left)} more lines (cut)`] : []),
  ];
  return {
    text: wholeText(notice, TEXT, escape),
    unfurl_links: false,
    unfurl_media: false,
    blocks: [
      {
        type: "header",
        text: { type: "plain_text", emoji: false, text: fit(plain(notice.title), HEADER) },
      },
      ...lines
        .filter((line) => line !== "")
        .map((line) => ({ type: "section", text: markdown(line, SECTION) })),
      { type: "context", elements: [markdown(mark(notice), SECTION - 1000)] },
    ],
  };
}

export const slack: NotifierModule = {
  kind: "slack",
  title: "A Slack channel, by an incoming webhook",
  schema: Options,
  traps: [
    "The address is the secret: whoever has it can write into the channel. Keep it in the environment or in a file of mode 0600.",
    "It writes into one channel only, and cannot delete or answer. A channel that the attacker can read is the wrong one.",
    "Slack cannot tell a repeated message: after a lost answer nothing is sent again by itself. The last line of each message carries its operation id.",
    "About one message a second for each channel; more is answered with 429 and tried again later.",
  ],
  example: '{ id: sec, kind: slack, webhook: "${SLACK_WEBHOOK_URL}", fallback: mail }',
  connect(id, options, deps) {
    const { webhook } = Options.parse(options);
    const service: Service = {
      id,
      kind: "slack",
      address: webhook,
      hosts: /^hooks\.slack(-gov)?\.com$/,
      allow: [],
      meanings: {
        400: "the message was not understood",
        403: "not allowed: the webhook is revoked, or the channel is closed to it",
        404: "there is no such webhook or channel any more",
        410: "the channel is archived",
        429: "too many messages",
      },
    };
    return {
      id,
      kind: "slack",
      deduplicates: false,
      body: bodyOf,
      whither: () => whitherOf(service, deps),
      look: (timeoutMs) => lookAt(service, deps, timeoutMs),
      async send(notice, timeoutMs) {
        const { status } = await post(service, deps, { body: bodyOf(notice) }, timeoutMs);
        return { status, remoteId: null, detail: null };
      },
    };
  },
};
