// A verdict on a suspicion: the same incident goes on with another runbook, what is done stays done, and every reader sees the same.
import { beforeEach, describe, expect, it } from "vitest";
import type { App } from "../../src/app/context.ts";
import { standDownIncident } from "../../src/app/end.ts";
import { decideVerdict, followRunbook, planVerdict } from "../../src/app/follow-runbook.ts";
import { judge } from "../../src/app/finding.ts";
import { change, loadIncident, worldOf } from "../../src/app/incident.ts";
import { refold } from "../../src/app/refold.ts";
import { changeStep } from "../../src/app/step.ts";
import { verifyStore } from "../../src/app/verify.ts";
import { checklist, isSettled } from "../../src/core/incident/checklist.ts";
import { statusLines } from "../../src/cli/status-text.ts";
import { auditFacts } from "../../src/core/incident/decide/finding.ts";
import { statusOf } from "../../src/core/incident/status.ts";
import { nextSteps } from "../../src/core/incident/next.ts";
import { MINUTE } from "../../src/core/instant.ts";
import { finding, outcomeWith } from "../support/audited.ts";
import { begin, failure, Room, run } from "../support/memory-app.ts";

const SUSPICION = {
  runbook: "suspicious-usage",
  facts: { evidenceLevel: "suspected-anomaly", abuse: "unknown", data: "internal" },
} as const;

let room: Room;
let app: App;
let id: string;

beforeEach(async () => {
  room = new Room();
  app = room.app();
  id = await begin(app, SUSPICION);
});

async function done(step: string): Promise<void> {
  await changeStep(app, "done", {
    incident: id,
    step,
    credential: undefined,
    target: undefined,
    note: undefined,
    because: undefined,
    evidence: [],
    facts: [],
    attest: false,
    takeOver: false,
    occurred: undefined,
    dryRun: false,
  });
}

async function settled(): Promise<readonly string[]> {
  const { compiled, state } = worldOf(app, await loadIncident(app, id));
  return checklist(compiled.runbook, state)
    .filter((item) => isSettled(item.state) && item.record !== null)
    .map((item) => item.step.id);
}

async function next(): Promise<readonly string[]> {
  const { compiled, state, now } = worldOf(app, await loadIncident(app, id));
  return nextSteps(compiled.runbook, state, now).map((one) => one.step);
}

/** `status` as people see it. */
async function shown(): Promise<string> {
  const { compiled, state, now } = worldOf(app, await loadIncident(app, id));
  const status = statusOf(compiled.runbook, state, {
    now,
    isAlive: () => false,
    targetKind: () => null,
  });
  return statusLines({ status, due: undefined, restricted: false, codename: null }).join("\n");
}

describe("found harmless", () => {
  it("answers what was found with it, by whom and why, and leaves nothing to contain", async () => {
    const found = [finding({ id: "F-aaaaaa" }), finding({ id: "F-bbbbbb", level: "low" })];
    await change(app, id, (world) => auditFacts(world, outcomeWith(found)));
    const { state } = await decideVerdict(app, id, "benign", "load test, says kim");
    expect(state.findings.map(({ judged }) => judged)).toEqual([
      expect.objectContaining({ verdict: "benign", because: "load test, says kim", by: "dana" }),
      expect.objectContaining({ verdict: "benign", because: "load test, says kim", by: "dana" }),
    ]);
    const lines = await shown();
    expect(lines).toContain("VERDICT   benign, since");
    expect(lines).toContain("NOTHING IS CUT");
    expect(lines).not.toMatch(/CONTAINED|RESTORED|not probed|ALIVE/);
  });

  it("is contained or not as any other once somebody calls a finding misuse after all", async () => {
    await change(app, id, (world) => auditFacts(world, outcomeWith([finding()])));
    await decideVerdict(app, id, "benign", "load test, says kim");
    await judge(app, id, { finding: "F-aaaaaa", verdict: "malicious", because: "not hers" });
    expect(await shown()).toContain("CONTAINED no");
  });
});

describe("a suspicion", () => {
  it("opens lower, with nothing destructive to do, and its ceiling asks for no cut", async () => {
    const state = await room.state(id);
    expect([state.severity, state.runbook.id]).toEqual(["P3", "suspicious-usage"]);
    expect(state.credentials["c1"]?.strategy).toBe("replace-first");
    await room.clock.sleep(90 * MINUTE);
    expect((await next()).some((step) => /block|delete|strategy/.test(step))).toBe(false);
  });

  it("that is benign leads to standing down, on record, with no key touched", async () => {
    await run(app, id, "capture-minimum-evidence");
    await done("ask-service-owner");
    await decideVerdict(app, id, "benign", "load test of ours");
    expect(await settled()).toContain("decide-verdict");
    for (const step of ["record-benign-cause", "check-again"]) await done(step);
    const { state } = await standDownIncident(app, id, "load test");
    expect([state.state, state.runbook.id]).toEqual(["stood-down", "suspicious-usage"]);
    expect(state.steps["stand-down"]?.status).toBe("done");
    expect(room.vendor.calls.filter((call) => call !== "list" && call !== "probe")).toEqual([]);
  });
});

describe("a suspicion that is confirmed", () => {
  beforeEach(async () => {
    await run(app, id, "capture-minimum-evidence");
    await done("preserve-logs");
    await done("ask-service-owner");
    await decideVerdict(app, id, "confirmed", "nobody knows these addresses");
  });

  it("is a compromised key in the same incident; nothing is asked twice", async () => {
    const { runbook, runbookChanged, severity, credentials } = await room.state(id);
    expect([runbook.id, runbookChanged]).toEqual(["compromised-key", true]);
    expect(severity).not.toBe("P3");
    expect(credentials["c1"]?.rule).toBe("D8");
    expect(await settled()).toEqual([
      "declare-incident",
      "assign-roles",
      "identify-key",
      "classify-exposure",
      "capture-minimum-evidence",
      "preserve-logs",
      "choose-strategy",
      "start-clock-watch",
    ]);
    expect((await next())[0]).toBe("accept-outage");
  });

  it("can be worked on to the end of the cut", async () => {
    const { decide } = await import("../../src/core/incident/decide/decision.ts");
    await change(app, id, (world) =>
      decide(world, { kind: "outage", value: "10", because: "it must stop" }),
    );
    const cut = await run(app, id, "block-compromised-key");
    expect(cut.exitCode).toBe(0);
    expect((await run(app, id, "verify-key-rejected")).exitCode).toBe(0);
  });

  it("reads the same from another terminal, from the journals alone, and is whole", async () => {
    const other = room.app({ actor: { id: "sam", role: "admin" } });
    const seen = worldOf(other, await loadIncident(other, id));
    expect(seen.compiled.runbook.id).toBe("compromised-key");
    expect(await refold(other, id)).toEqual(seen.state);
    expect((await verifyStore(other, id, undefined)).damages).toEqual([]);
    const pinned = `runbook-${seen.state.runbook.sha256.slice(0, 16)}.json`;
    expect((await room.vault.readFile(id, pinned)).length).toBeGreaterThan(1000);
    const first = new TextDecoder().decode(await room.vault.readFile(id, "runbook.json"));
    expect(JSON.parse(first)).toMatchObject({ id: "suspicious-usage" });
  });

  it("shows a runbook that was changed afterwards as damage", async () => {
    const { sha256 } = (await room.state(id)).runbook;
    await room.vault.putRunbook(id, "", "{}", sha256);
    const { damages } = await verifyStore(app, id, undefined);
    expect(damages.map((one) => one.what)).toEqual(["changed"]);
  });

  it("takes no second verdict", async () => {
    const refused = await failure(decideVerdict(app, id, "benign", "it was ours after all"));
    expect([refused.kind, refused.code]).toEqual(["refused", "no-verdict"]);
  });
});

it("an unclear one is replaced first, within the hour", async () => {
  await decideVerdict(app, id, "unclear", "the owner cannot be reached");
  const { runbook, credentials, declaredAt } = await room.state(id);
  expect([runbook.id, credentials["c1"]?.rule]).toEqual(["compromised-key", "D9"]);
  const ceiling = Date.parse(credentials["c1"]?.ceilingAt ?? "") - Date.parse(declaredAt);
  expect(ceiling).toBe(60 * MINUTE);
});

it("a verdict needs a known word and a reason, and a plan records nothing", async () => {
  expect((await failure(decideVerdict(app, id, "maybe", "why"))).code).toBe("bad-value");
  expect((await failure(decideVerdict(app, id, "benign", " "))).code).toBe("reason-missing");
  const before = (await room.events(id)).length;
  const planned = await planVerdict(app, id, "confirmed", "theirs");
  expect(planned.map((one) => one.type)).toContain("runbook.changed");
  expect((await room.events(id)).length).toBe(before);
});

it("an incident that learns it is only a suspicion follows that runbook, once", async () => {
  await standDownIncident(app, id, "another one is declared");
  const other = await begin(app, { facts: { evidenceLevel: "unknown" } });
  await followRunbook(app, other, "suspicious-usage", "odd usage, nothing else known");
  const again = await followRunbook(app, other, "suspicious-usage", "again");
  expect(again.events).toEqual([]);
  expect((await room.state(other)).runbook.id).toBe("suspicious-usage");
});
