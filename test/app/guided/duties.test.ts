// Duties to notify in the session: decided, started and told in one room, by a letter and a reason; and the clock on the live screen.
import { expect, it } from "vitest";
import { createBesides } from "../../../src/app/guided/besides.ts";
import { askDecision } from "../../../src/app/guided/decision.ts";
import { askStart, dutiesRoom } from "../../../src/app/guided/duties.ts";
import { worldNow, type Guide } from "../../../src/app/guided/guide.ts";
import { guidedSession } from "../../../src/app/guided/session.ts";
import { change, record } from "../../../src/app/incident.ts";
import { decide } from "../../../src/core/incident/decide/decision.ts";
import { DAY, HOUR } from "../../../src/core/instant.ts";
import { findStep } from "../../../src/core/runbook/runbook.ts";
import { begin, Room } from "../../support/memory-app.ts";
import { person, type Reply } from "../../support/person.ts";

async function scene() {
  const room = new Room();
  const app = room.app();
  const id = await begin(app);
  async function notify(value: string): Promise<void> {
    await change(app, id, (world) => decide(world, { kind: "notify", value, because: "counsel" }));
  }
  function guide(replies: readonly Reply[]) {
    const ask = person(replies);
    const made: Guide = { app, incident: id, ask, besides: createBesides(app), canSkip: false };
    return { ask, guide: made };
  }
  return { room, app, id, notify, guide };
}

it("a yes asks since when, and then what says which duties follow; each can wait", async () => {
  const { room, id, guide } = await scene();
  const { ask, guide: one } = guide([
    { key: "y" },
    { type: "customers' prompts were read" },
    { type: "yesterday" },
    { type: "now" },
    { type: "about 300" },
    { type: "" },
    { type: "eu" },
    { type: "" },
    { type: "" },
    { key: "l" },
    { key: "l" },
    { type: "health" },
    { key: "l" },
    { type: "" },
  ]);
  const world = await worldNow(one);
  const step = findStep(world.compiled.runbook, "assess-personal-data");
  if (step === undefined) throw new Error("no such step");
  expect(await askDecision(one, { world, step, credential: undefined })).toBe("next");
  expect(ask.left()).toBe(0);
  expect(ask.said.join("\n")).toContain('"yesterday" is no time');
  const { facts } = await room.state(id);
  expect(facts["awarePersonalDataAt"]?.value).toBe(world.now);
  expect([facts["people"]?.value, facts["regions"]?.value]).toEqual(["about 300", "eu"]);
  expect(facts["organisation"]?.value).toBe("health");
});

it("a letter and a reason decide; Enter alone records nothing", async () => {
  const { room, id, guide } = await scene();
  const { ask, guide: one } = guide([
    { row: 0 },
    { key: "Enter" },
    { live: "n" },
    { type: "" },
    { live: "n" },
    { type: "nobody in India" },
    { live: "b" },
  ]);
  expect(await dutiesRoom(one)).toBe("back");
  expect(ask.left()).toBe(0);
  const { decisions } = await room.state(id);
  expect(decisions.at(-1)).toMatchObject({ kind: "notify", because: "nobody in India" });
  expect(decisions).toHaveLength(1);
});

it("a notice is told with its time and receipt, and asks why when it is late", async () => {
  const { room, app, id, notify, guide } = await scene();
  await notify("eu-gdpr:yes");
  await record(app, id, [
    {
      type: "fact.set",
      data: {
        name: "awarePersonalDataAt",
        value: (await room.state(id)).declaredAt,
        credential: null,
        source: "operator",
        grade: "E3",
      },
    },
  ]);
  await room.clock.sleep(4 * DAY);
  const { ask, guide: one } = guide([
    { live: "s" },
    { type: "now" },
    { type: "4711" },
    { type: "counsel was reached late" },
    { live: "b" },
  ]);
  expect(await dutiesRoom(one)).toBe("back");
  expect(ask.left()).toBe(0);
  expect((await room.state(id)).notices).toMatchObject([
    { regime: "eu-gdpr", stage: "authority", receipt: "4711", because: "counsel was reached late" },
  ]);
});

it("the live screen shows the clock that comes due first, and that it is no legal advice", async () => {
  const { room, app, id, notify } = await scene();
  const calm = person([{ live: "q" }]);
  await guidedSession(app, id, calm);
  expect(calm.screens.join("\n")).not.toContain("eu-gdpr");
  await notify("eu-gdpr:yes");
  await record(app, id, [
    {
      type: "fact.set",
      data: {
        name: "awarePersonalDataAt",
        value: (await room.state(id)).declaredAt,
        credential: null,
        source: "operator",
        grade: "E3",
      },
    },
  ]);
  await room.clock.sleep(2 * HOUR);
  const someone = person([{ live: "q" }]);
  await guidedSession(app, id, someone);
  expect(someone.screens.join("\n")).toMatch(
    /tell eu-gdpr authority: .* left \(no legal advice\)/s,
  );
});

it("the board has a row for them as soon as data about people is concerned, and not before", async () => {
  const { room, app, id } = await scene();
  const calm = person([{ live: "q" }]);
  await guidedSession(app, id, calm);
  expect(calm.screens.join("\n")).not.toContain("Whom must we tell?");
  await change(app, id, (world) =>
    decide(world, { kind: "personal-data", value: "yes", because: "prompts were read" }),
  );
  const someone = person([
    { open: "Whom must we tell?" },
    { live: "u" },
    { type: "nobody reached yet" },
    { live: "d" },
    { key: "b" },
    { live: "b" },
    { live: "q" },
  ]);
  await guidedSession(app, id, someone);
  expect(someone.left()).toBe(0);
  expect(someone.screens[0]).toMatch(/ \d Whom must we tell\? +\d h \d+ min\n/);
  expect(someone.said.join("\n")).toMatch(/missing: /);
  expect((await room.state(id)).decisions.at(-1)?.value).toBe("in-certin:unknown");
});

it("a day alone stays a day, and a start that is moved asks why", async () => {
  const { room, id, guide } = await scene();
  const { declaredAt } = await room.state(id);
  const day = declaredAt.slice(0, 10);
  const { ask, guide: one } = guide([
    { type: day },
    { type: "now" },
    { type: "" },
    { type: "now" },
    { type: "counsel said so" },
  ]);
  await askStart(one, "discovered_at");
  expect((await room.state(id)).facts["discoveredAt"]?.value).toBe(day);
  await askStart(one, "discovered_at");
  expect((await room.state(id)).facts["discoveredAt"]?.value).toBe(day);
  await askStart(one, "discovered_at");
  expect(ask.left()).toBe(0);
  expect((await room.state(id)).facts["discoveredAt"]?.moved).toMatchObject({
    before: day,
    because: "counsel said so",
  });
});
