// Contracts named in the configuration: rows like a law's, in place of the table's general one.
import { join } from "node:path";
import { expect, it } from "vitest";
import { readRegimes } from "../../../src/adapters/runbook/regulatory-clocks.ts";
import { clocksOf } from "../../../src/core/compliance/clocks.ts";
import { withContracts } from "../../../src/core/compliance/contracts.ts";
import { clockInput } from "../../support/clock-input.ts";

const TABLE = await readRegimes(
  join(import.meta.dirname, "../../../runbooks/regulatory-clocks.yaml"),
);
const AT = "2026-11-23T18:59:00.000Z";

it("each contract has its own clock, and the general row is gone", () => {
  const table = withContracts(TABLE, [
    { id: "acme", name: "Acme", limit: 24, unit: "hours", from: "declared_at" },
    {
      id: "bank",
      name: "A bank",
      to: "its desk",
      limit: 1,
      unit: "business_days",
      from: "noticed_at",
    },
  ]);
  const ids = table.regimes.map(({ id }) => id).filter((id) => id.startsWith("contract"));
  expect(ids).toEqual(["contract-acme", "contract-bank"]);
  const decisions = { "contract-acme": "yes", "contract-bank": "yes" } as const;
  const rows = clocksOf(table, clockInput({ detectedAt: AT, declaredAt: AT, now: AT, decisions }));
  const own = rows.filter(({ regime }) => regime.startsWith("contract-"));
  expect(own.map(({ regime, to, dueAt }) => [regime, to, dueAt])).toEqual([
    ["contract-acme", "Acme", "2026-11-24T18:59:00.000Z"],
    ["contract-bank", "its desk", "2026-11-24T23:59:59.000Z"],
  ]);
});

it("without any the table stays as it is", () => {
  expect(withContracts(TABLE, [])).toBe(TABLE);
});
