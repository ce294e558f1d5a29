// The long lists behind `a`, `e` and `t`.
import { expect, it } from "vitest";
import { checklist } from "../../../src/core/incident/checklist.ts";
import { change } from "../../../src/app/incident.ts";
import { decide } from "../../../src/core/incident/decide/decision.ts";
import { RUNBOOK } from "../../support/given.ts";
import { begin, Room, run } from "../../support/memory-app.ts";
import { play } from "../../support/play.ts";

async function opened() {
  const room = new Room();
  const app = room.app();
  const id = await begin(app, { strategy: "contain-first" });
  const items = checklist(RUNBOOK, await room.state(id));
  function rowOf(step: string): number {
    return items.findIndex((item) => item.step.id === step);
  }
  return { room, app, id, rowOf };
}

it("a: any step can be done from the list of all, and a settled one taken back with a reason", async () => {
  const { room, app, id, rowOf } = await opened();
  const { person } = await play(room, app, id, [
    { live: "a" },
    { row: rowOf("alert-security-team") },
    { key: "y" },
    { row: rowOf("alert-security-team") },
    { type: "nobody had answered" },
    { live: "b" },
    { live: "q" },
  ]);
  expect(person.screens[1]).toMatch(
    /All steps +1 of \d+\nImmediate actions\n> Declare the incident +done/,
  );
  const record = (await room.state(id)).steps["alert-security-team"];
  expect(record).toMatchObject({ status: "reopened", reason: "nobody had answered" });
});

it("e: an answer is changed, and the severity follows", async () => {
  const { room, app, id } = await opened();
  const before = (await room.state(id)).severity;
  const { person } = await play(room, app, id, [
    { live: "e" },
    { row: 0 },
    { key: "3" },
    { live: "b" },
    { live: "q" },
  ]);
  expect(person.screens[1]).toMatch(/What was answered/);
  const state = await room.state(id);
  expect(state.facts["evidenceLevel"]?.value).toBe("suspected-anomaly");
  expect([before, state.severity]).toEqual(["P1", "P3"]);
});

it("t: the newest comes first", async () => {
  const { room, app, id } = await opened();
  const { person } = await play(room, app, id, [
    { live: "n" },
    { type: "the owner is on a plane" },
    { live: "t" },
    { live: "b" },
    { live: "q" },
  ]);
  expect(person.screens[2]).toMatch(/newest first.*\n.*\n> .*Note: the owner is on a plane/);
});

it("e: what was passed by can be answered there, and a long value leaves its question readable", async () => {
  const { room, app, id, rowOf } = await opened();
  await run(app, id, "capture-minimum-evidence");
  const long = "https://paste.example/a-very-long-address/that-goes-on-and-on/and-on/and-on";
  const { person } = await play(room, app, id, [
    { live: "a" },
    { row: rowOf("stop-exposure-source") },
    { key: "y" },
    { type: long },
    { type: "" },
    { live: "b" },
    { live: "e" },
    { live: "b" },
    { live: "q" },
  ]);
  const shown = person.screens.at(-2) ?? "";
  expect(shown).toMatch(/Visible until +later/);
  expect(shown).toMatch(/Where can the key be seen .* https:/);
});

it("e: since when a duty counts is asked again as long as nobody has said so", async () => {
  const { room, app, id } = await opened();
  await change(app, id, (world) =>
    decide(world, { kind: "personal-data", value: "yes", because: "prompts were read" }),
  );
  await play(room, app, id, [
    { live: "e" },
    { row: 0 },
    { type: "now" },
    { live: "b" },
    { live: "q" },
  ]);
  expect((await room.state(id)).facts["awarePersonalDataAt"]?.value).toMatch(/Z$/);
});
