// A viewer looks on: notes are welcome, everything else is refused before anything happens outside.
import { expect, it } from "vitest";
import { change, record } from "../../src/app/incident.ts";
import { openForPerson } from "../../src/app/secret-use.ts";
import { decide } from "../../src/core/incident/decide/decision.ts";
import { step } from "../support/checklist-app.ts";
import { begin, failure, Room, run } from "../support/memory-app.ts";

const OUTAGE = { kind: "outage", value: "5", because: "x" } as const;

it("may report an incident", async () => {
  const room = new Room();
  const id = await begin(room.app({ actor: { id: "vic", role: "viewer" } }));
  expect((await room.state(id)).declaredBy).toBe("vic");
});

it("adds nothing but notes and evidence: exit 3, and no value is handed out", async () => {
  const room = new Room();
  const id = await begin(room.app());
  await run(room.app(), id, "create-replacement-key");
  const app = room.app({ actor: { id: "vic", role: "viewer", managers: ["dana"] } });
  const before = await room.types(id);
  for (const attempt of [
    () => run(app, id, "deploy-replacement-key"),
    () => openForPerson(app, id, undefined, "pipe", "wc"),
    () => change(app, id, (world) => decide(world, OUTAGE)),
    () => step(app, id, "done", { step: "preserve-logs" }),
  ]) {
    const error = await failure(attempt());
    expect([error.code, error.exitCode]).toEqual(["role", 3]);
    expect(error.hint).toContain("--operator dana");
  }
  expect(await room.types(id)).toEqual(before);
  await record(app, id, [
    { type: "note.added", data: { text: "I saw it on a page", credential: null } },
  ]);
  expect(await room.types(id)).toEqual([...before, "note.added"]);
});
