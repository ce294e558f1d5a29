// A line that stands for many requests counts as many, in the minutes it stands for.
import { describe, expect, it } from "vitest";
import { newActivity, record, type Activity } from "../../../src/core/audit/activity.ts";
import { DAY, HOUR, MINUTE } from "../../../src/core/instant.ts";
import { FROM, call } from "../../support/traffic/plain.ts";

function activityWith(requests: number, lastsMs: number): Activity {
  const activity = newActivity();
  const event = call(FROM, { bucket: { requests, lastsMs }, bytes: 100 });
  record(activity, event, { source: 0, line: 1 });
  return activity;
}

function minutesOf({ minutes }: Activity): readonly (readonly [number, number])[] {
  return [...minutes].map(([at, { requests }]) => [at - FROM / MINUTE, requests] as const);
}

describe("a sum of an hour", () => {
  it("counts as many requests, a few in each minute, and all bytes once", () => {
    const activity = activityWith(360, HOUR);
    expect(activity.requests).toBe(360);
    expect(minutesOf(activity)).toEqual(Array.from({ length: 60 }, (_, at) => [at, 6]));
    const bytes = [...activity.minutes].reduce((sum, [, minute]) => sum + minute.bytes, 0);
    expect(bytes).toBe(100);
    const [actor] = activity.actors.values();
    expect([...(actor?.minutes.values() ?? [])].reduce((sum, one) => sum + one, 0)).toBe(360);
  });

  it.each([
    [4, HOUR, [0, 15, 30, 45]],
    [1, DAY, [0]],
    [3, 2 * MINUTE, [0, 1]],
    [50, 30 * DAY, [0]],
    [0, HOUR, [0]],
  ])("of %i requests in %i ms lies in minutes %j", (requests, lasts, minutes) => {
    expect(minutesOf(activityWith(requests, lasts)).map(([at]) => at)).toEqual(minutes);
  });
});

describe("what is read of an object and what is only said of one", () => {
  it.each([
    ["s3:GetObject", 1],
    ["s3:GetObjectTagging", 0],
    ["s3:GetObjectAcl", 0],
    ["s3:ListObjects", 0],
    ["GET /v1/files/{id}/download", 1],
    ["sts:GetCallerIdentity", 0],
  ])("%s", (action, downloads) => {
    const activity = newActivity();
    record(activity, call(FROM, { action }), { source: 0, line: 1 });
    expect([...activity.minutes][0]?.[1].downloads).toBe(downloads);
  });
});
