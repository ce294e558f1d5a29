// Schemas of the record itself: journal events, timeline, post-mortem, integrity.
import { z } from "zod";
import type { VerifyReport } from "../../app/verify.ts";
import type { JournalEvent } from "../../core/journal/event.ts";
import { LINT_RULES, type LintFinding } from "../../core/report/lint/finding.ts";
import { AUDIENCE_IDS } from "../../core/report/audience/audience.ts";
import type { TimelineRow } from "../../core/report/timeline.ts";
import { Via } from "./incident.ts";
import {
  LeftOutList,
  Count,
  Head,
  Incident,
  Instant,
  OfCredential,
  PrecisionOf,
  sameAs,
  Severity,
  Sha256,
} from "./shape.ts";

/** One event as documents show it. */
export const Row = sameAs<Omit<TimelineRow, "type"> & { readonly type: string }>()(
  z.object({
    seq: Count.describe("number in the journal"),
    at: Instant.describe("when it was recorded"),
    occurredAt: Instant.describe("when it happened; rows are in this order"),
    precision: PrecisionOf,
    type: z.string().describe("noun.past, e.g. key.blocked"),
    by: z.string().describe("operator"),
    phase: z.string().nullable().describe("null = it names no step"),
    step: z.string().nullable().describe("null = it names no step"),
    credential: OfCredential,
    text: z.string().describe("one sentence"),
    evidence: z.array(Sha256).describe("of each piece of evidence"),
  }),
);

/** One line of `timeline --format jsonl`. */
export const TimelineRowShape = Row.extend({
  drill: z.literal(true).optional().describe("only in a rehearsal"),
});

const Written = z
  .object({ incident: Incident, file: z.string().describe("path of the document") })
  .describe("where the document was written");

const Marking = z.object({
  tlp: z.string().describe("Traffic Light Protocol 2.0"),
  text: z.string().describe("who may read it"),
});

/** `timeline --json`. */
export const TimelineShape = z.union([
  z.object({
    incident: Incident,
    drill: z.boolean(),
    severity: Severity.nullable().describe("null = not known yet"),
    declaredAt: Instant,
    now: Instant,
    version: z.string().describe("of claro-ir"),
    head: Head,
    audience: z.enum(AUDIENCE_IDS).optional().describe("only with --audience"),
    marking: Marking.optional().describe("only with --audience"),
    statements: z
      .array(z.string())
      .optional()
      .describe("only for customers: what they ask first, in sentences"),
    codename: z.string().nullable().optional().describe("only with --audience"),
    timeline: z.array(Row),
  }),
  z
    .object({
      codename: z.string(),
      restricted: z.literal(true),
      drill: z.boolean(),
      audience: z.enum(AUDIENCE_IDS),
      marking: Marking,
      timeline: z.array(Row).max(0),
    })
    .describe("a restricted incident, told to somebody outside"),
  Written,
]);

const Findings = z
  .object({
    findings: z.array(
      sameAs<LintFinding>()(
        z.object({
          line: Count.describe("from 1"),
          rule: z.enum(LINT_RULES),
          text: z.string().describe("what was found; never the secret itself"),
          hint: z.string(),
        }),
      ),
    ),
  })
  .describe("with --lint; exit 1 when there is any");

/** `postmortem --json`. */
export const PostmortemShape = z.union([Written, Findings]);

/** `verify --json`; exit 7 when there is damage. */
export const VerifyShape = sameAs<VerifyReport>()(
  z.object({
    streams: z.array(
      z.object({
        stream: z.string().describe("an incident's id, or register"),
        events: Count,
        head: Head,
        whole: z.boolean(),
      }),
    ),
    damages: z.array(
      z.object({
        stream: z.string(),
        seq: Count.describe("number of the first event concerned; 0 = a file beside the journal"),
        file: z.string(),
        what: z.enum(["changed", "missing", "swapped", "added", "unreadable"]),
        detail: z.string(),
      }),
    ),
    unread: z
      .array(z.object({ stream: z.string(), why: z.string().describe("in one sentence") }))
      .describe("a newer claro-ir wrote them, or their files may not be read; exit 2 with any"),
  }),
);

/** `rebuild --json`. */
export const RebuildShape = z.object({
  incidents: Count.describe("how many were folded anew"),
  damaged: LeftOutList,
});

/** One event file of a journal: the envelope. What `data` holds depends on `type`. */
export const JournalEventShape = sameAs<JournalEvent>()(
  z.object({
    v: z.literal(1).describe("version of this envelope"),
    stream: z.string().describe("an incident's id, or register"),
    seq: z.int().positive().describe("from 1; the order of events"),
    left: Count.positive()
      .exactOptional()
      .describe("events of the same batch that follow; absent = none"),
    prev: Sha256.nullable().describe("SHA-256 of the previous event's file; null = the first"),
    id: z.string().describe("UUID"),
    type: z.string().describe("noun.past, e.g. key.blocked"),
    at: Instant.describe("when it was recorded; never used for order"),
    occurredAt: Instant.describe("when it happened, where a person says it was earlier"),
    precision: PrecisionOf,
    by: z.string().describe("operator"),
    via: Via,
    op: z.string().describe("the command that caused it"),
    data: z.unknown().describe("names, digests and figures; never a secret"),
  }),
);
