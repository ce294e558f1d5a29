// Clocks in the incident: started by those whose call it is, met by a notice, late with a reason, and in the way of an ending.
import { describe, expect, it } from "vitest";
import { clocksNow } from "../../src/app/clocks.ts";
import { eachDuty, recordException, recordNotice } from "../../src/app/notice.ts";
import { close, standDownIncident } from "../../src/app/end.ts";
import { namedFact } from "../../src/app/fact.ts";
import { change, loadIncident, record, worldOf } from "../../src/app/incident.ts";
import type { App } from "../../src/app/context.ts";
import { decide, type Decidable } from "../../src/core/incident/decide/decision.ts";
import { DAY, HOUR, plus } from "../../src/core/instant.ts";
import { begin, failure, Room } from "../support/memory-app.ts";

const DECIDED = ["in-certin", "contract", "uk-gdpr", "sg-pdpa", "jp-appi", "br-lgpd"];
const AMERICAN = ["us-ca-1798-82", "us-ny-gbl", "au-ndb", "us-hipaa", "ca-pipeda"];

async function stage() {
  const room = new Room();
  const app = room.app();
  const id = await begin(app);
  async function say(kind: Decidable, value: string): Promise<void> {
    await change(app, id, (world) => decide(world, { kind, value, because: "counsel" }));
  }
  async function state(who: App, name: string, value = "now", because?: string): Promise<void> {
    const world = worldOf(who, await loadIncident(who, id));
    await record(who, id, [namedFact(who, world, name, value, undefined, because)]);
  }
  async function row(regime: string, of: string) {
    const { rows } = await clocksNow(app, id, await app.regimes());
    return rows.find((one) => one.regime === regime && one.stage === of);
  }
  async function answer(name: string, value: string): Promise<void> {
    await record(app, id, [
      {
        type: "fact.set",
        data: { name, value, credential: null, source: "operator", grade: "E3" },
      },
    ]);
  }
  const notice = { regime: "eu-gdpr", stage: "authority", receipt: undefined, because: undefined };
  return { room, app, id, say, state, row, answer, notice: { ...notice, occurred: undefined } };
}

it("several duties are decided with one verdict, or each with its own", () => {
  expect(eachDuty("eu-gdpr:yes")).toEqual(["eu-gdpr:yes"]);
  expect(eachDuty("uk-gdpr,eu-gdpr.people,us-hipaa:no")).toEqual([
    "uk-gdpr:no",
    "eu-gdpr.people:no",
    "us-hipaa:no",
  ]);
  expect(eachDuty("uk-gdpr:yes,us-hipaa:no")).toEqual(["uk-gdpr:yes", "us-hipaa:no"]);
  expect(eachDuty("uk-gdpr,us-hipaa")).toEqual(["uk-gdpr", "us-hipaa"]);
});

describe("a legal clock", () => {
  it("runs from the word of whoever has the role, and of nobody else", async () => {
    const { room, app, id, say, state } = await stage();
    await say("notify", "eu-gdpr:yes");
    await record(app, id, [{ type: "roles.assigned", data: { roles: { legal: "kim" } } }]);
    const refused = await failure(state(app, "awarePersonalDataAt"));
    expect([refused.exitCode, refused.message]).toEqual([3, expect.stringContaining("kim")]);
    await state(room.app({ actor: { id: "kim", role: "member" } }), "awarePersonalDataAt");
    const { rows } = await clocksNow(app, id, await app.regimes());
    expect(rows[0]).toMatchObject({ regime: "eu-gdpr", stage: "authority", state: "running" });
  });

  it("is met once, and a late notice says why", async () => {
    const { room, app, id, say, state, notice } = await stage();
    const table = await app.regimes();
    await say("notify", "eu-gdpr:yes");
    await state(app, "awarePersonalDataAt");
    await room.clock.sleep(4 * DAY);
    expect(await failure(recordNotice(app, id, table, notice))).toMatchObject({
      code: "reason-missing",
      exitCode: 2,
    });
    await recordNotice(app, id, table, { ...notice, because: "counsel was reached late" });
    expect(await failure(recordNotice(app, id, table, notice))).toMatchObject({ exitCode: 4 });
    const { rows } = await clocksNow(app, id, table);
    expect(rows.find((row) => row.stage === "authority" && row.regime === "eu-gdpr")?.state).toBe(
      "met",
    );
    expect(
      await failure(recordNotice(app, id, table, { ...notice, stage: "press" })),
    ).toMatchObject({
      code: "unknown-clock",
    });
  });

  it("keeps an incident open while data about people is concerned and something is undecided or untold", async () => {
    const { room, app, id, say, state, notice } = await stage();
    await say("personal-data", "yes");
    const undecided = await failure(standDownIncident(app, id, "nothing"));
    expect([undecided.exitCode, undecided.message]).toEqual([
      3,
      expect.stringContaining("eu-gdpr"),
    ]);
    for (const regime of [...DECIDED, ...AMERICAN]) await say("notify", `${regime}:no`);
    await say("notify", "eu-gdpr:yes");
    await state(app, "awarePersonalDataAt");
    expect(await failure(close(app, id, "over"))).toMatchObject({
      hint: "claro-ir clocks sent eu-gdpr authority",
    });
    await room.clock.sleep(HOUR);
    await recordNotice(app, id, await app.regimes(), notice);
    const untold = await failure(close(app, id, "over"));
    expect(untold.message).toContain("eu-gdpr people");
    expect(untold.message).toContain('claro-ir decide notify eu-gdpr.people:no --because "<why>"');
    for (const one of ["people", "controller"]) await say("notify", `eu-gdpr.${one}:no`);
    const left = await failure(close(app, id, "over"));
    expect(left.message).not.toContain("eu-gdpr");
  });

  it("that applies keeps an incident open until somebody says since when, or that a notice is not needed", async () => {
    const { app, id, say, state } = await stage();
    await say("notify", "us-hipaa:yes");
    expect(await failure(standDownIncident(app, id, "over"))).toMatchObject({
      hint: "claro-ir fact discoveredAt <time>",
    });
    await state(app, "discoveredAt");
    const untold = await failure(standDownIncident(app, id, "over"));
    expect(untold.message).toContain("us-hipaa media");
    for (const one of ["people", "media", "hhs-500", "hhs-small", "ba"])
      await say("notify", `us-hipaa.${one}:no`);
    expect((await standDownIncident(app, id, "over")).state.state).toBe("stood-down");
  });

  it("that only says how long to keep something stops no ending", async () => {
    const { app, id, say, state } = await stage();
    await say("notify", "ca-pipeda:yes");
    await state(app, "breachDeterminedAt");
    const { rows } = await clocksNow(app, id, await app.regimes());
    expect(rows.find((row) => row.stage === "records")).toMatchObject({ state: "running" });
    for (const one of ["opc", "people"]) await say("notify", `ca-pipeda.${one}:no`);
    expect((await standDownIncident(app, id, "over")).state.state).toBe("stood-down");
  });

  it("is undecided as soon as an answer says that it may apply", async () => {
    const { app, id, say, answer } = await stage();
    await answer("organisation", "listed");
    const refused = await failure(standDownIncident(app, id, "over"));
    expect([refused.exitCode, refused.message]).toEqual([3, expect.stringContaining("us-sec-8k")]);
    await say("notify", "us-sec-8k:no");
    expect((await standDownIncident(app, id, "over")).state.state).toBe("stood-down");
  });

  it("goes on while an exception is on record, with its paper", async () => {
    const { app, id, say, state } = await stage();
    const table = await app.regimes();
    await say("notify", "us-ca-1798-82:yes");
    await state(app, "discoveredAt");
    const before = (await clocksNow(app, id, table)).rows;
    await recordException(app, id, table, {
      regime: "us-ca-1798-82",
      stage: "people",
      document: "letter 4711",
      because: "the police asked for it",
    });
    const after = await clocksNow(app, id, table);
    expect(after.rows.map(({ dueAt }) => dueAt)).toEqual(before.map(({ dueAt }) => dueAt));
    expect(after.state.decisions.at(-1)).toMatchObject({
      kind: "notice-exception",
      value: "us-ca-1798-82.people (letter 4711)",
    });
  });

  it("is moved only with a reason, and both values stay on record", async () => {
    const { room, app, id, say, state, row } = await stage();
    await say("notify", "eu-gdpr:yes");
    await state(app, "awarePersonalDataAt");
    const first = await row("eu-gdpr", "authority");
    await room.clock.sleep(3 * DAY);
    const refused = await failure(state(app, "awarePersonalDataAt"));
    expect(refused).toMatchObject({ code: "reason-missing", exitCode: 2 });
    expect(refused.message).toContain(first?.startedAt);
    expect(await row("eu-gdpr", "authority")).toEqual({ ...first, warn: 0.9, state: "running" });
    await state(app, "awarePersonalDataAt", "now", "counsel: only the logs made it certain");
    const moved = await row("eu-gdpr", "authority");
    const { seq } = (await room.state(id)).facts["awarePersonalDataAt"] ?? {};
    expect(moved?.startMoved).toEqual({
      before: first?.startedAt,
      beforeSeq: expect.any(Number) as number,
      seq,
      because: "counsel: only the logs made it certain",
    });
    // The same again moves nothing, and needs no reason.
    await state(app, "awarePersonalDataAt", moved?.startedAt ?? "");
    expect((await row("eu-gdpr", "authority"))?.startMoved?.because).toContain("counsel");
  });

  it("starts in no future, but on this day wherever people are", async () => {
    const { room, app, id, state } = await stage();
    const { declaredAt } = await room.state(id);
    const ahead = failure(state(app, "discoveredAt", plus(declaredAt, HOUR)));
    expect(await ahead).toMatchObject({ code: "future", exitCode: 2 });
    const tomorrow = failure(state(app, "discoveredAt", plus(declaredAt, 2 * DAY).slice(0, 10)));
    expect(await tomorrow).toMatchObject({ code: "future" });
    await state(app, "discoveredAt", declaredAt.slice(0, 10));
  });

  it("was not met before it began; a time known to the day may be that day", async () => {
    const { room, app, id, say, state, notice } = await stage();
    const table = await app.regimes();
    const { detectedAt } = await room.state(id);
    await say("notify", "eu-gdpr:yes");
    const yesterday = { at: plus(detectedAt, -DAY), precision: "minute" } as const;
    const unknown = await failure(recordNotice(app, id, table, { ...notice, occurred: yesterday }));
    expect([unknown.code, unknown.message]).toEqual([
      "before-start",
      expect.stringContaining("detected"),
    ]);
    await room.clock.sleep(5 * HOUR);
    await state(app, "awarePersonalDataAt");
    const early = { at: detectedAt, precision: "minute" } as const;
    expect(
      await failure(recordNotice(app, id, table, { ...notice, occurred: early })),
    ).toMatchObject({
      code: "before-start",
      exitCode: 2,
      hint: 'claro-ir fact awarePersonalDataAt <earlier time> --because "<why>"',
    });
    const day = `${detectedAt.slice(0, 10)}T00:00:00.000Z`;
    await recordNotice(app, id, table, { ...notice, occurred: { at: day, precision: "day" } });
  });

  it("of a duty that nobody knows to apply goes on, and stops an ending", async () => {
    const { room, app, id, say, row } = await stage();
    await say("notify", "in-certin:unknown");
    expect(await row("in-certin", "certin")).toMatchObject({ state: "running", asksCounsel: true });
    await room.clock.sleep(7 * HOUR);
    expect((await row("in-certin", "certin"))?.state).toBe("late");
    expect((await failure(standDownIncident(app, id, "over"))).message).toContain("in-certin");
    await say("notify", "in-certin:no");
    expect((await standDownIncident(app, id, "over")).state.state).toBe("stood-down");
  });

  it("by contract runs once a contract obliges us, and is met by the step that tells the partners", async () => {
    const { app, id, answer, row } = await stage();
    await answer("contractsOwed", "yes");
    expect((await row("contract", "partner"))?.state).toBe("running");
    await record(app, id, [
      {
        type: "step.completed",
        data: {
          step: "notify-contract-partners",
          credential: null,
          grade: "E3",
          note: null,
          because: null,
          evidence: [],
        },
      },
    ]);
    expect((await row("contract", "partner"))?.state).toBe("met");
  });

  it("is nobody's business where no data about people is concerned", async () => {
    const { app, id, say } = await stage();
    await say("personal-data", "no");
    expect((await standDownIncident(app, id, "nothing")).state.state).toBe("stood-down");
  });
});
