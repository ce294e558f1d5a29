// Traffic with exact figures: a month in which every hour is like the other, and a day that is looked at.
import type { AccessEvent } from "../../../src/core/audit/access-event.ts";
import { judge } from "../../../src/core/audit/audit.ts";
import {
  plainContext,
  keyFacts,
  type AuditContext,
  type AuditInput,
  type KeyFacts,
} from "../../../src/core/audit/context.ts";
import type {
  AuditReport,
  CredentialAudit,
  Finding,
  SourceCoverage,
} from "../../../src/core/audit/report.ts";
import { networks } from "../../../src/adapters/system/networks.ts";
import { DAY, MINUTE, toInstant } from "../../../src/core/instant.ts";
import { event, outcomeOf } from "./event.ts";
import { activityOf } from "./scenario.ts";

/** A Monday, midnight UTC. */
export const FROM = Date.UTC(2026, 10, 23);
export const TO = FROM + DAY;
const BASELINE_FROM = FROM - 28 * DAY;
const WINDOWS = { baselineFrom: BASELINE_FROM, from: FROM, to: TO };

/** A successful call of the service that has the key. */
export function call(at: number, of: Partial<AccessEvent> = {}): AccessEvent {
  return event(at, {
    ip: "192.0.2.10",
    country: "DE",
    asn: "AS64510",
    userAgent: "baytos-claro/0.0.1",
    action: "POST /v1/prompts/get",
    resource: "prompts/1",
    status: 200,
    bytes: 1000,
    outcome: outcomeOf(of.status ?? 200),
    ...of,
  });
}

/** `count` calls spread evenly over a time. */
export function spread(
  from: number,
  to: number,
  count: number,
  of: Partial<AccessEvent> = {},
): AccessEvent[] {
  return Array.from({ length: count }, (_, at) =>
    call(from + Math.floor(((at + 0.5) / count) * (to - from)), of),
  );
}

/** So many calls every day, evenly, for `days` days before the window. */
export function month(perDay: number, days = 28, of: Partial<AccessEvent> = {}): AccessEvent[] {
  return Array.from({ length: days }, (_, day) =>
    spread(FROM - (day + 1) * DAY, FROM - day * DAY, perDay, of),
  ).flat();
}

/** A caller that nobody knows. */
export const STRANGER = {
  ip: "203.0.113.66",
  country: "RU",
  asn: "AS64666",
  userAgent: "curl/8.4.0",
};

export interface Plain {
  readonly baseline?: readonly AccessEvent[];
  readonly window: readonly AccessEvent[];
  readonly facts?: Partial<KeyFacts>;
  readonly context?: Partial<AuditContext>;
  readonly own?: readonly string[];
  readonly read?: Partial<AuditInput>;
  /** Of the one source. */
  readonly source?: Partial<SourceCoverage>;
  /** Minutes in which the log was written: every one when not said. */
  readonly beats?: readonly number[];
}

/** Every minute of baseline and window. */
export function everyMinute(from = BASELINE_FROM, to = TO): readonly number[] {
  return Array.from({ length: (to - from) / MINUTE }, (_, at) => from / MINUTE + at);
}

function sourceOf({ baseline = [], window, source }: Plain): SourceCoverage {
  const lines = baseline.length + window.length;
  return {
    name: "logs/access.jsonl",
    format: "jsonl",
    sha256: null,
    bytes: 0,
    lines,
    events: lines,
    duplicates: 0,
    rejected: 0,
    samples: [],
    from: toInstant(BASELINE_FROM),
    to: toInstant(TO - 1),
    notes: [],
    namesKeys: true,
    unread: null,
    otherKeys: [],
    ...source,
  };
}

/** The report on one key, c1. */
export function report(plain: Plain): AuditReport {
  const { baseline = [], window, facts, context, own = [], read, beats } = plain;
  const names = { key: "c1", names: ["key_prod_1"] };
  return judge(
    {
      sources: [sourceOf(plain)],
      keys: [
        { key: "c1", window: activityOf(window, true), baseline: activityOf(baseline, false) },
      ],
      beats: [beats ?? everyMinute()],
      ...read,
    },
    {
      ...plainContext(WINDOWS, [names]),
      keys: [{ ...keyFacts(names), exposedFrom: FROM, ...facts }],
      networks: networks(own),
      hasOwnNetworks: own.length > 0,
      ...context,
    },
  );
}

/** What it says of c1. */
export function audit(plain: Plain): CredentialAudit {
  const [only] = report(plain).credentials;
  if (only === undefined) throw new Error("no credential was judged");
  return only;
}

/** Findings of one rule. */
export function found(plain: Plain, rule: string): readonly Finding[] {
  return audit(plain).findings.filter((finding) => finding.rule === rule);
}
