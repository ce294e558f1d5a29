// Notifier `pagerduty`: PagerDuty's Events API v2. All events of an incident carry one dedup_key.
import { z } from "zod";
import type { Severity } from "../../core/incident/event.ts";
import { mark, type Notice } from "../../core/notify/notice.ts";
import { OutsideError } from "../../ports/outside.ts";
import { NotDelivered } from "../../ports/notifier.ts";
import { shared, type NotifierDeps, type NotifierModule } from "./definition.ts";
import { lookAt, post, whitherOf, type Service } from "./post.ts";
import { fit, plain } from "./words.ts";

/** Characters of a summary (PagerDuty: Events API v2 overview). */
const SUMMARY = 1024;
/** Well below the 512 kB that an event may have. */
const LINE = 2000;
const LINES = 50;

const HOSTS = { us: "events.pagerduty.com", eu: "events.eu.pagerduty.com" } as const;

const Options = z.strictObject({
  routingKey: z
    .string()
    .min(1)
    .describe("integration key of an Events API v2 integration, as ${VARIABLE} or file:<path>"),
  region: z.enum(["us", "eu"]).default("us").describe("service region of the account"),
  ...shared,
});

const SEVERITIES: Readonly<Record<Severity, string>> = {
  P1: "critical",
  P2: "error",
  P3: "warning",
  P4: "info",
};

/** An update is a trigger under the same key: it is added to what is open, and pages nobody again. */
const ACTIONS: Readonly<Record<Notice["occasion"], "trigger" | "acknowledge" | "resolve">> = {
  trigger: "trigger",
  acknowledge: "acknowledge",
  update: "trigger",
  resolve: "resolve",
  test: "trigger",
};

/** PagerDuty wants a severity; one that is not to be said, or not known, is critical, so that it pages and tells nothing. */
function severityOf({ severity, occasion }: Notice): string {
  if (occasion === "test") return "info";
  return severity === null ? "critical" : SEVERITIES[severity];
}

function bodyOf(notice: Notice): object {
  return {
    event_action: ACTIONS[notice.occasion],
    dedup_key: notice.dedupKey.slice(0, 255),
    client: "claro-ir",
    payload: {
      summary: fit(plain(notice.title), SUMMARY),
      source: "claro-ir",
      severity: severityOf(notice),
      timestamp: notice.at,
      class: "compromised-key",
      custom_details: {
        ...Object.fromEntries(
          notice.lines
            .slice(0, LINES)
            .map((line, at) => [`line ${String(at + 1).padStart(2, "0")}`, fit(plain(line), LINE)]),
        ),
        ...(notice.lines.length > LINES
          ? { cut: `${String(notice.lines.length - LINES)} more lines` }
          : {}),
        record: mark(notice),
      },
    },
  };
}

/** A routing key is 32 characters: anything else would be refused with words that help nobody. */
async function keyOf(id: string, reference: string, deps: NotifierDeps): Promise<string> {
  const key = (await deps.resolve(reference)).trim();
  if (key !== reference) deps.remember(key);
  if (/^[A-Za-z0-9]{32}$/.test(key)) return key;
  throw new OutsideError(true, `${id}: its routing key has not the 32 characters of one`, {
    hint: "claro-ir notifiers show pagerduty",
  });
}

function remoteIdOf(text: string): string | null {
  const found = /"dedup_key"\s*:\s*"([\w./-]{1,255})"/.exec(text);
  return found?.[1] ?? null;
}

export const pagerduty: NotifierModule = {
  kind: "pagerduty",
  title: "PagerDuty, by its Events API",
  schema: Options,
  traps: [
    "It rings at the declaration and falls silent when somebody else takes command: claro-ir join --as <name> --role ic. Until then PagerDuty escalates as configured there.",
    "Everything about an incident goes under one key, so a message that is sent twice rings once.",
    "A test rings, too (as severity info), and is resolved at once.",
    "The key belongs to an integration of type Events API v2; a REST API key is another thing.",
  ],
  example: '{ id: pager, kind: pagerduty, routingKey: "${PD_ROUTING_KEY}", region: eu }',
  connect(id, options, deps) {
    const { routingKey, region } = Options.parse(options);
    const service: Service = {
      id,
      kind: "pagerduty",
      address: `https://${HOSTS[region]}/v2/enqueue`,
      hosts: undefined,
      allow: [],
      meanings: {
        400: "the event was refused: is the routing key one of this region?",
        429: "too many events",
      },
    };
    async function enqueue(body: object, timeoutMs: number) {
      const routing_key = await keyOf(id, routingKey, deps);
      const answer = await post(service, deps, { body: { routing_key, ...body } }, timeoutMs);
      return { status: answer.status, remoteId: remoteIdOf(answer.text), detail: null };
    }
    return {
      id,
      kind: "pagerduty",
      deduplicates: true,
      body: bodyOf,
      whither: () => whitherOf(service, deps),
      async look(timeoutMs) {
        await keyOf(id, routingKey, deps);
        return lookAt(service, deps, timeoutMs);
      },
      async send(notice, timeoutMs) {
        const sent = await enqueue(bodyOf(notice), timeoutMs);
        if (notice.occasion !== "test") return sent;
        try {
          await enqueue({ ...bodyOf(notice), event_action: "resolve" }, timeoutMs);
          return { ...sent, detail: "rung and resolved" };
        } catch (error) {
          if (!(error instanceof NotDelivered)) throw error;
          return { ...sent, detail: `rung, but not resolved: ${error.message}` };
        }
      },
    };
  },
};
