// Schema of `clocks --json`.
import { z } from "zod";
import type { StandingRow } from "../../app/clocks.ts";
import type { ClockRow } from "../../core/compliance/clocks.ts";
import { Incident, Instant, sameAs } from "./shape.ts";

/** One notice of a duty, as every document shows it. */
export const ClockRowShape = sameAs<ClockRow>()(
  z.object({
    regime: z.string(),
    stage: z.string(),
    name: z.string(),
    to: z.string().describe("who is told"),
    state: z
      .enum(["running", "late", "met", "waiting", "undecided", "declined", "not-applicable"])
      .describe("declined = a person decided so; not-applicable = an answer rules it out"),
    dueAt: Instant.nullable().describe("null = no fixed date, or its start is not known"),
    provisionalDueAt: Instant.nullable().describe(
      "if it had started at detection; null = its start is known, or it has no fixed date",
    ),
    zone: z
      .string()
      .nullable()
      .describe("time zone in which its days begin and end; null = it counts hours, or no time"),
    startedAt: Instant.nullable().describe("null = not known"),
    startsWith: z.string().describe("fact or notice that starts it"),
    startMoved: z
      .object({
        before: z.string().describe("what was stated before: an instant or a day"),
        beforeSeq: z.int(),
        seq: z.int(),
        because: z.string(),
      })
      .nullable()
      .describe("its start was stated anew; null = it was not"),
    sentAt: Instant.nullable().describe("null = nobody was told yet"),
    warn: z
      .number()
      .nullable()
      .describe("0.5, 0.75 or 0.9: share of the time that has passed; null = less, or no date"),
    rule: z.string().nullable().describe("null = nothing beyond the limit"),
    warning: z.string().nullable().describe("what it was computed without; null = nothing"),
    reason: z.string().describe("why it stands so"),
    asksCounsel: z
      .boolean()
      .describe(
        "somebody said that they do not know whether it applies: it runs until counsel says",
      ),
    isAssumed: z.boolean().describe("its limit is a guess: nobody has entered the real one"),
    isNotice: z.boolean().describe("false = something has to be kept until then"),
    isMatched: z.boolean().describe("an answer says that the duty applies"),
  }),
);

const Duty = sameAs<StandingRow>()(
  z.object({
    regime: z.string(),
    name: z.string(),
    where: z.string(),
    standing: z.enum(["running", "watch", "not-applicable"]),
    reason: z.string(),
    decision: z
      .object({ value: z.string(), by: z.string(), at: Instant, because: z.string() })
      .nullable()
      .describe("the last one; null = nobody has decided"),
  }),
);

/** `clocks --json`. */
export const ClocksShape = z.object({
  incident: Incident,
  now: Instant,
  checkedOn: z.string().describe("day on which the table was compared with public material"),
  disclaimer: z.string(),
  clocks: z.array(ClockRowShape),
  regimes: z.array(Duty).describe("every duty of the table, and how it stands"),
});

/** `notify draft --json`. */
export const NoticeDraftShape = z.object({
  incident: Incident,
  regime: z.string(),
  disclaimer: z.string(),
  file: z.string().nullable().describe("where it was written; null = nowhere"),
  missing: z.array(z.string()).describe("what a person has to write yet"),
  markdown: z.string(),
});
