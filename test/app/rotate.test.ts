// A planned rotation over in-memory twins: what is never written back, what is lost on the way back, whose use counts, who comes first.
import { describe, expect, it } from "vitest";
import { followRunbook } from "../../src/app/follow-runbook.ts";
import { change } from "../../src/app/incident.ts";
import { registerKey } from "../../src/app/keys.ts";
import { reconcile } from "../../src/app/reconcile.ts";
import { changeRegister } from "../../src/app/register.ts";
import { rotateKey } from "../../src/app/rotate.ts";
import { Secret } from "../../src/core/credential/secret.ts";
import { DAY, HOUR, toInstant } from "../../src/core/instant.ts";
import { begin, failure, OLD, Place, Room, run } from "../support/memory-app.ts";

const KEY = "production-web-app";
const OLD4 = OLD.slice(-4);

/** A key on the register, replaced everywhere; the old one is still there. */
async function replaced(places: Readonly<Record<string, Place>> = { "web-env": new Place() }) {
  const room = new Room();
  room.places.clear();
  for (const [id, place] of Object.entries(places)) room.places.set(id, place);
  const app = room.app();
  await registerKey(app, {
    name: KEY,
    environment: "production",
    provider: "acme",
    purpose: undefined,
    owner: undefined,
    serviceAccount: undefined,
    keyId: "k-old",
    consumers: [],
    scopes: [],
    siblings: [],
    createdAt: undefined,
    secret: new Secret(OLD),
    strict: false,
    dryRun: false,
  });
  const { id } = await rotateKey(app, { name: KEY, staging: [], watch: "24h" });
  await run(app, id, "capture-minimum-evidence");
  await run(app, id, "create-replacement-key");
  if (Object.keys(places).length > 1) await run(app, id, "deploy-to-staging");
  await run(app, id, "deploy-replacement-key");
  await run(app, id, "verify-replacement-live");
  async function credential() {
    return (await room.state(id)).credentials["c1"]!;
  }
  return { room, app, id, credential };
}

/** The service went back to the old key by itself. */
function slip(place: Place): void {
  place.value = OLD;
  place.used = OLD;
}

describe("the way back", () => {
  it("writes the old value again, by the way the new one came, and discards the new key", async () => {
    const web = new Place();
    const { app, id, room, credential } = await replaced({ "web-env": web });
    web.reloads = false;
    web.used = OLD;
    expect((await run(app, id, "watch-rotation")).exitCode).toBe(1);
    web.reloads = true;
    expect((await run(app, id, "roll-back")).exitCode).toBe(0);
    expect([web.value, web.used]).toEqual([OLD, OLD]);
    expect(room.vendor.keys.map((one) => one.id)).toEqual(["k-old"]);
    expect((await credential()).new.state).toBe("none");
    expect(await room.types(id)).toContain("key.discarded");
    expect(await room.printed(id)).not.toContain(OLD);
  });

  it("never writes a value that the register calls compromised", async () => {
    const web = new Place();
    const { app, id } = await replaced({ "web-env": web });
    slip(web);
    await run(app, id, "watch-rotation");
    web.value = "sk_live_NewCanaryOfTheAppTests001";
    const because = "found on a public page";
    await changeRegister(app, (entries) => [
      {
        type: "key.marked",
        data: { id: entries[0]!.id, status: "compromised", incident: null, because },
      },
    ]);
    const refused = await failure(run(app, id, "roll-back"));
    expect(refused).toMatchObject({ kind: "refused", code: "burnt-value" });
    expect(web.writes).not.toContain(OLD4);
  });

  it("is gone on with after a place that failed; till then the old key cannot be deleted", async () => {
    const web = new Place();
    const worker = new Place();
    const { app, id, room } = await replaced({ "web-env": web, worker });
    web.used = OLD;
    await run(app, id, "watch-rotation");
    worker.fates.push("refused");
    const half = await run(app, id, "roll-back");
    expect(half.exitCode).toBe(1);
    expect(half.lines.join("\n")).toContain("permission denied");
    expect(room.vendor.calls).not.toContain("delete");
    await change(app, id, () => [
      { type: "override.recorded", data: { credential: "c1", allows: "delete-old", because: "b" } },
    ]);
    for (const step of ["delete-old-key", "deploy-replacement-key"])
      expect(await failure(run(app, id, step))).toMatchObject({ code: "rolling-back" });
    expect((await run(app, id, "roll-back")).exitCode).toBe(0);
    expect([web.used, worker.used]).toEqual([OLD, OLD]);
    expect(room.vendor.keys.map((one) => one.id)).toEqual(["k-old"]);
  });

  it("whose last answer is lost is settled by looking, and done", async () => {
    const web = new Place();
    const { app, id, room, credential } = await replaced({ "web-env": web });
    slip(web);
    await run(app, id, "watch-rotation");
    room.vendor.fail("delete", "lost-after");
    expect((await failure(run(app, id, "roll-back"))).kind).toBe("unknown");
    expect((await reconcile(app, id)).map((one) => one.outcome)).toEqual(["succeeded"]);
    expect(await credential()).toMatchObject({
      new: { state: "none" },
      steps: { "roll-back": { status: "done" } },
    });
  });
});

describe("the delete", () => {
  it("looks once more: what was well a day ago may not be", async () => {
    const web = new Place();
    const { app, id, room } = await replaced({ "web-env": web });
    await room.clock.sleep(25 * HOUR);
    expect((await run(app, id, "watch-rotation")).exitCode).toBe(0);
    slip(web);
    const refused = await failure(run(app, id, "delete-old-key"));
    expect(refused.message).toContain("web-env");
    expect(room.vendor.calls).not.toContain("delete");
  });

  it("does not take a probe of ours for a use", async () => {
    const { app, id, room } = await replaced();
    await room.clock.sleep(25 * HOUR);
    room.vendor.fail("delete", "refused");
    expect((await failure(run(app, id, "delete-old-key"))).kind).toBe("remote");
    // The probe before the cut is what the vendor's list now shows.
    const [old] = room.vendor.keys;
    old!.lastUsedAt = toInstant(room.clock.now());
    await room.clock.sleep(60_000);
    expect((await run(app, id, "delete-old-key")).exitCode).toBe(0);
  });

  it("waits a day from a use that is not ours", async () => {
    const { app, id, room } = await replaced();
    await room.clock.sleep(23 * HOUR);
    room.vendor.keys[0]!.lastUsedAt = toInstant(room.clock.now());
    await room.clock.sleep(2 * HOUR);
    expect((await failure(run(app, id, "delete-old-key"))).message).toContain("it was used at");
    await room.clock.sleep(DAY);
    expect((await run(app, id, "delete-old-key")).exitCode).toBe(0);
  });
});

describe("an incident", () => {
  it("of the old key takes the new one over, and the rotation does nothing any more", async () => {
    const { app, id, room } = await replaced();
    const incident = await begin(app);
    const [one] = Object.values((await room.state(incident)).credentials);
    expect(one).toMatchObject({ new: { state: "sealed", keyId: "k-new-1" } });
    expect((await room.state(id)).state).toBe("stood-down");
    await change(app, id, () => [{ type: "incident.reopened", data: { because: "by mistake" } }]);
    await room.clock.sleep(25 * HOUR);
    for (const step of ["watch-rotation", "delete-old-key", "roll-back"])
      expect(await failure(run(app, id, step))).toMatchObject({ code: "incident-first" });
    expect(room.vendor.keys.map((key) => key.id)).toEqual(["k-old", "k-new-1"]);
  });

  it("of the new key leaves only the way back", async () => {
    const web = new Place();
    const { app, id, room, credential } = await replaced({ "web-env": web });
    slip(web);
    await run(app, id, "watch-rotation");
    const { name } = (await credential()).new;
    const leaked = new Secret("sk_live_NewCanaryOfTheAppTests001");
    await begin(app, { claims: [{ name: name ?? undefined, secret: leaked, keyId: "k-new-1" }] });
    await room.clock.sleep(25 * HOUR);
    expect(await failure(run(app, id, "delete-old-key"))).toMatchObject({ code: "incident-first" });
    expect((await run(app, id, "roll-back")).exitCode).toBe(0);
    expect(room.vendor.keys.map((key) => key.id)).toEqual(["k-old"]);
  });

  it("is never made of a rotation, nor a rotation of it", async () => {
    const { app, id } = await replaced();
    const because = "it leaked after all";
    const refused = await failure(followRunbook(app, id, "compromised-key", because));
    expect(refused).toMatchObject({ kind: "refused", code: "other-kind" });
    const incident = await begin(app);
    const back = await failure(followRunbook(app, incident, "scheduled-rotation", because));
    expect(back).toMatchObject({ kind: "refused", code: "other-kind" });
  });

  it("cannot follow a rotation's runbook", async () => {
    const room = new Room();
    const refused = await failure(begin(room.app(), { runbook: "scheduled-rotation" }));
    expect(refused).toMatchObject({ kind: "usage", code: "no-incident" });
  });
});
