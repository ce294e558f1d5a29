// The vendor's API misbehaves: what is unknown says so (exit 5) and is settled by looking; nothing that creates is ever sent twice.
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { expectCode } from "./expect-code.ts";
import { jsonOf } from "../../support/cli.ts";
import { sharedHands, type Hands } from "../../support/hands.ts";
import { PLANS, prepared, type Planned } from "./kill.ts";
import type { Point, Ran } from "./point.ts";
import { Stage } from "./stage.ts";

// Real processes on a busy machine take their time.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const CREATE = "POST /v1/keys";
const DELETE = "DELETE /v1/keys/*";

let stage: Stage;
let hands: Hands;

beforeAll(async () => {
  stage = await Stage.open(13);
  hands = sharedHands();
});

afterAll(async () => {
  await stage.close();
});

async function sent(method: string): Promise<number> {
  const requests = await stage.sandbox.requests();
  return requests.filter((one) => one.method === method && one.path.startsWith("/v1/keys")).length;
}

interface Outcome {
  readonly point: Point;
  readonly ran: Ran;
  /** Requests of the method since the command began, this point's alone. */
  requests(): Promise<number>;
}

async function underFault(
  planned: Planned,
  endpoint: string,
  fault: string,
  times = 1,
): Promise<Outcome> {
  const point = await prepared(stage, hands, planned);
  const method = endpoint.slice(0, endpoint.indexOf(" "));
  const before = await sent(method);
  await stage.fault({ endpoint, fault, times });
  const ran = await point.by(PLANS[planned].command(point));
  await stage.sandbox.ask("DELETE", "/_fault");
  return { point, ran, requests: async () => (await sent(method)) - before };
}

function errorOf(ran: Ran): { code: string; message: string; hint: string } {
  return (JSON.parse(ran.stdout) as { error: { code: string; message: string; hint: string } })
    .error;
}

// Side by side: each has its own vendor, or its own process, to wait for.
describe("create, when the answer does not come", () => {
  it.concurrent("late: looking waits until nothing can arrive any more", async () => {
    // Slow enough that the program's start is short beside the quiet window.
    const slow = await Stage.open(14, 10);
    try {
      const point = await slow.point();
      await point.start("--strategy", "contain-first", "--because", "it is public");
      await slow.fault({ endpoint: CREATE, fault: "late", delayMs: 20_000 });
      expect((await point.run(PLANS.create.command(point))).code).toBe(5);
      expect(await point.liveReplacements()).toHaveLength(0);
      const reconciled = await point.ok(["reconcile"]);
      expect(reconciled.stderr).toContain("quiet window");
      expect(reconciled.stdout).toMatch(/orphan key_\w+ deleted/);
      expect(await point.liveReplacements()).toHaveLength(0);
      const posts = (await slow.sandbox.requests()).filter(
        (one) => one.method === "POST" && one.path === "/v1/keys",
      );
      // The admin's own for the old key, and the one that came late.
      expect(posts).toHaveLength(2);
    } finally {
      await slow.close();
    }
  });

  it.concurrent("no answer within the deadline is unknown", async () => {
    const { point, ran, requests } = await underFault("create", CREATE, "hang-after");
    expect(ran.code).toBe(5);
    expect(errorOf(ran).message).toContain("10 s");
    expect(await requests()).toBe(1);
    expect((await point.by(["reconcile"])).code).toBe(0);
    expect(await point.liveReplacements()).toHaveLength(0);
  });
});

describe("create", () => {
  it.each([
    ["reset-before", 0],
    ["reset-after", 1],
    ["500-before", 0],
    ["500-after", 1],
    ["garbage", 0],
    ["no-secret", 1],
    ["redirect", 0],
    ["redirect-after", 1],
  ])("%s: unknown, settled by looking", async (fault, keysThen) => {
    const { point, ran, requests } = await underFault("create", CREATE, fault);
    expect(ran.code).toBe(5);
    expect(errorOf(ran).hint).toBe("claro-ir reconcile");
    expect(await point.liveReplacements()).toHaveLength(keysThen);
    expect(await requests()).toBe(1);
    expect((await point.by(PLANS.create.command(point))).code).toBe(5);
    expect((await point.status()).unknown).toHaveLength(1);
    expect((await point.ok(["next"])).stdout).toMatch(
      /^UNKNOWN create .*:\n {2}claro-ir reconcile\n1 /,
    );
    const reconciled = await point.ok(["reconcile"]);
    expect(reconciled.stdout).toContain("failed");
    expect(await requests()).toBe(1);
    expect(await point.liveReplacements()).toHaveLength(0);
    await point.ok(PLANS.create.command(point));
    expect(await point.liveReplacements()).toHaveLength(1);
  });

  it.each(["429", "401", "403"])(
    "%s: failed for certain, sent once, possible again",
    async (fault) => {
      const { point, ran, requests } = await underFault("create", CREATE, fault);
      expect(ran.code).toBe(8);
      expect(await requests()).toBe(1);
      expect((await point.status()).unknown).toEqual([]);
      await point.ok(PLANS.create.command(point));
      expect(await point.liveReplacements()).toHaveLength(1);
    },
  );

  it("stays unknown while the vendor cannot be asked", async () => {
    const { point, ran } = await underFault("create", CREATE, "reset-after");
    expect(ran.code).toBe(5);
    await stage.fault({ endpoint: "GET /v1/keys*", fault: "503", times: 5 });
    const blind = await point.by(["reconcile"]);
    await stage.sandbox.ask("DELETE", "/_fault");
    expect(blind.code).toBe(5);
    expect((await point.status()).unknown).toHaveLength(1);
    expect((await point.by(["reconcile"])).code).toBe(0);
    expect((await point.status()).unknown).toEqual([]);
  });

  it("a redirect never carries the admin token elsewhere", async () => {
    const { body } = await stage.sandbox.ask("GET", "/_dump");
    expect(body).toMatchObject({ elsewhere: { requests: 0, withAuthorization: 0 } });
  });
});

describe("delete", () => {
  it.each([
    ["reset-before", /failed/],
    ["reset-after", /succeeded/],
    ["500-after", /succeeded/],
    ["garbage", /failed/],
    ["late", /failed|succeeded/],
    ["redirect-after", /succeeded/],
  ])("%s: unknown, settled by looking", async (fault, settled) => {
    const { point, ran, requests } = await underFault("block", DELETE, fault);
    expectCode(ran, 5);
    expect((await point.by(PLANS.block.command(point))).code).toBe(5);
    const reconciled = await point.ok(["reconcile"]);
    // One that comes late has not come yet.
    expect(await requests()).toBeLessThanOrEqual(1);
    expect(reconciled.stdout).toMatch(settled);
    await point.follow((status) => status.contained.at !== null);
    expect((await stage.keys()).find((key) => key.id === point.old.id)?.status).toBe("deleted");
  });

  it.each(["429", "403"])("%s: failed for certain, possible again", async (fault) => {
    const { point, ran, requests } = await underFault("block", DELETE, fault);
    expect(ran.code).toBe(8);
    expect(await requests()).toBe(1);
    await point.ok(PLANS.block.command(point));
    expect((await stage.keys()).find((key) => key.id === point.old.id)?.status).toBe("deleted");
  });
});

describe("deploy", () => {
  it("a reload that fails is certain, and the place is deployed again", async () => {
    const point = await stage.point({
      hands,
      configure: (yaml) => yaml.replace('reload: ["true"]', 'reload: ["sh", "-c", "test -e up"]'),
    });
    await point.start("--strategy", "contain-first", "--because", "it is public");
    await point.ok(PLANS.create.command(point));
    const deploy = PLANS.deploy.command(point);
    const failed = await point.run(deploy);
    expect(failed.code).toBe(8);
    const before = point.journal();
    point.write("up", "");
    await point.ok(deploy);
    expect(point.journal().slice(0, before.length)).toEqual(before);
    expect((await point.status()).credentials[0]?.targets[0]?.state).toBe("in-use");
  });

  it("a place that holds another value is left alone", async () => {
    const point = await prepared(stage, hands, "deploy");
    point.write("app.env", "BAYT_API_KEY=somebody-elses-value-123456\n");
    const refused = await point.run(PLANS.deploy.command(point));
    expect(refused.code).toBe(3);
    expect(point.holds()).toBe("somebody-elses-value-123456");
    const told = await point.run([...PLANS.deploy.command(point), "--json"]);
    expect(told.code).toBe(3);
    expect(jsonOf(told)).toMatchObject({
      durable: true,
      error: { code: "step-refused", message: expect.stringContaining("--replace-other") },
    });
  });
});
