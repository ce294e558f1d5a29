// A look at the store's folder: what is wrong with it is said, and nothing is made, changed or left there.
import { chmod, mkdir, readdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { examineStore } from "../../../src/adapters/store/examine-store.ts";
import { openStore } from "../../../src/adapters/store/open-store.ts";
import { draft, STREAM } from "../../core/journal/drafts.ts";
import { tempFolder } from "./folder.ts";

async function store(): Promise<string> {
  const path = join(await tempFolder(), "state");
  const { journal, vault } = await openStore(path);
  await journal.append(STREAM, 0, [draft(1)]);
  await vault.salt();
  return path;
}

function examine(path: string) {
  return examineStore({ path, why: "--store" });
}

describe("the store's folder", () => {
  it("is fine as we make it, and looks the same afterwards", async () => {
    const path = await store();
    const before = await readdir(path, { recursive: true });
    const found = await examine(path);
    expect(found).toMatchObject({ exists: true, usable: true, faults: [], why: "--store" });
    expect(found.freeBytes).toBeGreaterThan(0);
    expect(await readdir(path, { recursive: true })).toEqual(before);
  });

  it("may be missing, and is not made by looking", async () => {
    const folder = await tempFolder();
    const found = await examine(join(folder, "not", "yet", "state"));
    expect(found).toMatchObject({ exists: false, usable: false, faults: [] });
    expect(await readdir(folder)).toEqual([]);
  });

  it("must be a folder of our own, closed to others", async () => {
    const path = await store();
    await chmod(path, 0o750);
    expect(await examine(path)).toMatchObject({
      usable: false,
      faults: [{ what: `others can open ${path}`, fix: `chmod 700 ${path}` }],
    });
    const link = join(await tempFolder(), "link");
    await symlink(path, link);
    expect(await examine(link)).toMatchObject({
      usable: false,
      faults: [{ fix: `ls -ld ${link}` }],
    });
  });

  it("holds nothing that others could read, a rehearsal's play room apart", async () => {
    const path = await store();
    await mkdir(join(path, "drills", "one"), { recursive: true });
    await writeFile(join(path, "drills", "one", "compose.yml"), "", { mode: 0o644 });
    await writeFile(join(path, "README.md"), "", { mode: 0o644 });
    expect((await examine(path)).faults).toEqual([]);
    const event = join(path, "incidents", STREAM, "journal", "00000001.json");
    await chmod(event, 0o604);
    await chmod(join(path, "salt"), 0o640);
    const { faults } = await examine(path);
    expect(faults.map((one) => one.fix)).toEqual([`chmod -R go= ${path}`]);
    expect(faults[0]?.what).toContain("and 1 more");
  });
});
