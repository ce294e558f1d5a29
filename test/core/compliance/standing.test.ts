// Which duties may apply: answers switch them on or rule them out, and what nobody knows rules nothing out.
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readRegimes } from "../../../src/adapters/runbook/regulatory-clocks.ts";
import { answersOf, wordsOf, type Answers } from "../../../src/core/compliance/answers.ts";
import { standings, type ClockInput } from "../../../src/core/compliance/clocks.ts";
import type { IncidentState } from "../../../src/core/incident/state.ts";
import { clockInput } from "../../support/clock-input.ts";
import { DECLARED, fact, given, started } from "../../support/given.ts";

const TABLE = await readRegimes(
  join(import.meta.dirname, "../../../runbooks/regulatory-clocks.yaml"),
);
const NOTHING: Answers = { regions: null, kinds: null, we_are: null, contracts: null };

function standing(regime: string, more: Partial<ClockInput> = {}) {
  const input = clockInput({ detectedAt: DECLARED, declaredAt: DECLARED, now: DECLARED, ...more });
  return standings(TABLE, input).find((one) => one.regime === regime);
}

function answered(answers: Partial<Answers>): Partial<ClockInput> {
  return { answers: { ...NOTHING, ...answers } };
}

describe("an answer", () => {
  it.each([
    ["eu-nis2", { we_are: ["essential"] }],
    ["eu-dora", { we_are: ["listed", "financial"] }],
    ["us-sec-8k", { we_are: ["listed"] }],
    ["pci", { kinds: ["contact", "card"] }],
    ["us-tx", { regions: ["us"] }],
    ["kr-pipa", { regions: ["kr"] }],
  ] as const)("switches %s on", (regime, answers) => {
    expect(standing(regime)?.standing).toBe("not-applicable");
    expect(standing(regime, answered(answers))).toMatchObject({
      standing: "watch",
      isMatched: true,
    });
  });

  it.each([
    ["eu-gdpr", { regions: ["us-ca", "jp"] }, "elsewhere"],
    ["us-hipaa", { we_are: ["none"] }, "no such organisation"],
    ["contract", { contracts: ["no"] }, "no contract"],
  ] as const)("rules %s out, with the reason", (regime, answers, reason) => {
    expect(standing(regime)?.standing).toBe("watch");
    const ruledOut = standing(regime, answered(answers));
    expect(ruledOut?.standing).toBe("not-applicable");
    expect(ruledOut?.reason).toContain(reason);
  });

  it("that the table does not know rules nothing out", () => {
    expect(standing("eu-gdpr", answered({ regions: ["bavaria"] }))?.standing).toBe("watch");
    expect(standing("eu-gdpr", answered({ regions: ["us-ca", "bavaria"] }))?.standing).toBe(
      "watch",
    );
  });
});

describe("before any answer counts", () => {
  it("people decide", () => {
    const said = answered({ regions: ["jp"] });
    expect(standing("eu-gdpr", { ...said, decisions: { "eu-gdpr": "yes" } })?.standing).toBe(
      "running",
    );
  });

  it("no data about people settles what is about people, and nothing else", () => {
    const none = { personalData: "no", ...answered({ we_are: ["essential"] }) } as const;
    expect(standing("eu-gdpr", none)?.standing).toBe("not-applicable");
    expect(standing("eu-nis2", none)?.standing).toBe("watch");
    expect(standing("contract", none)?.standing).toBe("watch");
  });

  it("what is not in force at its start does not run", () => {
    expect(standing("in-dpdp", { switched: { "in-dpdp": true } })?.reason).toContain("2027-05-14");
    const later = {
      switched: { "in-dpdp": true },
      facts: { aware_personal_data_at: "2027-05-20T00:00:00.000Z" },
    };
    expect(standing("in-dpdp", later)?.standing).toBe("watch");
    expect(standing("us-circia")?.reason).toContain("unverified");
  });
});

describe("what the record says", () => {
  function stateWith(facts: Readonly<Record<string, string>>): IncidentState {
    const said = Object.entries(facts).map(([name, value]) =>
      fact("fact.set", { name, value, credential: null, source: "operator", grade: "E3" }),
    );
    return given(started()).and(...said).state;
  }

  it("is words of the table, however people type them", () => {
    expect(wordsOf("EU, us CA;Japan\n")).toEqual(["eu", "us-ca", "japan"]);
  });

  it("rules a region out only when both people and we are known to be elsewhere", () => {
    const people = answersOf(stateWith({ regions: "us-ca" }));
    expect(standing("eu-gdpr", { answers: people })?.standing).toBe("watch");
    const both = answersOf(stateWith({ regions: "us-ca", establishedIn: "us" }));
    expect(standing("eu-gdpr", { answers: both })?.standing).toBe("not-applicable");
    const here = answersOf(stateWith({ regions: "us-ca", establishedIn: "EU" }));
    expect(standing("eu-gdpr", { answers: here })).toMatchObject({
      standing: "watch",
      isMatched: true,
    });
  });
});
