// The register as a team keeps it between incidents: by command, from lists and files, checked against vendor and places.
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { RegisterEntry } from "../../../src/core/credential/register.ts";
import { cli, jsonOf, tempHome, type Home } from "../../support/cli.ts";
import { openScene } from "../main-job/scene.ts";

/** Type a command in a home without a sandbox. */
async function type(home: Home, line: readonly string[], code = 0): Promise<string> {
  const ended = await cli(line, { home });
  expect([ended.code, ended.stderr]).toEqual([code, expect.any(String)]);
  return ended.stdout;
}

async function entries(home: Home): Promise<readonly RegisterEntry[]> {
  return jsonOf<{ keys: readonly RegisterEntry[] }>(await cli(["keys", "list", "--json"], { home }))
    .keys;
}

const SECRET = "sk_live_CanaryOfTheRegisterTests42";

describe("the register by command", { timeout: 60_000 }, () => {
  it("keeps what is said, moves the date with the day of creation, and does one operation once", async () => {
    await using home = await tempHome();
    const op = ["--op-id", "0b1e1c3e-7a53-4b8e-9d0c-2f6f6b1d0a11"];
    const add = ["keys", "add", "staging-docs", "--environment", "staging", ...op];
    await type(home, add);
    await type(home, add);
    await type(home, [
      "keys",
      "edit",
      "staging-docs",
      "--owner",
      "docs",
      "--scope",
      "read",
      "--created-at",
      "2026-08-31",
    ]);
    const [entry] = await entries(home);
    expect(entry).toMatchObject({
      owner: "docs",
      scopes: ["read"],
      nextDueAt: "2026-11-30T00:00:00.000Z",
    });
    await type(home, ["keys", "edit", "staging-docs"], 2);
    await type(home, ["keys", "edit", "nobody", "--owner", "x"], 2);
    const retire = ["keys", "retire", "staging-docs", "--because", "replaced"];
    expect(await type(home, retire)).toMatch(/retiring/);
    await type(home, retire, 4);
    expect(await type(home, ["keys", "due"])).toMatch(/2026-11-30 {2}staging-docs/);
  });

  it("says as JSON what was recorded, the same again when an operation is repeated, and nothing of a dry run", async () => {
    await using home = await tempHome();
    const op = "0b1e1c3e-7a53-4b8e-9d0c-2f6f6b1d0a11";
    const add = ["keys", "add", "staging-docs", "--environment", "staging", "--json"];
    const first = await type(home, [...add, "--op-id", op]);
    expect(JSON.parse(first)).toMatchObject({
      entry: { name: "staging-docs" },
      seq: 1,
      head: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      opId: op,
      durable: true,
      events: ["key.registered"],
    });
    await type(home, ["keys", "edit", "staging-docs", "--owner", "docs"]);
    const { entry: _entry, ...recorded } = JSON.parse(first) as Record<string, unknown>;
    expect(JSON.parse(await type(home, [...add, "--op-id", op]))).toMatchObject(recorded);
    const dry = ["keys", "add", "staging-x", "--environment", "staging", "--dry-run", "--json"];
    expect(Object.keys(JSON.parse(await type(home, dry)) as object)).toEqual(["entry", "durable"]);
    await writeFile(join(home.folder, "work", ".env"), "A=1\n");
    const none = ["keys", "import", ".env", "--env", "--environment", "staging", "--json"];
    expect(JSON.parse(await type(home, none))).toMatchObject({ added: [], seq: 2, events: [] });
    await using fresh = await tempHome();
    await writeFile(join(fresh.folder, "work", ".env"), "A=1\n");
    expect(JSON.parse(await type(fresh, none))).toMatchObject({ added: [], seq: 0, events: [] });
  });

  it("warns about a bad name and a shared value, or refuses the name when it is told to", async () => {
    await using home = await tempHome();
    await writeFile(join(home.folder, "work", "key.txt"), SECRET, { mode: 0o600 });
    await type(home, [
      "keys",
      "add",
      "production-a",
      "--environment",
      "production",
      "--secret-file",
      "key.txt",
    ]);
    const second = await cli(
      ["keys", "add", "Web App", "--environment", "staging", "--secret-file", "key.txt"],
      { home },
    );
    expect(second.stderr).toMatch(/better: staging-web-app/);
    expect(second.stderr).toMatch(/same value as production-a \(production\)/);
    const strict = await cli(["keys", "add", "test", "--environment", "staging", "--strict"], {
      home,
    });
    expect([strict.code, strict.stderr]).toEqual([
      2,
      expect.stringMatching(/keys add staging-service/),
    ]);
    const checked = await cli(["keys", "check"], { home });
    expect(checked.code).toBe(1);
    expect(checked.stdout).toMatch(/production-a {2}shared-environment/);
    expect(`${second.stderr}${checked.stdout}`).not.toContain(SECRET);
  });

  it("says in a calendar when each key is due", async () => {
    await using home = await tempHome();
    await type(home, [
      "keys",
      "add",
      "production-a",
      "--environment",
      "production",
      "--created-at",
      "2026-11-01",
    ]);
    const text = await type(home, ["keys", "due", "--format", "ics"]);
    expect(text).toContain("DTSTART;VALUE=DATE:20270130");
    expect(text).toMatch(/SUMMARY:Rotate production-a\r\n/);
  });
});

describe("importing", { timeout: 60_000 }, () => {
  it("takes a list with all its rows, or nothing at all", async () => {
    await using home = await tempHome();
    const file = join(home.folder, "work", "keys.csv");
    const good =
      "Name;Env;Team;Colour\r\nproduction-web;prod;web;red\r\n=cmd();staging;ops;blue\r\n";
    await writeFile(file, `${good}staging-x;moon;ops;green\r\n`);
    const refused = await cli(["keys", "import", "keys.csv"], { home });
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringMatching(/line 4: .*"moon"/)]);
    await writeFile(file, good);
    const dry = await cli(["keys", "import", "keys.csv", "--dry-run"], { home });
    expect(dry.stdout).toMatch(/would register production-web/);
    expect(dry.stderr).toMatch(/not taken: Colour/);
    expect(await entries(home)).toEqual([]);
    await type(home, ["keys", "import", "keys.csv"]);
    expect((await entries(home)).map(({ name, environment }) => [name, environment])).toEqual([
      ["production-web", "production"],
      ["=cmd()", "staging"],
    ]);
    expect(await type(home, ["keys", "import", "keys.csv"])).toMatch(
      /known already: production-web/,
    );
  });

  it("refuses a list that holds a key's value, and says neither value nor line of it", async () => {
    await using home = await tempHome();
    await writeFile(
      join(home.folder, "work", "keys.csv"),
      `name,env,value\nproduction-web,prod,${SECRET}\n`,
    );
    const ended = await cli(["keys", "import", "keys.csv", "--map", "value=purpose"], { home });
    expect(ended.code).toBe(2);
    expect(ended.stderr).toMatch(/line 2: it holds a key's value/);
    expect(ended.stderr).not.toContain(SECRET);
  });

  it("recognises the keys of a .env by fingerprint, and keeps no value anywhere", async () => {
    await using home = await tempHome();
    const text = `BAYT_API_KEY=${SECRET}\nAGAIN=${SECRET}\nSESSION_SECRET=hunter2hunter2hunter2\nPORT=80\n`;
    await writeFile(join(home.folder, "work", ".env"), text);
    const ended = await cli(["keys", "import", ".env", "--env", "--environment", "production"], {
      home,
    });
    expect(ended.stdout).toMatch(/registered production-bayt-api-key .* \.\.ts42/);
    const all = await entries(home);
    expect(all).toHaveLength(1);
    expect(all[0]).toMatchObject({
      last4: "ts42",
      fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/) as string,
    });
    const journal = join(home.store, "register", "journal");
    for (const name of await readdir(journal))
      expect(await readFile(join(journal, name), "utf8")).not.toContain(SECRET);
    expect(`${ended.stdout}${ended.stderr}`).not.toContain(SECRET);
  });
});

describe("checked against vendor and places", { timeout: 60_000 }, () => {
  it("finds what the register does not know, changes nothing, and lets members manage no key", async () => {
    await using scene = await openScene();
    const before = (await readFile(scene.sandbox.requestLog, "utf8")).split("\n").length;
    const checked = await scene.expectExit(1, "keys check --json");
    const { findings } = jsonOf<{ findings: readonly { id: string; why: string }[] }>(checked);
    expect(
      findings.filter((one) => one.id === "unregistered").map((one) => one.why),
    ).toContainEqual(expect.stringMatching(/lists production-web-app/));
    const requests = (await readFile(scene.sandbox.requestLog, "utf8"))
      .split("\n")
      .slice(before - 1);
    const asked = requests
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as { path: string; effect: string | null });
    expect(asked.some(({ path }) => path === "/v1/keys")).toBe(true);
    expect(asked.filter(({ effect }) => effect !== null)).toEqual([]);

    for (const line of [
      "keys add production-x --environment production",
      "keys edit production-x --owner a",
      "keys retire production-x --because b",
      "keys import claro-ir.yaml --env --environment staging",
    ]) {
      const refused = await scene.expectExit(3, `${line} --operator kim`);
      expect(refused.stderr).toMatch(/kim is member, and only Owner and Admin manage keys/);
      expect(refused.stderr).toMatch(/dana/);
    }
    expect(await scene.expectExit(0, "keys due")).toMatchObject({
      stdout: expect.any(String) as string,
    });
  });

  it("does not say deleted of a key that the vendor lists", async () => {
    await using scene = await openScene();
    await scene.expectExit(
      0,
      "keys add production-web-app --environment production --provider claro",
    );
    const refused = await scene.expectExit(
      3,
      `keys retire production-web-app --deleted --because "gone"`,
    );
    expect(refused.stderr).toMatch(/still listed/);
  });
});
