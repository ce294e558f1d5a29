// Schemas of what prepares for an incident: `doctor` and `init`.
import { z } from "zod";
import type { Diagnosis } from "../../app/doctor.ts";
import type { SetupResult } from "../../app/setup/init.ts";
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

/** `init --json`. */
export const InitShape = sameAs<SetupResult>()(
  z.object({
    file: z.string(),
    written: z.boolean().describe("false = a dry run, or the file was there"),
    text: z
      .string()
      .describe("the whole file; where it was there, lines that could be added below targets:"),
    targets: z.array(z.string()).describe("ids of the places in it"),
    recipient: z
      .string()
      .nullable()
      .describe("this machine's age recipient; null = there is no identity"),
    next: z.string().describe("the command to type next"),
  }),
);
