// Notifier `webhook`: a signed POST to a server of one's own. The receiver can check who sent it, when, and whether it came before.
import { createHmac } from "node:crypto";
import { z } from "zod";
import type { Notice } from "../../core/notify/notice.ts";
import { Address, inside, shared, type NotifierDeps, type NotifierModule } from "./definition.ts";
import { lookAt, post, whitherOf, type Service } from "./post.ts";
import { bytesOf, wholeText } from "./words.ts";

/** Bytes of a body that is sent. */
const BYTES = 256 * 1024;
const TEXT = 60_000;

const Options = z.strictObject({
  url: Address.describe("where to post"),
  secret: z
    .string()
    .min(1)
    .optional()
    .describe("key of the signature, as ${VARIABLE} or file:<path>; without it nothing is signed"),
  ...inside,
  ...shared,
});

function bodyOf(notice: Notice): object {
  const { occasion, incident, severity, phase, status, at, id, anchor } = notice;
  const body = {
    event: `incident.${occasion}`,
    incident: { id: incident, severity, phase, status },
    at,
    op: id,
    record: anchor,
    text: wholeText(notice, TEXT),
  };
  if (bytesOf(body) > BYTES) throw new Error("a webhook body is larger than it can be");
  return body;
}

/** `sha256=<hex>` of HMAC-SHA-256 over `<timestamp>.<body>`, so that an old body cannot be sent again under a new time. */
function signature(key: string, timestamp: string, body: string): string {
  return `sha256=${createHmac("sha256", key).update(`${timestamp}.${body}`).digest("hex")}`;
}

/** Timestamp is the moment of sending in epoch seconds, so that a receiver may refuse old ones; the delivery id is the message's own. */
async function requestOf(
  notice: Notice,
  secret: string | undefined,
  deps: NotifierDeps,
): Promise<{ readonly text: string; readonly headers: Readonly<Record<string, string>> }> {
  const text = JSON.stringify(bodyOf(notice));
  const timestamp = String(Math.floor(deps.now() / 1000));
  const headers = {
    "content-type": "application/json",
    "x-claro-ir-event": `incident.${notice.occasion}`,
    "x-claro-ir-delivery": notice.id,
    "x-claro-ir-timestamp": timestamp,
  };
  if (secret === undefined) return { text, headers };
  const key = await deps.resolve(secret);
  if (key !== secret) deps.remember(key);
  return { text, headers: { ...headers, "x-claro-ir-signature": signature(key, timestamp, text) } };
}

export const webhook: NotifierModule = {
  kind: "webhook",
  title: "A server of your own, by a signed POST",
  schema: Options,
  traps: [
    "Check the signature before you believe a word: X-Claro-IR-Signature is sha256= and the HMAC-SHA-256 of X-Claro-IR-Timestamp, a dot and the body as it came.",
    "A message may come twice after a lost answer, with the same X-Claro-IR-Delivery: keep those you have seen.",
    "Any 2xx is a yes; redirects are not followed.",
    "A name that leads to a private address is refused: name the address or its network under allow.",
  ],
  example:
    '{ id: hook, kind: webhook, url: "https://hooks.acme.example/ir", secret: "${HOOK_SECRET}", allow: [10.0.0.0/8] }',
  connect(id, options, deps) {
    const { url, secret, allow } = Options.parse(options);
    const service: Service = {
      id,
      kind: "webhook",
      address: url,
      hosts: undefined,
      allow,
      meanings: {
        401: "the signature was refused",
        403: "not allowed",
        404: "nothing is there",
        429: "too many messages",
      },
    };
    return {
      id,
      kind: "webhook",
      deduplicates: true,
      body: bodyOf,
      whither: () => whitherOf(service, deps),
      look: (timeoutMs) => lookAt(service, deps, timeoutMs),
      async send(notice, timeoutMs) {
        const request = await requestOf(notice, secret, deps);
        const { status } = await post(service, deps, request, timeoutMs);
        return { status, remoteId: notice.id, detail: secret === undefined ? "not signed" : null };
      },
    };
  },
};
