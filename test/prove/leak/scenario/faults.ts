// The vendor misbehaves: whatever it answers, and however it quotes what it was sent, nothing of it comes out.
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { WHEN_CHANGING, WHEN_LOOKING, type Bad } from "../../api/faults.ts";
import { madeUp, NOWHERE } from "../scene.ts";
import { block, CAPTURE, CREATE, OUTAGE, type Scenario } from "./scenario.ts";

/** Half a dozen seconds a case are enough: what only the wait tells apart is tried elsewhere. */
function isDistinct({ id, isSlow }: Bad): boolean {
  return (
    isSlow !== true &&
    !/-(?:soon|never|negative|endless|nonsense|empty|2099|1970|metadata|file|nothing|self)$/.test(
      id,
    ) &&
    !id.includes("*")
  );
}

const creating = WHEN_CHANGING.filter(isDistinct).map(({ id, order }): Scenario => ({
  id: `create-${id}`,
  async play(scene) {
    await scene.start();
    await scene.point.stage.fault({ endpoint: "POST /v1/keys", ...order });
    await scene.run([...CREATE, "--verbose"]);
    await scene.point.stage.sandbox.ask("DELETE", "/_fault");
    await scene.run(["reconcile", "--verbose"]);
  },
}));

const cutting = WHEN_CHANGING.filter(isDistinct).map(({ id, order }): Scenario => ({
  id: `block-${id}`,
  async play(scene) {
    await scene.start();
    await scene.before(OUTAGE, CAPTURE);
    await scene.point.stage.fault({ endpoint: "DELETE /v1/keys/*", ...order });
    await scene.run(block(scene));
    await scene.point.stage.sandbox.ask("DELETE", "/_fault");
    await scene.run(["reconcile"]);
  },
}));

const looking = WHEN_LOOKING.filter(isDistinct).map(({ id, order }): Scenario => ({
  id: `look-${id}`,
  async play(scene) {
    await scene.start();
    await scene.point.stage.fault({ endpoint: "GET /v1/*", ...order, times: 3 });
    await scene.run([...CAPTURE, "--verbose"]);
    await scene.run(["doctor", "--verbose"]);
    await scene.point.stage.sandbox.ask("DELETE", "/_fault");
  },
}));

/** Throws everything back at the caller, in status line, headers and body, with another key of its own. */
async function rude(status: number, type: string, fresh: string) {
  const server = createServer((request, response) => {
    const auth = request.headers.authorization ?? "";
    const said = {
      error: `you said ${auth}`,
      [auth]: fresh,
      id: auth,
      name: fresh,
      data: [auth, { id: fresh, name: auth }],
    };
    response.statusMessage = auth;
    response.writeHead(status, {
      "content-type": type,
      "x-echo": auth,
      location: `/${auth}`,
      "retry-after": auth,
      [`x-${fresh}`]: auth,
    });
    response.end(type.includes("json") ? JSON.stringify(said) : `<html>${auth} ${fresh}</html>`);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}

const echoing = [
  [200, "application/json"],
  [201, "text/html"],
  [400, "application/json"],
  [418, "text/plain"],
  [500, "text/html"],
] as const;

function echo(status: number, type: string): Scenario {
  return {
    id: `echo-${String(status)}`,
    async play(scene) {
      const server = await rude(
        status,
        type,
        scene.canary("what the vendor says", madeUp(), NOWHERE),
      );
      const { port } = server.address() as AddressInfo;
      scene.allow(new RegExp(`^TCP.*:${String(port)}\\]`));
      await scene.start();
      scene.reconfigure((yaml) =>
        yaml.replace(/baseUrl: "[^"]+"/, `baseUrl: "http://127.0.0.1:${String(port)}"`),
      );
      for (const command of [
        CAPTURE,
        CREATE,
        ["reconcile"],
        ["probe"],
        OUTAGE,
        block(scene),
        ["keys", "check"],
        ["doctor"],
        ["timeline"],
        ["status", "--json"],
      ])
        await scene.run([...command, "--verbose"]);
      server.close();
    },
  };
}

export const FAULTS: readonly Scenario[] = [
  ...creating,
  ...cutting,
  ...looking,
  ...echoing.map(([status, type]) => echo(status, type)),
];
