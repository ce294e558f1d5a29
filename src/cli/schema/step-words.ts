// The closed lists of words that describe a step, as schemas; the core's own types hold them equal.
import { z } from "zod";
import type { StepState } from "../../core/incident/checklist.ts";
import { DECISIONS, EFFECTS, GUARDS, ROLES } from "../../core/runbook/runbook.ts";
import type { Scope, StepKind, Tier } from "../../core/runbook/runbook.ts";
import { sameAs } from "./shape.ts";

export const STEP_STATES = sameAs<StepState>()(
  z.enum([
    "locked",
    "ready",
    "started",
    "done",
    "skipped",
    "waived",
    "failed",
    "unknown",
    "not-applicable",
  ]),
);
export const STEP_KINDS = sameAs<StepKind>()(
  z.enum(["manual", "automated", "verification", "decision"]),
);
export const TIERS = sameAs<Tier>()(
  z.enum(["core", "support", "cond"]).describe("cond = applies on a condition"),
);
export const SCOPES = sameAs<Scope>()(
  z.enum(["incident", "credential"]).describe("credential = once for each key"),
);
export const ROLE = z.enum(ROLES).describe("who it is meant for; any = whoever is there");
export const EFFECT = z.enum(EFFECTS).nullable().describe("its automation; null = none");
export const GUARD = z.enum(GUARDS).nullable().describe("what must permit it; null = nothing");
export const DECIDES = z.enum(DECISIONS).nullable().describe("what it decides; null = nothing");
