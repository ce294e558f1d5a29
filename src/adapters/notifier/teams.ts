// Notifier `teams`: a Teams channel or chat, by a workflow that waits for a webhook request.
import { z } from "zod";
import { mark, type Notice } from "../../core/notify/notice.ts";
import { OutsideError } from "../../ports/outside.ts";
import {
  Address,
  isReference,
  shared,
  type NotifierDeps,
  type NotifierModule,
} from "./definition.ts";
import { addressOf, lookAt, post, whitherOf, type Service } from "./post.ts";
import { bytesOf, fit, plain } from "./words.ts";

/** Bytes of a message (Microsoft: limits of Teams webhooks, 28 KB). */
const BYTES = 28 * 1024;

const RETIRED = /(^|\.)webhook\.office\.com$/i;
const RETIRED_WORDS = "connector addresses (webhook.office.com) are retired: make a workflow";

const Options = z.strictObject({
  webhook: Address.refine(
    (text) => isReference(text) || !RETIRED.test(URL.parse(text)?.hostname ?? ""),
    RETIRED_WORDS,
  ).describe(
    "address that the workflow waits at, as ${VARIABLE} or file:<path>: it carries its own signature",
  ),
  ...shared,
});

/** Runs of text, which no Markdown is looked for in. */
function block(text: string, weight: "default" | "bolder" = "default") {
  return { type: "RichTextBlock", inlines: [{ type: "TextRun", text, weight }] };
}

function cardOf(title: string, lines: readonly string[], last: string): unknown {
  return {
    type: "message",
    attachments: [
      {
        contentType: "application/vnd.microsoft.card.adaptive",
        content: {
          $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
          type: "AdaptiveCard",
          version: "1.4",
          body: [block(title, "bolder"), ...lines.map((line) => block(line)), block(last)],
        },
      },
    ],
  };
}

/** As many lines as fit, each cut where it must be: title and last line always. */
function bodyOf(notice: Notice): unknown {
  const title = fit(plain(notice.title), 500);
  const last = plain(mark(notice));
  const kept: string[] = [];
  for (const line of notice.lines) {
    const next = [...kept, fit(plain(line), 2000)];
    const rest = `… and ${String(notice.lines.length - kept.length)} more lines (cut)`;
    if (bytesOf(cardOf(title, [...next, rest], last)) > BYTES) {
      kept.push(rest);
      break;
    }
    kept.push(next.at(-1) ?? "");
  }
  return cardOf(title, kept, last);
}

/** Refuse an address that Microsoft has shut, with what to do instead. */
async function refuseRetired(service: Service, deps: NotifierDeps): Promise<void> {
  const text = (await deps.resolve(service.address)).trim();
  if (RETIRED.test(URL.parse(text)?.hostname ?? ""))
    throw new OutsideError(true, `${service.id}: ${RETIRED_WORDS}`, {
      hint: "claro-ir notifiers show teams",
    });
  await addressOf(service, deps);
}

export const teams: NotifierModule = {
  kind: "teams",
  title: "A Teams channel or chat, by a workflow",
  schema: Options,
  traps: [
    'Make it in Teams: Workflows, "Send webhook alerts to a channel". The address carries its signature: it is a secret.',
    "202 means that the workflow was started, not that the message is in the channel: look at a test once.",
    "Connector addresses (webhook.office.com) are retired and refused.",
    "A message has at most 28 KB; longer ones are cut, and say so.",
    "Teams cannot tell a repeated message: after a lost answer nothing is sent again by itself.",
  ],
  example: '{ id: chat, kind: teams, webhook: "${TEAMS_WORKFLOW_URL}" }',
  connect(id, options, deps) {
    const { webhook } = Options.parse(options);
    const service: Service = {
      id,
      kind: "teams",
      address: webhook,
      hosts: /(^|\.)(logic\.azure\.com|environment\.api\.powerplatform\.com)$/,
      allow: [],
      meanings: {
        400: "the message was not understood",
        401: "the signature in the address is not valid",
        403: "the workflow does not let this address in",
        404: "there is no such workflow any more",
        413: "the message is too long",
        429: "too many messages",
      },
    };
    return {
      id,
      kind: "teams",
      deduplicates: false,
      body: bodyOf,
      async whither() {
        await refuseRetired(service, deps);
        return whitherOf(service, deps);
      },
      async look(timeoutMs) {
        await refuseRetired(service, deps);
        return lookAt(service, deps, timeoutMs);
      },
      async send(notice, timeoutMs) {
        await refuseRetired(service, deps);
        const { status } = await post(service, deps, { body: bodyOf(notice) }, timeoutMs);
        return {
          status,
          remoteId: null,
          detail: status === 202 ? "accepted, not yet shown" : null,
        };
      },
    };
  },
};
