// Where the row of duties stands among the others, and when there is none.
import { expect, it } from "vitest";
import type { ClockRow } from "../../../src/core/compliance/clocks.ts";
import { dutiesRow, withDuties } from "../../../src/core/session/duties-row.ts";
import type { SessionRow } from "../../../src/core/session/row.ts";
import { DAY, HOUR, plus } from "../../../src/core/instant.ts";
import { DECLARED } from "../../support/given.ts";

function clock(told: Partial<ClockRow>): ClockRow {
  return {
    regime: "eu-gdpr",
    stage: "authority",
    name: "GDPR",
    to: "authority",
    state: "undecided",
    dueAt: null,
    provisionalDueAt: plus(DECLARED, 3 * DAY),
    startedAt: null,
    startsWith: "aware_personal_data_at",
    zone: null,
    startMoved: null,
    reason: "",
    asksCounsel: false,
    isAssumed: false,
    sentAt: null,
    warn: null,
    rule: null,
    warning: null,
    isMatched: false,
    isNotice: true,
    ...told,
  };
}

function row(id: string): SessionRow {
  const open = { kind: "row", credential: null, state: "open", why: "", who: null } as const;
  return { ...open, id, title: id, minutes: 1 };
}

function idsWith(due: number, ...ids: readonly string[]): readonly string[] {
  const duties = dutiesRow(
    [clock({ state: "running", dueAt: plus(DECLARED, due) })],
    true,
    DECLARED,
  );
  return withDuties(ids.map(row), duties, "later", 4).map(({ id }) => id);
}

it("there is none while nobody has said that a duty may apply", () => {
  expect(dutiesRow([clock({})], false, DECLARED)).toBeNull();
  expect(dutiesRow([clock({ provisionalDueAt: null })], true, DECLARED)).toBeNull();
  expect(dutiesRow([clock({ state: "met" })], true, DECLARED)).toBeNull();
});

it("an answer or a decision brings it, with what is open and what comes first", () => {
  const certin = clock({ regime: "in-certin", name: "CERT-In", dueAt: plus(DECLARED, 6 * HOUR) });
  const both = [clock({ state: "waiting" }), certin];
  expect(dutiesRow([clock({ isMatched: true })], false, DECLARED)?.row.title).toBe(
    "Whom must we tell?",
  );
  expect(dutiesRow(both, true, DECLARED)?.row).toMatchObject({
    due: "6 h 0 min",
    why: "1 to tell, 1 undecided; first: CERT-In (6 h 0 min). No legal advice.",
  });
});

it("keys come before it, what is left for later only while nothing presses, and it is never cut off", () => {
  expect(idsWith(HOUR, "cut", "later")).toEqual(["cut", "duties", "later"]);
  expect(idsWith(HOUR, "later")).toEqual(["duties", "later"]);
  expect(idsWith(2 * DAY, "later")).toEqual(["later", "duties"]);
  expect(idsWith(2 * DAY, "a", "b", "c", "d", "later")).toEqual(["a", "b", "c", "duties"]);
});
