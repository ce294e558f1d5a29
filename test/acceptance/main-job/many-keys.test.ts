// Six keys of three vendors in one night, worked on side by side; one vendor is down, one key turns up on day two.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { Status } from "../../../src/core/incident/status.ts";
import {
  jsonOf,
  startSandbox,
  tempHome,
  type Ended,
  type Home,
  type SandboxHandle,
} from "../../support/cli.ts";
import { Hands, sharedHands } from "../../support/hands.ts";
import { makeKey, mustExit, wordsOf } from "./scene.ts";

const DAY = 86_400_000;
const VENDORS = ["north", "south", "west"] as const;
type Vendor = (typeof VENDORS)[number];
const SECOND_KEY = "production-worker";

/** The leaked key runs the web service, a second one the worker; both lay in the same leaked file. */
function targetOf(vendor: Vendor, sandbox: SandboxHandle, service: "web" | "worker"): string {
  const web = service === "web";
  const file = join(sandbox.workspace, web ? "app/.env" : "deploy/app.env");
  const reload = JSON.stringify([
    process.execPath,
    join(sandbox.workspace, ".sandbox/reload.mjs"),
    service,
  ]);
  return `  - id: ${vendor}-${service}
    kind: ${web ? "dotenv" : "docker-env-file"}
    path: ${JSON.stringify(file)}
    variable: BAYT_API_KEY
    key: ${web ? "production-web-app" : SECOND_KEY}
    provider: ${vendor}
    reload: ${reload}
    inUse: { url: "${sandbox.url}/_service/${service}", last4: /last4 }
`;
}

function providerOf(vendor: Vendor, sandbox: SandboxHandle): string {
  return `  ${vendor}:
    kind: http
    baseUrl: "${sandbox.url}"
    auth: ${JSON.stringify(`file:${join(sandbox.workspace, "admin.key")}`)}
    create: { method: POST, path: /v1/keys, body: { name: "{{name}}" }, id: /id, secret: /secret }
    list: { method: GET, path: /v1/keys, items: /data, id: /id, name: /name, createdAt: /created_at, lastUsedAt: /last_used_at, next: /next }
    delete: { method: DELETE, path: "/v1/keys/{{id}}" }
    probe: { method: GET, path: "/v1/prompts?limit=1", dead: [401] }
`;
}

interface Key {
  readonly vendor: Vendor;
  readonly name: string;
  readonly id: string;
  readonly file: string;
}

/** A second key at the vendor's, in use by the worker. */
async function addSecondKey(home: Home, vendor: Vendor, sandbox: SandboxHandle): Promise<Key> {
  const { id, secret } = await makeKey(sandbox, SECOND_KEY);
  const env = join(sandbox.workspace, "deploy", "app.env");
  await writeFile(env, `BAYT_API_KEY=${secret}\n`, { mode: 0o600 });
  await sandbox.ask("POST", "/_service/worker/reload");
  const file = join(home.folder, `${vendor}-worker.key`);
  await writeFile(file, secret, { mode: 0o600 });
  return { vendor, name: SECOND_KEY, id, file };
}

it(
  "contains and restores what can be reached, and is honest about the rest",
  {
    timeout: 240_000,
  },
  async () => {
    await using home = await tempHome();
    const [north, south, west] = (await Promise.all(
      VENDORS.map((vendor, index) =>
        startSandbox({ home, seed: 11 + index, workspace: join(home.folder, vendor) }),
      ),
    )) as [SandboxHandle, SandboxHandle, SandboxHandle];
    await using stack = new AsyncDisposableStack();
    for (const one of [north, south, west]) stack.use(one);
    const at = { north, south, west };
    const work = join(home.folder, "work");
    await writeFile(
      join(work, "claro-ir.yaml"),
      `version: 1
operators: [{ id: dana, role: owner }, { id: sam, role: admin }]
providers:
${VENDORS.map((one) => providerOf(one, at[one])).join("")}targets:
${VENDORS.map((one) => targetOf(one, at[one], "web") + targetOf(one, at[one], "worker")).join("")}`,
      { mode: 0o600 },
    );
    const keys = new Map<string, Key>();
    for (const [index, vendor] of VENDORS.entries()) {
      const leaked = {
        vendor,
        name: "production-web-app",
        id: at[vendor].oldKeyId,
        file: join(at[vendor].workspace, "leaked.key"),
      };
      keys.set(`c${String(index * 2 + 1)}`, leaked);
      keys.set(`c${String(index * 2 + 2)}`, await addSecondKey(home, vendor, at[vendor]));
    }
    // Day two's key comes last: south's worker is c6, west's is c4.
    const [c4, c6] = [keys.get("c6"), keys.get("c4")];
    const [c3, c5] = [keys.get("c3"), keys.get("c5")];
    if (c4 === undefined || c6 === undefined || c3 === undefined || c5 === undefined)
      throw new Error("six keys");
    let today = 0;
    const hands = { dana: sharedHands(), sam: stack.adopt(new Hands(), (one) => one.close()) };
    type Person = keyof typeof hands;
    function type(line: string, person: Person = "dana"): Promise<Ended> {
      const now = new Date(north.now() + today).toISOString();
      return hands[person].run(["--now", now, ...wordsOf(line)], {
        home,
        cwd: work,
        env: {
          CLARO_IR_OPERATOR: person,
          CLARO_IR_TEST_CLOCK: "1",
          CLARO_IR_TEST_SPEED: String(north.speed),
        },
      });
    }
    async function ok(line: string, operator?: Person): Promise<Ended> {
      const ended = await type(line, operator);
      expect(ended.code, `claro-ir ${line}\n${ended.stdout}${ended.stderr}`).toBe(0);
      return ended;
    }
    async function status(): Promise<Status> {
      return jsonOf<Status>(await ok("status --json"));
    }
    function described(key: Key): string {
      const { name, vendor, id, file } = key;
      return `--key ${name} --provider ${vendor} --key-id ${id} --secret-file ${file} --environment production`;
    }
    const tolerance = "--outage-tolerance minutes";
    const first = keys.get("c1");
    const second = keys.get("c2");
    if (first === undefined || second === undefined) throw new Error("two keys");
    await ok(
      `start --no-input ${described(first)} ${tolerance} --evidence-level public-exposure --data internal`,
    );
    const { incident } = await status();
    for (const key of [second, c3, c4, c5])
      await ok(`credential add ${described(key)} ${tolerance}`);

    async function treat(id: string, key: Key, operator?: Person): Promise<void> {
      const on = `--credential ${id}`;
      await ok(`decide outage 5 ${on} --because "five minutes are bearable"`, operator);
      // Keys of the same name: the credential is part of the word to type.
      await ok(`run block-compromised-key ${on} --confirm ${id}:${key.name}`, operator);
      await ok(`run verify-key-rejected ${on}`, operator);
      await ok(`run create-replacement-key ${on}`, operator);
      await ok(`run deploy-replacement-key ${on}`, operator);
    }
    const listed = jsonOf<{ steps: readonly { credential: string | null }[] }>(
      await ok("step list --credential c2 --json"),
    );
    expect([...new Set(listed.steps.map((one) => one.credential))]).toEqual(["c2"]);
    expect((await type("step list --credential c9")).code).toBe(2);
    const dead = (await status()).credentials.filter((one) => one.provider === "west");
    expect(dead.map((one) => one.id)).toEqual(["c4", "c5"]);
    for (const { id } of (await status()).credentials)
      await ok(
        `step skip capture-minimum-evidence --credential ${id} --because "six keys at once"`,
      );
    await west.stop("SIGKILL");

    // Two people at once on the keys that can be reached; whatever is tried on the dead vendor's ends honestly.
    async function tryTheDead(): Promise<void> {
      for (const { id, name } of dead) {
        const on = `--credential ${id}`;
        await ok(`decide outage 5 ${on} --because "it is down anyway"`, "sam");
        const create = `run create-replacement-key ${on}`;
        mustExit(await type(create, "sam"), [5, 8], create);
        const cut = `run block-compromised-key ${on} --confirm ${id}:${name}`;
        mustExit(await type(cut, "sam"), [5, 8], cut);
      }
    }
    await Promise.all([treat("c1", first), treat("c2", second, "sam"), tryTheDead()]);

    today = DAY;
    await ok(`credential add ${described(c6)} ${tolerance}`);
    await ok(`step skip capture-minimum-evidence --credential c6 --because "known by now"`);
    expect((await status()).credentials.map((one) => one.id)).toEqual([
      "c1",
      "c2",
      "c3",
      "c4",
      "c5",
      "c6",
    ]);
    await Promise.all([treat("c3", c3), treat("c6", c6, "sam")]);

    const end = await status();
    expect(end.incident).toBe(incident);
    const lanes = end.credentials.map((one) => [one.provider, one.old.state, one.new.state]);
    expect(lanes).toEqual([
      ["north", "dead", "in-use"],
      ["north", "dead", "in-use"],
      ["south", "dead", "in-use"],
      ["west", "alive", "none"],
      ["west", "alive", "none"],
      ["south", "dead", "in-use"],
    ]);
    // The incident as a whole is neither: it says so, and which keys keep it.
    expect(end.contained.at).toBeNull();
    expect(end.restored.at).toBeNull();
    const shown = (await ok("status")).stdout;
    expect(shown).toMatch(/CONTAINED no/);
    const steps = end.phases.flatMap((phase) => phase.steps);
    for (const { id } of dead) {
      const cut = steps.find((one) => one.id === "block-compromised-key" && one.credential === id);
      // What was tried and did not happen stays in sight.
      expect(["failed", "unknown"]).toContain(cut?.state);
    }
    for (const [sandbox, expected] of [
      [north, 2],
      [south, 2],
    ] as const) {
      const effects = (await sandbox.requests()).filter((one) => one.effect !== null);
      // One more was made for this test.
      expect(effects.filter((one) => one.effect === "key.created")).toHaveLength(expected + 1);
      expect(effects.filter((one) => one.effect === "key.deleted")).toHaveLength(expected);
    }
    await ok("verify");
  },
);
