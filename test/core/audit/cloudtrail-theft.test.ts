// A stolen AWS key, from CloudTrail's own records to the report: everything made with it is named and followed, nobody else is.
import { describe, expect, it } from "vitest";
import { cloudtrail } from "../../../src/adapters/access-log/format/cloudtrail.ts";
import { networks } from "../../../src/adapters/system/networks.ts";
import type { Activity } from "../../../src/core/audit/activity.ts";
import { isDeedOf, toFollow } from "../../../src/core/audit/follow.ts";
import type { AccessEvent } from "../../../src/core/audit/access-event.ts";
import { judge } from "../../../src/core/audit/audit.ts";
import { keyFacts, plainContext, type Followed } from "../../../src/core/audit/context.ts";
import type { AuditReport, CredentialAudit } from "../../../src/core/audit/report.ts";
import { DAY, toInstant } from "../../../src/core/instant.ts";
import type { Json } from "../../support/traffic/cloudtrail-record.ts";
import {
  BASELINE_FROM,
  LEAKED,
  LEAKED_AT,
  MARIA_KEY,
  MINTED,
  WINDOW_TO,
  innocent,
  ordinaryDays,
  sessions,
  theft,
} from "../../support/traffic/cloudtrail-theft.ts";
import { activityOf } from "../../support/traffic/scenario.ts";

function read(records: readonly Json[]): readonly AccessEvent[] {
  const head = { text: JSON.stringify({ Records: records.slice(0, 3) }), name: "trail.json" };
  const reader = cloudtrail.open(head, { columns: {}, zone: null });
  return records.flatMap((record) => {
    const result = reader.read(JSON.stringify(record));
    if ("rejected" in result) throw new Error(result.rejected);
    if ("events" in result) return result.events;
    return "event" in result ? [result.event] : [];
  });
}

/** Pass after pass, as a reader does. */
function follow(own: Activity, events: readonly AccessEvent[]): readonly Followed[] {
  const followed: Followed[] = [];
  for (;;) {
    const known = new Set(followed.map(({ key }) => key));
    const next = toFollow([own, ...followed.map(({ window }) => window)], known);
    if (next.length === 0) return followed;
    for (const { key } of next)
      followed.push({
        key,
        window: activityOf(
          events.filter((event) => isDeedOf(event, key)),
          true,
          events,
        ),
      });
  }
}

const names = { key: "c1", names: [LEAKED] };
const windows = { baselineFrom: BASELINE_FROM, from: LEAKED_AT, to: WINDOW_TO };

function audit(
  records: readonly Json[],
  days = ordinaryDays(),
): {
  readonly report: AuditReport;
  readonly c1: CredentialAudit;
} {
  const before = read(days);
  const events = read(records);
  const own = activityOf(
    events.filter(({ key }) => key === LEAKED),
    true,
    events,
  );
  const followed = follow(own, events);
  const report = judge(
    {
      sources: [
        {
          name: "trail.json",
          format: "cloudtrail",
          sha256: null,
          bytes: 0,
          lines: before.length + events.length,
          events: before.length + events.length,
          duplicates: 0,
          rejected: 0,
          samples: [],
          from: toInstant(BASELINE_FROM),
          to: toInstant(WINDOW_TO - 1),
          notes: [],
          namesKeys: true,
          unread: null,
          otherKeys: [],
        },
      ],
      keys: [
        {
          key: "c1",
          window: own,
          baseline: activityOf(
            before.filter(({ key }) => key === LEAKED),
            false,
          ),
        },
      ],
      followed,
      // As a reader counts them: what the key made is among them.
      others: activityOf(
        events.filter(({ key }) => key !== LEAKED),
        true,
        events,
      ),
    },
    {
      ...plainContext(windows, [names]),
      keys: [{ ...keyFacts(names), exposedFrom: LEAKED_AT }],
      networks: networks([]),
    },
  );
  const [c1] = report.credentials;
  if (c1 === undefined) throw new Error("no credential");
  return { report, c1 };
}

describe("a stolen AWS key", () => {
  const { c1, report } = audit([...theft(), ...innocent()]);
  const said = JSON.stringify(c1.findings);

  it("was misused, confirmed, from the first call to the last", () => {
    expect(c1.misuse).toBe("CONFIRMED");
    expect(c1.firstAbuse).toBe("2026-11-23T02:10:00.000Z");
    expect(c1.lastAbuse).toBe("2026-11-23T03:40:00.000Z");
    expect(c1.because[0]).toContain("203.0.113.50");
  });

  it("names every key, session, user and role that was made, by whom, and what it did", () => {
    expect(c1.derived.map(({ id, kind, madeBy }) => [kind, id, madeBy])).toEqual([
      ["key", MINTED.keyOfSameUser, "c1"],
      ["user", MINTED.user, "c1"],
      ["key", MINTED.keyOfNewUser, "c1"],
      ["session", MINTED.session, "c1"],
      ["session", MINTED.federated, "c1"],
      ["role", MINTED.role, MINTED.keyOfNewUser],
    ]);
    const assumed = c1.derived.find(({ id }) => id === MINTED.session);
    expect(assumed?.actions).toContain("secretsmanager:GetSecretValue");
    expect(assumed?.requests).toBe(4);
    expect(c1.derived.find(({ id }) => id === MINTED.user)?.requests).toBe(3);
  });

  it("says which of them are gone again", () => {
    expect(c1.derived.filter(({ removedAt }) => removedAt !== null).map(({ id }) => id)).toEqual([
      MINTED.keyOfSameUser,
    ]);
  });

  it("finds logging switched off and secrets read, by the session", () => {
    const off = c1.findings.find(({ rule }) => rule === "logging-off");
    expect(off).toMatchObject({
      level: "critical",
      observed: "1 change: cloudtrail:StopLogging main-trail",
    });
    const secrets = c1.findings.find(({ rule }) => rule === "secret-read");
    expect(secrets?.observed).toContain("prod/database");
    expect(secrets?.observed).toContain("prod/payments");
    expect(c1.reached.find(({ value }) => value === "prod/database")?.count).toBe(1);
    expect(c1.reached.map(({ value }) => value)).toEqual(
      expect.arrayContaining(["prod/database", "prod/payments"]),
    );
  });

  it("finds that the key was tried out first", () => {
    expect(c1.findings.find(({ rule }) => rule === "llm-key-check")?.observed).toContain(
      "first sts:GetCallerIdentity",
    );
  });

  it("blames nobody who only worked in the same minutes", () => {
    for (const name of ["maria", MARIA_KEY, "newcomer", "hr/welcome", "198.51.100"])
      expect(said).not.toContain(name);
    expect(c1.reached.map(({ value }) => value)).not.toContain("hr/welcome");
    const who = c1.cleared.map((one) => one.who);
    expect(who.some((one) => one.includes("maria"))).toBe(true);
    expect(who.some((one) => one.startsWith("aws-cli"))).toBe(true);
  });

  it("says that so quiet a log would not show a missing hour", () => {
    expect(report.limits.join(" ")).toContain("may not show");
  });
});

describe("a thief who uses what was made from elsewhere", () => {
  const elsewhere = theft().map((record) =>
    JSON.stringify(record).includes(`"accessKeyId":"${LEAKED}"`)
      ? record
      : { ...record, sourceIPAddress: "192.0.2.200" },
  );
  const { c1 } = audit([...elsewhere, ...innocent()]);

  it("is not to be found among those who are not to blame", () => {
    const who = c1.cleared.map((one) => one.who).join(" ");
    expect(who).toContain("maria");
    expect(who).not.toContain(MINTED.user);
    expect(who).not.toContain("assumed-role/admin");
  });
});

describe("a pipeline that makes sessions with the key all day", () => {
  const { c1 } = audit(
    [...sessions(LEAKED_AT), ...theft(), ...innocent()],
    [...ordinaryDays(), ...sessions(LEAKED_AT - DAY)],
  );

  it("is not mixed up with what the thief made", () => {
    const made = c1.findings.find(({ rule }) => rule === "key-admin-change");
    expect(JSON.stringify(made)).not.toContain("ASIAPIPELINE");
    expect(c1.reached.map(({ value }) => value).join(" ")).not.toContain("s3://web");
    expect(c1.lastAbuse).toBe("2026-11-23T03:40:00.000Z");
    expect(c1.cleared.map(({ who }) => who).join(" ")).toContain("assumed-role/release/ci");
  });

  it("comes last among what was made, as ours", () => {
    const ours = c1.derived.map(({ isOurs }) => isOurs);
    expect(ours).toEqual([...Array(6).fill(false), ...Array(6).fill(true)]);
  });

  it("is the thief's where somebody else used such a session", () => {
    const stolen = sessions(LEAKED_AT).map((record) =>
      record["eventName"] === "PutObject" ? { ...record, sourceIPAddress: "192.0.2.200" } : record,
    );
    const again = audit([...stolen, ...theft()], [...ordinaryDays(), ...sessions(LEAKED_AT - DAY)]);
    expect(again.c1.derived.filter(({ isOurs }) => isOurs)).toEqual([]);
    expect(again.c1.reached.map(({ value }) => value).join(" ")).toContain("s3://web");
  });
});

describe("the same account without a thief", () => {
  it("is UNKNOWN, and nobody is named", () => {
    const { c1 } = audit(innocent());
    expect(c1.misuse).toBe("UNKNOWN");
    expect(c1.derived).toEqual([]);
    expect(c1.findings).toEqual([]);
  });
});
