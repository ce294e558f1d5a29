// What is said when somebody states a start: which clocks begin, which are moved, and how many wait for a decision.
import { expect, it } from "vitest";
import { moves } from "../../../src/core/compliance/moves.ts";
import { clockRow } from "../../support/clock-row.ts";

const WAITING = clockRow({ state: "waiting", dueAt: null, startedAt: null });
const RUNNING = clockRow();

it("a clock that begins, and one that is moved from when to when", () => {
  expect(moves([WAITING], [RUNNING])).toEqual(["starts eu-gdpr authority: by 2026-11-26 18:59Z"]);
  const later = clockRow({ dueAt: "2027-02-04T02:59:59.000Z", zone: "America/Sao_Paulo" });
  expect(moves([RUNNING], [later])).toEqual([
    "moves eu-gdpr authority from 2026-11-26 18:59Z to 2027-02-03 23:59 America/Sao_Paulo = 2027-02-04 02:59Z",
  ]);
});

it("what stays, what is met and what does not apply is not said; undecided duties are counted", () => {
  const open = [
    clockRow({ regime: "uk-gdpr", state: "undecided" }),
    clockRow({ regime: "uk-gdpr", stage: "people", state: "undecided" }),
  ];
  const settled = [
    clockRow({ regime: "a", state: "met" }),
    clockRow({ regime: "b", state: "declined" }),
    clockRow({ regime: "c", state: "not-applicable" }),
  ];
  expect(moves([RUNNING], [RUNNING, ...open, ...settled])).toEqual([
    "1 duty nobody has decided: claro-ir clocks",
  ]);
});
