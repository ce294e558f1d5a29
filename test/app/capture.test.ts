// The figures that are gone after the cut: list and usage side by side, once more right before it, and no vendor holds it up.
import { beforeEach, expect, it } from "vitest";
import type { App } from "../../src/app/context.ts";
import { MINUTE } from "../../src/core/instant.ts";
import type { KeyAdmin, KeyProvider } from "../../src/ports/key-provider.ts";
import { begin, failure, OLD, Room, run } from "../support/memory-app.ts";
import { OutsideError } from "../../src/ports/outside.ts";
import { change } from "../../src/app/incident.ts";
import { on } from "../support/facts.ts";

const CAPTURE = "capture-minimum-evidence";
const CUT = "block-compromised-key";

let room: Room;
let id: string;

/** The room's vendor, some of whose answers are others. */
function appWith(
  changed: (provider: KeyProvider) => { admin?: Partial<KeyAdmin>; usage?: KeyProvider["usage"] },
): App {
  const app = room.app();
  return {
    ...app,
    provider: async (name) => {
      const provider = await app.provider(name);
      const { admin, usage } = changed(provider);
      return {
        ...provider,
        admin: { ...provider.admin, ...admin },
        ...(usage === undefined ? {} : { usage }),
      };
    },
  };
}

/** A call that never comes back. */
function never<T>(): Promise<T> {
  return new Promise<T>(() => undefined);
}

beforeEach(async () => {
  room = new Room();
  // Patience of minutes ends after a tenth of a second.
  room.hurry = 1200;
  room.vendor.counting = "after";
  room.vendor.use(OLD);
  id = await begin(room.app(), { strategy: "contain-first" });
});

async function evidenceNames(): Promise<readonly string[]> {
  return (await room.state(id)).evidence.map((one) => one.name);
}

it("takes what came in time: usage without a list that hangs, a list without usage that hangs", async () => {
  const usageOnly = await run(
    appWith(() => ({ admin: { list: never } })),
    id,
    CAPTURE,
  );
  expect(usageOnly.lines[0]).toContain("requests 1");
  expect((await room.state(id)).steps).toBeDefined();
  const other = new Room();
  other.hurry = 1200;
  room = other;
  id = await begin(room.app(), { strategy: "contain-first" });
  const listOnly = await run(
    appWith(() => ({ usage: never })),
    id,
    CAPTURE,
  );
  expect(listOnly.lines[0]).toContain("requests unknown");
});

it("lets the list go first, because asking with the key moves its last use", async () => {
  const order: string[] = [];
  const app = appWith((provider) => ({
    admin: {
      list: async () => {
        order.push("list asked");
        await new Promise((resolve) => setImmediate(resolve));
        order.push("list answered");
        return provider.admin.list?.() ?? [];
      },
    },
    usage: (secret, keyId) => {
      order.push("usage asked");
      return provider.usage?.(secret, keyId) ?? Promise.resolve(undefined);
    },
  }));
  await run(app, id, CAPTURE);
  expect(order).toEqual(["list asked", "list answered", "usage asked"]);
});

it("reads the figures once more before the cut when they are old, as evidence beside the first", async () => {
  const app = room.app();
  await run(app, id, CAPTURE);
  await change(app, id, () => [on("c1").outage]);
  await room.clock.sleep(10 * MINUTE);
  await run(app, id, CUT);
  expect(await evidenceNames()).toEqual(["usage-c1.json", "usage-c1-before-cut.json"]);
  const events = await room.events(id);
  const captured = events.findIndex(
    (event) => event.type === "evidence.added" && event.data.name.includes("before-cut"),
  );
  const intended = events.findIndex((event) => event.type === "effect.intended");
  expect(captured).toBeGreaterThan(0);
  expect(captured).toBeLessThan(intended);
  expect(events.filter((event) => event.type === "usage.captured")).toHaveLength(1);
});

it("leaves what a vendor does not give in time: no cut is held up by it", async () => {
  const app = room.app();
  await run(app, id, CAPTURE);
  await change(app, id, () => [on("c1").outage]);
  await room.clock.sleep(10 * MINUTE);
  let asked = 0;
  const slow = appWith((provider) => ({
    admin: {
      list: () => {
        asked += 1;
        return asked === 1 ? never() : (provider.admin.list?.() ?? never());
      },
    },
    usage: never,
  }));
  expect((await run(slow, id, CUT)).exitCode).toBe(0);
  expect((await room.state(id)).credentials["c1"]?.old.state).toBe("blocked");
  expect(await evidenceNames()).toEqual(["usage-c1.json"]);
});

it("says what stood in the way of the figures, and how to mend it", async () => {
  function locked(): Promise<never> {
    const words = "/srv/admin.key can be read by others, so it is not used";
    return Promise.reject(new OutsideError(true, words, { hint: "chmod 600 /srv/admin.key" }));
  }
  const app = appWith(() => ({ admin: { list: locked }, usage: locked }));
  const error = await failure(run(app, id, CAPTURE));
  expect([error.exitCode, error.hint]).toEqual([3, "chmod 600 /srv/admin.key"]);
  expect(error.message).toBe(
    "No usage figures of production-web-app: /srv/admin.key can be read by others, so it is not used.",
  );
});
