// Collecting, reviewing and judging in the session: nothing is recorded by Enter alone, and every verdict has its reason.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { guidedSession } from "../../../src/app/guided/session.ts";
import { change } from "../../../src/app/incident.ts";
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
    { live: "t" },
    { type: "" },
    { live: "b" },
    { live: "q" },
  ]);
  expect(state.audit?.credentials[0]?.misuse).toMatch(/CONFIRMED|PROBABLE/);
  expect(state.findings.every((one) => one.judged === null)).toBe(true);
  expect(state.steps["review-audit-logs"]?.status).not.toBe("done");
  const list = someone.screens.find((screen) => screen.includes("Whose use was it?"));
  expect(list).toContain("To judge");
  expect(list).toContain("t thief's  o ours  u unknown");
  expect(list).toContain("Harmless if:");
  expect(someone.said.join("\n")).toMatch(/threshold .*\n {2}e\.g\. .*access\.jsonl:\d+/);
});

it("takes letter and reason for each; the review is done with the last high one, and the next visit asks about nothing", async () => {
  const { path, room, id, session } = await scene();
  await session([{ open: "Save the logs" }, { type: path }, { live: "b" }, { live: "q" }]);
  const open = (await room.state(id)).findings.filter(({ level }) => /high|critical/.test(level));
  expect(open.length).toBeGreaterThan(0);
  const words = open.flatMap((): readonly Reply[] => [{ live: "t" }, { type: "nobody of ours" }]);
  const { someone, state } = await session([
    { open: "Save the logs" },
    ...words,
    { live: "b" },
    { live: "q" },
  ]);
  expect(state.steps["review-audit-logs"]).toMatchObject({ status: "done", grade: "E2" });
  expect(someone.said.join("\n")).toContain("completes review-audit-logs");
  expect(someone.screens.at(-1)).toMatch(/misuse confirmed/);
});
