// Schema of what an audit of logs comes to.
import { z } from "zod";
import type { AuditReport } from "../../core/audit/report.ts";
import { CALLER_SHAPE, Count, Incident, Instant, sameAs, Sha256, Succeeded } from "./shape.ts";

const Span = z.object({ from: Instant, to: Instant.describe("not included") });

const Source = z.object({
  name: z.string().describe("path, as typed"),
  format: z.string().nullable().describe("null = nothing recognised it, and nothing of it counts"),
  sha256: Sha256.nullable().describe("null = not asked for (--attach asks)"),
  bytes: Count.describe("of the file, packed or not"),
  lines: Count.describe("or records, of what was read"),
  events: Count.describe("that count for a key, or for somebody who changed access"),
  duplicates: Count.describe(
    "counted already: same id of the vendor, or the same line in another file",
  ),
  rejected: Count.describe("lines that could not be read, of those that were parsed"),
  samples: z
    .array(z.object({ line: Count, why: z.string(), text: z.string() }))
    .describe("rejected lines, at most five"),
  from: Instant.nullable().describe("null = no time was read in it"),
  to: Instant.nullable().describe("null = no time was read in it"),
  notes: z.array(z.string()).describe("what was assumed, went wrong, or was not read and why"),
  namesKeys: z.boolean().describe("false = its figures are of all callers together"),
  unread: z
    .object({
      why: z.string(),
      after: Instant.nullable().describe("it came after this; null = it may be of any time"),
    })
    .nullable()
    .describe("what of it was not read; null = all was"),
  otherKeys: z
    .array(z.string())
    .describe("what it calls keys, where none of the logs names a key in question; shortened"),
});

const Gap = z.object({
  from: Instant.nullable().describe("null = what was not read may be of any time"),
  to: Instant.nullable().describe("not included; null = as from"),
  source: z.string().nullable().describe("null = no source covers it"),
  why: z.string(),
});

const Counted = z.object({
  value: z.string(),
  count: Count,
  first: Instant,
  last: Instant,
  isKnown: z.boolean().describe("seen in the baseline, or named as ours"),
});

const Distinct = z.object({
  addresses: Count,
  countries: Count,
  agents: Count,
  actions: Count,
  resources: Count,
});

const Figures = z.object({
  span: Span,
  requests: Count,
  first: Instant.nullable().describe("null = no request"),
  last: Instant.nullable().describe("null = no request"),
  lastSuccess: Instant.nullable().describe("null = none succeeded"),
  lastRefused: Instant.nullable().describe("refused or failed; null = none"),
  success: Count,
  denied: Count.describe("401, 403 and their like"),
  errors: Count.describe("any other failure"),
  errorRate: z.number().min(0).max(1).nullable().describe("null = no request"),
  bytes: z.number().nullable().describe("sent back; null = the logs do not say"),
  units: z
    .number()
    .nullable()
    .describe("tokens, or what the vendor bills by; null = the logs do not say"),
  cost: z.number().nullable().describe("US dollars; null = the logs do not say"),
  addresses: z.array(Counted).describe("most frequent first, at most 20, as the next ones"),
  countries: z.array(Counted),
  agents: z.array(Counted),
  actions: z.array(Counted),
  resources: z.array(Counted),
  statuses: z.array(z.object({ status: z.string(), count: Count })),
  distinct: Distinct.describe("how many there are of each"),
  peakPerMinute: z
    .object({ at: Instant, requests: Count })
    .nullable()
    .describe("null = no request"),
});

const Finding = z.object({
  id: z.string().describe("the same rule over the same events gives the same one"),
  rule: z.string(),
  family: z.enum(["volume", "place", "client", "behaviour", "persistence"]),
  level: z.enum(["critical", "high", "medium", "low", "info"]),
  confidence: z.enum(["high", "medium", "low"]),
  title: z.string(),
  window: Span,
  succeeded: Succeeded,
  observed: z.string(),
  expected: z.string(),
  threshold: z.string(),
  subject: z.string().nullable().describe("what it is about; null = nothing in particular"),
  who: z.array(z.string()).describe("callers it speaks against"),
  judged: z.enum(["malicious", "benign", "unknown"]).nullable().describe("null = by nobody yet"),
  events: Count,
  samples: z.array(
    z.object({ at: Instant, where: z.string().describe("file and line"), text: z.string() }),
  ),
  refute: z.string().describe("what would show that it is harmless"),
  source: z.string().describe("where the rule comes from"),
});

const Suspect = z.object({
  ...CALLER_SHAPE,
  accepted: Count.describe("of them answered; the rest failed, but for the refused ones"),
  succeeded: Succeeded,
  did: z
    .array(z.object({ value: z.string(), count: Count }))
    .describe("what it asked for, at most three"),
});

const Derived = z.object({
  id: z.string(),
  kind: z.string(),
  madeAt: Instant,
  madeBy: z.string(),
  requests: Count,
  first: Instant.nullable().describe("of its use; null = none in the logs"),
  last: Instant.nullable().describe("of its use; null = none in the logs"),
  actions: z.array(z.string()),
  removedAt: Instant.nullable().describe("null = not within the logs"),
  isOurs: z
    .boolean()
    .describe("made by callers of ours as always, and used from places of ours alone"),
});

const Credential = z.object({
  credential: z.string(),
  names: z.array(z.string()).describe("by which the logs may call it"),
  misuse: z
    .enum(["CONFIRMED", "PROBABLE", "POSSIBLE", "UNKNOWN"])
    .describe("UNKNOWN is never no: see isCovered, gaps and limits"),
  because: z.array(z.string()).describe("strongest first"),
  namesKeys: z.boolean().describe("false = figures are of all callers together"),
  isCovered: z.boolean().describe("the logs cover the whole window and name the key"),
  window: Figures,
  baseline: Figures,
  firstAbuse: Instant.nullable().describe(
    "first request of theirs that succeeded; null = nobody is known to have misused it",
  ),
  lastAbuse: Instant.nullable().describe("last one that succeeded; null = as firstAbuse"),
  lastRefused: Instant.nullable().describe(
    "their last try that was refused or failed; null = none",
  ),
  findings: z.array(Finding),
  suspects: z.array(Suspect).describe("whom the findings speak against, the worst first"),
  notOurs: z
    .exactOptional(
      z.object({
        callers: Count.describe("different addresses, else principals or agents"),
        requests: Count,
        accepted: Count.describe("of them answered"),
        refused: Count.describe("of them denied; the rest failed"),
      }),
    )
    .describe("all use by callers that are not ours"),
  reached: z.array(Counted).describe("what strangers got, most frequent first, at most 50"),
  reachedTotal: Count.describe("how many different ones they got"),
  derived: z.array(Derived).describe("keys, sessions, users and roles made with it"),
  cleared: z.array(z.object({ who: z.string(), why: z.string() })),
  series: z
    .array(z.tuple([Count, Count, Count]))
    .describe("minute since 1970, requests, of them strangers'"),
  usual: z
    .array(z.number())
    .nullable()
    .describe("expected a minute, by hour of the day, UTC; null = the baseline is too short"),
});

const Report = sameAs<AuditReport>()(
  z.object({
    window: Span,
    baseline: Span,
    sources: z.array(Source),
    gaps: z.array(Gap),
    limits: z.array(z.string()).describe("what could not be known"),
    credentials: z.array(Credential),
  }),
);

/** `audit --json`. */
export const AuditShape = Report.extend({
  incident: Incident.nullable().describe("whose keys they are; null = none's"),
});
