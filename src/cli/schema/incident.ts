// Schemas of the read commands about one incident: keys, advice, steps, evidence.
import { z } from "zod";
import type { Advice, AdviceFacts } from "../../core/credential/advise.ts";
import type { EvidenceRecord } from "../../core/incident/audit-state.ts";
import type { StepRecord } from "../../core/incident/state.ts";
import type { Step } from "../../core/runbook/runbook.ts";
import type { Strategy as Strategies } from "../../core/incident/event.ts";
import { StepBase, StepHelpShape, FACT_TYPE } from "./runbook.ts";
import {
  Count,
  Environment,
  Grade,
  Incident,
  Instant,
  Last4,
  Milliseconds,
  OfCredential,
  ReplacementState,
  sameAs,
  Severity,
  Sha256,
  Strategy,
  Verdict,
} from "./shape.ts";
import { STEP_KINDS, STEP_STATES, TIERS } from "./step-words.ts";

const Facts = sameAs<AdviceFacts>()(
  z.object({
    evidence: z.enum([
      "confirmed-abuse",
      "public-exposure",
      "suspected-anomaly",
      "internal-exposure",
      "lost",
      "unknown",
    ]),
    environment: Environment,
    data: z.enum(["none", "internal", "personal", "regulated", "unknown"]),
    keyCan: z.enum(["read", "write", "spend", "delete", "unknown"]),
    tolerance: z.enum(["none", "minutes", "hours"]).describe("how long it may fail"),
    standby: z.enum(["yes", "no"]).describe("a second key is live everywhere"),
    canDisable: z.enum(["yes", "no"]).describe("the provider can disable without deleting"),
    severity: Severity,
  }),
);

type AdviceLine = Advice & {
  readonly credential: string;
  readonly name: string;
  readonly chosen: Strategies | null;
  readonly facts: AdviceFacts;
};

const AdviceOf = sameAs<AdviceLine>()(
  z.object({
    credential: z.string(),
    name: z.string(),
    chosen: Strategy.nullable().describe("what was decided; null = nothing yet"),
    rule: z.string().describe("row of the decision table that fires"),
    strategy: Strategy.describe("what the table recommends"),
    ceilingMs: Milliseconds.describe(
      "milliseconds the old key may live before it is asked again; 0 = none",
    ),
    why: z.string(),
    facts: Facts,
  }),
);

/** `advise --json`. */
export const AdviseShape = z.object({ incident: Incident, advice: z.array(AdviceOf) });

/** `credential list --json`. */
export const CredentialListShape = z.object({
  incident: Incident,
  credentials: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      environment: Environment,
      provider: z.string(),
      strategy: Strategy.nullable().describe("null = not decided"),
      rule: z.string().nullable().describe("row of the decision table that fired; null = none"),
      old: z.object({
        state: z.enum(["alive", "blocked", "dead"]),
        last4: Last4.nullable().describe("null = the value is not at hand"),
        verdict: Verdict.nullable().describe("of the last probe; null = never probed"),
        held: z.boolean().describe("its value lies sealed in the incident"),
      }),
      new: z.object({
        state: ReplacementState,
        last4: Last4.nullable().describe("null = none yet"),
        verdict: Verdict.nullable().describe("of the last probe; null = never probed"),
      }),
      targets: z.array(z.string()).describe("ids of places that hold it"),
      dropped: z.string().nullable().describe("why it was set aside; null = under treatment"),
    }),
  ),
});

/** `step list --json`. */
export const StepListShape = z.object({
  incident: Incident,
  steps: z.array(
    z.object({
      id: z.string(),
      credential: OfCredential,
      phase: z.string(),
      title: z.string(),
      kind: STEP_KINDS,
      tier: TIERS,
      state: STEP_STATES,
      blockedBy: z.array(z.string()).describe("ids of steps that must be settled first"),
      by: z.string().nullable().describe("operator who changed it last; null = nobody yet"),
      at: Instant.nullable().describe("when that was recorded; null = never"),
      reason: z.string().nullable().describe("null = none given"),
    }),
  ),
});

const Via = z
  .object({
    host: z.string(),
    pid: z.int(),
    started: z.string().describe("start of that process as its system counts it"),
    terminal: z.string().nullable().describe("null = it had none"),
    osUser: z.string(),
    version: z.string().describe("of claro-ir"),
  })
  .describe("the process that recorded it");

const Record = sameAs<StepRecord>()(
  z.object({
    status: z.enum(["started", "done", "skipped", "waived", "failed", "unknown", "reopened"]),
    by: z.string(),
    at: Instant,
    occurredAt: Instant,
    reason: z.string().nullable().describe("null = none given"),
    grade: Grade.nullable().describe("null = not done"),
    evidence: z.array(Sha256),
    via: Via.nullable().describe("where it was claimed from; null = not claimed"),
    seq: Count.describe("number of the event"),
  }),
);

type ShownStep = Omit<Step, "when"> & { readonly when: string | null };

/** `step show --json`. */
export const StepShowShape = z.object({
  incident: Incident,
  step: sameAs<ShownStep>()(
    StepBase.extend({
      when: z.string().nullable().describe("when it applies, in words; null = always"),
    }),
  ),
  credentials: z.array(z.string()).describe("ids of the keys under treatment"),
  state: STEP_STATES,
  blockedBy: z.array(z.string()).describe("ids of steps that must be settled first"),
  record: Record.nullable().describe("what the journal says about it; null = nothing yet"),
  facts: z
    .array(
      z.object({
        name: z.string().describe("for --fact <name>=<value>"),
        title: z.string(),
        type: FACT_TYPE,
        values: z.array(z.string()).describe("allowed values of an enum"),
        lies: z
          .enum(["past", "ahead", "either"])
          .optional()
          .describe("of an instant; nothing = past"),
        value: z.string().nullable().describe("null = not known"),
      }),
    )
    .describe("its inputs"),
  help: StepHelpShape.nullable().describe("null = the runbook has none"),
});

/** `evidence list --json`. */
export const EvidenceListShape = z.object({
  incident: Incident,
  evidence: z.array(
    sameAs<EvidenceRecord>()(
      z.object({
        sha256: Sha256,
        name: z.string().describe("as it was called where it came from"),
        size: Count.describe("bytes"),
        file: z.string().describe("in the incident's folder"),
        by: z.string(),
        at: Instant,
        step: z.string().nullable().describe("the step it shows; null = none named"),
        credential: OfCredential,
        source: z.string().exactOptional().describe("where it was taken from"),
        sealed: z
          .object({ sha256: Sha256, recipients: z.array(z.string()) })
          .exactOptional()
          .describe("it holds a key in clear: file is its ciphertext (age), of this digest"),
        redacted: z
          .object({ sha256: Sha256, size: Count, file: z.string() })
          .nullable()
          .exactOptional()
          .describe("of a sealed one the twin without the key; null = it is no text"),
        log: z
          .object({
            format: z.string().nullable().describe("null = told by its content"),
            columns: z.record(z.string(), z.string()),
            zone: z.string().nullable().describe("null = UTC"),
          })
          .exactOptional()
          .describe("it is a log, read like this"),
      }),
    ),
  ),
});

export { Via };
