// What stands in the way of the cut, over every combination of what is known; and what the places make of the new lane.
import { describe, expect, it } from "vitest";
import { missingToBlock } from "../../../src/core/credential/guard.ts";
import { deployedLane, everyPlaceSettled } from "../../../src/core/credential/target.ts";
import { newTarget } from "../../../src/core/credential/blank.ts";
import type {
  CredentialState,
  FactRecord,
  IncidentState,
  NewLane,
  TargetState,
} from "../../../src/core/incident/state.ts";
import { MINUTE, plus } from "../../../src/core/instant.ts";
import { DECLARED, given, started } from "../../support/given.ts";

const BASE = given(started()).state;
const C1 = BASE.credentials["c1"]!;

function known(value: string): FactRecord {
  return { value, source: "test", grade: "E3", by: "dana", at: DECLARED, seq: 1 };
}

interface Facts {
  readonly strategy: "contain-first" | "replace-first" | null;
  readonly environment: "production" | "staging";
  readonly evidence: "none" | "captured" | "skipped" | "started";
  readonly standby: "yes" | "no";
  readonly outage: boolean;
  readonly override: boolean;
  readonly lane: NewLane["state"];
  readonly verdict: "ALIVE" | "DEAD" | null;
  readonly places: readonly TargetState[] | "none known" | "no places";
}

const VALUES: { readonly [Name in keyof Facts]: readonly Facts[Name][] } = {
  strategy: ["contain-first", "replace-first", null],
  environment: ["production", "staging"],
  evidence: ["none", "captured", "skipped", "started"],
  standby: ["yes", "no"],
  outage: [true, false],
  override: [true, false],
  lane: ["none", "created", "sealed", "deployed", "in-use"],
  verdict: ["ALIVE", "DEAD", null],
  places: [
    ["pending"],
    ["written"],
    ["reloaded"],
    ["failed"],
    ["unknown"],
    ["in-use"],
    ["attested"],
    ["waived"],
    ["in-use", "written"],
    ["in-use", "waived"],
    "none known",
    "no places",
  ],
};

function combinations(): readonly Facts[] {
  let all: readonly Record<string, unknown>[] = [{}];
  for (const [name, values] of Object.entries(VALUES))
    all = all.flatMap((one) => (values as unknown[]).map((value) => ({ ...one, [name]: value })));
  return all as unknown as readonly Facts[];
}

function credentialOf(facts: Facts): CredentialState {
  const { places } = facts;
  const status = { captured: "done", skipped: "skipped", started: "started", none: null }[
    facts.evidence
  ] as "done" | null;
  const states = typeof places === "string" ? [] : places;
  return {
    ...C1,
    strategy: facts.strategy,
    environment: facts.environment,
    outage: facts.outage ? { minutes: 5, because: "b", by: "dana" } : null,
    override: facts.override ? { because: "b", by: "dana" } : null,
    facts: {
      ...C1.facts,
      standbyKeyLive: known(facts.standby),
      ...(places === "no places" ? { noPlaces: known("yes") } : {}),
    },
    steps:
      status === null
        ? {}
        : {
            "capture-minimum-evidence": {
              ...BASE.steps["declare-incident"]!,
              status,
            },
          },
    new: { ...C1.new, state: facts.lane, verdict: facts.verdict },
    targets: states.map((state, index) => ({ ...newTarget(`t${String(index)}`, null), state })),
  };
}

/** The rule in words of the reference, written again. */
function mayBlock(facts: Facts): boolean {
  const evidence = facts.evidence === "captured" || facts.evidence === "skipped";
  if (!evidence || facts.strategy === null) return false;
  if (facts.strategy === "contain-first")
    return (
      facts.environment !== "production" ||
      facts.standby === "yes" ||
      facts.lane === "in-use" ||
      facts.outage
    );
  const { places } = facts;
  const settled =
    places === "no places" ||
    (typeof places !== "string" &&
      places.every((state) => ["in-use", "attested", "waived"].includes(state)));
  return facts.override || (facts.lane !== "none" && settled && facts.verdict === "ALIVE");
}

const ALL = combinations();
const SOON = plus(DECLARED, MINUTE);

function stateWith(credential: CredentialState): IncidentState {
  return { ...BASE, credentials: { c1: credential } };
}

describe("what the cut waits for", () => {
  it(`is the reference's rule, over ${String(ALL.length)} combinations`, () => {
    let open = 0;
    const wrong: unknown[] = [];
    for (const facts of ALL) {
      const credential = credentialOf(facts);
      const missing = missingToBlock(stateWith(credential), credential, SOON);
      const isOpen = missing.length === 0;
      if (isOpen) open += 1;
      if (isOpen !== mayBlock(facts)) wrong.push([facts, missing]);
      // there is always a way out of what is missing
      const lost = missing.filter((one) => one.why === "" || !/^claro-ir [a-z]/.test(one.command));
      wrong.push(...lost);
    }
    expect(wrong.slice(0, 2)).toEqual([]);
    expect(open).toBeGreaterThan(100);
    expect(open).toBeLessThan(ALL.length / 2);
  });

  it("is no longer the evidence after two minutes, and everything else still", () => {
    for (const facts of ALL.filter((one) => one.evidence === "none")) {
      const credential = credentialOf(facts);
      const late = missingToBlock(stateWith(credential), credential, plus(DECLARED, 2 * MINUTE));
      expect(late.length === 0).toBe(mayBlock({ ...facts, evidence: "captured" }));
      const early = missingToBlock(
        stateWith(credential),
        credential,
        plus(DECLARED, 2 * MINUTE - 1),
      );
      expect(early[0]?.what).toBe("capture-minimum-evidence");
    }
  });

  it("is never opened by the ceiling: it asks, it does not permit", () => {
    const facts: Facts = {
      strategy: "replace-first",
      environment: "production",
      evidence: "captured",
      standby: "no",
      outage: false,
      override: false,
      lane: "sealed",
      verdict: "ALIVE",
      places: ["written"],
    };
    const credential = { ...credentialOf(facts), ceilingAt: DECLARED };
    const long = plus(DECLARED, 9999 * MINUTE);
    expect(missingToBlock(stateWith(credential), credential, long).map((one) => one.what)).toEqual([
      "target t0",
    ]);
  });

  it("names each place that is not settled, with the command for it", () => {
    const credential = {
      ...credentialOf({
        strategy: "replace-first",
        environment: "production",
        evidence: "captured",
        standby: "no",
        outage: false,
        override: false,
        lane: "sealed",
        verdict: null,
        places: ["written", "in-use", "failed"],
      }),
    };
    const missing = missingToBlock(stateWith(credential), credential, SOON);
    expect(missing.map((one) => one.what)).toEqual([
      "target t0",
      "target t2",
      "verify-replacement-live",
    ]);
    expect(missing[0]?.command).toBe(
      "claro-ir run deploy-replacement-key --credential c1 --target t0",
    );
  });
});

describe("the new lane follows its places", () => {
  const STATES: readonly TargetState[] = [
    "pending",
    "written",
    "reloaded",
    "in-use",
    "attested",
    "waived",
    "failed",
    "unknown",
  ];

  function lane(states: readonly TargetState[], verdict: "ALIVE" | "DEAD" | null, none = false) {
    const targets = states.map((state, index) => ({
      ...newTarget(`t${String(index)}`, null),
      state,
    }));
    const facts: CredentialState["facts"] = none ? { noPlaces: known("yes") } : {};
    return {
      settled: everyPlaceSettled({ targets, facts }),
      lane: deployedLane({ targets, facts, new: { ...C1.new, verdict } }),
    };
  }

  it("for every pair of states and every verdict", () => {
    const settled = new Set<TargetState>(["in-use", "attested", "waived"]);
    const written = new Set<TargetState>([...settled, "written", "reloaded"]);
    for (const a of STATES)
      for (const b of STATES)
        for (const verdict of ["ALIVE", "DEAD", null] as const) {
          const all = [a, b].every((one) => settled.has(one));
          const there = [a, b].every((one) => written.has(one));
          const expected = all && verdict === "ALIVE" ? "in-use" : there ? "deployed" : "sealed";
          expect(lane([a, b], verdict), `${a} ${b} ${String(verdict)}`).toEqual({
            settled: all,
            lane: expected,
          });
        }
  });

  it("with no known place is never deployed until somebody says there is none", () => {
    expect(lane([], "ALIVE")).toEqual({ settled: false, lane: "sealed" });
    expect(lane([], null, true)).toEqual({ settled: true, lane: "deployed" });
    expect(lane([], "ALIVE", true)).toEqual({ settled: true, lane: "in-use" });
    // a place found after that counts
    expect(lane(["pending"], "ALIVE", true)).toEqual({ settled: false, lane: "sealed" });
  });
});
