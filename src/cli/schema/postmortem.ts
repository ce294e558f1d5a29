// Schema of `postmortem --format json`: the document itself.
import { z } from "zod";
import type { PostMortemJson } from "../../core/report/post-mortem-json.ts";
import type { TimelineRow } from "../../core/report/timeline.ts";
import { ClockRowShape } from "./clocks.ts";
import { Row } from "./record.ts";
import { Count, Head, Incident, Instant, PrecisionOf, sameAs, Severity, Sha256 } from "./shape.ts";

const End = z
  .object({ name: z.string().describe("contained_at …"), at: Instant, precision: PrecisionOf })
  .nullable()
  .describe("null = not known, or a sum of several spans");

const MetricOf = z.object({
  id: z.string().describe("time-to-contain, phase:immediate …"),
  title: z.string(),
  ms: z.number().nullable().describe("milliseconds, never clipped; null = a term is not known"),
  formula: z.string(),
  from: End,
  to: End,
  note: z.string().nullable(),
  bound: z
    .enum(["at least", "at most"])
    .nullable()
    .describe("null = exact; else an end of it is only known to be earlier or later"),
  missing: z.array(z.string()).describe("terms that are not known"),
  dataError: z.string().nullable().describe("why the figure cannot be right"),
});

const Block = z.union([
  z.object({ kind: z.enum(["paragraph", "heading"]), text: z.string() }),
  z.object({ kind: z.literal("list"), items: z.array(z.string()) }),
  z.object({
    kind: z.literal("table"),
    name: z.string().describe("timeline, metrics, clocks, evidence …"),
    columns: z.array(z.string()),
    rows: z.array(z.array(z.string())),
  }),
  z.object({
    kind: z.literal("written"),
    name: z.string().describe("factors, actions, sign-off …"),
    asked: z.string().nullable().describe("null = a statement from the beginning"),
    questions: z.array(z.string()),
    text: z.string().nullable().describe("Markdown of people; null = not written yet"),
  }),
  z.object({ kind: z.literal("picture"), words: z.string().describe("what it shows") }),
]);

/** Types of events are open to scripts: later versions add some. */
type Published = Omit<PostMortemJson, "timeline"> & {
  readonly timeline: readonly (Omit<TimelineRow, "type"> & { readonly type: string })[];
};

/** The document of `postmortem --format json`. */
export const PostmortemDocumentShape = sameAs<Published>()(
  z.object({
    incident: Incident,
    title: z.string(),
    drill: z.boolean(),
    state: z.enum(["open", "closed", "stood-down"]),
    severity: Severity.nullable().describe("null = not known yet"),
    generatedAt: Instant,
    version: z.string().describe("of claro-ir"),
    runbook: z.object({ id: z.string(), version: z.number(), sha256: Sha256 }),
    head: Head,
    instants: z.array(
      z.object({
        name: z.string().describe("exposed_from, contained_at …"),
        at: Instant.nullable().describe("null = nobody knows it"),
        precision: PrecisionOf,
        note: z.string().nullable(),
        missing: z.array(z.string()),
        bound: z
          .enum(["latest", "earliest"])
          .nullable()
          .describe("null = then; else then at the latest, or at the earliest"),
      }),
    ),
    metrics: z.array(MetricOf),
    timeline: z.array(Row),
    clocks: z
      .array(ClockRowShape)
      .nullable()
      .describe("duties to notify, not legal advice; null = nothing on record starts one"),
    evidence: z.array(z.object({ name: z.string(), sha256: Sha256, size: Count, at: Instant })),
    sections: z.array(z.object({ number: Count, title: z.string(), blocks: z.array(Block) })),
    kept: z.string().nullable().describe("what people wrote and no section asks for any more"),
  }),
);
