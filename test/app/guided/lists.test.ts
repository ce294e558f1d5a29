// The long lists behind `a`, `e` and `t`.
import { expect, it } from "vitest";
import { checklist } from "../../../src/core/incident/checklist.ts";
import { RUNBOOK } from "../../support/given.ts";
import { begin, Room } from "../../support/memory-app.ts";
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
