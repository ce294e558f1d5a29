// Several writers on one incident: everybody lands, a decision is made again on what the other wrote, nothing is there twice.
import { describe, expect, it } from "vitest";
import { addKeys } from "../../src/app/declare.ts";
import { close } from "../../src/app/end.ts";
import { reconcile } from "../../src/app/reconcile.ts";
import type { App } from "../../src/app/context.ts";
import { change, loadIncident, record, worldOf } from "../../src/app/incident.ts";
import { auditFacts } from "../../src/core/incident/decide/finding.ts";
import { Secret } from "../../src/core/credential/secret.ts";
import { finding, outcomeWith } from "../support/audited.ts";
import { failure, Room, run } from "../support/memory-app.ts";
import { note, open, settleAll, step } from "../support/checklist-app.ts";

describe("two writers", () => {
  it("at the same moment both land, in one order, and both see it", async () => {
    const { room, dana, kim, id } = await open();
    await loadIncident(kim, id);
    await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        record(index % 2 === 0 ? dana : kim, id, [note(`n${String(index)}`)]),
      ),
    );
    const notes = (await room.events(id)).filter((event) => event.type === "note.added");
    expect(notes).toHaveLength(8);
    expect(new Set(notes.map((event) => event.data.text)).size).toBe(8);
    expect(await room.journal.verify(id)).toEqual([]);
    const [a, b] = await Promise.all([loadIncident(dana, id), loadIncident(kim, id)]);
    expect(worldOf(dana, a).state).toEqual(worldOf(kim, b).state);
  });

  it("of the same step: one wins, the other learns who", async () => {
    const { dana, kim, id } = await open();
    const outcomes = await Promise.allSettled(
      [dana, kim].map((app) => step(app, id, "done", { step: "preserve-logs" })),
    );
    expect(outcomes.map((one) => one.status).sort()).toEqual(["fulfilled", "rejected"]);
    const lost = outcomes.find((one) => one.status === "rejected");
    expect(lost?.reason).toMatchObject({ kind: "conflict", code: "already-settled" });
  });

  it("a decision is made again on what the other wrote", async () => {
    const { room, dana, kim, id } = await open();
    room.race = {
      cut: 0,
      rival: () => step(kim, id, "waive", { step: "preserve-logs", because: "none kept" }),
    };
    const error = await failure(step(dana, id, "done", { step: "preserve-logs" }));
    expect([error.exitCode, error.message]).toEqual([4, expect.stringContaining("waived, by kim")]);
  });

  it("whose events come into the middle of a batch: the rest follows, nothing is there twice", async () => {
    const { room, dana, kim, id } = await open();
    for (const cut of [1, 2]) {
      const name = `logs ${String(cut)}`;
      room.race = { cut, rival: () => record(kim, id, [note(`rival ${String(cut)}`)]) };
      const lines = await step(dana, id, "done", {
        step: cut === 1 ? "preserve-logs" : "document-timeline",
        facts: [`logLocations=${name}`],
      });
      expect(lines.filter((line) => line.endsWith("completed"))).toHaveLength(1);
    }
    const events = await room.events(id);
    const since = events.slice(
      events.findIndex((event) => event.type === "fact.set" && event.data.name === "logLocations"),
    );
    expect(since.map((event) => `${event.by} ${event.type}`)).toEqual([
      "dana fact.set",
      "kim note.added",
      "dana step.completed",
      "dana fact.set",
      "dana step.completed",
      "kim note.added",
    ]);
  });

  it("and settle the same step there: it is settled once", async () => {
    const { room, dana, kim, id } = await open();
    room.race = { cut: 1, rival: () => step(kim, id, "done", { step: "preserve-logs" }) };
    await step(dana, id, "done", { step: "preserve-logs", facts: ["logLocations=here"] });
    const done = (await room.events(id)).filter(
      (event) => event.type === "step.completed" && event.data.step === "preserve-logs",
    );
    expect(done.map((event) => event.by)).toEqual(["kim"]);
  });

  it("behind an intent: the act goes on, once", async () => {
    const { room, dana, kim, id } = await open();
    room.race = { cut: 1, rival: () => record(kim, id, [note("meanwhile")]) };
    expect((await run(dana, id, "create-replacement-key")).exitCode).toBe(0);
    expect(room.vendor.made).toBe(1);
    const intents = (await room.types(id)).filter((type) => type === "effect.intended");
    expect(intents).toHaveLength(1);
  });

  it("into the middle of a closing: it is judged again", async () => {
    const { room, dana, kim, id } = await open();
    await settleAll(dana, id);
    room.race = {
      cut: 2,
      rival: () => step(kim, id, "reopen", { step: "train-team", because: "not held" }),
    };
    const error = await failure(close(dana, id, "over"));
    expect([error.exitCode, error.message]).toEqual([3, expect.stringContaining("train-team")]);
    expect((await room.state(id)).state).toBe("open");
  });

  it("into the middle of an ending that stands: what is on record of it is not written again", async () => {
    const { room, dana, kim, id } = await open();
    await settleAll(dana, id);
    const before = (await room.types(id)).length;
    room.race = { cut: 2, rival: () => record(kim, id, [note("meanwhile")]) };
    await close(dana, id, "over");
    expect((await room.types(id)).slice(before)).toEqual([
      "step.completed",
      "secret.discarded",
      "note.added",
      "incident.closed",
    ]);
  });

  it("and raise the same finding: it is raised once", async () => {
    const { room, dana, kim, id } = await open();
    function audit(app: App, ids: readonly string[]) {
      const outcome = outcomeWith(ids.map((one) => finding({ id: one })));
      return change(app, id, (world) => auditFacts(world, outcome));
    }
    room.race = { cut: 1, rival: () => audit(kim, ["F-aaaaaa"]) };
    await audit(dana, ["F-aaaaaa", "F-bbbbbb"]);
    room.race = { cut: 1, rival: () => audit(kim, ["F-cccccc"]) };
    await audit(dana, ["F-cccccc"]);
    const raised = (await room.events(id)).flatMap((event) =>
      event.type === "finding.raised" ? [event.data.findings.map((one) => one.id)] : [],
    );
    expect(raised).toEqual([["F-aaaaaa"], ["F-bbbbbb"], ["F-cccccc"]]);
  });

  it("and raise what somebody has to judge: the review is not completed by who found nothing", async () => {
    const { room, dana, kim, id } = await open();
    for (const name of ["preserve-logs", "collect-access-logs"])
      await step(dana, id, "done", { step: name });
    room.race = {
      cut: 1,
      rival: () => change(kim, id, (world) => auditFacts(world, outcomeWith([finding()]))),
    };
    await change(dana, id, (world) => auditFacts(world, outcomeWith([])));
    expect((await room.state(id)).steps["review-audit-logs"]?.status).not.toBe("done");
  });

  it("and find what opens the review again that another has ticked off in between", async () => {
    const { room, dana, kim, id } = await open();
    for (const name of ["preserve-logs", "collect-access-logs"])
      await step(dana, id, "done", { step: name });
    room.race = { cut: 1, rival: () => step(kim, id, "done", { step: "review-audit-logs" }) };
    await change(dana, id, (world) => auditFacts(world, outcomeWith([finding()])));
    expect((await room.state(id)).steps["review-audit-logs"]?.status).toBe("reopened");
  });

  it("and look at the same lost answer: its outcome is on record once", async () => {
    const { room, dana, kim, id } = await open();
    await run(dana, id, "create-replacement-key");
    room.places.get("web-env")?.fates.push("lost-after");
    await run(dana, id, "deploy-replacement-key");
    room.race = { cut: 1, rival: () => reconcile(kim, id) };
    await reconcile(dana, id);
    const outcomes = (await room.events(id)).filter(
      ({ type, data }) => type === "effect.succeeded" && data.effect === "deploy-key",
    );
    expect(outcomes).toHaveLength(1);
    expect(await room.journal.verify(id)).toEqual([]);
  });

  it("adding the same key: one of them", async () => {
    const { room, dana, kim, id } = await open();
    const claim = {
      name: "production-other",
      secret: new Secret("sk_live_AnotherLeakedKey00042"),
      keyId: undefined,
    };
    const answers = {
      environment: "production",
      provider: "acme",
      targets: [],
      facts: {},
      strategy: undefined,
      because: undefined,
    } as const;
    const outcomes = await Promise.allSettled(
      [dana, kim].map((app) => addKeys(app, id, [claim], answers)),
    );
    expect(outcomes.map((one) => one.status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(Object.keys((await room.state(id)).credentials)).toEqual(["c1", "c2"]);
  });
});

describe("one process at many things at once", () => {
  it("appends together what it decides together, and gives each its own part", async () => {
    const { room, dana, id } = await open();
    const before = room.appends;
    const changes = await Promise.all(
      Array.from({ length: 300 }, (_, index) => record(dana, id, [note(`n${String(index)}`)])),
    );
    expect(room.appends - before).toBe(1);
    const texts = changes.map(({ events }) =>
      events.map((event) => event.type === "note.added" && event.data.text),
    );
    expect(texts).toEqual(texts.map((_, index) => [`n${String(index)}`]));
    expect(await room.journal.verify(id)).toEqual([]);
  });

  it("decides each on top of the one before: of the same step, one wins", async () => {
    const { room, dana, id } = await open();
    const outcomes = await Promise.allSettled([
      record(dana, id, [note("before")]),
      step(dana, id, "done", { step: "preserve-logs" }),
      step(dana, id, "done", { step: "preserve-logs" }),
      record(dana, id, [note("after")]),
    ]);
    expect(outcomes.map((one) => one.status)).toEqual([
      "fulfilled",
      "fulfilled",
      "rejected",
      "fulfilled",
    ]);
    const completed = (await room.events(id)).filter(
      (event) => event.type === "step.completed" && event.data.step === "preserve-logs",
    );
    expect(completed).toHaveLength(1);
  });

  it("refuses nobody because of what never came on record", async () => {
    const faults = new Map<number, "before">();
    const { room, dana, id } = await open(new Room(faults));
    faults.set(room.appends + 1, "before");
    const outcomes = await Promise.allSettled(
      [1, 2].map(() => step(dana, id, "done", { step: "preserve-logs" })),
    );
    expect(outcomes.map((one) => one.status === "rejected" && one.reason)).toEqual([
      expect.objectContaining({ kind: "not-durable" }),
      expect.objectContaining({ kind: "not-durable" }),
    ]);
  });

  it("whose events another cuts in two: everybody's rest follows", async () => {
    const { room, dana, kim, id } = await open();
    room.race = { cut: 3, rival: () => record(kim, id, [note("rival")]) };
    await Promise.all(
      ["a", "b", "c"].map((name) => record(dana, id, [note(`${name}1`), note(`${name}2`)])),
    );
    const notes = (await room.events(id)).flatMap((event) =>
      event.type === "note.added" ? [event.data.text] : [],
    );
    expect(notes).toEqual(["a1", "a2", "b1", "rival", "b2", "c1", "c2"]);
  });
});
