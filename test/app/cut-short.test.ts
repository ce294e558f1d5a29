// What a command that was killed leaves behind, and what the same command or the next one makes of it.
import { describe, expect, it } from "vitest";
import { answerOf, firstAnswer, ranOn } from "../../src/app/answer.ts";
import { probedFact } from "../../src/app/effect/probe.ts";
import { close } from "../../src/app/end.ts";
import { change } from "../../src/app/incident.ts";
import { reconcile } from "../../src/app/reconcile.ts";
import { incidentIds } from "../../src/app/list.ts";
import { answer, begin, failure, Room, run } from "../support/memory-app.ts";
import { KIM, open, settleAll } from "../support/checklist-app.ts";

const CREATE = "create-replacement-key";
const OP = "33333333-3333-4333-8333-333333333333";

describe("an operation that broke off in the middle of its act, typed again", () => {
  it("is unknown until somebody has looked, and failed when nothing came of it", async () => {
    const { room, id } = await open();
    room.vendor.fail("create", "lost");
    await failure(run(room.app({ op: OP }), id, CREATE));
    const before = await failure(firstAnswer(room.app({ op: OP }), id));
    expect([before.exitCode, before.hint]).toEqual([5, "claro-ir reconcile"]);
    await reconcile(room.app(), id);
    const after = await failure(firstAnswer(room.app({ op: OP }), id));
    expect([after.exitCode, after.hint]).toEqual([8, "claro-ir next"]);
  });
});

it("an operation that came no further than its look, typed again, is done anew", async () => {
  const { room, id } = await open();
  const app = room.app({ op: OP });
  await change(app, id, () => [probedFact("c1", "old", answer(200))]);
  expect(await firstAnswer(room.app({ op: OP }), id)).toBeUndefined();
});

describe("what another process wrote and may not have lived to make safe", () => {
  it("is made safe before it is acknowledged, and only then", async () => {
    const { room, dana, id } = await open();
    const confirmed: string[] = [];
    const { confirm } = room.journal;
    Object.assign(room.journal, {
      confirm: (stream: string) => {
        confirmed.push(stream);
        return confirm(stream);
      },
    });
    await answerOf(dana, id);
    expect(confirmed).toEqual([]);
    await answerOf(room.app(), id);
    await firstAnswer(room.app({ op: dana.op }), id);
    expect(confirmed).toEqual([id, id]);
  });
});

describe("a close that was killed in the middle of its record", () => {
  it("is finished by the same operation typed again: the rest is added, nothing twice", async () => {
    const { room, dana, id } = await open();
    await settleAll(dana, id);
    const before = (await room.types(id)).length;
    room.race = { cut: 1, rival: () => Promise.reject(new Error("killed")) };
    await expect(close(room.app({ op: OP }), id, "over")).rejects.toThrow("killed");
    expect((await room.types(id)).length).toBe(before + 1);
    const again = room.app({ op: OP });
    expect(await firstAnswer(again, id)).toMatchObject({ opId: OP });
    for (let pid = 1; pid < 9; pid += 1) room.alive.set(pid, "dead");
    expect(await firstAnswer(again, id)).toBeUndefined();
    await close(again, id, "over");
    const types = await room.types(id);
    expect(types.filter((type) => type === "incident.closed")).toHaveLength(1);
    expect(types.filter((type) => type === "secret.discarded")).toHaveLength(1);
    expect(await firstAnswer(room.app({ op: OP }), id)).toMatchObject({ opId: OP });
  });
});

describe("a close that was killed before the sealed values went", () => {
  it("is finished by looking", async () => {
    const { room, dana, id } = await open();
    await settleAll(dana, id);
    await close(dana, id, "over");
    await room.vault.putSealed(id, OP, new Uint8Array([1]));
    await reconcile(room.app(), id);
    expect(await room.vault.listSealed(id)).toEqual([]);
  });

  it("leaves a sealed value of an open incident alone", async () => {
    const { room, id } = await open();
    const before = await room.vault.listSealed(id);
    await reconcile(room.app(), id);
    expect(await room.vault.listSealed(id)).toEqual(before);
  });
});

it("an operation is found again although its incident is not open any more", async () => {
  const { room, dana, id } = await open();
  expect(await ranOn(room.app({ op: dana.op }))).toBe(id);
  expect(await ranOn(room.app())).toBeUndefined();
});

describe("a declaration that was killed after", () => {
  async function cutAfter(cut: number) {
    const room = new Room();
    room.race = { cut, rival: () => Promise.reject(new Error("killed")) };
    await expect(begin(room.app())).rejects.toThrow("killed");
    return room;
  }

  it.each([1, 2, 3, 4, 5])("%i of its events is gone on with by the next start", async (cut) => {
    const room = await cutAfter(cut);
    room.alive.set(1, "dead");
    const id = await begin(room.app());
    expect(await incidentIds(room.app())).toEqual([id]);
    const whole = new Room();
    expect(await room.types(id)).toEqual(await whole.types(await begin(whole.app())));
  });

  it("a few events is left alone while its process is still at it, and by anybody else", async () => {
    const room = await cutAfter(3);
    await begin(room.app());
    expect(await incidentIds(room.app())).toHaveLength(2);
    const other = await cutAfter(3);
    other.alive.set(1, "dead");
    await begin(other.app({ actor: KIM }));
    expect(await incidentIds(other.app())).toHaveLength(2);
  });
});

describe("a disk that fails a command", () => {
  it("has part of it unsafe: the answer makes it safe first", async () => {
    const room = new Room(new Map([[4, "after"]]));
    const app = room.app();
    const id = await begin(app);
    let confirmed = 0;
    Object.assign(room.journal, {
      confirm: () => {
        confirmed += 1;
        return Promise.resolve();
      },
    });
    await failure(run(app, id, CREATE));
    await answerOf(app, id);
    expect(confirmed).toBe(1);
  });

  // The first append declares, the second is the intent, the third the outcome, the fourth completes the step.
  it.each([
    [2, 6, 1],
    [3, 5, 2],
    [4, 5, 2],
  ])("at its append %i ends it with %i, and the vendor has %i keys", async (nth, code, keys) => {
    const room = new Room(new Map([[nth, "before"]]));
    const app = room.app();
    const id = await begin(app);
    const error = await failure(run(app, id, CREATE));
    expect([error.exitCode, room.vendor.keys.length]).toEqual([code, keys]);
  });
});
