// Detections of volume: above the threshold and not at it, and whose doing it was.
import { describe, expect, it } from "vitest";
import { HOUR, MINUTE } from "../../../../src/core/instant.ts";
import { FROM, STRANGER, TO, call, found, month, spread } from "../../../support/traffic/plain.ts";

const MIB = 1024 * 1024;

describe("spike-2x", () => {
  const baseline = month(240);

  it("does not fire at exactly twice the usual", () => {
    expect(found({ baseline, window: spread(FROM, TO, 480) }, "spike-2x")).toEqual([]);
  });

  it("fires with one request more, and says the figures", () => {
    const [spike] = found({ baseline, window: spread(FROM, TO, 481) }, "spike-2x");
    expect(spike?.observed).toBe("481 requests on 2026-11-23, 2.00 times the usual");
    expect(spike?.expected).toBe("240, the median of the same hours of earlier days");
  });

  it("is a lead, no sign, when callers of our own did it", () => {
    const [spike] = found({ baseline, window: spread(FROM, TO, 900) }, "spike-2x");
    expect(spike).toMatchObject({ level: "low", confidence: "low", who: [] });
    expect(spike?.samples[0]).toEqual({
      at: "2026-11-23T00:00:48.000Z",
      where: "access.jsonl:1",
      text: "1 request in this minute",
    });
  });

  it("speaks against strangers who made at least half of the excess", () => {
    const window = [...spread(FROM, TO, 240), ...spread(FROM, FROM + HOUR, 300, STRANGER)];
    const [spike] = found({ baseline, window }, "spike-2x");
    expect(spike).toMatchObject({ level: "medium", confidence: "high", who: ["203.0.113.66"] });
  });

  it("is high above five times the usual", () => {
    const window = [...spread(FROM, TO, 240), ...spread(FROM, FROM + HOUR, 961, STRANGER)];
    expect(found({ baseline, window }, "spike-2x")[0]?.level).toBe("high");
  });

  it("needs an excess of fifty requests", () => {
    const few = month(24);
    expect(found({ baseline: few, window: spread(FROM, TO, 73) }, "spike-2x")).toEqual([]);
    expect(found({ baseline: few, window: spread(FROM, TO, 74) }, "spike-2x")).toHaveLength(1);
  });

  it("compares a part of a day with the same part of other days", () => {
    const night = month(24).filter(({ at }) => at % (24 * HOUR) >= 12 * HOUR);
    const windows = { baselineFrom: FROM - 28 * 24 * HOUR, from: FROM, to: FROM + 12 * HOUR };
    const window = spread(FROM, FROM + 12 * HOUR, 60);
    const [spike] = found(
      { baseline: [...night, call(FROM - HOUR)], window, context: { windows } },
      "spike-2x",
    );
    expect(spike?.expected).toBe("0, the median of the same hours of earlier days");
  });

  it("goes by the average that the log itself states where there is no baseline", () => {
    function today(requests: number): ReturnType<typeof found> {
      const bucket = { requests, lastsMs: TO - FROM, average: 240 };
      return found({ baseline: [], window: [{ ...call(FROM), bucket }], beats: [] }, "spike-2x");
    }
    expect(today(480)).toEqual([]);
    expect(today(481)[0]).toMatchObject({
      observed: "481 requests on 2026-11-23, 2.00 times the usual",
      expected: "240, the average of a day as the log states it",
    });
  });

  it("is not asked of a baseline of six days", () => {
    const plain = { baseline: month(240, 6), window: spread(FROM, TO, 2000), beats: [] };
    expect(found({ ...plain, source: { from: "2026-11-17T00:00:00.000Z" } }, "spike-2x")).toEqual(
      [],
    );
  });
});

describe("bulk-read", () => {
  const baseline = month(240, 28, { bytes: MIB });

  it("does not fire at five times the usual most of an hour", () => {
    const window = spread(FROM, FROM + HOUR, 50, { ...STRANGER, bytes: MIB });
    expect(found({ baseline, window }, "bulk-read")).toEqual([]);
  });

  it("fires above it", () => {
    const window = spread(FROM, FROM + HOUR, 51, { ...STRANGER, bytes: MIB });
    const [bulk] = found({ baseline, window }, "bulk-read");
    expect(bulk).toMatchObject({ level: "high", who: ["203.0.113.66"] });
    expect(bulk?.observed).toContain("51 MiB in the hour from 2026-11-23 00:00 UTC");
  });

  it("counts files where bytes are not logged", () => {
    const of = { ...STRANGER, bytes: null, action: "GET /v1/contexts/{id}/download" };
    const quiet = month(24, 28, { bytes: null });
    expect(
      found({ baseline: quiet, window: spread(FROM, FROM + HOUR, 19, of) }, "bulk-read"),
    ).toEqual([]);
    const [bulk] = found(
      { baseline: quiet, window: spread(FROM, FROM + HOUR, 20, of) },
      "bulk-read",
    );
    expect(bulk?.observed).toContain("20 files");
  });

  it("is not hidden by a bigger job of our own, nor by another thief on another day", () => {
    const other = { ...STRANGER, ip: "192.0.2.200" };
    const backup = spread(FROM + 2 * HOUR, FROM + 3 * HOUR, 900, { bytes: MIB });
    const first = spread(FROM - 20 * HOUR, FROM - 19 * HOUR, 51, { ...STRANGER, bytes: MIB });
    const second = spread(FROM + 9 * HOUR, FROM + 10 * HOUR, 80, { ...other, bytes: MIB });
    const windows = { baselineFrom: FROM - 28 * 24 * HOUR, from: FROM - 24 * HOUR, to: TO };
    const all = found(
      { baseline, window: [...first, ...backup, ...second], context: { windows } },
      "bulk-read",
    );
    expect(all.map(({ who, level }) => [who, level])).toEqual([
      [["203.0.113.66"], "high"],
      [["192.0.2.200"], "high"],
    ]);
  });

  it("does not blame a stranger whose few bytes cannot explain it", () => {
    const window = [
      ...spread(FROM, FROM + HOUR, 60, { bytes: MIB }),
      ...spread(FROM, FROM + HOUR, 3, { ...STRANGER, bytes: 100 }),
    ];
    expect(found({ baseline, window }, "bulk-read")[0]).toMatchObject({ level: "medium", who: [] });
  });
});

describe("rate-limit-hits", () => {
  const baseline = month(240);
  function hits(count: number): ReturnType<typeof spread> {
    return spread(FROM + HOUR, FROM + HOUR + 5 * MINUTE, count, {
      ...STRANGER,
      status: 429,
      outcome: "error",
    });
  }

  it("fires at three answers 429 in ten minutes, not at two", () => {
    expect(found({ baseline, window: hits(2) }, "rate-limit-hits")).toEqual([]);
    expect(found({ baseline, window: hits(3) }, "rate-limit-hits")[0]?.who).toEqual([
      "203.0.113.66",
    ]);
  });

  it("of equal ten minutes names the earliest, whatever order they were counted in", () => {
    const late = hits(4).map((one) => ({ ...one, at: one.at + 5 * HOUR }));
    const [first] = found({ baseline, window: [...hits(4), ...late] }, "rate-limit-hits");
    const [again] = found({ baseline, window: [...late, ...hits(4)] }, "rate-limit-hits");
    expect(first?.observed).toContain("01:00 UTC");
    expect(again).toMatchObject({ id: first?.id, observed: first?.observed });
  });

  it("is silent around a deploy of our own", () => {
    const facts = { deployedAt: FROM + HOUR };
    expect(found({ baseline, window: hits(30), facts }, "rate-limit-hits")).toEqual([]);
  });
});

describe("llm-volume", () => {
  const baseline = month(240, 28, { units: 100, cost: 0.01 });

  it("does not fire at twice the money, but above it", () => {
    const same = spread(FROM, TO, 240, { units: 100, cost: 0.02 });
    expect(found({ baseline, window: same }, "llm-volume")).toEqual([]);
    const more = [
      ...same,
      ...spread(FROM, FROM + HOUR, 240, { ...STRANGER, units: 1, cost: 0.001 }),
    ];
    expect(found({ baseline, window: more }, "llm-volume")[0]?.title).toBe(
      "More money spent than usual",
    );
  });

  it("fires on tokens of an hour where no money is logged", () => {
    const quiet = month(240, 28, { units: 100 });
    const at = spread(FROM, FROM + HOUR, 10, { ...STRANGER, units: 500 });
    expect(found({ baseline: quiet, window: at }, "llm-volume")).toEqual([]);
    const above = spread(FROM, FROM + HOUR, 10, { ...STRANGER, units: 501 });
    expect(found({ baseline: quiet, window: above }, "llm-volume")[0]?.observed).toContain(
      "5,010 tokens",
    );
  });
});
