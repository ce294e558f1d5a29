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
    expect(row("eu-nis2.final", { decisions, sent })?.dueAt).toBe("2027-02-28T21:59:59.000Z");
    expect(row("eu-nis2.notification", { decisions, sent })?.state).toBe("met");
  });

  it("that follows a notice that is not owed is not owed either, also behind others, unless that one was sent", () => {
    const decisions = { "eu-dora": "yes", "eu-dora.initial": "no" } as const;
    const reason = "it follows eu-dora.initial, which is not owed";
    for (const stage of ["intermediate", "final"])
      expect(row(`eu-dora.${stage}`, { decisions })).toMatchObject({ state: "declined", reason });
    const sent = { "eu-dora.initial": AT };
    expect(row("eu-dora.intermediate", { decisions, sent })?.state).toBe("running");
    const own = { ...decisions, "eu-dora.intermediate": "yes" } as const;
    expect(row("eu-dora.intermediate", { decisions: own })?.state).toBe("waiting");
    expect(row("eu-dora.final", { decisions: own })?.state).toBe("waiting");
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
    expect(row("eu-gdpr.authority", { personalData: "no" })).toMatchObject({
      state: "not-applicable",
      reason: "no data about people is concerned",
    });
    expect(row("eu-nis2.early")).toBeUndefined();
  });

  it("those that are not in force run only where somebody switches them on", () => {
    expect(row("us-circia.cisa", { personalData: "yes" })).toBeUndefined();
    expect(row("us-circia.cisa", { switched: { "us-circia": true } })?.state).toBe("undecided");
    expect(row("eu-gdpr.authority", { switched: { "eu-gdpr": false } })).toBeUndefined();
  });
});

describe("days", () => {
  // 31 January in the evening in both places.
  const now = "2027-02-01T01:00:00.000Z";

  it("end where the authority is, whatever the company's own zone", () => {
    const decisions = { "br-lgpd": "yes", "us-ny-gbl": "yes" } as const;
    const facts = { aware_personal_data_at: now, discovered_at: now };
    for (const zone of ["UTC", "Asia/Tokyo"]) {
      const given = { decisions, facts, zone, now };
      expect(row("br-lgpd.anpd", given)).toMatchObject({
        dueAt: "2027-02-04T02:59:59.000Z",
        zone: "America/Sao_Paulo",
      });
      expect(row("us-ny-gbl.people", given)?.dueAt).toBe("2027-03-03T04:59:59.000Z");
    }
  });

  it("have a place in every row that counts them, but for those of the company's own", () => {
    const days = TABLE.regimes.filter(({ stages }) =>
      stages.some(({ limit, unit }) => limit !== null && unit !== "hours"),
    );
    const without = days.filter(({ zone }) => zone === undefined).map(({ id }) => id);
    expect(without).toEqual(["pci"]);
  });

  it("of the company's own zone count where the law names no authority", () => {
    const decisions = { pci: "yes" } as const;
    const given = { decisions, facts: { discovered_at: now }, zone: "America/New_York", now };
    expect(row("pci.visa-report", given)).toMatchObject({
      dueAt: "2027-02-04T04:59:59.000Z",
      zone: "America/New_York",
    });
    expect(row("pci.acquirer", given)?.zone).toBeNull();
  });

  it.each([
    ["us-ca-1798-82.people", "2026-12-24T07:59:59.000Z"],
    ["sg-pdpa.pdpc", "2026-11-26T15:59:59.000Z"],
  ])("a day alone is that day where %s counts", (id, dueAt) => {
    const day = "2026-11-23";
    const [regime = ""] = id.split(".");
    const facts = { discovered_at: day, assessed_notifiable_at: day };
    expect(row(id, { decisions: { [regime]: "yes" }, facts })?.dueAt).toBe(dueAt);
  });

  it("of the year of discovery end a year, also while the discovery is not stated", () => {
    const given = { decisions: { "us-hipaa": "yes" }, detectedAt: now, now } as const;
    // 29 February 2028 in New York.
    expect(row("us-hipaa.hhs-small", given)?.provisionalDueAt).toBe("2028-03-01T04:59:59.000Z");
    const stated = row("us-hipaa.hhs-small", { ...given, facts: { discovered_at: AT } });
    expect(stated?.dueAt).toBe("2027-03-02T04:59:59.000Z");
  });
});

describe("what people say of a duty", () => {
  it("unknown keeps its clock running, and asks counsel", () => {
    expect(row("in-certin.certin", { decisions: { "in-certin": "unknown" } })).toMatchObject({
      state: "running",
      asksCounsel: true,
      dueAt: plus(AT, 6 * HOUR),
    });
    const decisions = { "eu-gdpr": "yes", "eu-gdpr.people": "unknown" } as const;
    const facts = { aware_personal_data_at: AT };
    expect(row("eu-gdpr.people", { decisions, facts })?.asksCounsel).toBe(true);
    expect(row("eu-gdpr.authority", { decisions, facts })?.asksCounsel).toBe(false);
  });

  it("declined is only what a person declined; what an answer rules out is not", () => {
    const answers = { regions: ["jp"], kinds: null, we_are: null, contracts: null };
    const given = { answers, decisions: { "uk-gdpr": "no" } } as const;
    expect(row("uk-gdpr.authority", given)?.state).toBe("declined");
    expect(row("eu-gdpr.authority", given)).toMatchObject({
      state: "not-applicable",
      reason: "the people concerned and we are elsewhere",
    });
  });

  it("a contract that obliges us runs, and says that its limit is a guess", () => {
    const answers = { regions: null, kinds: null, we_are: null, contracts: ["yes"] };
    expect(row("contract.partner", { answers })).toMatchObject({
      state: "running",
      isAssumed: true,
    });
    const decisions = { contract: "no" } as const;
    expect(row("contract.partner", { answers, decisions })?.state).toBe("declined");
  });

  it("what the processor tells is not ours where we are the controller", () => {
    const given = {
      decisions: { "eu-gdpr": "yes" },
      facts: { aware_personal_data_at: AT },
    } as const;
    const states = ["controller", "processor", "both", "unknown", null].map(
      (dataRole) => row("eu-gdpr.controller", { ...given, dataRole })?.state,
    );
    expect(states).toEqual(["not-applicable", "running", "running", "running", "running"]);
    const own = { ...given.decisions, "eu-gdpr.controller": "yes" } as const;
    expect(
      row("eu-gdpr.controller", { ...given, decisions: own, dataRole: "controller" })?.state,
    ).toBe("running");
  });

  it("a start that was stated anew is shown with both events, also where another start follows it", () => {
    const moved = { before: AT, beforeSeq: 102, seq: 103, because: "counsel said so" };
    const decisions = { "br-lgpd": "yes", "eu-gdpr": "yes" } as const;
    const facts = { aware_personal_data_at: plus(AT, HOUR) };
    const given = { decisions, facts, moved: { aware_personal_data_at: moved } };
    expect(row("eu-gdpr.authority", given)?.startMoved).toEqual(moved);
    expect(row("br-lgpd.anpd", given)?.startMoved).toEqual(moved);
    expect(row("in-certin.certin", given)?.startMoved).toBeNull();
  });
});

it("the table that is built is the table that is written", async () => {
  expect(await loadRegimes(ROOT)).toEqual(TABLE);
  expect(TABLE.regimes.length).toBeGreaterThanOrEqual(26);
});
