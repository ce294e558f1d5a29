// Detections of persistence: what was given, tried, read, switched off.
import { describe, expect, it } from "vitest";
import type { Change } from "../../../../src/core/audit/access-event.ts";
import { HOUR } from "../../../../src/core/instant.ts";
import { activityOf } from "../../../support/traffic/scenario.ts";
import { FROM, STRANGER, call, found, month } from "../../../support/traffic/plain.ts";

const baseline = month(240);
const KEY: Change = { does: "creates", what: "key", id: "key_evil" };

function changing(change: Change, of = {}): ReturnType<typeof call> {
  return call(FROM + HOUR, { action: "iam:Something", change, ...STRANGER, ...of });
}

describe("key-admin-change", () => {
  it("is critical when a stranger makes a key", () => {
    const [made] = found({ baseline, window: [changing(KEY)] }, "key-admin-change");
    expect(made).toMatchObject({ level: "critical", subject: "key key_evil", who: [STRANGER.ip] });
    expect(made?.samples[0]?.where).toBe("access.jsonl:1");
  });

  it("was only tried when it was refused", () => {
    const [tried] = found(
      { baseline, window: [changing(KEY, { status: 403, outcome: "denied" })] },
      "key-admin-change",
    );
    expect(tried).toMatchObject({
      level: "high",
      title: "Tried, and refused: access was given or changed with this key",
    });
  });

  it("is how the key is used when it always did so", () => {
    const does = { ...KEY, id: "key_ours" };
    const often = [...baseline, call(FROM - HOUR, { change: does })];
    const window = [call(FROM + HOUR, { change: { ...does, id: "key_next" } })];
    expect(found({ baseline: often, window }, "key-admin-change")[0]?.level).toBe("low");
  });

  it("sees what others do to the key, but not what the team does", () => {
    const enabled: Change = { does: "changes", what: "key", id: "key_prod_1" };
    const others = activityOf(
      [call(FROM + HOUR, { key: "AKIAMARIA", principal: "maria", change: enabled })],
      true,
    );
    const window = [call(FROM)];
    expect(found({ baseline, window, read: { others } }, "key-admin-change")).toHaveLength(1);
    expect(
      found(
        { baseline, window, read: { others }, context: { team: ["AKIAMARIA"] } },
        "key-admin-change",
      ),
    ).toEqual([]);
  });

  it("does not blame a colleague's own work in the same minutes", () => {
    const own: Change = { does: "creates", what: "user", id: "newcomer" };
    const others = activityOf(
      [call(FROM + HOUR, { key: "AKIAMARIA", principal: "maria", change: own })],
      true,
    );
    const found_ = found(
      { baseline, window: [changing(KEY)], read: { others } },
      "key-admin-change",
    );
    expect(found_.map(({ subject }) => subject)).toEqual(["key key_evil"]);
  });
});

describe("logging-off and secret-read", () => {
  it("are critical from the first event on", () => {
    const off = changing({ does: "disables-logging", what: "log", id: "trail/main" });
    expect(found({ baseline, window: [off] }, "logging-off")[0]?.level).toBe("critical");
    const read = changing({ does: "reads-secret", what: "secret", id: "prod/db" });
    expect(found({ baseline, window: [read] }, "secret-read")[0]?.observed).toBe(
      "1 read: iam:Something prod/db",
    );
  });

  it("do not fire for other changes", () => {
    expect(found({ baseline, window: [changing(KEY)] }, "logging-off")).toEqual([]);
    expect(found({ baseline, window: [changing(KEY)] }, "secret-read")).toEqual([]);
  });
});
