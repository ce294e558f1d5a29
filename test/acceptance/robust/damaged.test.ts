// One incident that cannot be read beside whole ones: it is named, and holds up nothing but itself.
import { chmodSync, cpSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { leftOut } from "../../../src/app/list.ts";
import { jsonOf, tempHome, type Ended, type Home } from "../../support/cli.ts";
import { sharedHands, type Hands } from "../../support/hands.ts";
import { expectCode } from "./expect-code.ts";

// Real processes on a busy machine take their time.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let home: Home;
let hands: Hands;
/** Three that are open; the first is then damaged. */
let broken = "";
let whole: readonly string[] = [];
let store = "";
let copies = 0;

function command(...args: readonly string[]): Promise<Ended> {
  return hands.run(args, { home, cwd: home.folder, env: { CLARO_IR_STORE: store } });
}

async function start(key: string): Promise<string> {
  const ran = await command("start", "--no-input", "--key", key, "--json");
  return jsonOf<{ incident: string }>(ran).incident;
}

beforeAll(async () => {
  home = await tempHome();
  hands = sharedHands();
  ({ store } = home);
  const started = [
    await start("production-a"),
    await start("production-b"),
    await start("production-c"),
  ];
  [broken = ""] = started;
  whole = started.slice(1);
  rmSync(join(store, "incidents", broken, "journal", "00000005.json"));
});

beforeEach(() => {
  copies += 1;
  store = join(home.folder, `copy-${String(copies)}`);
  cpSync(home.store, store, { recursive: true });
  chmodSync(store, 0o700);
});

afterAll(() => home[Symbol.asyncDispose]());

async function closeOne(): Promise<string> {
  const [left = "", other = ""] = whole;
  expectCode(
    await command("stand-down", "--incident", other, "--because", "a false alarm", "--yes"),
    0,
  );
  return left;
}

describe("declaring another incident", () => {
  it("works, and says in one line that the old one is damaged", async () => {
    const ran = await command("start", "--no-input", "--key", "production-x", "--json");
    expectCode(ran, 0);
    expect(jsonOf<{ incident: string }>(ran).incident).not.toBe(broken);
    const said = ran.stderr.split("\n").filter((line) => line.includes(broken));
    expect(said).toEqual([expect.stringContaining(`verify --incident ${broken}`)]);
  });

  it("works with an operation id, whose first run is looked for in every record", async () => {
    const args = ["--key", "production-x", "--op-id", "6f7c7a5e-6f0e-4d5f-9d0b-0b7a6a3a2b11"];
    const first = jsonOf<{ incident: string }>(await command("start", "--json", ...args));
    const again = jsonOf<{ incident: string }>(await command("start", "--json", ...args));
    expect(again.incident).toBe(first.incident);
  });

  it("works beside a damaged key register, which is passed over", async () => {
    expectCode(await command("keys", "add", "production-web", "--environment", "production"), 0);
    writeFileSync(join(store, "register", "journal", "00000001.json"), "{}");
    const ran = await command("start", "--no-input", "--key", "production-x");
    expectCode(ran, 0);
    expect(ran.stderr).toMatch(/warning: the key register is passed over.*00000001\.json/);
  });

  it("of a key that another open one treats still leads there", async () => {
    const ran = await command("start", "--no-input", "--key", "production-b");
    expectCode(ran, 4);
    expect(ran.stderr).toContain(whole[0]);
  });
});

describe("what goes over all incidents", () => {
  it("list shows the whole ones and marks the damaged one, with exit 7", async () => {
    const text = await command("list");
    expectCode(text, 7);
    for (const id of whole) expect(text.stdout).toMatch(new RegExp(`^${id} .* open`, "m"));
    expect(text.stdout).toMatch(new RegExp(`^${broken} DAMAGED$`, "m"));
    expect(text.stderr).toContain("00000005.json");
    expect(text.stderr).toContain(`claro-ir verify --incident ${broken}`);
    const told = await command("list", "--json");
    expect(told.code).toBe(7);
    expect(JSON.parse(told.stdout)).toMatchObject({
      incidents: whole.toSorted().map((incident) => ({ incident, state: "open" })),
      damaged: [{ incident: broken, why: expect.stringContaining("00000005.json") as string }],
    });
  });

  it("bare claro-ir names both", async () => {
    const ran = await command("--no-input");
    expectCode(ran, 7);
    for (const id of whole) expect(ran.stdout).toContain(`${id} is open`);
    expect(ran.stdout).toContain(`${broken} is damaged`);
  });

  it("rebuild and metrics do the others and say what they left out", async () => {
    const rebuilt = await command("rebuild", "--json");
    expect(rebuilt.code).toBe(7);
    expect(JSON.parse(rebuilt.stdout)).toMatchObject({
      incidents: 2,
      damaged: [{ incident: broken }],
    });
    const metrics = await command("metrics");
    expectCode(metrics, 7);
    expect(metrics.stdout).not.toBe("");
    expect(metrics.stderr).toContain(broken);
  });

  it("at Tab the others are offered", async () => {
    const ran = await command("completion", "bash", "--", "claro-ir", "status", "--incident", "");
    expectCode(ran, 0);
    for (const id of whole) expect(ran.stdout).toContain(id);
  });
});

describe("without --incident", () => {
  it("with several open, both kinds are named", async () => {
    const ran = await command("status");
    expectCode(ran, 2);
    for (const id of [broken, ...whole]) expect(ran.stderr).toContain(id);
    expect(ran.stderr).toContain("--incident <id>");
  });

  it("what only shows goes on with the one that is whole, and says so", async () => {
    const left = await closeOne();
    for (const words of [["status"], ["next"], ["step", "list"]]) {
      const ran = await command(...words);
      expectCode(ran, 0);
      expect(ran.stderr).toContain(`${broken} is damaged`);
    }
    const told = await command("status", "--json");
    expect(jsonOf<{ incident: string }>(told).incident).toBe(left);
  });

  it("what changes something refuses, names both and what to type", async () => {
    const left = await closeOne();
    const ran = await command("note", "seen");
    expectCode(ran, 2);
    expect(ran.stderr).toContain(`--incident ${left}`);
    expect(ran.stderr).toContain(`verify --incident ${broken}`);
    expectCode(await command("note", "seen", "--incident", left), 0);
  });

  it("with nothing else open the damaged one is meant", async () => {
    const left = await closeOne();
    await command("stand-down", "--incident", left, "--because", "a false alarm", "--yes");
    const ran = await command("status");
    expectCode(ran, 7);
    expect(ran.stderr).toContain(`verify --incident ${broken}`);
  });
});

it("what is about the damaged one itself is refused as before", async () => {
  for (const words of [["status"], ["next"], ["note", "seen"]]) {
    const ran = await command(...words, "--incident", broken);
    expectCode(ran, 7);
    expect(ran.stderr).toContain("00000005.json");
  }
});

it("a planned rotation waits: the damaged one may be about its key", async () => {
  const key = ["web-app", "--environment", "production", "--provider", "claro"];
  expectCode(await command("keys", "add", ...key), 0);
  const ran = await command("keys", "rotate", "web-app");
  expectCode(ran, 7);
  expect(ran.stderr).toContain(`verify --incident ${broken}`);
});

describe("beside one that a newer claro-ir wrote", () => {
  beforeEach(() => {
    // The damaged one gives way: nothing here is damaged.
    rmSync(join(store, "incidents", broken), { recursive: true });
    const [newer = ""] = whole;
    const journal = join(store, "incidents", newer, "journal");
    // The last one: no later event vouches for its bytes.
    const file = join(journal, readdirSync(journal).sort().at(-1) ?? "");
    writeFileSync(file, readFileSync(file, "utf8").replace('"v":1', '"v":2'));
  });

  it("another is declared, and the line about it speaks of no damage", async () => {
    const ran = await command("start", "--no-input", "--key", "production-x");
    expectCode(ran, 0);
    expect(ran.stderr).toContain(`${whole[0]} cannot be read and is left out here`);
  });

  it("what goes over all does the others, marks it, and ends with 2", async () => {
    const [newer = "", other = ""] = whole;
    const listed = await command("list");
    expectCode(listed, 2);
    expect(listed.stdout).toMatch(new RegExp(`^${other} .* open`, "m"));
    expect(listed.stdout).toMatch(new RegExp(`^${newer} NOT READABLE$`, "m"));
    expect(listed.stderr).toContain("it needs a newer claro-ir");
    const verified = await command("verify", "--json");
    expect(verified.code).toBe(2);
    expect(JSON.parse(verified.stdout)).toMatchObject({
      streams: [{ stream: other, whole: true }],
      damages: [],
      unread: [{ stream: newer }],
    });
    expectCode(await command("metrics"), 2);
    expectCode(await command("rebuild"), 2);
    expect((await command("doctor")).stdout).toMatch(new RegExp(`RED journal: ${newer}: .*newer`));
  });

  it("nobody guesses which is meant, and with nothing else open it is said", async () => {
    const [newer = "", other = ""] = whole;
    expectCode(await command("status"), 0);
    const ran = await command("note", "seen");
    expectCode(ran, 2);
    expect(ran.stderr).toContain(`Not readable: ${newer}.`);
    const ended = ["stand-down", "--incident", other, "--because", "a false alarm", "--yes"];
    expectCode(await command(...ended), 0);
    const alone = await command("status");
    expectCode(alone, 2);
    expect(alone.stderr).toContain(`verify --incident ${newer}`);
  });
});

it("files that may not be read are no damage, and any other failure is nobody's to pass over", () => {
  const closed = Object.assign(new Error("EACCES"), { code: "EACCES", path: "/store/INC" });
  expect(leftOut("INC-20261126-aaaa", closed)).toEqual({
    incident: "INC-20261126-aaaa",
    why: "claro-ir may not look at /store/INC.",
    isDamaged: false,
  });
  const bug = new TypeError("x is undefined");
  expect(() => leftOut("INC-20261126-aaaa", bug)).toThrow(bug);
});
