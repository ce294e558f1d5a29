// Metrics against vectors worked out by hand; what is not known is null and named, what is negative is said.
import { describe, expect, it } from "vitest";
import { summarise } from "../../../src/core/report/metric.ts";
import { computeMetrics } from "../../../src/core/report/metrics.ts";
import { addBusinessDays, spell } from "../../../src/core/report/input.ts";
import {
  plan,
  SMALL_RUNBOOK,
  stateOf,
  toEvents,
  type Planned,
} from "../../support/incident-events.ts";
import { NIGHT } from "../../support/night.ts";

const S = 1000;
const MIN = 60 * S;

function metricsOf(planned: readonly Planned[]) {
  const events = toEvents(planned);
  const metrics = computeMetrics(stateOf(SMALL_RUNBOOK, events), events, SMALL_RUNBOOK);
  return new Map(metrics.map((metric) => [metric.id, metric]));
}

function stated(name: string, value: string): Planned {
  return plan(6000, "fact.set", { name, value, credential: null, source: "log", grade: "E1" });
}

describe("computeMetrics", () => {
  it.each([
    ["exposure-window", 4 * 3600 * S + 32 * MIN + 20 * S],
    ["abuse-window", null],
    ["time-to-detect-exposure", 4 * 3600 * S + 24 * MIN],
    ["time-to-declare", 6 * MIN + 7 * S],
    ["time-to-contain", 133 * S],
    ["time-to-contain-detected", 500 * S],
    ["time-to-replace", 500 * S],
    ["outage", (500 - 127) * S],
    ["outage-planned", 10 * MIN],
    ["total", null],
    ["phase:immediate", 660 * S],
    ["phase:post-incident", null],
  ])("%s of the night is %s", (id, ms) => {
    expect(metricsOf(NIGHT).get(id)).toMatchObject({ ms, dataError: null });
  });

  it("names what is missing", () => {
    expect(metricsOf(NIGHT).get("abuse-span")?.missing).toEqual([
      "last_abuse_at",
      "first_abuse_at",
    ]);
    expect(metricsOf(NIGHT.slice(0, 3)).get("time-to-contain")).toMatchObject({
      ms: null,
      missing: ["contained_at of c1"],
    });
    expect(metricsOf(NIGHT.slice(0, 1)).get("outage")).toMatchObject({ ms: null });
  });

  it("uses facts by any spelling, and counts the abuse", () => {
    const metrics = metricsOf([
      ...NIGHT,
      stated("firstAbuseAt", "2026-11-23T01:00:00.000Z"),
      stated("last_abuse_at", "2026-11-23T02:12:00.000Z"),
      plan(7200, "incident.closed", { because: "done" }),
    ]);
    expect(metrics.get("abuse-span")?.ms).toBe(72 * MIN);
    expect(metrics.get("abuse-window")?.ms).toBe(72 * MIN + 20 * S);
    expect(metrics.get("time-to-detect-abuse")?.ms).toBe(64 * MIN);
    expect(metrics.get("total")?.ms).toBe(7200 * S);
  });

  it("says at least where the first use by others stands for the exposure", () => {
    const source = "audit 14e5e41c, at the latest then";
    const found = plan(6000, "fact.set", {
      name: "exposedFrom",
      value: "2026-11-23T01:00:00.000Z",
      credential: null,
      source,
      grade: "E1",
    });
    const night = NIGHT.filter(
      ({ type, data }) => type !== "fact.set" || !("name" in data && /exposed/.test(data.name)),
    );
    const bounds = ["exposure-window", "time-to-detect-exposure", "time-to-contain"].map(
      (id) => metricsOf([...night, found]).get(id)?.bound,
    );
    expect(bounds).toEqual(["at least", "at least", null]);
    expect(
      metricsOf([...night, { ...found, data: { ...found.data, source: "x" } }]).get(
        "exposure-window",
      )?.bound,
    ).toBeNull();
  });

  it("measures no time to declare where nobody said when it was noticed", () => {
    const [declared, ...rest] = NIGHT;
    const at = toEvents(NIGHT)[0]?.occurredAt ?? "";
    const night = [{ ...declared, data: { ...declared?.data, detectedAt: at } }, ...rest] as never;
    expect(metricsOf(night).get("time-to-declare")).toMatchObject({
      ms: null,
      missing: ["detected_at"],
    });
    expect(metricsOf(night).get("time-to-detect-exposure")?.bound).toBe("at most");
  });

  it("keeps a negative figure and says that the data is wrong", () => {
    const metric = metricsOf([...NIGHT, stated("firstAbuseAt", "2026-11-23T02:05:00.000Z")]).get(
      "time-to-detect-abuse",
    );
    expect(metric).toMatchObject({
      ms: -60 * S,
      dataError: "detected_at is 1 min before first_abuse_at",
    });
  });

  it("takes the key's creation for an unknown exposure, as an upper bound", () => {
    const without = NIGHT.filter((one) => !("name" in one.data && one.data.name === "exposedFrom"));
    const metric = metricsOf([...without, stated("keyCreatedAt", "2026-11-01T02:12:20.000Z")]).get(
      "exposure-window",
    );
    expect(metric?.ms).toBe(22 * 24 * 3600 * S);
    expect(metric?.note).toContain("at most (<=)");
  });

  it("is contained only when every key is dead, at the latest death", () => {
    const second = plan(20, "credential.added", {
      credential: "c2",
      name: "staging-web-app",
      environment: "staging",
      provider: "claro",
      keyId: null,
      last4: "77ab",
      prefix: null,
      fingerprint: null,
      sealed: null,
      targets: [],
    });
    expect(metricsOf([...NIGHT, second]).get("time-to-contain")).toMatchObject({
      ms: null,
      missing: ["contained_at of c2"],
    });
    const dropped = plan(30, "credential.dropped", { credential: "c2", because: "not ours" });
    expect(metricsOf([...NIGHT, second, dropped]).get("time-to-contain")?.ms).toBe(133 * S);
  });

  it("has no outage where the replacement was in use before the cut, and shows the overlap", () => {
    const order = [
      ...NIGHT.slice(0, 5),
      plan(12, "strategy.chosen", {
        credential: "c1",
        strategy: "replace-first",
        recommended: "contain-first",
        rule: "D6",
        because: "no outage",
        ceilingMs: 900_000,
      }),
      ...NIGHT.filter(
        (one) =>
          one.type.startsWith("target.") ||
          one.type === "key.created" ||
          one.type === "key.sealed" ||
          (one.type === "key.probed" && one.after === 215),
      ),
      plan(600, "key.blocked", {
        credential: "c1",
        action: "disable",
        keyId: null,
        settledBy: "answer",
      }),
      plan(700, "key.died", {
        credential: "c1",
        firstDeadAt: "2026-11-23T02:20:07.000Z",
        proof: "attested",
        answers: 0,
      }),
    ];
    const metrics = metricsOf(order);
    expect(metrics.get("outage")).toMatchObject({ ms: 0, missing: [] });
    expect(metrics.get("overlap:c1")?.ms).toBe((600 - 320) * S);
    expect(metrics.get("time-to-contain")?.note).toBe("attested, not probed: c1");
  });
});

describe("words", () => {
  it.each([
    [42 * S, "42 s"],
    [785 * S, "13 min 5 s"],
    [60 * MIN, "1 h"],
    [232 * MIN, "3 h 52 min"],
    [52 * 60 * MIN, "2 d 4 h"],
    [-60 * S, "-1 min"],
  ])("%i ms is %s", (ms, words) => {
    expect(spell(ms)).toBe(words);
  });

  it("counts business days over a weekend", () => {
    expect(addBusinessDays("2026-11-23T02:10:07.000Z", 5)).toBe("2026-11-30T02:10:07.000Z");
    expect(addBusinessDays("2026-11-28T10:00:00.000Z", 1)).toBe("2026-11-30T10:00:00.000Z");
  });

  it("summarises", () => {
    expect(summarise([])).toBeNull();
    expect(summarise([4, 1, 3, 2])).toEqual({ n: 4, mean: 2.5, median: 2.5, p90: null });
    expect(summarise([10, 9, 8, 7, 6, 5, 4, 3, 2, 1])?.p90).toBe(9);
  });
});
