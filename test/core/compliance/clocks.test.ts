import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadRegimes, readRegimes } from "../../../src/adapters/runbook/regulatory-clocks.ts";
import { clocksOf, type ClockInput } from "../../../src/core/compliance/clocks.ts";
import { START_FACTS } from "../../../src/core/compliance/start-facts.ts";
import { between, HOUR, plus, toInstant } from "../../../src/core/instant.ts";
import { clockInput } from "../../support/clock-input.ts";

const ROOT = join(import.meta.dirname, "../../..");
const TABLE = await readRegimes(join(ROOT, "runbooks/regulatory-clocks.yaml"));
const AT = "2026-11-23T18:59:00.000Z";

function rows(given: Partial<ClockInput> = {}) {
  return clocksOf(TABLE, clockInput({ detectedAt: AT, declaredAt: AT, now: AT, ...given }));
}

function row(id: string, given: Partial<ClockInput> = {}) {
  const [regime, stage] = id.split(".");
  return rows(given).find((one) => one.regime === regime && one.stage === stage);
}

describe("a clock", () => {
  it("does not start with the detection: until awareness is stated its date is provisional", () => {
    const before = row("eu-gdpr.authority", { decisions: { "eu-gdpr": "yes" } });
    expect(before).toMatchObject({
      state: "waiting",
      dueAt: null,
      provisionalDueAt: plus(AT, 72 * HOUR),
    });
    const aware = plus(AT, 5 * HOUR);
    const after = row("eu-gdpr.authority", {
      decisions: { "eu-gdpr": "yes" },
      facts: { aware_personal_data_at: aware },
    });
    expect(after).toMatchObject({
      state: "running",
      dueAt: plus(aware, 72 * HOUR),
      provisionalDueAt: null,
    });
  });

  it("warns at half, three quarters and nine tenths, and then is late", () => {
    function given(hours: number) {
      return row("eu-gdpr.authority", {
        decisions: { "eu-gdpr": "yes" },
        facts: { aware_personal_data_at: AT },
        now: plus(AT, hours * HOUR),
      });
    }
    expect([10, 36, 54, 65].map((hours) => given(hours)?.warn)).toEqual([null, 0.5, 0.75, 0.9]);
    expect(given(73)?.state).toBe("late");
  });

  it("that hangs on a notice has no date before it is sent", () => {
    const decisions = { "eu-nis2": "yes" } as const;
    expect(row("eu-nis2.final", { decisions })).toMatchObject({
      dueAt: null,
      provisionalDueAt: null,
    });
    const sent = { "eu-nis2.notification": "2027-01-31T10:00:00.000Z" };
    expect(row("eu-nis2.final", { decisions, sent })?.dueAt).toBe("2027-02-28T23:59:59.000Z");
    expect(row("eu-nis2.notification", { decisions, sent })?.state).toBe("met");
  });

  it("with a second limit is due at the earlier one", () => {
    const decisions = { "eu-dora": "yes" } as const;
    const facts = { classified_major_at: plus(AT, 22 * HOUR), aware_incident_at: AT };
    expect(row("eu-dora.initial", { decisions, facts })?.dueAt).toBe(plus(AT, 24 * HOUR));
  });

  it("counts business days by the configured list, and says when there is none", () => {
    const decisions = { "us-sec-8k": "yes" } as const;
    const facts = { material_determined_at: "2026-11-23T12:00:00.000Z" };
    const calendars = { "us-federal": ["2026-11-26"] };
    const known = row("us-sec-8k.form-8k", { decisions, facts, calendars });
    // The Securities and Exchange Commission counts days in US Eastern time.
    expect(known).toMatchObject({ dueAt: "2026-12-01T04:59:59.000Z", warning: null });
    const blind = row("us-sec-8k.form-8k", { decisions, facts });
    expect(blind?.dueAt).toBe("2026-11-28T04:59:59.000Z");
    expect(blind?.warning).toContain("us-federal");
  });
});

describe("a second limit", () => {
  it("that had passed when the clock began does not count: four hours are left", () => {
    const decisions = { "eu-dora": "yes" } as const;
    const classified = plus(AT, 30 * HOUR);
    const facts = { classified_major_at: classified, aware_incident_at: AT };
    expect(row("eu-dora.initial", { decisions, facts })?.dueAt).toBe(plus(classified, 4 * HOUR));
  });

  it("no clock of the table is ever due before it begins", () => {
    const instant = fc
      .integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2030, 0, 1) })
      .map(toInstant);
    const all = Object.fromEntries(TABLE.regimes.map(({ id }) => [id, "yes" as const]));
    const sentIds = TABLE.regimes.flatMap(({ id, stages }) =>
      stages.map((one) => `${id}.${one.id}`),
    );
    fc.assert(
      fc.property(
        fc.array(instant, { minLength: START_FACTS.length, maxLength: START_FACTS.length }),
        instant,
        fc.constantFrom("UTC", "Pacific/Kiritimati", "America/Los_Angeles", "Asia/Kolkata"),
        (instants, noticed, zone) => {
          const facts = Object.fromEntries(
            START_FACTS.map(({ term }, at) => [term, instants[at] ?? AT]),
          );
          const sent = Object.fromEntries(sentIds.map((id) => [id, noticed]));
          const dated = rows({ decisions: all, facts, sent, zone }).filter(
            (one) => one.dueAt !== null && one.startedAt !== null,
          );
          expect(dated.length).toBeGreaterThan(30);
          const early = dated.filter((one) => between(one.startedAt ?? AT, one.dueAt ?? AT) < 0);
          expect(early).toEqual([]);
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe("which duties", () => {
  it("those on by default are to be decided; data about nobody settles them", () => {
    expect(row("eu-gdpr.authority")?.state).toBe("undecided");
    expect(row("eu-gdpr.authority", { personalData: "no" })?.state).toBe("declined");
    expect(row("eu-nis2.early")).toBeUndefined();
  });

  it("those that are not in force run only where somebody switches them on", () => {
    expect(row("us-circia.cisa", { personalData: "yes" })).toBeUndefined();
    expect(row("us-circia.cisa", { switched: { "us-circia": true } })?.state).toBe("undecided");
    expect(row("eu-gdpr.authority", { switched: { "eu-gdpr": false } })).toBeUndefined();
  });
});

it("the table that is built is the table that is written", async () => {
  expect(await loadRegimes(ROOT)).toEqual(TABLE);
  expect(TABLE.regimes.length).toBeGreaterThanOrEqual(26);
});
