// Schema of `clocks --json`.
import { z } from "zod";
import type { ClockRow } from "../../core/compliance/clocks.ts";
import { Incident, Instant, sameAs } from "./shape.ts";

const Row = sameAs<ClockRow>()(
  z.object({
    regime: z.string(),
    stage: z.string(),
    name: z.string(),
    to: z.string().describe("who is told"),
    state: z.enum(["running", "late", "met", "waiting", "undecided", "declined"]),
    dueAt: Instant.nullable().describe("null = no fixed date, or its start is not known"),
    provisionalDueAt: Instant.nullable().describe(
      "if it had started at detection; null = its start is known, or it has no fixed date",
    ),
    startedAt: Instant.nullable().describe("null = not known"),
    startsWith: z.string().describe("fact or notice that starts it"),
    sentAt: Instant.nullable().describe("null = nobody was told yet"),
    warn: z
      .number()
      .nullable()
      .describe("0.5, 0.75 or 0.9: share of the time that has passed; null = less, or no date"),
    rule: z.string().nullable().describe("null = nothing beyond the limit"),
    warning: z.string().nullable().describe("what it was computed without; null = nothing"),
  }),
);

/** `clocks --json`. */
export const ClocksShape = z.object({
  incident: Incident,
  now: Instant,
  checkedOn: z.string().describe("day on which the table was compared with public material"),
  disclaimer: z.string(),
  clocks: z.array(Row),
});
