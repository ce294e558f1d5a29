// The night of the reports' tests with everything that came after it: messages, a notice of law, an audit with findings, its whole report.
import type { CredentialAudit, AuditReport, Figures } from "../../src/core/audit/report.ts";
import { join } from "node:path";
import { readRegimes } from "../../src/adapters/runbook/regulatory-clocks.ts";
import { clocksOf } from "../../src/core/compliance/clocks.ts";
import type { IncidentEvent } from "../../src/core/incident/event.ts";
import type { ReportInput } from "../../src/core/report/input.ts";
import { audited, finding } from "./audited.ts";
import { clockInput } from "./clock-input.ts";
import { plan, SMALL_RUNBOOK, stateOf, toEvents, type Planned } from "./incident-events.ts";
import { NIGHT } from "./night.ts";

const REPORT = "c".repeat(64);
const NOTICE = "44444444-4444-4444-8444-444444444444";

/** Evidence with a source, an audit and what it found, people told on two channels, an authority told too late. */
export const TOLD_NIGHT: readonly Planned[] = [
  ...NIGHT,
  plan(5300, "evidence.added", {
    sha256: REPORT,
    name: "audit.json",
    size: 900,
    file: `evidence/${REPORT}.json`,
    step: "review-audit-logs",
    credential: "c1",
    source: "logs/access.jsonl",
  }),
  plan(5301, "audit.completed", {
    ...audited({
      misuse: "PROBABLE",
      because: ["41 requests from a country never seen before"],
      reached: ["GET /v1/prompts (41)"],
    }),
    report: REPORT,
    sources: [
      { name: "access.jsonl", format: "jsonl", lines: 9, rejected: 1, from: null, to: null },
    ],
    gaps: ["2026-11-22 05:00 to 06:00"],
    limits: ["no network operators in the logs"],
  }),
  plan(5302, "finding.raised", { findings: [finding()], more: 0 }),
  plan(5303, "finding.judged", {
    finding: "F-aaaaaa",
    title: "used from RO, never seen before",
    verdict: "malicious",
    because: "no host of ours",
  }),
  plan(5400, "notification.queued", {
    notice: NOTICE,
    occasion: "trigger",
    title: "production key compromised",
    lines: ["work has begun"],
    told: {
      state: "open",
      severity: "P1",
      phase: "immediate",
      commander: "dana",
      contained: null,
      restored: null,
      alarms: 0,
    },
    channels: ["slack", "mail"],
    because: null,
  }),
  plan(5401, "notification.sent", {
    notice: NOTICE,
    channel: "slack",
    attempt: 1,
    status: 200,
    ms: 80,
    remoteId: null,
    detail: "accepted",
  }),
  plan(5402, "notification.failed", {
    notice: NOTICE,
    channel: "mail",
    attempt: 1,
    status: 550,
    ms: 80,
    detail: "no such mailbox",
    again: false,
    notBefore: null,
  }),
  plan(5500, "clock.notified", {
    regime: "eu-gdpr",
    stage: "authority",
    to: "the lead authority",
    receipt: "receipt 12",
    because: "the decision came late",
  }),
];

function figures(from: string, to: string): Figures {
  return {
    span: { from, to },
    requests: 0,
    first: null,
    last: null,
    success: 0,
    lastSuccess: null,
    denied: 0,
    lastRefused: null,
    errors: 0,
    errorRate: null,
    bytes: null,
    units: null,
    cost: null,
    addresses: [],
    countries: [],
    agents: [],
    actions: [],
    resources: [],
    statuses: [],
    distinct: { addresses: 0, countries: 0, agents: 0, actions: 0, resources: 0 },
    peakPerMinute: null,
  };
}

/** A report of an audit of one key with an hour of requests, for its picture. */
export function auditReport(credential: string): AuditReport {
  const [from, to] = ["2026-11-23T01:10:00.000Z", "2026-11-23T03:10:00.000Z"];
  const minute = Math.floor(Date.parse(from) / 60_000);
  const audit: CredentialAudit = {
    credential,
    names: [credential],
    misuse: "PROBABLE",
    because: [],
    isCovered: true,
    namesKeys: true,
    lastRefused: null,
    suspects: [],
    window: figures(from, to),
    baseline: figures(from, to),
    firstAbuse: null,
    lastAbuse: null,
    findings: [],
    reached: [],
    reachedTotal: 0,
    derived: [],
    cleared: [],
    series: Array.from({ length: 60 }, (_, at) => [minute + at, 10, at > 40 ? 6 : 0] as const),
    usual: Array.from({ length: 24 }, () => 9),
  };
  return {
    window: { from, to },
    baseline: { from, to },
    sources: [],
    gaps: [{ from: to, to: "2026-11-23T03:20:00.000Z", source: null, why: "no line" }],
    limits: [],
    credentials: [audit],
  };
}

/** What the post-mortem of that night is made of, four days later: with names, its clocks and the audit's picture. */
export async function toldInput(
  events: readonly IncidentEvent[] = toEvents(TOLD_NIGHT),
): Promise<ReportInput> {
  const state = stateOf(SMALL_RUNBOOK, events);
  const now = "2026-11-27T09:00:00.000Z";
  const table = await readRegimes(
    join(import.meta.dirname, "../../runbooks/regulatory-clocks.yaml"),
  );
  const clocks = clocksOf(
    table,
    clockInput({
      detectedAt: state.detectedAt,
      declaredAt: state.declaredAt,
      now,
      personalData: "yes",
      decisions: { "eu-gdpr": "yes" },
      facts: { aware_personal_data_at: "2026-11-23T03:00:00.000Z" },
      sent: { "eu-gdpr.authority": "2026-11-26T15:00:00.000Z" },
    }),
  );
  return {
    state,
    events,
    runbook: SMALL_RUNBOOK,
    now,
    version: "0.1.0",
    clean: (text) => text,
    withNames: true,
    clocks,
    audit: auditReport("c1"),
  };
}
