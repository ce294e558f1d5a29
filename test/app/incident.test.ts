// Several writers on one incident, repeated commands, and the ends of an incident.
import { describe, expect, it } from "vitest";
import { answerOf, firstAnswer } from "../../src/app/answer.ts";
import { dropKey } from "../../src/app/drop-key.ts";
import { close, planEnd, reopen, standDownIncident } from "../../src/app/end.ts";
import { record } from "../../src/app/incident.ts";
import { readState } from "../../src/app/list.ts";
import { Secret } from "../../src/core/credential/secret.ts";
import { DECLARED } from "../support/given.ts";
import { begin, failure, OLD, run } from "../support/memory-app.ts";
import { KIM, note, open, settleAll, settleRest, step } from "../support/checklist-app.ts";

describe("a repeated command", () => {
  it("gives its first answer, whatever has happened since", async () => {
    const { room, id } = await open();
    const op = "22222222-2222-4222-8222-222222222222";
    const app = room.app({ op });
    expect(await firstAnswer(app, id)).toBeUndefined();
    await step(app, id, "done", { step: "preserve-logs", facts: ["logLocations=s3"] });
    const answer = await answerOf(app, id);
    expect(answer).toMatchObject({
      incident: id,
      opId: op,
      durable: true,
      events: ["fact.set", "step.completed"],
    });
    const head = await room.journal.head(id);
    expect([answer.seq, answer.head]).toEqual([head.seq, head.hash]);
    await record(room.app(), id, [note("later"), note("and later")]);
    expect(await firstAnswer(room.app({ op }), id)).toEqual(answer);
    expect(await firstAnswer(room.app(), id)).toBeUndefined();
  });

  it("of a run finds all of its changes", async () => {
    const { room, id } = await open();
    const app = room.app();
    await run(app, id, "create-replacement-key");
    const answer = await answerOf(app, id);
    expect(answer.events).toContain("effect.intended");
    expect(answer.events.at(-1)).toBe("key.probed");
    expect(answer.seq).toBe((await room.journal.head(id)).seq);
  });
});

describe("what a reader sees", () => {
  it("is the journal's state, from the read model or without it", async () => {
    const { room, dana, id } = await open();
    await record(dana, id, [note("n")]);
    const truth = await room.state(id);
    expect(await readState(room.app(), id)).toEqual(truth);
    room.readModels.clear();
    expect(await readState(room.app(), id)).toEqual(truth);
    const stale = room.readModels.get(id)!;
    await record(dana, id, [
      note("m"),
      { type: "severity.set", data: { severity: "P4", because: "b", derived: false } },
    ]);
    room.readModels.set(id, stale);
    expect((await readState(room.app(), id)).severity).toBe("P4");
    room.readModels.set(id, { ...stale, head: await room.journal.head(id), fold: 0 });
    expect((await readState(room.app(), id)).severity).toBe("P4");
    expect((await failure(readState(room.app(), "INC-20261123-zzzz"))).exitCode).toBe(2);
  });
});

describe("a place vouched for by a person", () => {
  const deploy = { step: "deploy-replacement-key", target: "web-env", because: "saw it restart" };

  it("counts once there is a replacement, and not before: nobody can vouch for what is not", async () => {
    const { room, dana, id } = await open();
    const error = await failure(step(dana, id, "done", deploy));
    expect([error.code, error.exitCode]).toEqual(["no-replacement", 3]);
    await run(dana, id, "create-replacement-key");
    // Where it can be read, what lies there counts and not a word.
    room.places.get("web-env")!.readable = false;
    await step(dana, id, "done", deploy);
    const { targets } = (await room.state(id)).credentials["c1"]!;
    expect(targets).toMatchObject([{ state: "attested", proof: "attested" }]);
    await expect(step(dana, id, "done", { ...deploy, because: undefined })).rejects.toMatchObject({
      code: "reason-missing",
    });
    await expect(step(dana, id, "done", { ...deploy, target: "x" })).rejects.toMatchObject({
      code: "unknown-target",
    });
  });

  it("may be given up at any time while the incident is open", async () => {
    const { room, dana, id } = await open();
    await step(dana, id, "waive", deploy);
    expect((await room.state(id)).credentials["c1"]?.targets[0]?.state).toBe("waived");
    await standDownIncident(dana, id, "false alarm");
    expect(await failure(step(dana, id, "waive", deploy))).toMatchObject({ code: "not-open" });
  });
});

describe("starting", () => {
  it("twice with the same key is a conflict that names the open incident, by value or by name", async () => {
    const { room, id } = await open();
    const claims = [
      [{ name: "another-name", secret: new Secret(OLD), keyId: undefined }],
      [{ name: "production-web-app", secret: undefined, keyId: undefined }],
    ];
    for (const claim of claims) {
      const error = await failure(begin(room.app({ actor: KIM }), { claims: claim }));
      expect([error.exitCode, error.code]).toEqual([4, "already-open"]);
      expect(error.message).toContain(id);
    }
    expect(await room.journal.streams()).toEqual([id]);
  });

  it("is durable with everything it was told, at the instant it was launched", async () => {
    const { room, id } = await open();
    const state = await room.state(id);
    expect(state).toMatchObject({ declaredAt: DECLARED, declaredBy: "dana", severity: "P1" });
    expect(state.credentials["c1"]?.targets.map((one) => one.id)).toEqual(["web-env"]);
    expect(state.credentials["c1"]?.old.sealed).not.toBeNull();
    expect(await room.printed(id)).not.toContain(OLD.slice(8, -4));
  });
});

describe("ending", () => {
  it("what has ended is a conflict that names who ended it, and when", async () => {
    const { room, dana, kim, id } = await open();
    await standDownIncident(dana, id, "a false alarm");
    const before = await room.types(id);
    const { closedAt } = await room.state(id);
    for (const end of [close, standDownIncident]) {
      const error = await failure(end(kim, id, "over"));
      expect([error.code, error.exitCode]).toEqual(["already-ended", 4]);
      expect(error.message).toContain(`by ${dana.actor.id} since ${closedAt ?? ""}`);
    }
    expect(await failure(planEnd(kim, id, "close"))).toMatchObject({ exitCode: 4 });
    expect(await room.types(id)).toEqual(before);
  });

  it("is taken back with a reason of its own, and the plan says what would be", async () => {
    const { dana, id } = await open();
    expect(await failure(planEnd(dana, id, "reopen"))).toMatchObject({ code: "already-open" });
    await standDownIncident(dana, id, "a false alarm");
    expect((await failure(reopen(dana, id, " "))).message).toBe(
      `Opening ${id} again needs its reason.`,
    );
    expect(await planEnd(dana, id, "reopen")).toEqual([
      expect.stringContaining(`would open ${id} again`),
    ]);
  });
});

describe("a key that was set aside", () => {
  it("is not set aside again: who did it, and when", async () => {
    const { room, dana, kim, id } = await open();
    const how = { because: "not ours", dryRun: false };
    await dropKey(dana, id, "c1", { ...how, dryRun: true });
    expect((await room.state(id)).credentials["c1"]?.dropped).toBeNull();
    await dropKey(dana, id, "c1", how);
    for (const dryRun of [false, true]) {
      const error = await failure(dropKey(kim, id, "c1", { ...how, dryRun }));
      expect([error.code, error.exitCode]).toEqual(["already-dropped", 4]);
      expect(error.message).toMatch(new RegExp(`by ${dana.actor.id} at 2026-.*: not ours`));
    }
    expect(await failure(dropKey(kim, id, "c9", how))).toMatchObject({ exitCode: 2 });
  });
});

describe("closing", () => {
  it("is refused while a key made for this incident is in nobody's hands", async () => {
    const { room, dana, id } = await open();
    room.vendor.keys.push({
      id: "k-stray",
      name: `production-web-app-ir-${id.slice(-4)}-ffffff`,
      value: "sk_live_StrayKeyThatCameLate1",
      status: "active",
      lastUsedAt: null,
    });
    await settleAll(dana, id);
    const error = await failure(close(dana, id, "over"));
    expect([error.code, error.exitCode]).toEqual(["stray-key", 3]);
    expect(error.message).toContain("k-stray");
    room.vendor.keys.splice(
      room.vendor.keys.findIndex((key) => key.id === "k-stray"),
      1,
    );
    await close(dana, id, "over");
    expect((await room.state(id)).state).toBe("closed");
    expect(await room.vault.listSealed(id)).toEqual([]);
  });

  it("tells nobody to delete a key that somebody is just making", async () => {
    const { room, dana, kim, id } = await open();
    room.vendor.fail("create", "lost-after");
    await failure(run(dana, id, "create-replacement-key"));
    expect(room.vendor.keys.map((key) => key.id)).toContain("k-new-1");
    const error = await failure(close(kim, id, "over"));
    expect(error.message).toContain("create-key unknown");
    expect(error.message).not.toContain("k-new-1");
  });

  it("takes a replacement made by hand for what it is, though nobody typed its id", async () => {
    const { room, dana, id } = await open();
    const made = {
      id: "k-by-hand",
      name: `production-web-app-ir-${id.slice(-4)}-abcdef`,
      value: "sk_live_MadeByHandInTheBrowser7",
      status: "active" as const,
      lastUsedAt: null,
    };
    room.vendor.keys.push(made);
    const secret = new Secret(made.value);
    await run(dana, id, "create-replacement-key", { secret, name: made.name });
    await settleRest(dana, id);
    await close(dana, id, "over");
    expect((await room.state(id)).state).toBe("closed");
  });

  it("is not held up by a vendor that does not answer, and says so", async () => {
    const { room, dana, id } = await open();
    await settleAll(dana, id);
    room.vendor.fail("list", "lost");
    await close(dana, id, "over");
    expect(room.said.join("\n")).toContain("could not be asked for stray keys");
  });

  it("names what is open, and records nothing", async () => {
    const { room, dana, id } = await open();
    const before = await room.types(id);
    const error = await failure(close(dana, id, "over"));
    expect(error.message).toContain("block-compromised-key/c1");
    expect(await room.types(id)).toEqual(before);
    expect(await room.vault.listSealed(id)).toHaveLength(1);
  });
});
