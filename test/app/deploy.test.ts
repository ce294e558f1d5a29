// Deploying place by place, a provider that is only a guess, and a pasted key.
import { describe, expect, it } from "vitest";
import { reconcile } from "../../src/app/reconcile.ts";
import { Secret } from "../../src/core/credential/secret.ts";
import { begin, failure, OLD, Place, Room, run } from "../support/memory-app.ts";

const CREATE = "create-replacement-key";
const DEPLOY = "deploy-replacement-key";
const CUT = "block-compromised-key";
const CAPTURE = "capture-minimum-evidence";

describe("deploying", () => {
  async function created(places: Readonly<Record<string, Place>>) {
    const room = new Room();
    room.places.clear();
    for (const [id, place] of Object.entries(places)) room.places.set(id, place);
    const app = room.app();
    const id = await begin(app);
    await run(app, id, CREATE);
    async function states() {
      return (await room.state(id)).credentials["c1"]!.targets.map(
        (one) => `${one.id} ${one.state}`,
      );
    }
    return { room, app, id, states };
  }

  it("leaves a place alone that holds another value, unless told to write over it", async () => {
    const other = new Place("sk_live_SomebodyElsesKey0001");
    const { app, id, states } = await created({ "web-env": new Place(), other });
    const result = await run(app, id, DEPLOY);
    expect(result.exitCode).toBe(3);
    expect(result.lines.join()).toContain("--replace-other");
    expect(other.writes).toEqual([]);
    expect(await states()).toEqual(["web-env in-use", "other pending"]);
    expect((await run(app, id, DEPLOY, { replaceOther: true })).exitCode).toBe(0);
    expect(other.writes).toHaveLength(1);
  });

  it("delays and blocks nothing but the place that fails, is lost, or is a person's", async () => {
    const lost = new Place();
    lost.fates.push("lost-after");
    const down = new Place();
    down.fates.push("refused");
    const hand = new Place();
    hand.kind = "manual";
    const { app, id, room, states } = await created({ "web-env": new Place(), lost, down, hand });
    const result = await run(app, id, DEPLOY);
    expect(result.exitCode).toBe(5);
    expect(result.lines.join("\n")).toContain("ssh hand");
    expect(await states()).toEqual([
      "web-env in-use",
      "lost unknown",
      "down failed",
      "hand pending",
    ]);
    // a place for a person is no lost answer
    expect((await room.state(id)).pending.map((one) => one.target)).toEqual(["lost"]);
    expect((await reconcile(app, id)).map((one) => one.outcome)).toEqual(["succeeded"]);
    expect((await run(app, id, DEPLOY)).exitCode).toBe(3);
    expect(lost.writes).toHaveLength(1);
  });

  it("done again for one place starts no service anew that runs with the new key already", async () => {
    const good = new Place();
    const down = new Place();
    down.fates.push("refused");
    const { app, id, states } = await created({ good, down });
    await run(app, id, DEPLOY);
    expect((await run(app, id, DEPLOY)).exitCode).toBe(0);
    expect(await states()).toEqual(["good in-use", "down in-use"]);
    expect([good.restarts, down.restarts]).toEqual([1, 1]);
    // One that fell back to what it held before is.
    good.used = OLD;
    expect((await run(app, id, DEPLOY)).exitCode).toBe(0);
    expect([good.restarts, good.used]).toEqual([2, good.value]);
  });

  it("is no proof of use: a service that was not reloaded still holds the cut", async () => {
    const stuck = new Place();
    stuck.reloads = false;
    const { app, id, room } = await created({ stuck });
    await run(app, id, CAPTURE);
    expect((await run(app, id, DEPLOY)).exitCode).toBe(0);
    const proof = await run(app, id, "verify-replacement-live");
    expect(proof.exitCode).toBe(1);
    expect((await failure(run(app, id, CUT))).message).toContain("target stuck");
    expect(room.vendor.calls).not.toContain("delete");
    stuck.used = stuck.value;
    expect((await run(app, id, "verify-replacement-live")).exitCode).toBe(0);
    expect((await run(app, id, CUT)).exitCode).toBe(0);
  });

  it("is not proved by the last four where both keys end alike", async () => {
    const room = new Room();
    const twin = OLD.slice(0, -4);
    room.vendor.keys[0] = { ...room.vendor.keys[0]!, value: `${twin}s001` };
    const place = new Place(`${twin}s001`);
    place.reloads = false;
    room.places.set("web-env", place);
    const app = room.app();
    const id = await begin(app, {
      claims: [{ name: "production-web-app", secret: new Secret(`${twin}s001`), keyId: "k-old" }],
    });
    await run(app, id, CREATE);
    await run(app, id, DEPLOY);
    const { credentials } = await room.state(id);
    expect(credentials["c1"]?.new.last4).toBe(credentials["c1"]?.old.last4);
    expect(credentials["c1"]?.targets[0]?.state).toBe("written");
  });

  it("refuses a place of another environment, and goes on with the others", async () => {
    const room = new Room();
    room.places.set("staging-env", new Place());
    const app = room.app();
    const id = await begin(app);
    await run(app, id, CREATE);
    const { record } = await import("../../src/app/incident.ts");
    await record(app, id, [
      {
        type: "target.added",
        data: {
          credential: "c1",
          target: "staging-env",
          definition: { id: "staging-env", kind: "fake", options: {} },
        },
      },
    ]);
    room.environments.set("staging-env", "staging");
    const result = await run(room.app(), id, DEPLOY);
    expect(result.exitCode).toBe(3);
    expect(result.lines.join()).toMatch(/staging-env.*for staging/);
    expect(room.places.get("staging-env")?.writes).toEqual([]);
    expect(room.places.get("web-env")?.writes).toHaveLength(1);
  });

  it("never writes a burnt value: a replacement that leaked in its turn is refused", async () => {
    const { room, app, id } = await created({ "web-env": new Place() });
    const { addKeys } = await import("../../src/app/declare.ts");
    const leaked = room.vendor.keys.find((one) => one.id === "k-new-1")!;
    await addKeys(
      app,
      id,
      [{ name: "production-leaked-again", secret: new Secret(leaked.value), keyId: leaked.id }],
      {
        environment: "production",
        provider: "acme",
        targets: [],
        facts: {},
        strategy: undefined,
        because: undefined,
      },
    );
    const error = await failure(run(app, id, DEPLOY, { credential: "c1" }));
    expect(error.exitCode).toBe(3);
    expect(room.places.get("web-env")?.writes).toEqual([]);
  });

  it("never writes a value that leaks, or is replaced, while the place is being looked at", async () => {
    for (const meanwhile of ["leaked", "replaced"] as const) {
      const { room, app, id } = await created({ "web-env": new Place() });
      const { record } = await import("../../src/app/incident.ts");
      const { fingerprint, opId } = (await room.state(id)).credentials["c1"]!.new;
      const base = { credential: "c1" };
      const because = "it was pasted into a chat";
      const place = room.places.get("web-env")!;
      const look = place.connect.bind(place);
      place.connect = (name) => ({
        ...look(name),
        read: async () => {
          await record(room.app(), id, [
            meanwhile === "leaked"
              ? {
                  type: "credential.value-held",
                  data: { ...base, fingerprint: fingerprint!, last4: "x", sealed: "x", from: "a" },
                }
              : { type: "key.discarded", data: { ...base, opId: opId!, keyId: null, because } },
          ]);
          return look(name).read();
        },
      });
      const result = await run(app, id, DEPLOY);
      expect([meanwhile, result.exitCode]).toEqual([meanwhile, 3]);
      expect(place.writes).toEqual([]);
    }
  });

  it("refuses without a known place, and says how to name one or say there is none", async () => {
    const { app, id } = await created({});
    const error = await failure(run(app, id, DEPLOY));
    expect([error.code, error.exitCode]).toEqual(["no-places", 3]);
    expect(error.hint).toContain("noPlaces yes");
  });

  it("holds the old value before the first place is written over, and says which places disagree", async () => {
    const room = new Room();
    room.places.clear();
    room.places.set("a", new Place(OLD));
    room.places.set("b", new Place("sk_live_AnotherValueAltogether9"));
    const app = room.app();
    const id = await begin(app, {
      claims: [{ name: "production-web-app", secret: undefined, keyId: "k-old" }],
    });
    await run(app, id, CREATE);
    expect((await run(app, id, DEPLOY)).exitCode).toBe(3);
    const { credentials } = await room.state(id);
    expect(credentials["c1"]?.old).toMatchObject({ last4: OLD.slice(-4), heldByTarget: true });
    expect(room.said.join("\n")).toContain("b holds another value than a; it is left alone");
    expect(room.places.get("b")?.writes).toEqual([]);
    expect(room.places.get("a")?.value).not.toBe(OLD);
    const events = await room.events(id);
    const held = events.findIndex((event) => event.type === "credential.value-held");
    const wrote = events.findIndex((event) => event.type === "target.written");
    expect(held).toBeGreaterThan(0);
    expect(held).toBeLessThan(wrote);
  });
});

describe("a provider that was only guessed", () => {
  it("is sent nothing, whatever is run, until a person names it", async () => {
    const room = new Room();
    const plain = room.app();
    const app = { ...plain, config: { ...plain.config, providers: [] } };
    const id = await begin(app, { provider: undefined });
    room.vendor.calls.length = 0;
    const { probeCredential } = await import("../../src/app/probe.ts");
    const probe = { incident: id, credential: undefined, untilDead: false, timeoutMs: undefined };
    for (const attempt of [
      () => run(app, id, CAPTURE),
      () => run(app, id, CREATE),
      () => run(app, id, CREATE, { secret: new Secret("sk_live_PastedForAGuess12345") }),
    ])
      expect(await failure(attempt())).toMatchObject({ code: "provider-guessed", exitCode: 3 });
    const { changeStep } = await import("../../src/app/step.ts");
    await changeStep(app, "skip", {
      incident: id,
      step: CAPTURE,
      credential: undefined,
      target: undefined,
      note: undefined,
      because: "b",
      evidence: [],
      facts: [],
      attest: false,
      takeOver: false,
      occurred: undefined,
      dryRun: false,
    });
    expect(await failure(probeCredential(app, { ...probe, dryRun: false }))).toMatchObject({
      code: "provider-guessed",
    });
    expect(room.vendor.calls).toEqual([]);
    const { namedFact } = await import("../../src/app/fact.ts");
    const { change } = await import("../../src/app/incident.ts");
    await change(app, id, (world) => [
      namedFact(app, world, "providerConfirmed", "yes", undefined),
    ]);
    await run(app, id, CREATE);
    expect(room.vendor.calls).toContain("create");
  });
});

describe("a pasted key", () => {
  it("that is the leaked one, or is rejected, is refused and nothing of it is kept", async () => {
    const room = new Room();
    const app = room.app();
    const id = await begin(app);
    const sealed = await room.vault.listSealed(id);
    const stale = await failure(run(app, id, CREATE, { secret: new Secret(OLD) }));
    expect([stale.code, stale.exitCode]).toEqual(["stale-paste", 3]);
    const wrong = new Secret("sk_live_MistypedByATiredPerson1");
    const rejected = await failure(run(app, id, CREATE, { secret: wrong }));
    expect([rejected.code, rejected.exitCode]).toEqual(["rejected-paste", 3]);
    expect(await room.vault.listSealed(id)).toEqual(sealed);
    expect((await room.state(id)).credentials["c1"]?.new.state).toBe("none");
  });
});
