// Places where people got stuck although every refusal named a next command: found by simulation, each with its way out.
import { describe, expect, it } from "vitest";
import { reconcile } from "../../src/app/reconcile.ts";
import { change, loadIncident, worldOf } from "../../src/app/incident.ts";
import { decide } from "../../src/core/incident/decide/decision.ts";
import { nextSteps } from "../../src/core/incident/next.ts";
import { HOUR } from "../../src/core/instant.ts";
import { answer, begin, failure, Room, run } from "../support/memory-app.ts";
import { step } from "../support/checklist-app.ts";

const CREATE = "create-replacement-key";

async function stage(strategy: "contain-first" | "replace-first" = "replace-first") {
  const room = new Room();
  const app = room.app();
  const id = await begin(app, { strategy });
  async function status(name: string) {
    return (await room.state(id)).credentials["c1"]?.steps[name]?.status;
  }
  return { room, app, id, status };
}

describe("a decision that was taken back", () => {
  it("is settled by deciding anew, and so is one that failed", async () => {
    const { app, id, status } = await stage();
    for (const verb of ["reopen", "fail"] as const) {
      if (verb === "fail")
        await step(app, id, "reopen", { step: "choose-strategy", because: "no" });
      await step(app, id, verb, { step: "choose-strategy", because: "think again" });
      const again = { kind: "strategy", value: "replace-first", because: "thought again" } as const;
      await change(app, id, (world) => decide(world, again));
      expect(await status("choose-strategy")).toBe("done");
    }
  });

  it("after the cut is settled by the cut: it cannot be decided any more", async () => {
    const { app, id, status } = await stage("contain-first");
    await change(app, id, (world) =>
      decide(world, { kind: "outage", value: "17", because: "accepted" }),
    );
    await run(app, id, "capture-minimum-evidence");
    await run(app, id, "block-compromised-key");
    await step(app, id, "reopen", { step: "choose-strategy", because: "too late" });
    expect(await status("choose-strategy")).toBe("done");
  });

  it("is asked for once, also when its ceiling has passed", async () => {
    const { room, app, id } = await stage();
    await step(app, id, "reopen", { step: "choose-strategy", because: "think again" });
    await room.clock.sleep(5 * HOUR);
    const world = worldOf(app, await loadIncident(app, id));
    const asked = nextSteps(world.compiled.runbook, world.state, world.now);
    expect(asked.filter((one) => one.step === "choose-strategy")).toHaveLength(1);
  });
});

it("a replacement that was only ticked off can still be made", async () => {
  const { room, app, id } = await stage();
  await step(app, id, "done", { step: CREATE });
  expect((await run(app, id, CREATE)).exitCode).toBe(0);
  expect((await room.state(id)).credentials["c1"]?.new.state).toBe("sealed");
});

it("a key that its vendor could not show alive is proved dead when a place holds it", async () => {
  const { room, app, id } = await stage("contain-first");
  await change(app, id, (world) =>
    decide(world, { kind: "outage", value: "17", because: "accepted" }),
  );
  await run(app, id, "capture-minimum-evidence");
  room.vendor.probes.push(answer(429));
  await run(app, id, "block-compromised-key");
  expect((await run(app, id, "verify-key-rejected")).exitCode).toBe(0);
  expect((await room.state(id)).credentials["c1"]?.old).toMatchObject({
    state: "dead",
    lastAliveAt: null,
    heldByTarget: true,
  });
});

it("a cut that was waived is named by the proof that waits for it", async () => {
  const { app, id } = await stage();
  await step(app, id, "waive", { step: "block-compromised-key", because: "later" });
  const error = await failure(run(app, id, "verify-key-rejected"));
  expect(error.hint).toBe(
    "claro-ir run block-compromised-key --credential c1 --confirm production-web-app",
  );
});

it("a place that the key never reached is to be deployed, not restarted", async () => {
  const { app, id } = await stage();
  await run(app, id, CREATE);
  const { lines } = await run(app, id, "verify-replacement-live", { timeoutMs: 0 });
  expect(lines.join("\n")).toContain(
    "deploy it: claro-ir run deploy-replacement-key --credential c1 --target web-env",
  );
});

it("what two look at in the same moment is settled once", async () => {
  const { room, app, id } = await stage();
  room.vendor.fail("create", "lost");
  await failure(run(app, id, CREATE));
  await Promise.all([reconcile(room.app(), id), reconcile(room.app(), id)]);
  const settled = (await room.types(id)).filter((type) => type === "effect.failed");
  expect(settled).toHaveLength(1);
});

it("a cut that was opened again after the proof is said to be done, not made once more", async () => {
  const { room, app, id, status } = await stage("contain-first");
  await change(app, id, (world) =>
    decide(world, { kind: "outage", value: "17", because: "accepted" }),
  );
  await run(app, id, "capture-minimum-evidence");
  await run(app, id, "block-compromised-key");
  expect((await run(app, id, "verify-key-rejected")).exitCode).toBe(0);
  await step(app, id, "reopen", { step: "block-compromised-key", because: "is it?" });
  const { compiled, state, now } = worldOf(app, await loadIncident(app, id));
  const commands = nextSteps(compiled.runbook, state, now).map(({ command }) => command);
  expect(commands).toContain("claro-ir step done block-compromised-key --credential c1");
  expect(commands.join()).not.toContain("run block-compromised-key");
  await step(app, id, "done", { step: "block-compromised-key" });
  expect(await status("block-compromised-key")).toBe("done");
  expect((await room.state(id)).credentials["c1"]?.old.state).toBe("dead");
});

describe("a cut that waits for what no open step asks for", () => {
  async function asked(app: Awaited<ReturnType<typeof stage>>["app"], id: string) {
    const world = worldOf(app, await loadIncident(app, id));
    return nextSteps(world.compiled.runbook, world.state, world.now)
      .filter((one) => one.credential === "c1")
      .map(({ command }) => command);
  }

  it("asks for the acceptance of an outage whose step was waived, until it is given", async () => {
    const { app, id } = await stage("contain-first");
    await run(app, id, "capture-minimum-evidence");
    await step(app, id, "waive", { step: "accept-outage", because: "nobody asked" });
    expect((await asked(app, id))[0]).toBe(
      'claro-ir decide outage 17 --credential c1 --because "<why>"',
    );
    await change(app, id, (world) =>
      decide(world, { kind: "outage", value: "17", because: "accepted" }),
    );
    expect((await asked(app, id))[0]).toContain("run block-compromised-key");
  });

  it("does not ask for what waits for its own turn", async () => {
    const { app, id } = await stage("contain-first");
    await change(app, id, (world) =>
      decide(world, { kind: "outage", value: "17", because: "accepted" }),
    );
    await step(app, id, "reopen", { step: "identify-key", because: "another one?" });
    expect((await asked(app, id)).join()).not.toContain("capture-minimum-evidence");
  });

  it("asks for the place that was never deployed to, though the deploying was ticked off", async () => {
    const { app, id } = await stage("replace-first");
    await run(app, id, "capture-minimum-evidence");
    await run(app, id, CREATE);
    await step(app, id, "waive", { step: "verify-replacement-live", because: "later" });
    await step(app, id, "done", { step: "deploy-replacement-key" });
    const [first = ""] = await asked(app, id);
    expect(first).toMatch(/^claro-ir run deploy-replacement-key --credential c1 --target /);
  });
});

it("where the vendor gives no answer, the proof says what to type then", async () => {
  const { room, app, id } = await stage();
  const before = [
    "capture-minimum-evidence",
    CREATE,
    "deploy-replacement-key",
    "verify-replacement-live",
  ];
  for (const one of [...before, "block-compromised-key"]) await run(app, id, one);
  room.vendor.probes.push(...Array.from({ length: 20 }, () => answer(500)));
  const { exitCode, lines } = await run(app, id, "verify-key-rejected", { timeoutMs: 5000 });
  expect(exitCode).toBe(5);
  expect(lines.slice(-2)).toEqual([
    "next: claro-ir run verify-key-rejected --credential c1",
    expect.stringMatching(
      /^where it cannot be asked: claro-ir step done verify-key-rejected .* --attest --because/,
    ),
  ]);
});
