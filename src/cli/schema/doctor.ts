// Schemas of what prepares for an incident: `doctor`.
import { z } from "zod";
import type { Diagnosis } from "../../app/doctor.ts";
import { Instant, sameAs } from "./shape.ts";

/** `doctor --json`; exit 1 unless it is ready. */
export const DoctorShape = sameAs<Diagnosis>()(
  z.object({
    ready: z.boolean().describe("nothing is red"),
    at: Instant,
    findings: z
      .array(
        z.object({
          level: z
            .enum(["red", "unknown", "note", "green"])
            .describe(
              "red = an incident would go wrong there; unknown = cannot be told by reading alone",
            ),
          check: z.string().describe("which check, e.g. target"),
          about: z.string().describe("which of several, e.g. a target's id; empty = there is one"),
          what: z.string(),
          fix: z.string().nullable().describe("a command or lines of YAML; null = nothing to do"),
        }),
      )
      .describe("worst first"),
  }),
);
