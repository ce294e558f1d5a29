// Evidence over real files: copied under its digest, sealed where it holds a key, shown and given out without it, every touch on record.
import { execFileSync } from "node:child_process";
import { appendFile, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { extract } from "tar-stream";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { sha256 } from "../../src/adapters/system/digest.ts";
import type { App } from "../../src/app/context.ts";
import { storeEvidence } from "../../src/app/evidence.ts";
import { exportEvidence } from "../../src/app/export-evidence.ts";
import { record } from "../../src/app/incident.ts";
import { showEvidence } from "../../src/app/show-evidence.ts";
import { verifyStore } from "../../src/app/verify.ts";
import { custodyRows } from "../../src/core/report/custody.ts";
import { begin, failure, OLD, Room } from "../support/memory-app.ts";

let room: Room;
let app: App;
let id: string;
let folder: string;

beforeEach(async () => {
  room = new Room();
  app = room.app();
  id = await begin(app);
  folder = await mkdtemp(join(tmpdir(), "claro-ir-evidence-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
});

async function file(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

async function added(path: string) {
  const fact = await storeEvidence(app, id, path, {});
  await record(app, id, [fact]);
  return fact.data;
}

async function stored(path: string): Promise<string> {
  return new TextDecoder().decode(await room.vault.readFile(id, path));
}

const CLEAN = '{"ip":"203.0.113.9","status":200}\n';
const HOLDS = `${CLEAN}{"ip":"10.0.0.7","authorization":"${OLD}"}\n`;

describe("a file", () => {
  it("is copied byte by byte, with its digest, size, name and where it came from", async () => {
    const path = await file("access.jsonl", CLEAN);
    const data = await added(path);
    expect(data).toEqual({
      sha256: sha256(CLEAN),
      size: CLEAN.length,
      file: `evidence/${sha256(CLEAN)}.jsonl`,
      name: "access.jsonl",
      step: null,
      credential: null,
      source: path,
    });
    expect(await stored(data.file)).toBe(CLEAN);
  });

  it("that holds a key in clear is sealed; beside it lies a twin without the key, both digests on record", async () => {
    const data = await added(await file("access.log", HOLDS));
    expect(data.sha256).toBe(sha256(HOLDS));
    expect(data.file).toBe(`evidence/${data.sealed?.sha256}.age`);
    const twin = await stored(data.redacted?.file ?? "");
    expect(twin).toBe(HOLDS.replace(OLD, "[key]"));
    expect(data.redacted?.sha256).toBe(sha256(twin));
    expect(await stored(data.file)).not.toContain(OLD);
    expect(await room.printed(id)).not.toContain(OLD);
  });

  it.each([
    ["gz", gzipSync],
    ["zst", zstdCompressSync],
  ])(
    "is looked into through .%s, also where that is several in one, and its twin is the unpacked text",
    async (suffix, pack) => {
      const packed = Buffer.concat([pack(CLEAN), pack(HOLDS)]);
      const data = await added(await file(`access.log.${suffix}`, packed));
      expect(data.sealed).toBeDefined();
      expect(data.redacted?.file).toMatch(/\.log$/);
      expect(await stored(data.redacted?.file ?? "")).toBe(CLEAN + HOLDS.replace(OLD, "[key]"));
    },
  );

  it("is looked into when it is UTF-16, and when the key lies behind a mebibyte of one line", async () => {
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(HOLDS, "utf16le")]);
    expect((await added(await file("windows.log", utf16))).sealed).toBeDefined();
    const long = `${"x".repeat(1_500_000)} ${OLD} ${"y".repeat(1_500_000)}\n`;
    const data = await added(await file("long.log", long));
    expect(await stored(data.redacted?.file ?? "")).toBe(long.replace(OLD, "[key]"));
  });

  it("that is no text has no twin, and is not shown", async () => {
    const bytes = Buffer.concat([Buffer.alloc(4000), Buffer.from(OLD)]);
    const data = await added(await file("memory.dump", bytes));
    expect(data).toMatchObject({ redacted: null });
    expect((await failure(showEvidence(app, id, "memory.dump", 10))).code).toBe("sealed");
  });

  it("that grows is copied as long as it was; a link to one is the one; a pipe is none", async () => {
    const path = await file("growing.log", CLEAN);
    const opened = await app.evidenceFiles.open(path);
    await appendFile(path, CLEAN);
    let size = 0;
    for await (const bytes of opened.pieces()) size += bytes.length;
    await opened.close();
    expect(size).toBe(CLEAN.length);
    await symlink(path, join(folder, "link.log"));
    expect((await added(join(folder, "link.log"))).size).toBe(2 * CLEAN.length);
    execFileSync("mkfifo", [join(folder, "pipe")]);
    expect((await failure(storeEvidence(app, id, join(folder, "pipe"), {}))).code).toBe(
      "cannot-read",
    );
    expect((await failure(storeEvidence(app, id, folder, {}))).exitCode).toBe(2);
  });
});

it("every look and every export is a row of the custody table, in order", async () => {
  const { sha256: digest } = await added(await file("access.log", HOLDS));
  expect(await showEvidence(app, id, "access.log", 1)).toEqual([
    CLEAN.trimEnd(),
    "(more: --lines 10)",
  ]);
  await exportEvidence(app, id, join(folder, "bag"));
  const rows = custodyRows(await room.events(id));
  expect(rows.map(({ act, by, sha256: of }) => [act, by, of])).toEqual([
    ["added", "dana", digest],
    ["viewed", "dana", digest],
    ["exported", "dana", digest],
  ]);
  expect(rows[0]?.redacted).toMatch(/^[0-9a-f]{64}$/);
});

describe("an export", () => {
  it("is a bag that sha256sum checks by itself, without any key, with the journal and who touched what", async () => {
    await added(await file("access.log", HOLDS));
    await added(await file("clean.jsonl", CLEAN));
    const bag = join(folder, "bag");
    const lines = await exportEvidence(app, id, bag);
    for (const manifest of ["manifest-sha256.txt", "tagmanifest-sha256.txt"]) {
      const said = execFileSync("sha256sum", ["--strict", "-c", manifest], { cwd: bag });
      expect(said.toString()).not.toContain("FAILED");
    }
    expect(await readFile(join(bag, "bagit.txt"), "utf8")).toMatch(/^BagIt-Version: 1\.0\n/);
    const info = await readFile(join(bag, "bag-info.txt"), "utf8");
    const names = (await readdir(join(bag, "data"), { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
    const oxum = /Payload-Oxum: (\d+)\.(\d+)/.exec(info);
    expect(Number(oxum?.[2])).toBe(names.length);
    const contents = await Promise.all(names.map((name) => readFile(name, "utf8")));
    expect(Number(oxum?.[1])).toBe(contents.reduce((sum, one) => sum + Buffer.byteLength(one), 0));
    expect(contents.join("")).not.toContain(OLD);
    expect(contents.join("")).toContain('"ip":"10.0.0.7"');
    const listed = await readFile(join(bag, "tagmanifest-sha256.txt"), "utf8");
    expect(lines.at(-2)).toBe(`sha256sum tagmanifest-sha256.txt must give ${sha256(listed)}`);
    const [checked = "", ...given] =
      /^with the chain: node (.*)$/.exec(lines.at(-1) ?? "")?.[1]?.split(" ") ?? [];
    const verifier = join(import.meta.dirname, "..", "..", "verifier", checked);
    expect(execFileSync(process.execPath, [verifier, ...given], { cwd: bag }).toString()).toBe(
      "whole\n",
    );
    expect((await room.events(id)).at(-1)).toMatchObject({
      type: "evidence.exported",
      data: { manifest: sha256(listed) },
    });
  });

  it("as a tar file holds the same, in a folder of its own", async () => {
    await added(await file("clean.jsonl", CLEAN));
    const path = join(folder, "out.tar");
    await exportEvidence(app, id, path);
    const found = new Map<string, string>();
    for await (const entry of Readable.from([await readFile(path)]).pipe(extract())) {
      const parts: Uint8Array[] = [];
      for await (const part of entry as AsyncIterable<Uint8Array>) parts.push(part);
      found.set(entry.header.name, Buffer.concat(parts).toString());
    }
    const top = `${id}-evidence`;
    expect(found.get(`${top}/data/evidence/${sha256(CLEAN)}.jsonl`)).toBe(CLEAN);
    for (const line of (found.get(`${top}/manifest-sha256.txt`) ?? "").trim().split("\n")) {
      const [digest, name] = line.split("  ");
      expect(sha256(found.get(`${top}/${name ?? ""}`) ?? "")).toBe(digest);
    }
  });

  it("never writes over anything, and leaves nothing when it fails", async () => {
    await added(await file("clean.jsonl", CLEAN));
    expect((await failure(exportEvidence(app, id, folder))).code).toBe("output-exists");
    const before = await readdir(folder);
    room.vault.pieces = () => {
      throw new Error("the disk is gone");
    };
    await expect(exportEvidence(app, id, join(folder, "bag"))).rejects.toThrow();
    expect(await readdir(folder)).toEqual(before);
    expect(await room.types(id)).not.toContain("evidence.exported");
  });
});

it("verify finds a twin that was changed, and a sealed original that is gone", async () => {
  const data = await added(await file("access.log", HOLDS));
  expect((await verifyStore(app, id, undefined)).damages).toEqual([]);
  const pieces = room.vault.pieces.bind(room.vault);
  room.vault.pieces = (incident, path) =>
    path === data.redacted?.file
      ? (async function* () {
          yield new TextEncoder().encode("something else");
        })()
      : pieces(incident, path);
  const { damages } = await verifyStore(app, id, undefined);
  expect(damages).toMatchObject([{ file: data.redacted?.file, what: "changed" }]);
});
