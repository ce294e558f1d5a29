// When the old key of a rotation may go, and when the new one is worse than it was: computed from what is on record alone.
import { describe, expect, it } from "vitest";
import { missingToBlock } from "../../../src/core/credential/guard.ts";
import { newTarget, rotatingCredential } from "../../../src/core/credential/blank.ts";
import {
  isWatchOver,
  mayGoFrom,
  risen,
  watchLength,
} from "../../../src/core/credential/rotation.ts";
import type { CredentialState } from "../../../src/core/incident/state.ts";
import { HOUR, plus } from "../../../src/core/instant.ts";
import { DECLARED, done, given, started } from "../../support/given.ts";

const { state: WORLD } = given(started());

function after(hours: number): string {
  return plus(DECLARED, hours * HOUR);
}

const ADDED = {
  credential: "c1",
  name: "production-web-app",
  environment: "production" as const,
  provider: "acme",
  keyId: "k-old",
  last4: "Old9",
  prefix: "sk_live_",
  fingerprint: "print-old",
  sealed: null,
  targets: [],
};

/** Deployed at the beginning, watched after `hours`, the old key used last after `used`. */
function watched(
  hours: number,
  used: number | null,
  problems: readonly string[] = [],
): CredentialState {
  const blank = rotatingCredential(ADDED, DECLARED);
  const known = { source: "test", grade: "E3" as const, by: "dana", at: DECLARED, seq: 1 };
  return {
    ...blank,
    new: { ...blank.new, state: "in-use", verdict: "ALIVE" },
    facts: { watchLength: { ...known, value: "24h" } },
    steps: {
      "capture-minimum-evidence": { ...WORLD.steps["declare-incident"]!, status: "done" },
      "watch-rotation": { ...WORLD.steps["declare-incident"]!, status: "done" },
    },
    targets: [{ ...newTarget("web-env", null), state: "in-use", writtenAt: DECLARED }],
    watch: {
      at: after(hours),
      oldLastUsedAt: used === null ? null : after(used),
      oldUseKnown: true,
      requests: 100,
      errorRate: 0,
      problems,
    },
  };
}

function whyNot(credential: CredentialState, hours: number): readonly string[] {
  return missingToBlock(WORLD, credential, after(hours)).map((one) => one.what);
}

describe("the old key of a rotation", () => {
  it("is not burnt, and follows an order of its own", () => {
    const blank = rotatingCredential(ADDED, DECLARED);
    expect(blank).toMatchObject({ strategy: "safe-rotation", burnt: [] });
  });

  it("may go a day after the last deploy, not a minute earlier", () => {
    expect(whyNot(watched(23, null), 23.9)).toEqual(["watch"]);
    expect(whyNot(watched(23, null), 24)).toEqual([]);
  });

  it("stays a day from its last use on, and for the whole watch that was asked for", () => {
    expect(mayGoFrom(watched(30, 10))).toBe(after(34));
    expect(whyNot(watched(30, 10), 30)).toEqual(["old key quiet"]);
    const long = watched(30, null);
    const facts = { watchLength: { ...long.facts["watchLength"]!, value: "48h" } };
    expect(whyNot({ ...long, facts }, 30)).toEqual(["watch"]);
  });

  it("stays while the new one does worse, and a later deploy begins the watch anew", () => {
    expect(whyNot(watched(30, null, ["errors"]), 30)).toEqual(["healthy"]);
    const late = { ...newTarget("late", null), state: "attested" as const, at: after(20) };
    const more = watched(30, null);
    expect(whyNot({ ...more, targets: [...more.targets, late] }, 30)).toEqual(["watch"]);
  });

  it("may go by an override, but never once it is the one in use again", () => {
    const override = { because: "b", by: "dana" };
    expect(whyNot({ ...watched(1, 0), override }, 1)).toEqual([]);
    const rollback = { at: after(1), because: "errors" };
    expect(whyNot({ ...watched(30, null), override, rollback }, 30)).toEqual(["no rollback"]);
  });

  it("is watched to the end only where its use can be seen", () => {
    const seen = watched(30, null);
    expect(isWatchOver(seen, after(30))).toBe(true);
    expect(isWatchOver({ ...seen, watch: { ...seen.watch!, oldUseKnown: false } }, after(30))).toBe(
      false,
    );
    expect(isWatchOver(seen, after(23))).toBe(false);
    const open = { ...seen, steps: { ...seen.steps, "watch-rotation": done("x") as never } };
    expect(whyNot(open, 30)).toEqual(["watch-rotation"]);
  });
});

describe("errors of the new key", () => {
  it.each([
    ["above 5 %", 0.01, 0.051, 1000, true],
    ["at 5 % and no twice as many", 0.03, 0.05, 1000, false],
    ["more than twice as many", 0.01, 0.021, 1000, true],
    ["just twice as many", 0.01, 0.02, 1000, false],
    ["above 5 %, but lower than before", 0.09, 0.06, 1000, false],
    ["too few requests to tell", 0, 0.5, 19, false],
    ["a few, where nothing is known from before", null, 0.04, 1000, false],
    ["many, where nothing is known from before", null, 0.2, 1000, true],
  ])("%s", (_words, before, errorRate, requests, expected) => {
    expect(risen(before, { errorRate, requests }) !== undefined).toBe(expected);
  });

  it("are unknown where the vendor tells none", () => {
    expect(risen(0.01, { errorRate: null, requests: null })).toBeUndefined();
  });
});

describe("a watch", () => {
  it("lasts from 24 to 48 hours", () => {
    expect(["23h", "24h", "36h", "48h", "49h", "soon"].map(watchLength)).toEqual(
      [undefined, 24, 36, 48, undefined, undefined].map((hours) => hours && hours * HOUR),
    );
  });
});
