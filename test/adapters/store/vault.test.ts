// Files beside the journal: the same rules on disk and in memory.
import { mkdir, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fileVault } from "../../../src/adapters/store/file-vault.ts";
import { memoryVault } from "../../../src/adapters/store/memory-vault.ts";
import { sha256 } from "../../../src/adapters/system/digest.ts";
import { ClaroIrError } from "../../../src/core/error.ts";
import type { Vault } from "../../../src/ports/vault.ts";
import { STREAM } from "../../core/journal/drafts.ts";
import { tempFolder } from "./folder.ts";

const VAULTS: readonly [string, () => Promise<Vault>][] = [
  ["on disk", async () => fileVault(await tempFolder(), sha256)],
  ["in memory", async () => memoryVault(sha256, new Uint8Array(32).fill(7))],
];

function bytes(content: string): Uint8Array {
  return new TextEncoder().encode(content);
}

function text(content: Uint8Array | undefined): string {
  return new TextDecoder().decode(content);
}

describe.each(VAULTS)("a vault %s", (_, make) => {
  it("names evidence by its digest and takes the same again", async () => {
    const vault = await make();
    const stored = await vault.putEvidence(STREAM, bytes("usage"), "JSON");
    expect(stored).toEqual({
      sha256: sha256("usage"),
      size: 5,
      file: `evidence/${sha256("usage")}.json`,
    });
    expect(await vault.putEvidence(STREAM, bytes("usage"), "json")).toEqual(stored);
    expect(text(await vault.readFile(STREAM, stored.file))).toBe("usage");
  });

  it("takes evidence in as it comes, and gives it piece by piece", async () => {
    const vault = await make();
    async function* log(): AsyncGenerator<Uint8Array> {
      yield bytes("one\n");
      yield bytes("two\n");
    }
    const stored = await vault.takeEvidence(STREAM, log(), "log");
    expect(stored).toEqual({
      sha256: sha256("one\ntwo\n"),
      size: 8,
      file: `evidence/${sha256("one\ntwo\n")}.log`,
    });
    expect(await vault.takeEvidence(STREAM, log(), "log")).toEqual(stored);
    expect(await vault.putEvidence(STREAM, bytes("one\ntwo\n"), "log")).toEqual(stored);
    let whole = "";
    for await (const piece of vault.pieces(STREAM, stored.file)) whole += text(piece);
    expect(whole).toBe("one\ntwo\n");
    expect(vault.pathOf(STREAM, stored.file)).toBe(
      `${vault.location}/incidents/${STREAM}/${stored.file}`,
    );
  });

  it("leaves nothing of evidence whose source fails on the way", async () => {
    const vault = await make();
    async function* cut(): AsyncGenerator<Uint8Array> {
      yield bytes("half of it");
      throw new ClaroIrError("usage", "changed", "it was cut while it was read");
    }
    await expect(vault.takeEvidence(STREAM, cut(), "log")).rejects.toMatchObject({
      code: "changed",
    });
    await expect(
      vault.readFile(STREAM, `evidence/${sha256("half of it")}.log`),
    ).rejects.toMatchObject({ kind: "damaged" });
  });

  it("says that a stored file is missing", async () => {
    const vault = await make();
    await expect(vault.readFile(STREAM, "evidence/ab12.json")).rejects.toMatchObject({
      kind: "damaged",
    });
    await expect(vault.getRunbook(STREAM, "", false)).rejects.toMatchObject({ kind: "damaged" });
  });

  it("never overwrites a sealed key by another, unless it is asked to re-seal", async () => {
    const vault = await make();
    await vault.putSealed(STREAM, "op-1", bytes("cipher"));
    await vault.putSealed(STREAM, "op-1", bytes("cipher"));
    await expect(vault.putSealed(STREAM, "op-1", bytes("other"))).rejects.toMatchObject({
      kind: "refused",
    });
    expect(text(await vault.getSealed(STREAM, "op-1"))).toBe("cipher");
    await vault.replaceSealed(STREAM, "op-1", bytes("for two"));
    expect(text(await vault.getSealed(STREAM, "op-1"))).toBe("for two");
    await vault.putSealed(STREAM, "op-0", bytes("x"));
    expect(await vault.listSealed(STREAM)).toEqual(["op-0", "op-1"]);
    await vault.removeSealed(STREAM, "op-1");
    await vault.removeSealed(STREAM, "op-1");
    expect(await vault.getSealed(STREAM, "op-1")).toBeUndefined();
    expect(await vault.listSealed(STREAM)).toEqual(["op-0"]);
    expect(await vault.listSealed("register")).toEqual([]);
  });

  it("pins the runbook and rewrites reports", async () => {
    const vault = await make();
    await vault.putRunbook(STREAM, "id: x\n", '{"id":"x"}');
    const json = '{"id":"x"}';
    expect(await vault.getRunbook(STREAM, sha256(json), false)).toBe(json);
    await expect(vault.getRunbook(STREAM, sha256('{"id":"y"}'), false)).rejects.toMatchObject({
      kind: "damaged",
    });
    expect(text(await vault.readFile(STREAM, "runbook.yaml"))).toBe("id: x\n");
    expect(await vault.getReport(STREAM, "postmortem.md")).toBeUndefined();
    await vault.putReport(STREAM, "postmortem.md", "one");
    const path = await vault.putReport(STREAM, "postmortem.md", "two");
    expect(path).toBe(`${vault.location}/incidents/${STREAM}/reports/postmortem.md`);
    expect(await vault.getReport(STREAM, "postmortem.md")).toBe("two");
  });

  it("keeps one salt", async () => {
    const vault = await make();
    const [a, b] = await Promise.all([vault.salt(), vault.salt()]);
    expect(a).toHaveLength(32);
    expect(Buffer.from(a).equals(b)).toBe(true);
    expect(Buffer.from(a).equals(await vault.salt())).toBe(true);
  });

  it("takes no name that leads elsewhere", async () => {
    const vault = await make();
    const usage = { kind: "usage" };
    await expect(vault.putEvidence(STREAM, bytes("x"), "../x")).rejects.toMatchObject(usage);
    await expect(vault.putEvidence("../x", bytes("x"), "txt")).rejects.toMatchObject(usage);
    await expect(vault.putSealed(STREAM, "../op", bytes("x"))).rejects.toMatchObject(usage);
    await expect(vault.getSealed(STREAM, "a/b")).rejects.toMatchObject(usage);
    await expect(vault.putReport(STREAM, "../r.md", "x")).rejects.toMatchObject(usage);
    await expect(vault.putReport(STREAM, ".gitignore", "x")).rejects.toMatchObject(usage);
    for (const file of [
      "../salt",
      "journal/00000001.json",
      "evidence/../x",
      "/etc/passwd",
      "evidence/.x",
    ])
      await expect(vault.readFile(STREAM, file)).rejects.toMatchObject(usage);
  });
});

describe("a vault on disk", () => {
  it("keeps everything private and leaves no temporary files", async () => {
    const root = await tempFolder();
    const vault = fileVault(root, sha256);
    await vault.salt();
    await vault.putSealed(STREAM, "op", bytes("c"));
    await vault.putReport(STREAM, "r.md", "r");
    for (const name of await readdir(root, { recursive: true })) {
      const { mode } = await stat(join(root, name));
      expect(mode & 0o077).toBe(0);
      expect(name).not.toContain(".t-");
    }
  });

  it("shows evidence that was changed", async () => {
    const root = await tempFolder();
    const vault = fileVault(root, sha256);
    const { file } = await vault.putEvidence(STREAM, bytes("usage"), "json");
    await writeFile(join(root, "incidents", STREAM, file), "abuse");
    await expect(vault.readFile(STREAM, file)).rejects.toMatchObject({ kind: "damaged" });
    await expect(vault.putEvidence(STREAM, bytes("usage"), "json")).rejects.toMatchObject({
      kind: "damaged",
    });
  });

  it("follows no links and makes no second salt over a broken one", async () => {
    const root = await tempFolder();
    const outside = await tempFolder();
    await mkdir(join(root, "incidents", STREAM), { recursive: true });
    await symlink(outside, join(root, "incidents", STREAM, "sealed"));
    const vault = fileVault(root, sha256);
    await expect(vault.putSealed(STREAM, "op", bytes("c"))).rejects.toMatchObject({
      code: "unsafe-store",
    });
    await rm(join(root, "incidents", STREAM, "sealed"));
    await mkdir(join(root, "incidents", STREAM, "sealed"));
    await writeFile(join(outside, "key"), "elsewhere");
    await symlink(join(outside, "key"), join(root, "incidents", STREAM, "sealed/op.age"));
    await expect(vault.getSealed(STREAM, "op")).rejects.toMatchObject({ kind: "damaged" });
    expect(await readFile(join(outside, "key"), "utf8")).toBe("elsewhere");
    await writeFile(join(root, "salt"), "short");
    await expect(vault.salt()).rejects.toMatchObject({ kind: "damaged" });
  });
});
