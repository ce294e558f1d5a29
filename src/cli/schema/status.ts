// Schema of `status --json`: the contract that scripts read. The compiler holds it equal to the type in the core.
import { z } from "zod";
import type { NextStep } from "../../core/incident/next.ts";
import type { Status, StatusCredential, StatusPhase } from "../../core/incident/status.ts";
import { CHANNEL_STATES } from "../../core/notify/outbox.ts";
import { STEP_KINDS, STEP_STATES, TIERS } from "./step-words.ts";
import {
  LeftOutList,
  Count,
  Environment,
  Grade,
  Head,
  Incident,
  IncidentKind,
  Instant,
  Last4,
  Milliseconds,
  OfCredential,
  ReplacementState,
  RunbookRef,
  sameAs,
  Severity,
  Strategy,
  Verdict,
} from "./shape.ts";

const Next = sameAs<NextStep>()(
  z.object({
    step: z.string().describe("id of the step"),
    credential: OfCredential,
    why: z.string().describe("one sentence"),
    command: z.string().describe("what to type"),
  }),
);

/** At most three, in the order in which they should be done. */
const NextList = z
  .array(Next)
  .max(3)
  .describe("what to do next: the path to containment first, then core steps by deadline");

const Step = z.object({
  id: z.string(),
  credential: OfCredential,
  title: z.string(),
  kind: STEP_KINDS,
  tier: TIERS,
  row: z.string().describe("row that people see it in"),
  state: STEP_STATES,
  blockedBy: z.array(z.string()).describe("ids of steps that must be settled first"),
  by: z.string().nullable().describe("operator who changed it last; null = nobody yet"),
  at: Instant.nullable().describe("when that was recorded; null = never"),
  reason: z.string().nullable().describe("why it was skipped, waived, failed …; null = none given"),
  grade: Grade.nullable().describe("strength of the proof; null = not done"),
});

const Phase = sameAs<StatusPhase>()(
  z.object({
    id: z.string(),
    title: z.string(),
    dueAt: Instant.describe("when its core steps should be settled"),
    state: z.enum(["pending", "active", "done"]),
    overdueBy: Milliseconds.nullable().describe("milliseconds past dueAt; null = in time, or done"),
    steps: z.array(Step),
  }),
);

const Target = z.object({
  id: z.string(),
  kind: z.string().nullable().describe("null = it is named nowhere any more"),
  state: z.enum([
    "pending",
    "written",
    "reloaded",
    "in-use",
    "attested",
    "waived",
    "failed",
    "unknown",
  ]),
  proof: z
    .enum(["read-back", "use", "attested"])
    .nullable()
    .describe("how the state was shown; null = nothing shown yet"),
  detail: z.string().nullable().describe("in words; null = nothing to say"),
});

const Old = z
  .object({
    state: z.enum(["alive", "blocked", "dead"]),
    keyId: z.string().nullable().describe("id at the vendor; null = not known"),
    last4: Last4.nullable().describe("null = the value is not at hand"),
    verdict: Verdict.nullable().describe("of the last probe; null = never probed"),
    lastAliveAt: Instant.nullable().describe("null = never seen alive"),
    firstDeadAt: Instant.nullable().describe("start of the dead answers; null = not dead"),
    blockedAt: Instant.nullable().describe("null = not cut yet"),
    blockedBy: z.string().nullable().describe("operator who cut it; null = not cut yet"),
    action: z.enum(["disable", "delete"]).nullable().describe("how it was cut; null = not yet"),
  })
  .describe("the leaked key");

const New = z
  .object({
    state: ReplacementState,
    keyId: z.string().nullable().describe("id at the vendor; null = not known or none"),
    name: z.string().nullable().describe("null = none yet"),
    last4: Last4.nullable().describe("null = none yet"),
    verdict: Verdict.nullable().describe("of the last probe; null = never probed"),
  })
  .describe("the replacement");

const Credential = sameAs<StatusCredential>()(
  z.object({
    id: z.string(),
    name: z.string(),
    environment: Environment,
    provider: z.string(),
    strategy: Strategy.nullable().describe("null = not decided"),
    rule: z.string().nullable().describe("row of the decision table that fired; null = none"),
    ceilingAt: Instant.nullable().describe(
      "when a living old key must be decided on again; null = no ceiling (contain-first)",
    ),
    old: Old,
    new: New,
    targets: z.array(Target).describe("places that hold the key"),
    alarms: z
      .array(z.object({ at: Instant, what: z.string(), detail: z.string() }))
      .describe(
        "what goes against expectation now, e.g. still alive after the cut; settled ones are in the timeline",
      ),
    misuse: z
      .object({
        verdict: z
          .enum(["CONFIRMED", "PROBABLE", "POSSIBLE", "UNKNOWN"])
          .nullable()
          .describe("null = no log was looked through; UNKNOWN is never no"),
        judged: z
          .enum(["malicious", "benign"])
          .nullable()
          .describe("a person's word on its findings; null = none"),
        open: Count.describe("high findings that nobody has judged"),
        use: z
          .object({
            callers: z.array(z.string()).describe("the worst first, at most three"),
            more: Count.describe("not named"),
            agents: z.array(z.string()),
            requests: Count,
            accepted: Count.nullable().describe(
              "of them answered; null = an older audit did not say",
            ),
            refused: Count.describe("of them denied; the rest failed"),
            first: Instant,
            last: Instant,
          })
          .nullable()
          .describe("by whom, without those called harmless; null = findings speak against nobody"),
      })
      .describe("whether it was misused, as far as logs and people say"),
  }),
);

const Reached = z.object({ at: Instant.nullable().describe("null = not reached") });

const Clock = z.object({
  regime: z.string(),
  stage: z.string(),
  dueAt: Instant.nullable().describe("null = without a fixed date, or its start is not known"),
  state: z.enum(["running", "late", "waiting"]),
});

const Telling = z
  .object({
    lastAt: Instant.nullable().describe("when people were last told something; null = never"),
    nextUpdateAt: Instant.nullable().describe("when an update is due; null = milestones only"),
    overdueBy: Milliseconds.nullable().describe("milliseconds past nextUpdateAt; null = in time"),
    waiting: z
      .array(
        z.object({
          notice: z.string().describe("operation id of the message, which stands in its text"),
          channel: z.string().describe("id of the notifier"),
          state: z
            .enum(CHANNEL_STATES)
            .describe("unknown = the answer was lost; waiting = not taken, will be tried again"),
          since: Instant,
          title: z.string(),
          detail: z.string().nullable().describe("why; null = not tried yet"),
        }),
      )
      .describe("messages that no channel is known to have taken: claro-ir notify send"),
  })
  .describe("what people on the configured channels were told");

const Unknown = z.object({
  opId: z.string(),
  effect: z.string(),
  step: z.string(),
  credential: OfCredential,
  target: z.string().nullable().describe("null = it is about no place"),
  since: Instant,
  by: z.string(),
  plan: z.string().describe("what was about to be sent"),
});

/** `status --json`. */
export const StatusShape = sameAs<Status>()(
  z.object({
    incident: Incident,
    kind: IncidentKind,
    state: z.enum(["open", "closed", "stood-down"]),
    drill: z.boolean().describe("true = a rehearsal"),
    severity: Severity.nullable().describe("null = not known yet"),
    summary: z.string(),
    declaredAt: Instant,
    detectedAt: Instant,
    now: Instant.describe("the moment this document is true for"),
    runbook: RunbookRef,
    phase: z.string().describe("first phase that is not done"),
    phases: z.array(Phase),
    next: NextList,
    verdict: z
      .object({
        value: z.string().describe("benign, confirmed or unclear"),
        at: Instant,
        by: z.string(),
      })
      .nullable()
      .describe("on a suspicion; null = nobody has said, or it was none"),
    harmless: z.boolean().describe("found harmless, no key was cut: nothing is to be contained"),
    contained: Reached.describe("every leaked key is dead, since"),
    restored: Reached.describe("every replacement is in use everywhere, since"),
    credentials: z.array(Credential),
    clocks: z.array(Clock).describe("notification deadlines"),
    telling: Telling,
    unknown: z
      .array(Unknown)
      .describe("asked of the outside, answer lost: claro-ir reconcile settles them"),
    head: Head,
  }),
);

/** `list --json`. */
export const ListShape = z.object({
  incidents: z.array(
    z.object({
      incident: Incident,
      kind: IncidentKind,
      state: z.enum(["open", "closed", "stood-down"]),
      drill: z.boolean(),
      severity: Severity.nullable().describe("null = not known yet"),
      declaredAt: Instant,
      phase: z.string(),
      contained: Instant.nullable().describe("since when; null = not yet"),
      restored: Instant.nullable().describe("since when; null = not yet"),
      summary: z.string().describe("the codename where the incident is restricted"),
    }),
  ),
  damaged: LeftOutList,
});

/** `next --json`. */
export const NextShape = z.object({ incident: Incident, next: NextList });
