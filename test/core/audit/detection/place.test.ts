// Detections of place: what is new, what is ours, and what many addresses are told as.
import { describe, expect, it } from "vitest";
import { HOUR, MINUTE } from "../../../../src/core/instant.ts";
import {
  FROM,
  STRANGER,
  TO,
  audit,
  call,
  found,
  month,
  spread,
} from "../../../support/traffic/plain.ts";

const baseline = month(240);
const usual = spread(FROM, TO, 240);
const PROGRAM = { userAgent: "baytos-claro/0.0.1" };

function from(ip: string, count: number, of = {}): ReturnType<typeof spread> {
  return spread(FROM + HOUR, FROM + 2 * HOUR, count, { ip, ...PROGRAM, ...of });
}

describe("new-ip", () => {
  it("fires at three requests of a network never seen, not at two", () => {
    expect(found({ baseline, window: [...usual, ...from("203.0.113.9", 2)] }, "new-ip")).toEqual(
      [],
    );
    const [place] = found(
      { baseline, window: [...usual, ...from("203.0.113.9", 3, { asn: "AS64666" })] },
      "new-ip",
    );
    expect(place).toMatchObject({ level: "low", who: ["203.0.113.9"], events: 3 });
  });

  it("takes another address of a known /24, and one of our own networks, for known", () => {
    expect(found({ baseline, window: from("192.0.2.99", 50) }, "new-ip")).toEqual([]);
    expect(
      found({ baseline, window: from("10.4.4.4", 50), own: ["10.0.0.0/8"] }, "new-ip"),
    ).toEqual([]);
  });

  it("tells seventeen addresses of one operator as one finding", () => {
    const window = Array.from({ length: 17 }, (_, at) =>
      from(`203.0.${String(at)}.9`, 3, { asn: "AS64666" }),
    ).flat();
    const [place, ...rest] = found({ baseline, window }, "new-ip");
    expect(rest).toEqual([]);
    expect(place?.who).toHaveLength(17);
    expect(place?.observed).toContain(
      "17 addresses: 203.0.0.9, 203.0.1.9, 203.0.2.9 and 14 more; 51 requests",
    );
  });

  it("tells addresses of many operators as one finding too", () => {
    const window = Array.from({ length: 5 }, (_, at) =>
      from(`203.0.${String(at)}.9`, 3, { asn: `AS6460${String(at)}` }),
    ).flat();
    expect(found({ baseline, window }, "new-ip").map(({ subject }) => subject)).toEqual([
      "5 networks",
    ]);
  });

  it("is more when a megabyte went there, unless the operator is known", () => {
    const bytes = 600_000;
    expect(
      found({ baseline, window: from("203.0.113.9", 3, { bytes, asn: "AS64666" }) }, "new-ip")[0]
        ?.level,
    ).toBe("medium");
    expect(found({ baseline, window: from("203.0.113.9", 3, { bytes }) }, "new-ip")[0]?.level).toBe(
      "low",
    );
  });

  it("without a baseline counts whatever is not in our own networks", () => {
    const plain = { window: from("203.0.113.9", 3) };
    expect(found(plain, "new-ip")).toEqual([]);
    expect(found({ ...plain, own: ["10.0.0.0/8"] }, "new-ip")[0]?.confidence).toBe("low");
  });
});

describe("new-asn and new-country", () => {
  it("fire at one request", () => {
    const window = [...usual, call(FROM + HOUR, STRANGER)];
    expect(found({ baseline, window }, "new-asn")[0]?.subject).toBe("AS64666");
    expect(found({ baseline, window }, "new-country")[0]).toMatchObject({
      subject: "RU",
      level: "high",
    });
  });

  it("weigh less when everything was refused", () => {
    const window = [call(FROM + HOUR, { ...STRANGER, status: 401 })];
    expect(found({ baseline, window }, "new-country")[0]?.level).toBe("medium");
  });

  it("say that a log without countries cannot show it", () => {
    const window = spread(FROM, TO, 240, { country: null });
    const plain = { baseline, window };
    expect(found(plain, "new-country")).toEqual([]);
    expect(audit(plain).because.join(" ")).not.toContain("no misuse");
  });
});

describe("parallel-countries", () => {
  function pair(minutes: number): ReturnType<typeof spread> {
    return [call(FROM), call(FROM + minutes * MINUTE, STRANGER)];
  }

  it("fires within sixty minutes and not after sixty-one", () => {
    expect(found({ baseline, window: pair(60) }, "parallel-countries")[0]?.observed).toBe(
      "RU beside DE around 2026-11-23 01:00 UTC",
    );
    expect(found({ baseline, window: pair(61) }, "parallel-countries")).toEqual([]);
  });
});

describe("impossible-travel", () => {
  // Berlin and Lisbon: some 2,300 km.
  function locate(ip: string): { lat: number; lon: number } {
    return ip === STRANGER.ip ? { lat: 38.7, lon: -9.1 } : { lat: 52.5, lon: 13.4 };
  }
  function trip(minutes: number): ReturnType<typeof spread> {
    return [call(FROM), call(FROM + minutes * MINUTE, STRANGER)];
  }
  const facts = { isSingleLocation: true };

  it("fires faster than an airliner, not as fast as one", () => {
    const [travel] = found(
      { baseline, window: trip(60), facts, context: { locate } },
      "impossible-travel",
    );
    expect(travel?.observed).toMatch(/^2,3\d\d km apart within 60 min$/);
    expect(
      found({ baseline, window: trip(160), facts, context: { locate } }, "impossible-travel"),
    ).toEqual([]);
  });

  it("is asked only of a key that lives in one place", () => {
    expect(found({ baseline, window: trip(60), context: { locate } }, "impossible-travel")).toEqual(
      [],
    );
  });
});
