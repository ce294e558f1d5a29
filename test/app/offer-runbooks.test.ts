// Playbooks made for what is known are named once an incident is declared; nobody is asked, and nobody is told of the one that is followed.
import { expect, it } from "vitest";
import { startByQuestions } from "../../src/app/guided/questions.ts";
import { followRunbook } from "../../src/app/follow-runbook.ts";
import { offerRunbooks } from "../../src/app/offer-runbooks.ts";
import { begin, OLD, Room } from "../support/memory-app.ts";
import { person } from "../support/person.ts";
import { NOTHING_SAID } from "../support/play.ts";

it("what is public is offered the playbooks for that, and how to follow one", async () => {
  const room = new Room();
  const app = room.app();
  const id = await begin(app);
  const lines = await offerRunbooks(app, await room.state(id));
  expect(lines.join("\n")).toMatch(/leaked-in-git {2}a key was committed/);
  expect(lines.join("\n")).not.toContain("suspicious-usage");
  expect(lines.at(-1)).toContain("claro-ir runbook follow <id>");
  await followRunbook(app, id, "leaked-in-git", "it was in git");
  expect((await offerRunbooks(app, await room.state(id))).join("\n")).not.toContain(
    "leaked-in-git",
  );
});

it("what fits no playbook is offered none", async () => {
  const room = new Room();
  const id = await begin(room.app(), { facts: { evidenceLevel: "unknown" } });
  expect(await offerRunbooks(room.app(), await room.state(id))).toEqual([]);
});

it("the questions stay five: the offer is said after them", async () => {
  const room = new Room();
  const someone = person([{ paste: OLD }, { key: "7" }, { key: "p" }, { key: "u" }, { key: "y" }]);
  await startByQuestions(room.app(), someone, { input: NOTHING_SAID, has: () => false });
  expect(someone.asked).toHaveLength(5);
  expect(someone.said.join("\n")).toContain("leaked-in-git");
});

it("with a runbook chosen, Enter says how it is known, and nothing else is offered", async () => {
  const room = new Room();
  const someone = person([{ paste: OLD }, { key: "7" }, { key: "Enter" }, { key: "u" }]);
  const input = { ...NOTHING_SAID, runbook: "lost-key" };
  const id = await startByQuestions(room.app(), someone, {
    input,
    has: (name) => name === "runbook",
  });
  const state = await room.state(id);
  expect([state.runbook.id, state.facts["evidenceLevel"]?.value]).toEqual(["lost-key", "lost"]);
  expect(state.credentials["c1"]?.rule).toBe("D10");
  expect(someone.said.join("\n")).not.toContain("runbook follow");
});
