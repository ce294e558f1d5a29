// Audits of logs that nobody has: reports with findings of every level, some of them found before.
import type { AuditReport, Figures, Finding, Level } from "../../src/core/audit/report.ts";
import { HOUR, plus, type Instant } from "../../src/core/instant.ts";
import type { Draw } from "./draw.ts";

const LEVELS: readonly Level[] = ["critical", "high", "medium", "info"];

/** So few that a later audit finds some of them again. */
const FINDINGS = 4;

function figures(from: Instant, to: Instant, requests: number): Figures {
  const none = { addresses: [], countries: [], agents: [], actions: [], resources: [] };
  return {
    span: { from, to },
    requests,
    first: null,
    last: null,
    lastSuccess: null,
    lastRefused: null,
    success: requests,
    denied: 0,
    errors: 0,
    errorRate: null,
    bytes: null,
    units: null,
    cost: null,
    ...none,
    statuses: [],
    distinct: { addresses: 0, countries: 0, agents: 0, actions: 0, resources: 0 },
    peakPerMinute: null,
  };
}

function finding(credential: string, number: number, from: Instant, to: Instant): Finding {
  return {
    id: `F-${credential}S${String(number).padStart(3, "0")}`,
    rule: number === 0 ? "old-key-attempt" : `simulated-${String(number)}`,
    family: "place",
    level: LEVELS[number % LEVELS.length] ?? "info",
    confidence: "high",
    title: `simulated ${String(number)}`,
    window: { from, to },
    succeeded: number === 0 ? null : { from, to },
    observed: "7",
    expected: "0",
    threshold: "1",
    subject: null,
    who: [],
    judged: null,
    events: 7,
    samples: [],
    refute: "somebody of ours says so",
    source: "simulated",
  };
}

/** A log that was read; one in which nothing could be read goes into no incident. */
function sourceOf({ from, to }: AuditReport["window"]): AuditReport["sources"][number] {
  return {
    name: "simulated.jsonl",
    format: "simulated",
    sha256: null,
    bytes: 700,
    lines: 7,
    events: 7,
    duplicates: 0,
    rejected: 0,
    samples: [],
    from,
    to,
    notes: [],
    namesKeys: true,
    unread: null,
    otherKeys: [],
  };
}

/** What looking through the logs comes to this time. */
export function reportOf(draw: Draw, credentials: readonly string[], now: Instant): AuditReport {
  const from = plus(now, -draw.between(2, 9) * HOUR);
  const window = { from, to: now };
  return {
    window,
    baseline: { from: plus(from, -HOUR), to: from },
    sources: [sourceOf(window)],
    gaps: [],
    limits: ["simulated"],
    credentials: credentials.map((credential) => {
      const isConfirmed = draw.chance(0.3);
      return {
        credential,
        names: [],
        namesKeys: true,
        misuse: isConfirmed ? ("CONFIRMED" as const) : ("UNKNOWN" as const),
        because: ["simulated"],
        isCovered: false,
        window: figures(from, now, 7),
        baseline: figures(from, now, 0),
        firstAbuse: isConfirmed ? from : null,
        lastAbuse: isConfirmed ? plus(from, HOUR) : null,
        findings: Array.from({ length: draw.below(3) }, () =>
          finding(credential, draw.below(FINDINGS), from, now),
        ).filter((one, at, all) => all.findIndex(({ id }) => id === one.id) === at),
        lastRefused: null,
        suspects: [],
        reached: [],
        reachedTotal: 0,
        derived: [],
        cleared: [],
        series: [],
        usual: null,
      };
    }),
  };
}
