// A suspicion that is benign in the end, and one that is not: the same incident, nothing asked twice.
import { expect, it } from "vitest";
import { standDownIncident } from "../../../src/app/end.ts";
import { startByQuestions } from "../../../src/app/guided/questions.ts";
import { guidedSession } from "../../../src/app/guided/session.ts";
import { begin, Room } from "../../support/memory-app.ts";
import { person, type Reply } from "../../support/person.ts";
import { NOTHING_SAID } from "../../support/play.ts";

/** No value at hand, staging, odd usage, don't know: then the session. */
async function suspected(replies: readonly Reply[]) {
  const room = new Room();
  const app = room.app();
  const someone = person(
    [{ paste: "" }, { key: "2" }, { key: "o" }, { key: "u" }, ...replies],
    () => room.clock.sleep(60_000),
  );
  const id = await startByQuestions(app, someone, { input: NOTHING_SAID, has: () => false });
  await guidedSession(app, id, someone);
  expect(someone.left()).toBe(0);
  return { room, someone, state: await room.state(id) };
}

it("shows nothing destructive on its first screen, and ends with nothing cut", async () => {
  const { room, someone, state } = await suspected([
    { open: "Decide" },
    { key: "o" },
    { type: "the load test of the web team, they answered" },
    { live: "q" },
  ]);
  expect(state.runbook.id).toBe("suspicious-usage");
  expect(someone.screens[0]).not.toMatch(/Delete|CUT/);
  expect(someone.screens[0]).toMatch(/(29|30):\d\d left/);
  expect(state.facts["verdict"]?.value).toBe("benign");
  expect(room.vendor.calls).not.toContain("delete");
});

it("becomes a compromised key when it is confirmed", async () => {
  const { someone, state } = await suspected([
    { open: "Decide" },
    { key: "t" },
    { type: "three addresses that nobody knows" },
    { live: "q" },
  ]);
  expect(state.runbook.id).toBe("compromised-key");
  expect(someone.screens.at(-1)).toMatch(/Delete leaked key/);
  expect(state.facts["evidenceLevel"]?.value).toBe("confirmed-abuse");
});

it("who leaves an open incident hears how to come back, who leaves an ended one does not", async () => {
  const room = new Room();
  const app = room.app();
  const id = await begin(app);
  const leaving = person([{ live: "q" }]);
  await guidedSession(app, id, leaving);
  expect(leaving.said.join("\n")).toContain(`${id} is safe. Go on with: claro-ir resume`);
  await standDownIncident(app, id, "a test key");
  const ended = person([{ live: "q" }]);
  await guidedSession(app, id, ended);
  expect(ended.said.join("\n")).not.toContain("Go on with");
});
