// A decision is not a notice: steps that mean that somebody was told are done by the notices, and not by hand while one is open.
import { expect, it } from "vitest";
import type { App } from "../../src/app/context.ts";
import { change, record } from "../../src/app/incident.ts";
import { clocksIfAny } from "../../src/app/clocks-lazily.ts";
import { recordNotice } from "../../src/app/notice.ts";
import { withTold } from "../../src/app/told.ts";
import { nextNotices } from "../../src/core/compliance/told.ts";
import { checklistItem } from "../../src/core/incident/checklist.ts";
import { decide, type Decidable } from "../../src/core/incident/decide/decision.ts";
import { findStep } from "../../src/core/runbook/runbook.ts";
import { fact } from "../support/facts.ts";
import { step } from "../support/checklist-app.ts";
import { done, RUNBOOK } from "../support/given.ts";
import { begin, failure, Room } from "../support/memory-app.ts";

const OTHERS = [
  "in-certin",
  "contract",
  "uk-gdpr",
  "sg-pdpa",
  "jp-appi",
  "br-lgpd",
  "us-ca-1798-82",
];
const MORE = ["us-ny-gbl", "au-ndb", "us-hipaa", "ca-pipeda"];
const NEEDED = ["collect-access-logs", "review-audit-logs", "identify-data-accessed"];

async function say(app: App, id: string, kind: Decidable, ...values: string[]): Promise<void> {
  const table = await app.regimes();
  await change(app, id, (world) =>
    withTold(
      table,
      app.config,
      world,
      values.flatMap((value) => decide(world, { kind, value, because: "counsel" })),
    ),
  );
}

/** Data about people is concerned, and of all duties the GDPR's alone applies. */
async function concerned() {
  const room = new Room();
  const app = room.app();
  const id = await begin(app);
  await record(
    app,
    id,
    NEEDED.map((one) => done(one)),
  );
  async function stands(named: string) {
    const found = findStep(RUNBOOK, named);
    if (found === undefined) throw new Error(`no step ${named}`);
    return checklistItem(RUNBOOK, await room.state(id), found, null).state;
  }
  expect(await stands("initial-notices")).toBe("not-applicable");
  await say(app, id, "personal-data", "yes");
  await say(app, id, "notify", ...[...OTHERS, ...MORE].map((one) => `${one}:no`), "eu-gdpr:yes");
  const value = (await room.state(id)).declaredAt;
  const data = { credential: null, source: "operator", grade: "E3" as const };
  await record(app, id, [fact("fact.set", { name: "awarePersonalDataAt", value, ...data })]);
  async function tell(stage: string): Promise<void> {
    const notice = { regime: "eu-gdpr", stage, receipt: undefined, because: undefined };
    await recordNotice(app, id, await app.regimes(), { ...notice, occurred: undefined });
  }
  return { app, id, stands, tell, room };
}

it("deciding that people have to be told tells nobody, and nobody says so while they are not", async () => {
  const { app, id, stands } = await concerned();
  expect([await stands("notify-affected"), await stands("initial-notices")]).toEqual([
    "ready",
    "ready",
  ]);
  const byHand = await failure(step(app, id, "done", { step: "notify-affected" }));
  expect([byHand.exitCode, byHand.message]).toEqual([3, expect.stringContaining("eu-gdpr people")]);
  expect(byHand.hint).toBe("claro-ir clocks sent eu-gdpr people");
});

it("next leads to the notices while one is open, and to the step where none is", async () => {
  const { app, id, stands, tell, room } = await concerned();
  const named = {
    step: "notify-affected",
    credential: null,
    why: "y",
    command: "claro-ir step done",
  };
  async function next() {
    const state = await room.state(id);
    const rows = await clocksIfAny(app, state, state.declaredAt);
    const others = [
      { ...named, step: "add-monitoring" },
      { ...named, step: "initial-notices" },
    ];
    return nextNotices([...others, named], RUNBOOK, state, rows);
  }
  await say(app, id, "notify", "eu-gdpr.controller:no");
  const [other, notices, more] = await next();
  expect(other?.command).toBe("claro-ir step done");
  expect(notices?.command).toBe("claro-ir clocks");
  expect(notices?.why).toBe("nobody is told, or has decided: eu-gdpr authority");
  expect(more).toBeUndefined();
  await tell("authority");
  const [, told, people] = await next();
  expect([told?.command, people?.command]).toEqual(["claro-ir step done", "claro-ir clocks"]);
  expect(people?.why).toBe("nobody is told, or has decided: eu-gdpr people");
  expect(await stands("initial-notices")).toBe("done");
});

it("each step is done with the last of its notices, sent or declined by word", async () => {
  const { app, id, stands, tell } = await concerned();
  await tell("people");
  expect([await stands("notify-affected"), await stands("initial-notices")]).toEqual([
    "done",
    "ready",
  ]);
  await say(app, id, "notify", "eu-gdpr.controller:no");
  await tell("authority");
  expect(await stands("initial-notices")).toBe("done");
});

it("a notice that others follow opens the step of later reports", async () => {
  const { app, id, stands } = await concerned();
  expect(await stands("final-reports")).toBe("not-applicable");
  await say(app, id, "notify", "br-lgpd:yes");
  const notice = { regime: "br-lgpd", stage: "anpd", receipt: undefined, because: undefined };
  await recordNotice(app, id, await app.regimes(), { ...notice, occurred: undefined });
  expect(await stands("final-reports")).not.toBe("not-applicable");
});
