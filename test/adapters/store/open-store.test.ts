import { chmod, chown, mkdir, readdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findStore } from "../../../src/adapters/store/find-store.ts";
import type { StoreHints } from "../../../src/adapters/store/find-store.ts";
import { openStore } from "../../../src/adapters/store/open-store.ts";
import { draft, STREAM } from "../../core/journal/drafts.ts";
import { tempFolder } from "./folder.ts";

async function modeOf(path: string): Promise<string> {
  return ((await stat(path)).mode & 0o777).toString(8);
}

describe("opening a store", () => {
  it("makes a private folder that ignores itself in git", async () => {
    const root = join(await tempFolder(), "a/b/state");
    const store = await openStore(root);
    expect(store.location).toBe(root);
    expect(await modeOf(root)).toBe("700");
    expect(await readdir(root)).toEqual([".gitignore"]);
    expect(await readFile(join(root, ".gitignore"), "utf8")).toBe("*\n");
    expect((await store.journal.append(STREAM, 0, [draft(1)])).ok).toBe(true);
    expect((await (await openStore(root)).journal.head(STREAM)).seq).toBe(1);
  });

  it("closes the repository's own state/ to others as long as it holds no record", async () => {
    const root = join(await tempFolder(), "state");
    await mkdir(root, { mode: 0o755 });
    await writeFile(join(root, "README.md"), "what this is");
    await openStore(root);
    expect(await modeOf(root)).toBe("700");
  });

  it("refuses one with records that others can open, and says how to close it", async () => {
    const root = join(await tempFolder(), "state");
    const { journal } = await openStore(root);
    await journal.append(STREAM, 0, [draft(1)]);
    for (const mode of [0o755, 0o750, 0o701, 0o720]) {
      await chmod(root, mode);
      await expect(openStore(root)).rejects.toMatchObject({
        kind: "usage",
        exitCode: 2,
        hint: `chmod 700 ${root}`,
      });
      expect(await modeOf(root)).toBe(mode.toString(8));
    }
    await chmod(root, 0o700);
    expect((await (await openStore(root)).journal.read(STREAM)).events).toHaveLength(1);
  });

  it("leaves somebody's other folder alone", async () => {
    const root = await tempFolder();
    await chmod(root, 0o755);
    await writeFile(join(root, "package.json"), "{}");
    await expect(openStore(root)).rejects.toMatchObject({ kind: "usage", code: "unsafe-store" });
    expect(await modeOf(root)).toBe("755");
    expect(await readdir(root)).toEqual(["package.json"]);
  });

  it("refuses a link, a file and a folder of another user", async () => {
    const folder = await tempFolder();
    const real = join(folder, "real");
    await openStore(real);
    await symlink(real, join(folder, "link"));
    await expect(openStore(join(folder, "link"))).rejects.toThrow("symbolic link");
    await writeFile(join(folder, "file"), "");
    await expect(openStore(join(folder, "file"))).rejects.toThrow("not a folder");
    if (process.getuid?.() !== 0) {
      console.warn("SKIPPED: only root can give a folder away, another owner was not tested");
      return;
    }
    await chown(real, 12_345, 12_345);
    await expect(openStore(real)).rejects.toThrow("another user (uid 12345)");
  });

  it("falls back to no other place when the folder cannot be made", async () => {
    const folder = await tempFolder();
    await writeFile(join(folder, "file"), "");
    await expect(openStore(join(folder, "file/state"))).rejects.toMatchObject({
      kind: "not-durable",
    });
  });
});

describe("finding the store", () => {
  const NONE: StoreHints = {
    flag: null,
    env: null,
    configStore: null,
    configFolder: null,
    cwd: "/nowhere",
    xdgStateHome: null,
    home: null,
  };

  it("goes by one order of places", () => {
    const all: StoreHints = {
      flag: "a",
      env: "b",
      configStore: "c",
      configFolder: "/conf",
      cwd: "/here",
      xdgStateHome: "/xdg",
      home: "/home/dana",
    };
    expect(findStore(all)).toEqual({ path: "/here/a", why: "--store" });
    expect(findStore({ ...all, flag: null })).toEqual({ path: "/here/b", why: "CLARO_IR_STORE" });
    const config = { ...all, flag: null, env: "" };
    expect(findStore(config).path).toBe("/conf/c");
    expect(findStore({ ...config, configStore: "~/ir" }).path).toBe("/home/dana/ir");
    expect(findStore({ ...config, configStore: null }).path).toBe("/conf/state");
    const bare = { ...config, configStore: null, configFolder: null };
    expect(findStore(bare).path).toBe("/xdg/claro-ir");
    expect(findStore({ ...bare, xdgStateHome: "relative" }).path).toBe(
      "/home/dana/.local/state/claro-ir",
    );
    expect(findStore({ ...bare, xdgStateHome: null }).path).toBe(
      "/home/dana/.local/state/claro-ir",
    );
  });

  it("takes ./state only when it is ours", async () => {
    const cwd = await tempFolder();
    const state = join(cwd, "state");
    const hints = { ...NONE, cwd, home: "/home/dana" };
    await mkdir(state);
    expect(findStore(hints).path).not.toBe(state);
    await writeFile(join(state, "reducer.js"), "");
    expect(findStore(hints).path).not.toBe(state);
    await mkdir(join(state, "incidents"));
    expect(findStore(hints).path).toBe(state);
    const other = await tempFolder();
    await openStore(join(other, "state"));
    expect(findStore({ ...hints, cwd: other }).path).toBe(join(other, "state"));
  });

  it("says what to type where there is no home, and never shows a database address", () => {
    expect(() => findStore(NONE)).toThrow("no home folder");
    const address = { ...NONE, env: "postgres://dana:hunter2@db/ir" };
    expect(() => findStore(address)).toThrow(
      /^The store is a folder; a database address was given\.$/,
    );
  });
});
