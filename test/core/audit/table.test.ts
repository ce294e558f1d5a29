// The table that people read: what its figures are compared with.
import { describe, expect, it } from "vitest";
import { DAY, toInstant } from "../../../src/core/instant.ts";
import { auditTable } from "../../../src/core/audit/table.ts";
import {
  FROM,
  TO,
  everyMinute,
  month,
  report,
  spread,
  type Plain,
} from "../../support/traffic/plain.ts";

function lines(days: number): readonly string[] {
  const plain: Plain = {
    baseline: month(240, days),
    window: spread(FROM, TO, 480),
    beats: everyMinute(FROM - days * DAY),
    source: { from: toInstant(FROM - days * DAY) },
  };
  return auditTable(report(plain)).map(({ text }) => text);
}

describe("a day as it is now, and before", () => {
  it("counts the days that the logs cover, and not the whole time that was asked for", () => {
    expect(lines(28)).toContain("  480 a day, 240 before");
    expect(lines(14)).toContain("  480 a day, 240 before");
  });

  it("counts from the first request where they cover too few", () => {
    expect(lines(3)).toContain("  480 a day, 240 before");
    expect(lines(0)).toContain("  480 a day, none before");
  });
});
