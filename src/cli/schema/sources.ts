// Schemas of the kinds of access and audit logs.
import { z } from "zod";

const Kind = z.object({
  kind: z.string(),
  title: z.string(),
  shows: z.string().describe("uses by key, changes of access, or figures alone"),
});

/** `sources list --json`. */
export const SourcesListShape = z.object({
  kinds: z.array(Kind),
  configured: z.array(
    z.object({
      path: z.string().describe("file, folder or glob"),
      format: z.string().nullable().describe("null = told by its content"),
    }),
  ),
});

/** `sources show --json`. */
export const SourcesShowShape = Kind.extend({
  help: z.array(z.string()).describe("how to export it"),
  fields: z.array(
    z.object({
      field: z.string().describe("of the normal form, as --column names it"),
      means: z.string(),
      place: z.string().describe("column, JSON Pointer or words: where this log has it"),
    }),
  ),
  traps: z.array(z.string()),
  example: z.string().describe("a line or record of it, made up"),
});
