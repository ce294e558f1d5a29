// Schemas of the rehearsal: its score, and the first line of the sandbox.
import { z } from "zod";
import type { SandboxAddress } from "../host.ts";
import type { Rehearsal } from "../rehearsal.ts";
import type { Comparison } from "../../app/drill/score.ts";
import { MILESTONES } from "../../core/report/score.ts";
import { Count, LeftOutList, Incident, Instant, Milliseconds, sameAs } from "./shape.ts";

const After = Milliseconds.nullable().describe(
  "virtual milliseconds after the declaration; null = not reached",
);

const places = {
  workspace: z.string().describe("folder that holds its files"),
  requestLog: z.string().describe("file: every request it saw, JSON Lines"),
  accessLog: z.string().describe("file: the access log that an audit reads"),
  scenario: z.string().describe("which bad day it is"),
  oldKeyId: z.string().describe("id of the leaked key at the look-alike vendor"),
};

const ScenarioName = z.string().nullable().describe("which bad day; null = not on record");
const Seed = Count.nullable().describe("what the sandbox drew from; null = not on record");

const ScoreShape = z.object({
  scenario: ScenarioName,
  seed: Seed,
  strategy: z.string(),
  containedAfter: After,
  restoredAfter: After,
  closedAfter: After,
  stepsDone: Count,
  stepsLeft: Count,
  verdict: z
    .object({ value: z.string(), after: Milliseconds })
    .nullable()
    .describe("the verdict on a suspicion and when it fell; null = there was none"),
  milestones: z
    .array(z.object({ id: z.enum(MILESTONES), after: After }))
    .describe("in the order of the work; of several keys the last one counts"),
  waits: z
    .array(
      z.object({
        start: z.enum(MILESTONES),
        end: z.enum(MILESTONES),
        ms: Milliseconds,
        meanwhile: z.string().describe("what was done in that time"),
      }),
    )
    .describe("the longest waits between two milestones, longest first"),
  misses: z.array(z.string()).describe("what was late or left out"),
});

const Change = z
  .int()
  .nullable()
  .describe("milliseconds faster (negative) or slower; null = not reached in both");

/** `drill compare --json`. */
export const DrillCompareShape = sameAs<Comparison>()(
  z.object({
    damaged: LeftOutList,
    drills: z
      .array(
        z.object({
          incident: Incident,
          scenario: ScenarioName,
          seed: Seed,
          who: z.string().describe("who declared it"),
          at: Instant,
          played: z
            .enum(["person", "itself"])
            .nullable()
            .describe("by whom it was played; null = not on record"),
          state: z.enum(["open", "closed", "stood-down"]),
          containedAfter: After,
          restoredAfter: After,
          toldAfter: After,
          closedAfter: After,
          misses: Count,
          trend: z
            .object({
              incident: Incident.describe("the one before of the same scenario"),
              verdict: z.enum(["better", "worse", "same"]),
              contained: Change,
              restored: Change,
              told: Change,
              misses: z.int(),
            })
            .nullable()
            .describe("against the one before; null = there is none of this scenario"),
        }),
      )
      .describe("oldest first"),
  }),
);

/** `drill --json`. */
export const DrillShape = sameAs<Rehearsal>()(
  z.object({
    incident: Incident,
    score: ScoreShape,
    ...places,
    postmortem: z.string().describe("path of the document"),
    drill: z.literal(true),
  }),
);

/** The first line of stdout of `sandbox`. */
export const SandboxShape = sameAs<SandboxAddress>()(
  z.object({
    url: z.string().describe("of its API"),
    dashboard: z.string().describe("address of its dashboard"),
    ...places,
  }),
);
