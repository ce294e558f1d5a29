// Schemas of `notify test` and `notifiers`: channels on which people are told.
import { z } from "zod";
import type { NotifierWords } from "../../adapters/notifier/index.ts";
import type { Tested } from "../../app/notify/test-channels.ts";
import { Count, sameAs } from "./shape.ts";

const Test = sameAs<Tested>()(
  z.object({
    id: z.string().describe("id of the notifier"),
    kind: z.string(),
    outcome: z
      .enum(["sent", "failed", "unknown"])
      .describe("failed = for certain; unknown = the answer was lost"),
    status: z.int().nullable().describe("HTTP status or SMTP code; null = no answer"),
    ms: Count.describe("milliseconds"),
    detail: z.string().nullable().describe("in words; null = nothing to say"),
  }),
);

const Body = z.object({
  id: z.string(),
  kind: z.string(),
  body: z.unknown().describe("what would be sent, without the secret it is sent with"),
});

/** `notify test --json`. */
export const NotifyTestShape = z.union([
  z.object({ tests: z.array(Test) }),
  z.object({ dryRun: z.literal(true), bodies: z.array(Body) }).describe("with --dry-run"),
]);

/** `notifiers list --json`. */
export const NotifiersListShape = z.object({
  kinds: z.array(z.object({ kind: z.string(), title: z.string() })),
  configured: z.array(
    z.object({
      id: z.string(),
      kind: z.string(),
      fallback: z.string().nullable().describe("id of the one that stands in; null = none"),
    }),
  ),
});

/** `notifiers show --json`. */
export const NotifiersShowShape = sameAs<NotifierWords>()(
  z.object({
    kind: z.string(),
    title: z.string(),
    options: z.array(z.object({ name: z.string(), required: z.boolean(), text: z.string() })),
    traps: z.array(z.string()),
    example: z.string().describe("one entry of notifiers: in the configuration, as YAML"),
  }),
);
