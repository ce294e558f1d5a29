// Detections that know the key's state: asleep, tried out, dead.
import { describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE } from "../../../../src/core/instant.ts";
import {
  FROM,
  STRANGER,
  TO,
  audit,
  call,
  found,
  month,
  report,
  spread,
} from "../../../support/traffic/plain.ts";

const baseline = month(240);

describe("inactive-key-used", () => {
  const window = [call(FROM + HOUR, STRANGER)];

  it.each(["inactive", "retiring", "lost"] as const)(
    "fires at any use of a key that is %s",
    (status) => {
      expect(found({ baseline, window, facts: { status } }, "inactive-key-used")[0]?.expected).toBe(
        `none: it is ${status} in the register`,
      );
    },
  );

  it("fires after thirty days of rest, not after twenty-nine", () => {
    const rest = FROM + HOUR - 30 * DAY;
    expect(found({ window, facts: { lastUsedAt: rest } }, "inactive-key-used")).toHaveLength(1);
    expect(found({ window, facts: { lastUsedAt: rest + MINUTE } }, "inactive-key-used")).toEqual(
      [],
    );
  });

  it("does not fire for an active key in use, nor without any use", () => {
    expect(found({ baseline, window, facts: { status: "active" } }, "inactive-key-used")).toEqual(
      [],
    );
    expect(found({ baseline, window: [], facts: { status: "lost" } }, "inactive-key-used")).toEqual(
      [],
    );
  });
});

describe("llm-key-check", () => {
  function thief(then: number, first = "GET /v1/models"): ReturnType<typeof spread> {
    return [
      call(FROM, { ...STRANGER, action: first }),
      ...spread(FROM + MINUTE, FROM + HOUR, then, STRANGER),
    ];
  }

  it("fires when a stranger asks for the models and then works, not when nothing follows", () => {
    expect(found({ baseline, window: thief(9) }, "llm-key-check")).toEqual([]);
    expect(found({ baseline, window: thief(10) }, "llm-key-check")[0]?.observed).toBe(
      "first GET /v1/models, then 10 requests",
    );
  });

  it("does not fire for a stranger who begins with the work, nor for our own health check", () => {
    expect(found({ baseline, window: thief(50, "POST /v1/prompts/get") }, "llm-key-check")).toEqual(
      [],
    );
    const ours = [call(FROM, { action: "GET /v1/models" }), ...spread(FROM + MINUTE, TO, 240)];
    expect(found({ baseline, window: ours }, "llm-key-check")).toEqual([]);
  });
});

describe("after the cut", () => {
  const cut = FROM + 2 * HOUR;
  const facts = { containedAt: cut };
  const refused = { status: 401, outcome: "denied" } as const;

  it("tells strangers who still try from consumers that were forgotten", () => {
    const window = [
      ...spread(FROM, cut, 20),
      call(cut + MINUTE, { ...STRANGER, ...refused }),
      call(cut + MINUTE, refused),
    ];
    const tries = found({ baseline, window, facts }, "old-key-attempt");
    expect(tries.map(({ level, who }) => [level, who])).toEqual([
      ["high", [STRANGER.ip]],
      ["low", []],
    ]);
  });

  it("names an address once, whatever it called itself", () => {
    const window = ["curl/8.4.0", "wget/1.2"].map((userAgent) =>
      call(cut + MINUTE, { ...STRANGER, ...refused, userAgent }),
    );
    expect(found({ baseline, window, facts }, "old-key-attempt")[0]?.observed).toBe(
      `2 refused requests after the cut, from ${STRANGER.ip}`,
    );
  });

  it("does not count what was refused before the cut", () => {
    const window = [call(cut - MINUTE, { ...STRANGER, ...refused })];
    expect(found({ baseline, window, facts }, "old-key-attempt")).toEqual([]);
  });

  it("allows five minutes for clocks and caches before an accepted use is critical", () => {
    expect(
      found({ baseline, window: [call(cut + 4 * MINUTE)], facts }, "old-key-accepted"),
    ).toEqual([]);
    const [again] = found(
      { baseline, window: [call(cut + 5 * MINUTE)], facts },
      "old-key-accepted",
    );
    expect(again).toMatchObject({ level: "critical", who: [] });
  });

  it("does not take the silence of a key that was cut for a gap", () => {
    const plain = { baseline, window: spread(FROM, cut, 20), facts, beats: [] };
    expect(report({ ...plain, source: { to: "2026-11-23T01:59:00.000Z" } }).gaps).toEqual([]);
  });

  it("is not asked where nothing was cut", () => {
    const window = [call(cut + MINUTE, { ...STRANGER, ...refused })];
    expect(audit({ baseline, window }).findings.map(({ rule }) => rule)).not.toContain(
      "old-key-attempt",
    );
  });
});
