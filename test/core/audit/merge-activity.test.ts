// Activities put together: any split between workers, in any order, gives the same figures.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { newActivity, record, type Activity } from "../../../src/core/audit/activity.ts";
import type { AccessEvent } from "../../../src/core/audit/access-event.ts";
import { MOST_ACTORS, isEarlier } from "../../../src/core/audit/count.ts";
import { merge } from "../../../src/core/audit/merge-activity.ts";
import { event } from "../../support/traffic/event.ts";
import { sorted } from "../../support/sorted.ts";
import { FROM } from "../../support/traffic/plain.ts";

const some = fc.constantFrom("a", "b", "c", null);
const anyEvent: fc.Arbitrary<AccessEvent> = fc
  .record({
    at: fc.integer({ min: FROM, max: FROM + 3_600_000 }),
    ip: some,
    country: some,
    asn: some,
    userAgent: some,
    principal: some,
    action: some,
    resource: some,
    model: some,
    status: fc.constantFrom(200, 404, 429, null),
    outcome: fc.constantFrom("success", "denied", "error"),
    bytes: fc.integer({ min: 0, max: 1000 }),
    change: fc.constantFrom(null, { does: "creates", what: "key", id: "k" } as const),
    bucket: fc.constantFrom(null, { requests: 7, lastsMs: 180_000 }),
  })
  .map(({ at, ...of }) => event(at, of as Partial<AccessEvent>));

interface Line {
  readonly one: AccessEvent;
  readonly line: number;
  readonly worker: number;
}

function counted(lines: readonly Line[], isDetailed: boolean): Activity {
  const activity = newActivity(isDetailed);
  for (const { one, line } of lines) record(activity, one, { source: line % 2, line });
  return activity;
}

describe("activities of several workers", () => {
  it.each([true, false])("add up to that of one (who did what kept: %s)", (isDetailed) => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(anyEvent, fc.nat(2)), { maxLength: 60 }),
        fc.constantFrom([0, 1, 2], [2, 0, 1]),
        (events, order) => {
          const lines = events.map(([one, worker], at) => ({ one, line: at + 1, worker }));
          const whole = newActivity(isDetailed);
          for (const worker of order)
            merge(
              whole,
              counted(
                lines.filter((line) => line.worker === worker),
                isDetailed,
              ),
            );
          const alone = counted(lines, isDetailed);
          alone.changes.sort((a, b) => (isEarlier(a.at, a.where, b.at, b.where) ? -1 : 1));
          expect(sorted(whole)).toEqual(sorted(alone));
        },
      ),
    );
  });
});

describe("counting", () => {
  it("copies where a line was: the reader may use one object for all", () => {
    const activity = newActivity();
    const where = { source: 0, line: 1 };
    record(activity, event(FROM, { ip: "192.0.2.1", action: "a" }), where);
    where.line = 2;
    record(activity, event(FROM + 1, { ip: "192.0.2.1", action: "a" }), where);
    expect([...activity.minutes].map(([, minute]) => minute.where.line)).toEqual([1]);
    expect([...activity.actors.values()][0]?.examples.map((one) => one.where.line)).toEqual([1, 2]);
  });

  it("goes on with the sums when there are too many different callers, and says so", () => {
    const activity = newActivity();
    for (let at = 0; at < MOST_ACTORS + 10; at += 1)
      record(activity, event(FROM, { ip: String(at) }), { source: 0, line: at });
    expect(activity.requests).toBe(MOST_ACTORS + 10);
    expect(activity.actors.size).toBe(MOST_ACTORS);
    expect([...activity.overflow]).toEqual(["actors"]);
  });
});
