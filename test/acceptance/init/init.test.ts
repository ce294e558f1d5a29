// `init` by flags in real folders: what it finds, what it writes, what it leaves alone, and that `doctor` takes it from there.
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { PROVIDERS } from "../../../src/adapters/provider/index.ts";
import type { Diagnosis } from "../../../src/app/doctor.ts";
import type { SetupResult } from "../../../src/app/setup/init.ts";
import { cli, jsonOf, tempHome, type Ended, type Home } from "../../support/cli.ts";
import { sharedHands } from "../../support/hands.ts";
import { project, traps, VALUE } from "./folder.ts";

const FLAGS = ["--workspace", "acme", "--operator", "dana:owner,sam:admin"] as const;

async function init(home: Home, ...args: readonly string[]): Promise<Ended> {
  return sharedHands().run(["init", ...args], { home });
}

async function targetsOf(
  home: Home,
): Promise<readonly { id: string; kind: string; environment: string }[]> {
  const ended = await sharedHands().run(["targets", "list", "--json"], {
    home,
    env: { CLARO_IR_OPERATOR: "dana" },
  });
  return jsonOf<{ configured: { id: string; kind: string; environment: string }[] }>(ended)
    .configured;
}

describe("init", { timeout: 60_000 }, () => {
  it("finds a place of each kind and writes a file that loads, for its owner alone", async () => {
    await using home = await tempHome();
    const folder = project(home);
    const ended = await init(home, ...FLAGS, "--json");
    expect(ended.code).toBe(0);
    expect(jsonOf<SetupResult>(ended)).toMatchObject({ written: true, next: "claro-ir doctor" });
    expect((await stat(join(folder, "claro-ir.yaml"))).mode & 0o777).toBe(0o600);
    const found = (await targetsOf(home)).map((one) => `${one.id} ${one.kind} ${one.environment}`);
    expect(found).toEqual([
      "deploy-web-conf docker-env-file production",
      "app-env dotenv production",
      "staging-env dotenv staging",
      "kubernetes-shop-web-keys exec production",
      "kubernetes-shop-other exec production",
      "acme-web github-actions production",
      "dockerfile manual production",
    ]);
  });

  it("leaves nothing for doctor to say against what it wrote", async () => {
    await using home = await tempHome();
    project(home);
    await init(home, ...FLAGS, "--target", "app-env", "--target", "staging-env");
    const ended = await sharedHands().run(["doctor", "--json"], {
      home,
      // Nobody is asked for real: every way out ends here.
      env: { CLARO_IR_OPERATOR: "dana", HTTPS_PROXY: "http://127.0.0.1:1" },
    });
    const { findings } = jsonOf<Diagnosis>(ended);
    const red = findings.filter((one) => one.level === "red").map((one) => one.check);
    // A colleague, a rehearsal and the vendor's answer cannot be written into a file; the runbooks age.
    expect(
      red.filter((check) => !["recipients", "drill", "provider", "runbook"].includes(check)),
    ).toEqual([]);
    const green = findings
      .filter((one) => one.level === "green")
      .map((one) => `${one.check} ${one.about}`);
    expect(green).toContain("target app-env");
    expect(green).toContain("identity ");
  });

  it("never shows a value", async () => {
    await using home = await tempHome();
    const folder = project(home);
    const dry = await init(home, "--dry-run");
    const wet = await init(home, ...FLAGS);
    const written = await readFile(join(folder, "claro-ir.yaml"), "utf8");
    for (const text of [dry.stdout, dry.stderr, wet.stdout, wet.stderr, written])
      expect(text).not.toContain(VALUE.slice(8));
    expect(written).toContain("secret: BAYT_API_KEY");
    expect(dry.stdout).toContain("secret: BAYT_API_KEY");
  });

  it("writes nothing in a dry run, no identity either", async () => {
    await using home = await tempHome();
    const folder = project(home);
    expect((await init(home, "--dry-run")).code).toBe(0);
    expect(await readdir(folder)).not.toContain("claro-ir.yaml");
    expect(await readdir(home.folder)).not.toContain("identity.txt");
  });

  it("changes no file that is there, and says what could be added", async () => {
    await using home = await tempHome();
    const folder = project(home);
    await init(home, ...FLAGS, "--target", "app-env");
    const before = await readFile(join(folder, "claro-ir.yaml"), "utf8");
    const again = await init(home, ...FLAGS);
    expect(again.code).toBe(4);
    expect(again.stdout).toContain("+   - { id: staging-env, kind: dotenv, path: staging/.env");
    expect(again.stdout).not.toContain("path: app/.env,");
    expect(again.stderr).toContain("claro-ir doctor");
    expect(await readFile(join(folder, "claro-ir.yaml"), "utf8")).toBe(before);
  });

  it("asks for what it must know where nobody can be asked", async () => {
    await using home = await tempHome();
    const ended = await init(home);
    expect([ended.code, ended.stderr]).toEqual([
      2,
      expect.stringContaining("--workspace work --operator"),
    ]);
    const wrong = await init(home, ...FLAGS, "--target", "nowhere");
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining("nowhere")]);
    expect((await init(home, "--yes", "--operator", "dana:king")).code).toBe(2);
  });

  it("says which configuration it takes the place of", async () => {
    await using home = await tempHome();
    project(home);
    await init(home, ...FLAGS, "--target", "none");
    const below = join(home.folder, "work", "app", "claro-ir.yaml");
    const ended = await init(home, ...FLAGS, "--target", "none", "--config", below);
    expect(ended.code).toBe(0);
    expect(ended.stderr).toContain(
      `in use here until now: ${join(home.folder, "work", "claro-ir.yaml")}`,
    );
  });

  it.each(PROVIDERS.map((one) => one.kind))(
    "writes an entry for the provider %s that loads",
    async (kind) => {
      await using home = await tempHome();
      const ended = await init(home, ...FLAGS, "--provider", kind, "--target", "none");
      expect([ended.code, ended.stderr]).toEqual([0, ""]);
      expect(await targetsOf(home)).toEqual([]);
    },
  );

  it("comes through a folder full of traps", async () => {
    await using home = await tempHome();
    const folder = project(home);
    traps(folder);
    const ended = await cli(["init", ...FLAGS], { home });
    expect([ended.code, ended.stderr]).toEqual([
      0,
      expect.stringContaining("broken/compose.yaml could not be read"),
    ]);
    const places = await targetsOf(home);
    expect(places.map((one) => one.id)).toContain("it-s-here-a-b-c-env");
    expect(places.map((one) => one.id)).toContain("links-env");
    const written = await readFile(join(folder, "claro-ir.yaml"), "utf8");
    expect(written).toContain(`path: "it's \\"here\\": {a, b} # [c]/.env"`);
    for (const word of [
      "huge",
      "binary",
      "break",
      "loop",
      "zero",
      "self",
      "passwd",
      "outside",
      VALUE.slice(8),
    ])
      expect(written + ended.stdout + ended.stderr).not.toContain(word);
  });
});
