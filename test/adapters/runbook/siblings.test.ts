// The other runbooks in the package: each can be walked to its end, speaks short, and shares steps with compromised-key only where they mean the same.
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { listRunbooks, loadRunbookFile } from "../../../src/adapters/runbook/shipped.ts";
import { readSharedSteps } from "../../../src/adapters/runbook/shared-steps.ts";
import { advise } from "../../../src/core/credential/advise.ts";
import { compile, fold, toState } from "../../../src/core/incident/fold.ts";
import { nextSteps } from "../../../src/core/incident/next.ts";
import { findStep, type Runbook } from "../../../src/core/runbook/runbook.ts";
import { DECLARED, eventsOf, headOf, started } from "../../support/given.ts";

const ROOT = join(import.meta.dirname, "../../..");

async function shipped(id: string): Promise<Runbook> {
  return (await loadRunbookFile(join(ROOT, `runbooks/${id}.yaml`), ROOT)).runbook;
}

const main = await shipped("compromised-key");
const ids = (await listRunbooks(ROOT)).filter((id) => id !== main.id);
const siblings = await Promise.all(ids.map(shipped));

function known(id: string): Runbook {
  const found = siblings.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no runbook ${id}`);
  return found;
}

/** Effects that change something at a vendor or in a place. */
const ACTS = ["block-key", "create-key", "deploy-key"];

describe("the runbooks in the package", () => {
  it("are these", () => {
    for (const id of [
      "ci-secret-exposure",
      "key-in-client-app",
      "leaked-in-git",
      "leaked-in-logs",
      "lost-key",
      "offboarding",
      "package-compromise",
      "scheduled-rotation",
      "suspicious-usage",
      "vendor-breach",
    ])
      expect(ids).toContain(id);
  });

  it.each([main, ...siblings])("$id says in a short line when it is the right one", (one) => {
    expect(one.for?.length).toBeLessThanOrEqual(58);
  });

  it.each(siblings)("$id can be walked to its end, in at most seven rows", (runbook) => {
    const settled: string[] = [];
    for (let before = -1; before !== settled.length;) {
      before = settled.length;
      for (const { id, needs } of runbook.steps)
        if (!settled.includes(id) && needs.every((need) => settled.includes(need)))
          settled.push(id);
    }
    expect(settled).toHaveLength(runbook.steps.length);
    expect(runbook.rows.length).toBeLessThanOrEqual(7);
    const used = new Set(runbook.steps.map((step) => step.row));
    expect(runbook.rows.map((row) => row.id).filter((id) => !used.has(id))).toEqual([]);
    const last = runbook.steps.at(-1);
    expect(["close", "stand-down"]).toContain(last?.decides);
  });

  it.each(siblings)("$id asks for no fact that it does not use", (runbook) => {
    const used = JSON.stringify(runbook.steps);
    const idle = Object.keys(runbook.facts).filter((name) => !used.includes(`"${name}"`));
    expect(idle.filter((name) => !["noticedHow", "reference"].includes(name))).toEqual([]);
  });

  it.each(siblings)("$id explains every step in lines that fit a small screen", (runbook) => {
    const tooLong = Object.values(runbook.help).flatMap((help) => [
      ...[help.why].filter((line) => line.length > 60),
      ...help.how.filter((line) => line.length > 80),
    ]);
    expect(tooLong).toEqual([]);
  });

  it.each(siblings)(
    "$id means the same by the steps that it shares with compromised-key",
    (one) => {
      const differing = one.steps.filter((step) => {
        const twin = findStep(main, step.id);
        if (twin === undefined) return false;
        return (["scope", "kind", "effect", "guard", "decides"] as const).some(
          (key) => step[key] !== twin[key],
        );
      });
      expect(differing.map((step) => step.id)).toEqual([]);
    },
  );

  it.each(siblings.filter((one) => one.id !== "suspicious-usage"))(
    "$id replaces and cuts as compromised-key does",
    (one) => {
      for (const effect of [...ACTS, "prove-dead", "prove-in-use", "update-register"])
        expect(one.steps.filter((step) => step.effect === effect)).toHaveLength(1);
    },
  );
});

describe("suspicious-usage", () => {
  const suspicion = siblings.find((one) => one.id === "suspicious-usage")!;

  it("holds nothing that could break anything", () => {
    expect(suspicion.steps.filter((step) => ACTS.includes(step.effect ?? ""))).toEqual([]);
  });

  it("decides within half an hour, and looks again after a day", () => {
    const verdict = suspicion.steps.find((step) => step.decides === "verdict");
    expect([verdict?.phase, verdict?.budget]).toEqual(["immediate", 30 * 60_000]);
    expect(suspicion.phases.map((phase) => phase.until / 60_000)).toEqual([30, 48 * 60]);
    const again = findStep(suspicion, "check-again");
    const phase = suspicion.phases.find((one) => one.id === again?.phase);
    expect(phase?.from).toBe(24 * 3_600_000);
  });

  it("leads, where nobody knows, to a key that is replaced first within the hour", () => {
    const advice = advise({
      evidence: "suspected-anomaly",
      environment: "production",
      data: "unknown",
      keyCan: "unknown",
      tolerance: "minutes",
      standby: "no",
      canDisable: "no",
      severity: "P3",
    });
    expect([advice.strategy, advice.ceilingMs]).toEqual(["replace-first", 3_600_000]);
  });
});

it.each([
  ["ci-secret-exposure", "stop-runs", "a pipeline that still runs"],
  ["lost-key", "confirm-loss", "a device that is lost"],
  ["offboarding", "record-departure", "the way of parting"],
  ["package-compromise", "isolate-hosts", "an infected host"],
  ["vendor-breach", "suspend-integration", "an integration"],
])("%s: %s comes before any key is treated (%s)", (id, step) => {
  const runbook = known(id);
  const compiled = compile(runbook);
  const events = eventsOf(started({}, compiled));
  const [first, second] = nextSteps(
    runbook,
    toState(fold(compiled, events, headOf(events))),
    DECLARED,
  );
  expect(first?.step).toBe(step);
  expect(second?.credential === "c1" || findStep(runbook, second?.step ?? "")?.first).toBe(true);
});

/** A step can only be done once these are settled: directly, or by way of others. */
function waitsFor(id: string, step: string): readonly string[] {
  const runbook = known(id);
  const all = new Set<string>();
  function add(one: string): void {
    for (const need of findStep(runbook, one)?.needs ?? []) {
      all.add(need);
      add(need);
    }
  }
  add(step);
  return [...all];
}

describe("the order that cannot be undone", () => {
  it.each([
    ["leaked-in-git", "rewrite-history", "verify-key-rejected"],
    ["leaked-in-git", "stop-exposure-source", "preserve-git-evidence"],
    ["leaked-in-logs", "deploy-replacement-key", "stop-the-logging"],
    ["leaked-in-logs", "purge-exposed-secret", "preserve-logs"],
    ["key-in-client-app", "purge-exposed-secret", "verify-key-rejected"],
    ["offboarding", "remove-membership", "verify-replacement-live"],
    ["offboarding", "suspend-sign-in", "record-departure"],
    ["package-compromise", "create-replacement-key", "use-clean-machine"],
    ["package-compromise", "deploy-replacement-key", "isolate-hosts"],
    ["package-compromise", "cut-publish-tokens", "use-clean-machine"],
    ["vendor-breach", "reopen-integration", "get-assurance"],
    ["vendor-breach", "reopen-integration", "verify-key-rejected"],
    ["lost-key", "lock-device", "confirm-loss"],
  ])("%s: %s waits for %s", (id, step, need) => {
    expect(waitsFor(id, step)).toContain(need);
  });
});

it("every shared step is used by at least two runbooks, and has words", async () => {
  const { steps, help } = await readSharedSteps(ROOT);
  const all = [main, ...siblings];
  const lonely = Object.keys(steps).filter(
    (id) => all.filter((runbook) => findStep(runbook, id) !== undefined).length < 2,
  );
  expect(lonely).toEqual([]);
  expect(Object.keys(help).toSorted()).toEqual(Object.keys(steps).toSorted());
});
