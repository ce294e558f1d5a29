// Schemas of what changes something: the shared answer of every mutating command, the answer of a dry run, and errors.
import { z } from "zod";
import type { Answer } from "../../app/answer.ts";
import { Count, Incident, sameAs, Sha256 } from "./shape.ts";

/** What was recorded, and the result in words. */
export const RecordedShape = sameAs<Answer & { readonly lines: readonly string[] }>()(
  z
    .object({
      incident: Incident,
      seq: Count.describe("number of the last event this command recorded; the head if none"),
      head: Sha256.describe("SHA-256 of that event's file, hexadecimal"),
      opId: z.string().describe("give it to --op-id to repeat the command without repeating it"),
      durable: z.literal(true).describe("the events are safe on disk or in the database"),
      events: z.array(z.string()).describe("types of the events recorded, in order"),
      lines: z.array(z.string()).describe("the result in words; wording may change"),
      error: z
        .object({ code: z.string(), message: z.string(), hint: z.string().nullable() })
        .optional()
        .describe("why a step did not come to its end; what was recorded before stands above"),
    })
    .describe("what was recorded"),
);

/** With `--dry-run`. */
export const PlannedShape = z
  .object({
    incident: Incident.nullable().describe("null = it would be declared"),
    dryRun: z.literal(true),
    plan: z.array(z.string()).describe("what would be done, in words"),
  })
  .describe("with --dry-run: nothing was sent and nothing recorded");

/** Every mutating command. */
export const AnswerShape = z.union([RecordedShape, PlannedShape]);

/** Any command that fails, on stdout, with the exit code of the failure. */
export const ErrorShape = z.object({
  error: z.object({
    code: z.string().describe("stable, for programs"),
    message: z.string().describe("what happened and why, one line"),
    hint: z.string().nullable().describe("what to type next; null = nothing to suggest"),
    manual: z
      .array(z.string())
      .optional()
      .describe("what a person has to do by hand where nothing is automated"),
  }),
});
