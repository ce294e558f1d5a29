// Proof of use without a list of keys: the new key's own figures, in the only place it was ever put.
import { beforeEach, describe, expect, it } from "vitest";
import type { App } from "../../src/app/context.ts";
import { Secret } from "../../src/core/credential/secret.ts";
import { SECOND } from "../../src/core/instant.ts";
import { begin, Place, Room, run } from "../support/memory-app.ts";

const NEW = "sk_live_NewCanaryOfTheAppTestsNew9";

let room: Room;
let app: App;
let id: string;

/** A vendor with a dashboard only, and one place whose consumer tells nothing. */
beforeEach(async () => {
  room = new Room();
  room.vendor.can = { create: false, list: false, disable: false, delete: false };
  room.vendor.counting = "after";
  room.vendor.now = () => room.clock.now();
  const place = new Place();
  place.reports = false;
  room.places.set("web-env", place);
  app = room.app();
  id = await begin(app, { strategy: "replace-first" });
  room.vendor.keys.push({
    id: "k-new",
    name: "by-hand",
    value: NEW,
    status: "active",
    lastUsedAt: null,
  });
  await run(app, id, "create-replacement-key", { secret: new Secret(NEW) });
  await run(app, id, "deploy-replacement-key");
});

/** The consumer behind the place asks with the new key, as a service polls. */
async function consumer(times: number): Promise<void> {
  for (let n = 0; n < times; n += 1) {
    await room.clock.sleep(9.3 * SECOND);
    room.vendor.use(NEW);
  }
}

async function detail(): Promise<string | null> {
  return (await room.state(id)).credentials["c1"]!.targets[0]!.detail;
}

describe("the new key's own figures", () => {
  it.each(["before", "after", "never"] as const)(
    "prove the use where the vendor counts our call %s",
    async (counting) => {
      room.vendor.counting = counting;
      const [result] = await Promise.all([run(app, id, "verify-replacement-live"), consumer(7)]);
      expect(result.exitCode).toBe(0);
      expect((await room.state(id)).credentials["c1"]!.new.state).toBe("in-use");
      expect(await detail()).toMatch(
        counting === "before" ? /grew by more than our own/ : /between two of our own calls/,
      );
    },
  );

  it.each(["before", "after", "never"] as const)(
    "prove nothing while only we use the key, counted %s",
    async (counting) => {
      room.vendor.counting = counting;
      const result = await run(app, id, "verify-replacement-live");
      expect(result.exitCode).toBe(1);
      expect((await room.state(id)).credentials["c1"]!.new.state).not.toBe("in-use");
    },
  );

  it("prove nothing while another terminal of ours asks with the key, too", async () => {
    const other = room.app({ actor: { id: "dana", role: "owner" } });
    const proofs = await Promise.all([
      run(app, id, "verify-replacement-live"),
      room.clock.sleep(4 * SECOND).then(() => run(other, id, "verify-replacement-live")),
    ]);
    expect(proofs.map((one) => one.exitCode)).toEqual([1, 1]);
  });

  it("prove nothing once the key was shown to somebody, who may have put it anywhere", async () => {
    const { opId } = (await room.state(id)).credentials["c1"]!.new;
    const { record } = await import("../../src/app/incident.ts");
    await record(app, id, [
      {
        type: "secret.revealed",
        data: { credential: "c1", opId: opId ?? "", how: "terminal", command: null },
      },
    ]);
    const [result] = await Promise.all([run(app, id, "verify-replacement-live"), consumer(7)]);
    expect(result.exitCode).toBe(1);
  });
});
