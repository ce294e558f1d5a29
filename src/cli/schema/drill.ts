// Schemas of the rehearsal: its score, and the first line of the sandbox.
import { z } from "zod";
import type { SandboxAddress } from "../host.ts";
import type { Rehearsal } from "../rehearsal.ts";
import { Count, Incident, Milliseconds, sameAs } from "./shape.ts";

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

/** `drill --json`. */
export const DrillShape = sameAs<Rehearsal>()(
  z.object({
    incident: Incident,
    score: z.object({
      seed: Count,
      strategy: z.string(),
      containedAfter: After,
      restoredAfter: After,
      closedAfter: After,
      stepsDone: Count,
      misses: z.array(z.string()).describe("what was late or left out"),
    }),
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
