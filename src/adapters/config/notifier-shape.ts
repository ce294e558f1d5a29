// The shapes of the notifiers that the configuration may name.
import { z } from "zod";
import type { Fault } from "../../ports/premises.ts";
import { addressProblem } from "../http/base-url.ts";

/** An address to call, or the reference that holds it: an address with its secret in it has no business in the file. */
const Address = z.string().superRefine((text, context) => {
  const problem = /^\$\{|^file:/.test(text) ? undefined : addressProblem(text);
  if (problem !== undefined) context.addIssue({ code: "custom", message: problem });
});

const Mail = z.email("is no mail address");

interface Kind {
  readonly shape: z.ZodType;
  readonly example: string;
}

const KINDS: Readonly<Record<string, Kind>> = {
  slack: {
    shape: z.strictObject({ webhook: Address }),
    example: '{ id: sec, kind: slack, webhook: "${SLACK_WEBHOOK_URL}" }',
  },
  pagerduty: {
    shape: z.strictObject({ routingKey: z.string().min(1) }),
    example: '{ id: pager, kind: pagerduty, routingKey: "${PD_ROUTING_KEY}" }',
  },
  email: {
    shape: z.strictObject({
      smtp: z.string().regex(/^(smtps?:\/\/|\$\{|file:)/, "is no smtp:// address"),
      from: Mail,
      to: z.array(Mail).min(1, "names nobody"),
    }),
    example:
      '{ id: mail, kind: email, smtp: "${SMTP_URL}", from: ir@acme.example, to: [security@acme.example] }',
  },
  webhook: {
    shape: z.strictObject({ url: Address, secret: z.string().min(1).optional() }),
    example:
      '{ id: hook, kind: webhook, url: "https://hooks.acme.example/ir", secret: "${HOOK_SECRET}" }',
  },
};

/** What is wrong with a notifier's options, without quoting them: they may be a secret in the wrong place. */
export function notifierFaults(kind: string, options: unknown): readonly Fault[] {
  const found = Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined;
  if (found === undefined) {
    const known = Object.keys(KINDS).join(", ");
    return [{ what: `there is no such kind (${known})`, fix: KINDS["slack"]?.example ?? "" }];
  }
  const result = found.shape.safeParse(options);
  if (result.success) return [];
  const what = result.error.issues.map(
    (issue) => `${issue.path.map(String).join(".") || "it"}: ${issue.message}`,
  );
  return [{ what: what.join("; "), fix: found.example }];
}
