import { chmod, chown, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findConfig } from "../../../src/adapters/config/find-config.ts";
import { loadConfig } from "../../../src/adapters/config/load-config.ts";

let root = "";
let cwd = "";
let home = "";

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "claro-ir-find-"));
  cwd = join(root, "project/app/src");
  home = join(root, "home");
  await mkdir(cwd, { recursive: true });
});

afterEach(() => rm(root, { recursive: true }));

async function put(path: string): Promise<string> {
  const full = join(root, path);
  await mkdir(dirname(full), { recursive: true });
  await writeFile(full, "version: 1\n", { mode: 0o600 });
  return full;
}

function find(flag?: string, env: Record<string, string> = {}): Promise<string | undefined> {
  return findConfig({ flag, env, cwd, home });
}

describe("findConfig", () => {
  it("prefers the flag, then the environment, then the nearest file upwards, then the user's own", async () => {
    expect(await find()).toBeUndefined();
    const user = await put("home/.config/claro-ir/claro-ir.yaml");
    expect(await find()).toBe(user);
    const project = await put("project/claro-ir.yaml");
    expect(await find()).toBe(project);
    const near = await put("project/app/claro-ir.yaml");
    expect(await find()).toBe(near);
    const env = await put("env.yaml");
    expect(await find(undefined, { CLARO_IR_CONFIG: env })).toBe(env);
    const flag = await put("project/app/src/other.yaml");
    expect(await find("other.yaml", { CLARO_IR_CONFIG: env })).toBe(flag);
    expect(await find(undefined, { CLARO_IR_CONFIG: "" })).toBe(near);
  });

  it("looks in XDG_CONFIG_HOME instead of ~/.config", async () => {
    await put("home/.config/claro-ir/claro-ir.yaml");
    const xdg = await put("xdg/claro-ir/claro-ir.yaml");
    expect(await find(undefined, { XDG_CONFIG_HOME: join(root, "xdg") })).toBe(xdg);
    expect(
      await findConfig({ flag: undefined, env: {}, cwd, home, xdgConfigHome: join(root, "xdg") }),
    ).toBe(xdg);
  });

  it("says which of the two named a file that does not exist", async () => {
    await expect(find("none.yaml")).rejects.toMatchObject({
      kind: "usage",
      message: `${join(cwd, "none.yaml")}, named by --config, does not exist`,
    });
    await expect(find(undefined, { CLARO_IR_CONFIG: "~/none.yaml" })).rejects.toMatchObject({
      message: `${join(home, "none.yaml")}, named by CLARO_IR_CONFIG, does not exist`,
    });
  });

  it("refuses, and does not skip, a file that others may write", async () => {
    await put("project/claro-ir.yaml");
    const near = await put("project/app/claro-ir.yaml");
    await chmod(near, 0o664);
    await expect(find()).rejects.toMatchObject({ kind: "usage", code: "config-writable" });
    await expect(find(near)).rejects.toMatchObject({ code: "config-writable" });
  });

  it.runIf(process.getuid?.() === 0)("refuses a file that another user owns", async () => {
    const near = await put("project/app/claro-ir.yaml");
    await chown(near, 12345, 12345);
    await expect(find()).rejects.toMatchObject({ kind: "usage", code: "config-not-ours" });
    await expect(loadConfig(near, { osUser: "dana", home })).rejects.toMatchObject({
      code: "config-not-ours",
    });
  });
});
