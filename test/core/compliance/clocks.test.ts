import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadRegimes, readRegimes } from "../../../src/adapters/runbook/regulatory-clocks.ts";
import { clocksOf, type ClockInput } from "../../../src/core/compliance/clocks.ts";
import { plus, HOUR } from "../../../src/core/instant.ts";

const ROOT = join(import.meta.dirname, "../../..");
const TABLE = await readRegimes(join(ROOT, "runbooks/regulatory-clocks.yaml"));
const AT = "2026-11-23T18:59:00.000Z";

function rows(given: Partial<ClockInput> = {}) {
  return clocksOf(TABLE, {
    decisions: {},
    sent: {},
    facts: {},
    detectedAt: AT,
    declaredAt: AT,
    now: AT,
    personalData: null,
    switched: {},
    zone: "UTC",
    calendars: {},
    ...given,
  });
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
    expect(known).toMatchObject({ dueAt: "2026-11-30T23:59:59.000Z", warning: null });
    const blind = row("us-sec-8k.form-8k", { decisions, facts });
    expect(blind?.dueAt).toBe("2026-11-27T23:59:59.000Z");
    expect(blind?.warning).toContain("us-federal");
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
