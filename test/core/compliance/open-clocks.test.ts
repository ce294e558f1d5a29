import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readRegimes } from "../../../src/adapters/runbook/regulatory-clocks.ts";
import { clocksOf, type ClockInput } from "../../../src/core/compliance/clocks.ts";
import { openClocks } from "../../../src/core/compliance/open-clocks.ts";
import { clockInput } from "../../support/clock-input.ts";

const ROOT = join(import.meta.dirname, "../../..");
const TABLE = await readRegimes(join(ROOT, "runbooks/regulatory-clocks.yaml"));
const AT = "2026-11-23T18:59:00.000Z";

function missing(decisions: ClockInput["decisions"]) {
  return openClocks(
    clocksOf(TABLE, clockInput({ detectedAt: AT, declaredAt: AT, now: AT, decisions })),
    false,
  );
}

describe("an ending", () => {
  it("asks since when a duty runs, by a fact that can be stated", () => {
    const [first] = missing({ "eu-gdpr": "yes" });
    expect(first).toMatchObject({ command: "claro-ir fact awarePersonalDataAt <time>" });
  });

  it("waits for no notice that follows one that is not owed", () => {
    const decisions = { "us-ca-1798-82": "yes", "us-ca-1798-82.people": "no" } as const;
    expect(missing(decisions)).toEqual([]);
  });

  it("says how to decide about one that was called owed although the one before is not", () => {
    const decisions = {
      "us-ca-1798-82": "yes",
      "us-ca-1798-82.people": "no",
      "us-ca-1798-82.ag": "yes",
    } as const;
    expect(missing(decisions)).toEqual([
      {
        what: "us-ca-1798-82 ag",
        why: "us-ca-1798-82 ag follows us-ca-1798-82.people, which nobody sent",
        command: 'claro-ir decide notify us-ca-1798-82.ag:no --because "<why>"',
      },
    ]);
  });
});
