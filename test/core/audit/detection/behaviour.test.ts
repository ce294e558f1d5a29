// Detections of behaviour: calls, names, hours, errors.
import { describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE, toInstant } from "../../../../src/core/instant.ts";
import {
  FROM,
  STRANGER,
  TO,
  call,
  everyMinute,
  found,
  month,
  report,
  spread,
  type Plain,
} from "../../../support/traffic/plain.ts";

const baseline = month(240);
const usual = spread(FROM, TO, 240);

describe("new-endpoint", () => {
  it("fires at one call of a new kind", () => {
    const window = [...usual, call(FROM, { ...STRANGER, action: "GET /v1/models" })];
    const [call_] = found({ baseline, window }, "new-endpoint");
    expect(call_).toMatchObject({
      level: "medium",
      observed: "GET /v1/models",
      who: [STRANGER.ip],
    });
  });

  it("names them in the order in which they began, whatever order they were counted in", () => {
    const calls = ["b", "a"].map((action, at) => call(FROM + at, { ...STRANGER, action }));
    const window = [...usual, ...calls.toReversed()];
    expect(found({ baseline, window }, "new-endpoint")[0]?.observed).toBe("b, a");
  });

  it("is a new feature when callers of our own make it", () => {
    const window = [...usual, call(FROM, { action: "GET /v1/models" })];
    expect(found({ baseline, window }, "new-endpoint")[0]).toMatchObject({ level: "low", who: [] });
  });
});

describe("enumeration", () => {
  function names(count: number, of = {}): ReturnType<typeof spread> {
    return Array.from({ length: count }, (_, at) =>
      call(FROM + at * 1000, { resource: `prompts/x${String(at)}`, ...of }),
    );
  }

  it("fires at twenty different things in ten minutes, not at nineteen", () => {
    expect(found({ baseline, window: names(19, STRANGER) }, "enumeration")).toEqual([]);
    const [many] = found({ baseline, window: names(20, STRANGER) }, "enumeration");
    expect(many).toMatchObject({ level: "high", who: [STRANGER.ip] });
    expect(many?.observed).toContain("20 different ones in ten minutes");
  });

  it("asks for five times the usual of a key that touches much", () => {
    const wide = Array.from({ length: 28 }, (_, day) =>
      Array.from({ length: 10 }, (__, at) =>
        call(FROM - (day + 1) * DAY + at * MINUTE, { resource: `prompts/y${String(at)}` }),
      ),
    ).flat();
    expect(found({ baseline: wide, window: names(49) }, "enumeration")).toEqual([]);
    expect(found({ baseline: wide, window: names(50) }, "enumeration")[0]).toMatchObject({
      level: "medium",
      who: [],
    });
  });

  it("sees strangers who take their time", () => {
    const window = Array.from({ length: 20 }, (_, at) =>
      call(FROM + at * 15 * MINUTE, { ...STRANGER, resource: `prompts/z${String(at * 7)}` }),
    );
    expect(found({ baseline, window }, "enumeration")[0]?.subject).toBe("never touched before");
    expect(found({ baseline, window: window.slice(1) }, "enumeration")).toEqual([]);
  });

  it("sees pages gone through in order, also by offsets, from nine tenths of them on", () => {
    function pages(numbers: readonly number[], who = STRANGER) {
      return numbers.map((page, at) =>
        call(FROM + at * 15 * MINUTE, { ...who, resource: `/v1/prompts?offset=${String(page)}` }),
      );
    }
    const ten = Array.from({ length: 10 }, (_, at) => at * 100);
    const [one] = found({ baseline, window: pages(ten) }, "enumeration");
    expect(one).toMatchObject({ subject: "/v1/prompts?offset=#", who: [STRANGER.ip] });
    expect(one?.observed).toContain("10 different ones of /v1/prompts?offset=# from 0 to 900");
    expect(found({ baseline, window: pages(ten.slice(1)) }, "enumeration")).toEqual([]);
    // Eleven of twelve is more than nine tenths, eleven of thirteen is less.
    const eleven = [...ten, 1100];
    expect(found({ baseline, window: pages(eleven) }, "enumeration")).toHaveLength(1);
    expect(found({ baseline, window: pages([...ten, 1200]) }, "enumeration")).toEqual([]);
  });

  it("tells things called by numbers in order from a mere multitude", () => {
    const window = Array.from({ length: 20 }, (_, at) =>
      call(FROM + at * 15 * MINUTE, { ...STRANGER, resource: `prompts/${String(100 + at)}` }),
    );
    expect(found({ baseline, window }, "enumeration")[0]).toMatchObject({
      title: "Pages or numbers gone through in order",
      subject: "prompts/#",
      confidence: "high",
    });
  });

  it("says that names were guessed above 30 % not found", () => {
    function guessed(missing: number): string | undefined {
      const all = names(100, STRANGER).map((one, at) =>
        at < missing ? { ...one, status: 404 } : one,
      );
      return found({ baseline, window: all }, "enumeration")[0]?.title;
    }
    expect(guessed(30)).toBe("Many different things touched one after the other");
    expect(guessed(31)).toBe("Names were guessed, one after the other");
  });
});

describe("off-hours", () => {
  const days = baseline.filter(({ at }) => at % DAY >= 8 * HOUR && at % DAY < 18 * HOUR);

  it("fires at ten requests in an hour at which the key sleeps, not at nine", () => {
    function night(count: number): ReturnType<typeof spread> {
      return spread(FROM + 3 * HOUR, FROM + 4 * HOUR, count, STRANGER);
    }
    expect(found({ baseline: days, window: night(9) }, "off-hours")).toEqual([]);
    expect(found({ baseline: days, window: night(10) }, "off-hours")[0]?.who).toEqual([
      STRANGER.ip,
    ]);
  });

  it("counts the hours at which it sleeps together", () => {
    const two = [
      ...spread(FROM + 3 * HOUR, FROM + 4 * HOUR, 5, STRANGER),
      ...spread(FROM + 22 * HOUR, FROM + 23 * HOUR, 5, STRANGER),
    ];
    expect(found({ baseline: days, window: two }, "off-hours")).toHaveLength(1);
    expect(found({ baseline: days, window: two.slice(1) }, "off-hours")).toEqual([]);
  });

  it("is not asked of fewer than 28 days, which is said", () => {
    const night = spread(FROM + 3 * HOUR, FROM + 4 * HOUR, 30, STRANGER);
    const late = FROM - 27 * DAY;
    const short: Plain = {
      baseline: days.filter(({ at }) => at >= late),
      window: night,
      beats: everyMinute(late),
      source: { from: toInstant(late) },
    };
    expect(found(short, "off-hours")).toEqual([]);
    expect(report(short).limits.join(" ")).toContain("Fewer than 28 days of the baseline");
  });

  it("does not fire by day", () => {
    const window = spread(FROM + 9 * HOUR, FROM + 10 * HOUR, 100, STRANGER);
    expect(found({ baseline: days, window }, "off-hours")).toEqual([]);
  });
});

describe("error-rate-5", () => {
  function errors(bad: number, all: number, of = {}): ReturnType<typeof spread> {
    return [
      ...spread(FROM, TO, all - bad),
      ...spread(FROM, TO, bad, { status: 500, outcome: "error", ...of }),
    ];
  }

  it("does not fire at exactly 5 %, but above it", () => {
    expect(found({ baseline, window: errors(10, 200) }, "error-rate-5")).toEqual([]);
    const [rate] = found({ baseline, window: errors(11, 200, STRANGER) }, "error-rate-5");
    expect(rate?.observed).toBe("5.50 % on 2026-11-23: 11 of 200 requests");
    expect(rate?.level).toBe("medium");
  });

  it("needs twenty requests", () => {
    expect(found({ baseline, window: errors(10, 19) }, "error-rate-5")).toEqual([]);
    expect(found({ baseline, window: errors(10, 20) }, "error-rate-5")).toHaveLength(1);
  });

  it("leaves out answers 404 where the configuration says so", () => {
    const window = errors(30, 200, { status: 404 });
    expect(found({ baseline, window }, "error-rate-5")).toHaveLength(1);
    const thresholds = { "error-rate-5": { notFound: 0 } };
    expect(found({ baseline, window, context: { thresholds } }, "error-rate-5")).toEqual([]);
  });

  it("is high above a fifth, and a lead when the errors are those of our own callers", () => {
    expect(found({ baseline, window: errors(41, 200, STRANGER) }, "error-rate-5")[0]?.level).toBe(
      "high",
    );
    expect(found({ baseline, window: errors(41, 200) }, "error-rate-5")[0]?.level).toBe("low");
  });

  it("does not count refusals after the cut, which are wanted", () => {
    const facts = { containedAt: FROM };
    expect(found({ baseline, window: errors(150, 200), facts }, "error-rate-5")).toEqual([]);
  });
});

describe("auth-failure-burst", () => {
  function refused(count: number): ReturnType<typeof spread> {
    return spread(FROM, FROM + 9 * MINUTE, count, { ...STRANGER, status: 403, outcome: "denied" });
  }

  it("fires at twenty refusals in ten minutes, not at nineteen", () => {
    expect(found({ baseline, window: refused(19) }, "auth-failure-burst")).toEqual([]);
    expect(found({ baseline, window: refused(20) }, "auth-failure-burst")[0]?.who).toEqual([
      STRANGER.ip,
    ]);
  });

  it("asks for five times the usual of a key that is often refused", () => {
    const often = month(144 * 6, 28, { status: 403, outcome: "denied" });
    expect(found({ baseline: often, window: refused(29) }, "auth-failure-burst")).toEqual([]);
    expect(found({ baseline: often, window: refused(30) }, "auth-failure-burst")).toHaveLength(1);
  });
});

describe("llm-new-model", () => {
  const models = month(240, 28, { model: "small" });

  it("fires at a model never used, and is a migration when our own callers use it", () => {
    const strange = [call(FROM, { ...STRANGER, model: "dear" })];
    expect(found({ baseline: models, window: strange }, "llm-new-model")[0]).toMatchObject({
      level: "high",
      subject: "dear",
    });
    const ours = [call(FROM, { model: "dear" })];
    expect(found({ baseline: models, window: ours }, "llm-new-model")[0]?.level).toBe("low");
  });

  it("does not fire on a model that is known", () => {
    expect(
      found(
        { baseline: models, window: [call(FROM, { ...STRANGER, model: "small" })] },
        "llm-new-model",
      ),
    ).toEqual([]);
  });
});
