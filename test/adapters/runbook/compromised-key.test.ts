// The runbook in the package: what it must hold, whatever its words become.
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadRunbookFile } from "../../../src/adapters/runbook/shipped.ts";
import type { Runbook } from "../../../src/core/runbook/runbook.ts";
import { findStep } from "../../../src/core/runbook/runbook.ts";

const ROOT = join(import.meta.dirname, "../../..");
const FILE = join(ROOT, "runbooks/compromised-key.yaml");

const IDS =
  "declare-incident assign-roles identify-key classify-exposure capture-minimum-evidence " +
  "preserve-logs choose-strategy accept-outage alert-security-team block-compromised-key " +
  "verify-key-rejected create-replacement-key store-replacement-key deploy-replacement-key " +
  "verify-replacement-live limit-blast-radius stop-exposure-source start-clock-watch " +
  "collect-access-logs review-audit-logs attribute-activity find-cause " +
  "establish-window check-persistence identify-data-accessed determine-scope " +
  "assess-personal-data document-timeline status-update notify-provider rotate-related remove-persistence " +
  "purge-exposed-secret verify-eradication review-access add-monitoring update-procedures " +
  "update-register verify-recovery initial-notices notify-contract-partners quantify-cost " +
  "schedule-review complete-record conduct-postmortem assign-actions update-documentation " +
  "train-team implement-prevention notify-affected final-reports compliance-follow-up seal-evidence " +
  "close-incident";

const { runbook } = await loadRunbookFile(FILE, ROOT);

function step(id: string) {
  const found = findStep(runbook, id);
  if (found === undefined) throw new Error(`no step ${id}`);
  return found;
}

describe("compromised-key", () => {
  it("has the 54 steps in order", () => {
    expect(runbook.steps).toHaveLength(54);
    expect(runbook.steps.map(({ id }) => id)).toEqual(IDS.split(" "));
  });

  it("lets every step be reached: settling what is settled opens all of them", () => {
    expect(reachable(runbook)).toHaveLength(54);
  });

  it("has four phases of 15 min, 60 min, 24 h and 7 d, and at most seven rows", () => {
    expect(
      runbook.phases.map(({ id, from, until }) => [id, from / 60_000, until / 60_000]),
    ).toEqual([
      ["immediate", 0, 15],
      ["investigation", 15, 60],
      ["remediation", 60, 1440],
      ["post-incident", 1440, 10_080],
    ]);
    expect(runbook.rows.length).toBeLessThanOrEqual(7);
  });

  it("has the seventeen core steps of the checklist", () => {
    const core = runbook.steps.filter(({ tier }) => tier === "core").map(({ phase }) => phase);
    expect(core.filter((phase) => phase === "immediate")).toHaveLength(4);
    expect(core.filter((phase) => phase === "investigation")).toHaveLength(4);
    expect(core.filter((phase) => phase === "remediation")).toHaveLength(4);
    expect(core.filter((phase) => phase === "post-incident")).toHaveLength(5);
  });

  it("names each automation once, on a step for one credential, or about the logs of all", () => {
    const effects = runbook.steps.filter(({ effect }) => effect !== null);
    expect(Object.fromEntries(effects.map(({ id, effect }) => [id, effect]))).toEqual({
      "capture-minimum-evidence": "capture-usage",
      "block-compromised-key": "block-key",
      "verify-key-rejected": "prove-dead",
      "create-replacement-key": "create-key",
      "store-replacement-key": "store-key",
      "deploy-replacement-key": "deploy-key",
      "verify-replacement-live": "prove-in-use",
      "update-register": "update-register",
      "collect-access-logs": "collect-logs",
      "review-audit-logs": "review-logs",
      "verify-eradication": "watch-key",
    });
    const whole = effects.filter(({ scope }) => scope === "incident");
    expect(whole.map(({ effect }) => effect)).toEqual(["collect-logs", "review-logs", "watch-key"]);
  });

  it("names each decision once", () => {
    const decisions = runbook.steps.filter(({ decides }) => decides !== null);
    expect(Object.fromEntries(decisions.map(({ id, decides }) => [id, decides]))).toEqual({
      "classify-exposure": "exposure",
      "choose-strategy": "strategy",
      "accept-outage": "outage",
      "start-clock-watch": "clock-watch",
      "determine-scope": "scope",
      "establish-window": "window",
      "assess-personal-data": "personal-data",
      "notify-affected": "notify",
      "close-incident": "close",
    });
  });

  it("guards the cut and lets creating begin at once", () => {
    expect(step("block-compromised-key").guard).toBe("may-block");
    expect(step("create-replacement-key").needs).toEqual([]);
  });

  it("has the steps that the first answers complete", () => {
    const complete = runbook.steps.filter(({ selfCompleting }) => selfCompleting);
    expect(Object.fromEntries(complete.map(({ id, inputs }) => [id, inputs]))).toEqual({
      "declare-incident": [],
      "assign-roles": ["roles"],
      "identify-key": ["keyName", "environment", "provider"],
      "classify-exposure": ["evidenceLevel", "abuse", "data"],
      "start-clock-watch": ["data"],
    });
  });

  it("asks for no strategy: that is derived", () => {
    expect(runbook.steps.some(({ inputs }) => inputs.includes("strategy"))).toBe(false);
  });

  it("has an outage accepted only before a production key is cut first", () => {
    expect(step("accept-outage").when).toEqual({
      all: [
        { fact: "strategy", is: ["contain-first"] },
        { fact: "environment", is: ["production"] },
        { not: { fact: "standbyKeyLive", is: ["yes"] } },
      ],
    });
  });

  it("compiles budgets and repeats to milliseconds, and a clock's to null", () => {
    expect(step("verify-key-rejected").budget).toBe(120_000);
    expect(step("conduct-postmortem").budget).toBe(5 * 86_400_000);
    expect(step("initial-notices").budget).toBeNull();
    expect(step("status-update").repeat).toEqual({ P1: 1_800_000, P2: 7_200_000 });
  });

  it("explains every step in lines that fit a small screen", () => {
    const tooLong = runbook.steps.flatMap(({ id }) => [
      ...[runbook.help[id]?.why ?? id.repeat(9)].filter((line) => line.length > 60),
      ...(runbook.help[id]?.how ?? [id.repeat(9)]).filter((line) => line.length > 80),
    ]);
    expect(tooLong).toEqual([]);
  });
});

/** Steps that become doable when each doable one is settled in turn. */
function reachable({ steps }: Runbook): string[] {
  const settled: string[] = [];
  for (let before = -1; before !== settled.length;) {
    before = settled.length;
    for (const { id, needs } of steps)
      if (!settled.includes(id) && needs.every((need) => settled.includes(need))) settled.push(id);
  }
  return settled;
}
