// Schemas of what logs show: findings with people's verdicts, and the watch of a dead key.
import { z } from "zod";
import type { Knock } from "../../core/incident/audit-event.ts";
import type { FindingRecord, SuspectRecord } from "../../core/incident/audit-state.ts";
import type { IncidentData } from "../../core/incident/event.ts";
import { PlannedShape, RecordedShape } from "./answer.ts";
import { CALLER_SHAPE, Count, Incident, Instant, sameAs, Sha256, Succeeded } from "./shape.ts";

const Judged = z
  .object({
    verdict: z.enum(["malicious", "benign", "unknown"]),
    because: z.string(),
    by: z.string(),
    at: Instant,
  })
  .nullable()
  .describe("null = nobody has said anything yet");

const Caller = sameAs<SuspectRecord>()(
  z.object({
    ...CALLER_SHAPE,
    accepted: z.exactOptional(Count).describe("of them answered; the rest failed or was refused"),
    succeeded: z.exactOptional(Succeeded),
    credential: z.string(),
    did: z.array(z.string()).describe("what it asked for, and how often"),
    judged: Judged,
  }),
);

const Finding = sameAs<FindingRecord>()(
  z.object({
    id: z.string().describe("the same rule over the same events gives the same one"),
    credential: z.string(),
    rule: z.string(),
    level: z.enum(["critical", "high", "medium", "low", "info"]),
    confidence: z.enum(["high", "medium", "low"]),
    title: z.string(),
    window: z.object({ from: Instant, to: Instant.describe("not included") }),
    succeeded: Succeeded,
    observed: z.string(),
    expected: z.string(),
    threshold: z.string(),
    subject: z.string().nullable().describe("what it is about; null = nothing in particular"),
    events: Count,
    samples: z.array(
      z.object({ at: Instant, where: z.string().describe("file and line"), text: z.string() }),
    ),
    refute: z.string().describe("what would show that it is harmless"),
    raisedAt: Instant,
    judged: Judged,
  }),
);

/** `finding list --json`. */
export const FindingListShape = z.object({
  incident: Incident,
  report: Sha256.nullable().describe("evidence that holds the whole audit; null = none yet"),
  findings: z.array(Finding),
  callers: z.array(Caller).describe("whom they speak against, by key"),
});

const KnockShape = sameAs<Knock>()(
  z.object({
    ip: z.string().nullable().describe("null = the log does not say"),
    agent: z.string().nullable().describe("null = the log does not say"),
    count: Count,
    accepted: Count.describe("of them let in"),
    first: Instant,
    last: Instant,
  }),
);

const Observed = sameAs<IncidentData["watch.observed"]>()(
  z.object({
    credential: z.string(),
    from: Instant.describe("since it is dead, or cut; UTC with milliseconds"),
    to: Instant.describe("the moment of this look"),
    seenTo: Instant.nullable().describe("up to when the logs reach; null = not known"),
    ours: z.array(KnockShape).describe("consumers of ours that still try it"),
    theirs: z.array(KnockShape).describe("everybody else: indicators"),
    more: Count.describe("left out of both lists"),
    requests: z
      .exactOptional(Count)
      .describe("all that was seen with the key, our own looks left out"),
    ownRequests: z.exactOptional(Count).describe("of them by consumers of ours"),
    accepted: Count.describe("uses let in later than a cache explains"),
    sources: z.array(z.string()),
  }),
);

/** `watch --json`; exit 1 when one of ours still tries, or when it was accepted. */
export const WatchShape = z.union([
  RecordedShape.extend({ watched: z.array(Observed).describe("one for each key that was cut") }),
  PlannedShape,
]);
