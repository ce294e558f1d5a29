// Incidents whose logs were read: the runbook's audit steps, an audit as it goes on record, activities of a key.
import { newActivity, record, type Activity } from "../../src/core/audit/activity.ts";
import type { AccessEvent } from "../../src/core/audit/access-event.ts";
import type { AuditData, RaisedFinding } from "../../src/core/incident/audit-event.ts";
import type { AuditOutcome } from "../../src/core/incident/decide/finding.ts";
import { DAY, MINUTE, plus, toEpoch, toInstant, type Instant } from "../../src/core/instant.ts";
import type { SourceCoverage } from "../../src/core/audit/report.ts";
import type { ReadRequest } from "../../src/ports/access-log.ts";
import type { Room } from "./memory-app.ts";
import { DECLARED } from "./facts.ts";

/** An audit that found nothing, of one key, over the hour before the declaration. */
export function audited(
  verdict: Partial<AuditData["audit.completed"]["credentials"][number]> = {},
): AuditData["audit.completed"] {
  return {
    report: "a".repeat(64),
    window: { from: plus(DECLARED, -3_600_000), to: DECLARED },
    baseline: { from: plus(DECLARED, -7_200_000), to: plus(DECLARED, -3_600_000) },
    sources: [],
    gaps: [],
    limits: [],
    credentials: [
      {
        credential: "c1",
        misuse: "UNKNOWN",
        because: [],
        requests: 10,
        firstAbuse: null,
        lastAbuse: null,
        reached: [],
        cleared: [],
        derived: [],
        ...verdict,
      },
    ],
  };
}

/** A finding about an address nobody knows. */
export function finding(told: Partial<RaisedFinding> = {}): RaisedFinding {
  return {
    id: "F-aaaaaa",
    credential: "c1",
    rule: "new-country",
    level: "high",
    confidence: "medium",
    title: "used from RO, never seen before",
    window: { from: "2026-11-23T01:50:00.000Z", to: "2026-11-23T02:08:00.000Z" },
    succeeded: { from: "2026-11-23T01:50:00.000Z", to: "2026-11-23T02:08:00.000Z" },
    observed: "41 requests",
    expected: "none",
    threshold: "1 request",
    subject: "RO",
    events: 41,
    samples: [
      { at: "2026-11-23T01:50:00.000Z", where: "access.jsonl:7", text: "GET /v1/prompts 200" },
    ],
    refute: "somebody of ours was there",
    ...told,
  };
}

export function outcomeWith(
  findings: readonly RaisedFinding[],
  audit: AuditData["audit.completed"] = audited(),
): AuditOutcome {
  return { audit, findings, more: 0 };
}

/** One request, `after` ms behind the declaration. */
export interface Request {
  readonly after: number;
  readonly ip: string;
  readonly agent?: string;
  readonly status?: number;
  readonly country?: string;
}

function eventOf({ after, ip, agent = "curl/8.0", status = 200, country }: Request): AccessEvent {
  return {
    at: toEpoch(DECLARED) + after,
    key: "k-old",
    principal: null,
    ip,
    country: country ?? null,
    asn: null,
    userAgent: agent,
    method: "GET",
    action: "GET /v1/prompts",
    resource: "/v1/prompts",
    status,
    outcome: status < 300 ? "success" : status === 401 ? "denied" : "error",
    errorCode: null,
    bytes: 100,
    units: null,
    cost: null,
    model: null,
    id: null,
    change: null,
    bucket: null,
  };
}

/** What a key did, from its requests. */
export function activityOf(requests: readonly Request[]): Activity {
  const activity = newActivity();
  for (const [line, request] of requests.entries())
    record(activity, eventOf(request), { source: 0, line: line + 1 });
  return activity;
}

/** The instant `ms` behind the declaration. */
export function atDeclared(ms: number): Instant {
  return plus(DECLARED, ms);
}

/** Our own service, every ten minutes for four weeks before. */
const USUAL = activityOf(
  Array.from({ length: 28 * 144 }, (_, at) => ({
    after: -2 * DAY - at * 10 * MINUTE,
    ip: "10.0.0.7",
    agent: "acme-web/2.4",
    country: "DE",
  })),
);

/** What the logs of a room say from now on: requests with the key, in ms behind the declaration. Gives what is asked of them. */
export function logsSay(room: Room, requests: readonly Request[]): ReadRequest[] {
  const asked: ReadRequest[] = [];
  room.readLogs = (request) => {
    asked.push(request);
    const sources = request.paths.map((name): SourceCoverage => ({
      name,
      format: "jsonl",
      sha256: null,
      bytes: 100,
      lines: 40,
      events: 40,
      duplicates: 0,
      rejected: 1,
      samples: [],
      from: "2026-10-20T00:00:00.000Z",
      to: toInstant(room.clock.now()),
      notes: [],
      namesKeys: true,
      unread: null,
      otherKeys: [],
    }));
    const window = activityOf(requests);
    const keys = request.keys.map(({ key }) => ({ key, window, baseline: USUAL }));
    return Promise.resolve({ sources, keys });
  };
  return asked;
}
