// Collecting, reviewing and judging in the session: nothing is recorded by Enter alone, and every verdict has its reason.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { guidedSession } from "../../../src/app/guided/session.ts";
import { change } from "../../../src/app/incident.ts";
import { callers } from "../../../src/core/incident/suspects.ts";
import { MINUTE, SECOND } from "../../../src/core/instant.ts";
import { logsSay, type Request } from "../../support/audited.ts";
import { done } from "../../support/facts.ts";
import { begin, Room } from "../../support/memory-app.ts";
import { person, type Reply } from "../../support/person.ts";

const THIEF: readonly Request[] = Array.from({ length: 60 }, (_, at) => ({
  after: -30 * MINUTE + at * 20 * SECOND,
  ip: `203.0.113.${String(50 + (at % 3))}`,
  agent: "python-requests/2.32",
  country: "RO",
}));

async function scene() {
  const folder = await mkdtemp(join(tmpdir(), "claro-ir-findings-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, "access.jsonl");
  await writeFile(path, "{}\n");
  const room = new Room();
  logsSay(room, THIEF);
  const app = room.app();
  const id = await begin(app, { runbook: "suspicious-usage" });
  await change(app, id, () => [done("preserve-logs")]);
  async function session(replies: readonly Reply[]) {
    const someone = person(replies);
    await guidedSession(app, id, someone);
    expect(someone.left()).toBe(0);
    return { someone, state: await room.state(id) };
  }
  return { path, room, id, session };
}

it("asks where the logs lie, and by hand where nobody knows", async () => {
  const { session } = await scene();
  const { state } = await session([
    { open: "Save the logs" },
    { type: "" },
    { key: "b" },
    { live: "q" },
  ]);
  expect(state.evidence).toEqual([]);
  expect(state.steps["collect-access-logs"]?.status).not.toBe("done");
});

it("leads from the logs to the findings; reading one and leaving the reason empty records nothing", async () => {
  const { path, session } = await scene();
  const { someone, state } = await session([
    { open: "Save the logs" },
    { type: path },
    { row: 1 },
    { key: "Enter" },
    { row: 3 },
    { key: "Enter" },
    { live: "?" },
    { key: "b" },
    { live: "m" },
    { type: "" },
    { live: "b" },
    { live: "q" },
  ]);
  expect(state.audit?.credentials[0]?.misuse).toMatch(/CONFIRMED|PROBABLE/);
  expect(state.findings.every((one) => one.judged === null)).toBe(true);
  expect(state.suspects.every((one) => one.judged === null)).toBe(true);
  expect(state.steps["review-audit-logs"]?.status).not.toBe("done");
  const list = someone.screens.find((screen) => screen.includes("Whose use was it?"));
  expect(list).toContain("By caller: one word judges it all");
  expect(list).toContain("One by one");
  expect(list).toContain("m misuse  o ours  u unknown");
  const said = someone.said.join("\n");
  expect(said).toMatch(/203\.0\.113\.51 {2}to judge\n {2}python-requests; RO\n {2}20 requests/);
  expect(said).toMatch(/threshold .*\n {2}e\.g\. .*access\.jsonl:\d+/);
});

it("one letter and one reason judge a caller and all that speaks against it; with the last one the review is done", async () => {
  const { path, room, id, session } = await scene();
  await session([{ open: "Save the logs" }, { type: path }, { live: "b" }, { live: "q" }]);
  const before = await room.state(id);
  const open = before.findings.filter(({ level }) => /high|critical/.test(level));
  const people = callers(before);
  expect(people.length).toBe(3);
  expect(open.length).toBeGreaterThan(0);
  // The first from the page that is read, the others from the list.
  const words = people.flatMap((_, at): readonly Reply[] => [
    ...(at === 0 ? [{ row: 0 }, { key: "m" }] : [{ live: "m" }]),
    { type: "nobody of ours" },
  ]);
  const { someone, state } = await session([
    { open: "Save the logs" },
    ...words,
    { live: "b" },
    { live: "q" },
  ]);
  expect(state.findings.every(({ judged }) => judged?.verdict === "malicious")).toBe(true);
  expect(callers(state).map(({ judged }) => judged?.because)).toEqual(
    people.map(() => "nobody of ours"),
  );
  expect(state.steps["review-audit-logs"]).toMatchObject({ status: "done", grade: "E2" });
  const said = someone.said.join("\n");
  expect(said).toContain("completes review-audit-logs");
  expect(said).toMatch(/203\.0\.113\.5\d: misuse, and with it F-/);
  const lists = someone.screens.filter((screen) => screen.includes("Whose use was it?"));
  expect(lists[0]).toContain(`3 callers to judge (1 serious finding)`);
  expect(said).toMatch(/\d findings? waits? for 203\.0\.113\.5\d/);
  expect(lists[0]).toMatch(/203\.0\.113\.5\d {2}python-requests; RO/);
  expect(lists.at(-1)).toContain(`all ${String(state.findings.length)} judged`);
  expect(someone.screens.at(-1)).toMatch(/misuse confirmed/);
});

it("a caller from where nobody of ours was ever seen is not called ours without a word of warning", async () => {
  const { path, session } = await scene();
  await session([{ open: "Save the logs" }, { type: path }, { live: "b" }, { live: "q" }]);
  const { someone, state } = await session([
    { open: "Save the logs" },
    { live: "o" },
    { type: "our office, says kim" },
    { live: "b" },
    { live: "q" },
  ]);
  expect(callers(state)[0]?.judged?.verdict).toBe("benign");
  const said = someone.said.join("\n");
  expect(said).toMatch(/Mind: 203\.0\.113\.50 \(RO\) is from where none of ours was seen before/);
  expect(said).toContain("Ours only if: Somebody of ours travelled");
  expect(said).not.toContain("contradicts");
});
