// Telling people: what is said when, intent before every attempt, what is tried again, who stands in, and what a rehearsal may not do.
import { describe, expect, it } from "vitest";
import { joinIncident } from "../../src/app/join.ts";
import { record } from "../../src/app/incident.ts";
import { tell } from "../../src/app/notify/tell.ts";
import type { App } from "../../src/app/context.ts";
import { ClaroIrError } from "../../src/core/error.ts";
import { MINUTE, SECOND } from "../../src/core/instant.ts";
import { NotDelivered } from "../../src/ports/notifier.ts";
import { Channel } from "../support/channel.ts";
import { on } from "../support/facts.ts";
import { begin, Room } from "../support/memory-app.ts";

const REFUSED = { certain: true, again: true };
const LOST = { certain: false, again: true };

function room(...channels: readonly Channel[]): { room: Room; app: App } {
  const made = new Room();
  for (const one of channels) made.channels.set(one.id, one);
  return { room: made, app: made.app() };
}

function down(
  how: { certain: boolean; again: boolean; status?: number; retryAfter?: number } = REFUSED,
) {
  return new NotDelivered("chan: not taken", how);
}

async function say(app: App, incident: string, pressed = false) {
  return tell({ ...app, op: app.random.uuid() }, { incident, pressed });
}

async function typesOf(of: Room, id: string) {
  return (await of.types(id)).filter((type) => type.startsWith("notification."));
}

async function channelsOf(of: Room, id: string) {
  return (await of.state(id)).messages.flatMap(({ channels }) =>
    channels.map((one) => [one.id, one.state]),
  );
}

describe("what people are told", () => {
  it("is the whole life of an incident, once each, under one key", async () => {
    const pager = new Channel("pager");
    const { room: of, app } = room(pager);
    const id = await begin(app);
    await say(app, id);
    await say(app, id);
    await joinIncident(app, id, "sam", undefined, "ic");
    await say(app, id);
    await record(app, id, [on("c1").blocked(), on("c1").died]);
    await say(app, id);
    await record(app, id, [on("c1").revived]);
    await say(app, id);
    await record(app, id, [{ type: "incident.stood-down", data: { because: "no leak" } }]);
    await say(app, id);
    await say(app, id);
    expect(pager.got.map(({ occasion }) => occasion)).toEqual([
      "trigger",
      "acknowledge",
      "update",
      "update",
      "resolve",
    ]);
    expect(new Set(pager.got.map(({ dedupKey }) => dedupKey))).toEqual(new Set([`claro-ir/${id}`]));
    expect(pager.got.map(({ lines }) => lines[0])).toMatchObject({
      2: expect.stringMatching(/^CONTAINED/) as unknown,
      3: expect.stringMatching(/^NOT CONTAINED/) as unknown,
    });
    const { events } = await of.journal.read(id);
    for (const { anchor } of pager.got) {
      const [, seq = "", hash = ""] = /^#(\d+) (\w{8})$/.exec(anchor ?? "") ?? [];
      const next = events.find((event) => event.seq === Number(seq) + 1);
      expect(next?.prev?.slice(0, 8)).toBe(hash);
    }
  });

  it("is nothing but the codename where the incident is restricted", async () => {
    const chat = new Channel("chat");
    const { app } = room(chat);
    const id = await begin(app, { restricted: true, codename: "sapphire" });
    await tell(app, {
      incident: id,
      pressed: true,
      said: { text: "the key is out", because: null },
    });
    expect(chat.got).toHaveLength(2);
    for (const { title, lines, severity, phase } of chat.got)
      expect({ title, lines, severity, phase }).toEqual({
        title: "see incident sapphire",
        lines: [],
        severity: null,
        phase: null,
      });
  });

  it("is nothing in a rehearsal, unless the channel is on this machine", async () => {
    const [far, near] = [new Channel("far"), new Channel("near")];
    near.isLoopback = true;
    const { app } = room(far, near);
    await say(app, await begin(app, { drill: true }));
    expect([far.got.length, near.got.length]).toEqual([0, 1]);
    expect(near.got[0]?.title).toMatch(/^DRILL /);
  });
});

describe("an attempt", () => {
  it("is on record before the channel is asked, and its end after", async () => {
    const chat = new Channel("chat");
    const { room: of, app } = room(chat);
    const id = await begin(app);
    let before: readonly string[] = [];
    chat.asked = async () => {
      before = await typesOf(of, id);
    };
    await say(app, id);
    expect(before).toEqual(["notification.queued", "notification.begun"]);
    expect(await typesOf(of, id)).toEqual([...before, "notification.sent"]);
  });

  it("is made again after 429 and no way there, waits as asked, and is never made again after another no", async () => {
    const [busy, wrong] = [new Channel("busy"), new Channel("wrong")];
    busy.troubles.push(down({ ...REFUSED, status: 429, retryAfter: 3 }), down());
    wrong.troubles.push(down({ certain: true, again: false, status: 404 }), down(), down());
    const { room: of, app } = room(busy, wrong);
    const began = of.clock.now();
    const id = await begin(app);
    const outcomes = await say(app, id);
    expect(Object.fromEntries(outcomes.map(({ channel, state }) => [channel, state]))).toEqual({
      busy: "sent",
      wrong: "failed",
    });
    expect(of.clock.now() - began).toBe(5 * SECOND);
    expect(wrong.troubles).toHaveLength(2);
    expect(busy.got.map((one) => one.id)).toEqual([(await of.state(id)).messages[0]?.id]);
  });

  it("whose answer is lost stays unknown, is repeated only where repeats are told apart, or by a person, as the same message", async () => {
    const [chat, pager] = [new Channel("chat"), new Channel("pager")];
    pager.deduplicates = true;
    chat.troubles.push(down(LOST));
    pager.troubles.push(down(LOST));
    const { room: of, app } = room(chat, pager);
    const id = await begin(app);
    await say(app, id);
    expect(await channelsOf(of, id)).toEqual([
      ["chat", "unknown"],
      ["pager", "sent"],
    ]);
    await of.clock.sleep(MINUTE);
    await say(app, id);
    expect(chat.got).toEqual([]);
    await say(app, id, true);
    expect(chat.got[0]?.id).toBe(pager.got[0]?.id);
    expect(chat.got[0]).toEqual(pager.got[0]);
  });

  it("that fails leaves the message in the outbox, tried again after a rest and not before", async () => {
    const chat = new Channel("chat");
    chat.troubles.push(down(), down(), down(), down());
    const { room: of, app } = room(chat);
    const id = await begin(app);
    await say(app, id);
    expect(await channelsOf(of, id)).toEqual([["chat", "waiting"]]);
    await say(app, id);
    expect(chat.got).toEqual([]);
    await of.clock.sleep(MINUTE);
    await say(app, id);
    expect(chat.got).toHaveLength(1);
  });

  it("is not made again when somebody else told it while this one waited", async () => {
    const chat = new Channel("chat");
    chat.troubles.push(down());
    const { room: of, app } = room(chat);
    const id = await begin(app);
    const patient: App["clock"] = {
      now: () => app.clock.now(),
      async sleep(ms) {
        await say(of.app(), id, true);
        await app.clock.sleep(ms);
      },
    };
    await say({ ...app, clock: patient }, id);
    expect(chat.got).toHaveLength(1);
    expect(await channelsOf(of, id)).toEqual([["chat", "sent"]]);
  });

  it("that one learns late to have failed takes nothing back from a later one that was taken", async () => {
    const chat = new Channel("chat");
    const { room: of, app } = room(chat);
    const id = await begin(app);
    chat.asked = async () => {
      const notice = (await of.state(id)).messages[0]?.id ?? "";
      const later = { notice, channel: "chat", attempt: 2 };
      chat.asked = () => undefined;
      chat.troubles.push(down());
      await record(app, id, [
        { type: "notification.begun", data: later },
        {
          type: "notification.sent",
          data: { ...later, status: 200, ms: 1, remoteId: null, detail: null },
        },
      ]);
    };
    await say(app, id);
    expect(await channelsOf(of, id)).toEqual([["chat", "sent"]]);
    await of.clock.sleep(MINUTE);
    await say(app, id, true);
    expect(chat.got).toEqual([]);
  });

  it("at a channel that is described wrongly keeps no other silent", async () => {
    const chat = new Channel("chat");
    const { app } = room(chat);
    const id = await begin(app);
    const broken = { id: "broken", kind: "fake", options: {} };
    const config = { ...app.config, notifiers: [broken, ...app.config.notifiers] };
    const outcomes = await say(
      {
        ...app,
        config,
        notifier: (one) =>
          one.id === "broken"
            ? Promise.reject(new ClaroIrError("usage", "bad-notifier", "broken"))
            : app.notifier(one),
      },
      id,
    ).catch((error: unknown) => error);
    expect(outcomes).toMatchObject([
      { channel: "broken", state: "failed" },
      { channel: "chat", state: "sent" },
    ]);
  });
});

describe("a channel that stands in", () => {
  it("is told only when the first is not, and spares it then", async () => {
    const [chat, mail] = [new Channel("chat", { fallback: "mail" }), new Channel("mail")];
    const { room: of, app } = room(chat, mail);
    const id = await begin(app);
    await say(app, id);
    expect([chat.got.length, mail.got.length]).toEqual([1, 0]);
    chat.troubles.push(down(), down(), down(), down(), down());
    await joinIncident(app, id, "sam", undefined, "ic");
    await say(app, id);
    expect(mail.got.map(({ occasion }) => occasion)).toEqual(["acknowledge"]);
    expect(await channelsOf(of, id)).toEqual([
      ["chat", "sent"],
      ["chat", "spared"],
      ["mail", "sent"],
    ]);
  });

  it("waits with the first where neither is reached, and nothing is lost", async () => {
    const [chat, mail] = [new Channel("chat", { fallback: "mail" }), new Channel("mail")];
    for (const one of [chat, mail]) one.troubles.push(down(), down(), down(), down());
    const { room: of, app } = room(chat, mail);
    const id = await begin(app);
    await say(app, id);
    expect(await channelsOf(of, id)).toEqual([
      ["chat", "waiting"],
      ["mail", "waiting"],
    ]);
    await of.clock.sleep(MINUTE);
    await say(app, id);
    expect(chat.got.length + mail.got.length).toBeGreaterThan(0);
  });
});
