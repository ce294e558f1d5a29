// `clocks` in words: each duty with its own date and zone, who declined it or which rule, and never without its disclaimer.
import { expect, it } from "vitest";
import type { StandingRow } from "../../src/app/clocks.ts";
import { clockLines, hiddenLine, standingLines } from "../../src/cli/clocks-text.ts";
import type { ClockRow } from "../../src/core/compliance/clocks.ts";
import { clockRow } from "../support/clock-row.ts";

const NOW = "2026-11-24T18:59:00.000Z";
const TABLE = { checkedOn: "2026-11-23", disclaimer: "Not legal advice.", regimes: [] };

function text(rows: readonly ClockRow[], width = 200): string {
  return clockLines(rows, undefined, TABLE, NOW, width).join("\n");
}

function standing(more: Partial<StandingRow>): StandingRow {
  return {
    regime: "us-tx",
    name: "Texas",
    where: "Texas",
    standing: "not-applicable",
    reason: "the people concerned and we are elsewhere",
    decision: null,
    ...more,
  };
}

it("a date in days is said as the authority's clocks show it, and in UTC", () => {
  const row = clockRow({ dueAt: "2027-02-04T02:59:59.000Z", zone: "America/Sao_Paulo" });
  expect(text([row])).toContain("by 2027-02-03 23:59 America/Sao_Paulo = 2027-02-04 02:59Z");
  expect(text([clockRow()])).toContain("in 2 d 0 h, by 2026-11-26 18:59Z\n");
});

it("a start that was moved is told with both events, and a duty nobody knows asks for counsel", () => {
  const startMoved = { before: "2026-11-20", beforeSeq: 102, seq: 103, because: "counsel" };
  const said = text([
    clockRow({ startMoved, asksCounsel: true, reason: "nobody knows: ask counsel" }),
  ]);
  expect(said).toContain("start moved from 2026-11-20 to 2026-11-23 18:59Z, #102 -> #103: counsel");
  expect(said).toContain("! nobody knows: ask counsel");
});

it("each undecided duty has its own first date", () => {
  const undecided = { state: "undecided", dueAt: null, startedAt: null } as const;
  const said = text([
    clockRow({ ...undecided, provisionalDueAt: "2026-11-25T00:59:00.000Z", regime: "in-certin" }),
    clockRow({ ...undecided, provisionalDueAt: "2026-11-26T18:59:00.000Z" }),
    clockRow({ ...undecided, stage: "people" }),
    clockRow({ ...undecided, regime: "ch-fadp", stage: "fdpic" }),
  ]);
  expect(said).toContain("in-certin: ~in 6 h 0 min, by 2026-11-25 00:59Z (authority)");
  expect(said).toContain("eu-gdpr: ~in 2 d 0 h, by 2026-11-26 18:59Z (authority)");
  expect(said).toContain("ch-fadp: without undue delay");
  expect(said).toContain(":yes|no|unknown --because");
});

it("people decline, rules rule out: neither is called the other", () => {
  const decision = { value: "no", by: "kim", at: NOW, because: "nobody there" };
  const declined = standing({ regime: "uk-gdpr", reason: "decided: no", decision });
  expect(standingLines([standing({}), declined], 200)).toEqual([
    "DECLINED",
    "  uk-gdpr: decided: no, by kim 2026-11-24 18:59Z: nobody there",
    "",
    "DOES NOT APPLY (by rule, nobody decided)",
    "  us-tx: the people concerned and we are elsewhere",
    "",
  ]);
  const rows = [
    clockRow({ state: "met" }),
    clockRow({ state: "declined" }),
    clockRow({ state: "declined" }),
    clockRow({ state: "not-applicable" }),
  ];
  expect(hiddenLine(rows, [declined, standing({}), standing({ regime: "us-ca" })])).toBe(
    "1 met, 2 declined by people, 2 duties do not apply: claro-ir clocks --all",
  );
  expect(hiddenLine([clockRow()], [])).toBeUndefined();
});

it("no line but a command is wider than the terminal", () => {
  const rows = [
    clockRow({
      dueAt: "2027-02-04T02:59:59.000Z",
      zone: "America/Sao_Paulo",
      rule: "a ".repeat(80),
    }),
    clockRow({ state: "undecided" }),
  ];
  const lines = clockLines(rows, "34 met: claro-ir clocks --all", TABLE, NOW, 40);
  expect(lines.filter((line) => line.length > 40 && !line.includes("decide notify"))).toEqual([]);
});
