// Schema of `metrics --json`.
import { z } from "zod";
import type { StoreMetrics } from "../../app/metrics.ts";
import { Count, LeftOutList, Incident, sameAs } from "./shape.ts";

const Ms = z.number().describe("milliseconds");

const Summary = z
  .object({
    n: Count.describe("how many incidents it rests on"),
    mean: Ms,
    median: Ms,
    p90: Ms.nullable().describe(
      "milliseconds; nine in ten were at most this; null = n is below 10",
    ),
  })
  .nullable()
  .describe("null = none has this figure");

/** `metrics --json`. */
export const MetricsShape = z.union([
  sameAs<StoreMetrics>()(
    z.object({
      incidents: Count,
      drills: Count.describe("played by people"),
      selfPlayed: Count.describe("rehearsals that played themselves"),
      figures: z.array(
        z.object({
          id: z.string().describe("time-to-contain, phase:immediate, step:block-compromised-key …"),
          title: z.string(),
          kind: z.enum(["time", "phase", "step"]),
          incidents: Summary,
          drills: Summary,
          selfPlayed: Summary,
          values: z.array(
            z.object({ incident: Incident, drill: z.boolean(), selfPlayed: z.boolean(), ms: Ms }),
          ),
        }),
      ),
      leftOut: z
        .array(z.object({ incident: Incident, id: z.string(), why: z.string() }))
        .describe("figures whose instants cannot be right"),
      damaged: LeftOutList,
    }),
  ),
  z.object({ file: z.string().describe("path of the document") }).describe("with --output"),
]);
