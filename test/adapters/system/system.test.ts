import { spawn } from "node:child_process";
import { once } from "node:events";
import { openSync } from "node:fs";
import { chmod, mkdir, readdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { shiftedClock, systemClock, virtualClock } from "../../../src/adapters/system/clock.ts";
import { fingerprint, sha256 } from "../../../src/adapters/system/digest.ts";
import { systemFiles } from "../../../src/adapters/system/files.ts";
import { processTable } from "../../../src/adapters/system/process-table.ts";
import { seededRandom, systemRandom } from "../../../src/adapters/system/random.ts";
import { tempFolder } from "../store/folder.ts";

describe("clocks", () => {
  it("of the system waits and can be stopped with the given reason", async () => {
    const clock = systemClock();
    await clock.sleep(1);
    const stop = new AbortController();
    const waiting = clock.sleep(1_000_000_000_000, stop.signal);
    stop.abort(new Error("Ctrl-C"));
    await expect(waiting).rejects.toThrow("Ctrl-C");
    await expect(clock.sleep(1, stop.signal)).rejects.toThrow("Ctrl-C");
  });

  it("that is shifted starts where it is told and goes at its pace", async () => {
    const start = Date.UTC(2026, 10, 23, 2, 10);
    const clock = shiftedClock({ start, speed: 1_000_000 });
    const before = clock.now();
    await clock.sleep(3_600_000);
    expect(before).toBeGreaterThanOrEqual(start);
    expect(clock.now() - before).toBeGreaterThanOrEqual(1_000_000);
  });

  it("that is virtual passes only by waiting", async () => {
    const seen: number[] = [];
    const clock = virtualClock(1000, async (to) => void seen.push(to));
    await clock.sleep(60_000);
    await clock.sleep(0);
    expect([clock.now(), seen]).toEqual([61_000, [61_000]]);
  });

  it("that is virtual wakes sleepers in the order of real time", async () => {
    const clock = virtualClock(0);
    const woken: string[] = [];
    async function tick(name: string, every: number, times: number): Promise<void> {
      for (let n = 0; n < times; n += 1) {
        await clock.sleep(every);
        woken.push(`${name}${String(clock.now())}`);
      }
    }
    await Promise.all([tick("a", 10, 3), tick("b", 25, 1), tick("c", 4, 2)]);
    expect(woken).toEqual(["c4", "c8", "a10", "a20", "b25", "a30"]);
  });

  it("that is virtual can be stopped, and passes on what its follower throws", async () => {
    const stop = new AbortController();
    const clock = virtualClock(0, async (to) => {
      if (to === 7) throw new Error("follower");
    });
    const waiting = clock.sleep(5, stop.signal);
    stop.abort(new Error("Ctrl-C"));
    await expect(waiting).rejects.toThrow("Ctrl-C");
    expect(clock.now()).toBe(0);
    await expect(clock.sleep(7)).rejects.toThrow("follower");
    await clock.sleep(1);
    expect(clock.now()).toBe(8);
  });
});

describe("randomness", () => {
  it("gives ids and letters that are not mistaken for each other", () => {
    for (const random of [systemRandom(), seededRandom(7)]) {
      expect(random.uuid()).toMatch(
        /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
      );
      expect(random.uuid()).not.toBe(random.uuid());
      expect(random.letters(2000)).toMatch(/^[a-hjkmnp-z2-9]{2000}$/);
    }
  });

  it("repeats itself for the same seed only", () => {
    const [a, b, c] = [seededRandom(7), seededRandom(7), seededRandom(8)];
    const values = [a.uuid(), a.letters(4), a.uuid()];
    expect([b.uuid(), b.letters(4), b.uuid()]).toEqual(values);
    expect(c.uuid()).not.toBe(values[0]);
  });
});

describe("digests", () => {
  it("are SHA-256, and fingerprints depend on the salt", () => {
    // FIPS 180-2, appendix B.1.
    expect(sha256("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    expect(sha256(new TextEncoder().encode("abc"))).toBe(sha256("abc"));
    // RFC 4231, test case 2.
    const known = fingerprint(new TextEncoder().encode("Jefe"));
    expect(known("what do ya want for nothing?")).toBe("5bdcc146bf60754e");
    expect(fingerprint(new Uint8Array(32))("what do ya want for nothing?")).not.toBe(
      "5bdcc146bf60754e",
    );
  });
});

describe("processes", () => {
  it("know themselves and each other, also after a number was reused", async () => {
    const table = processTable("0.1.0");
    expect(table.self).toMatchObject({ pid: process.pid, version: "0.1.0" });
    expect(table.self.started).not.toBe("");
    expect(table.isAlive(table.self)).toBe("alive");
    expect(processTable("0.1.0").self).toEqual(table.self);
    const reused = table.isAlive({ ...table.self, started: "b00t:1" });
    expect(reused).toBe(process.platform === "linux" ? "dead" : "alive");
    expect(table.isAlive({ ...table.self, host: "elsewhere" })).toBe("unknown");
    const child = spawn("sleep", ["60"]);
    const pid = child.pid!;
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
    expect(table.isAlive({ ...table.self, pid })).toBe("dead");
  });
});

describe("files that the operator names", () => {
  const files = systemFiles();

  it("are refused when they have no end", async () => {
    await expect(files.read("/dev/zero")).rejects.toMatchObject({ code: "too-large" });
  });

  it("are written whole and private, also through a link and over an old one", async () => {
    const folder = await tempFolder();
    const path = join(folder, "out.md");
    await files.write(path, "one");
    await files.write(path, "two");
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    await symlink("out.md", join(folder, "link.md"));
    await files.write(join(folder, "link.md"), "three");
    expect(await readFile(path, "utf8")).toBe("three");
    expect((await readdir(folder)).sort()).toEqual(["link.md", "out.md"]);
    expect(new TextDecoder().decode(await files.read(path))).toBe("three");
    await files.write("/dev/null", "gone");
    expect((await stat("/dev/null")).isCharacterDevice()).toBe(true);
  });

  it("that cannot be are named with the reason", async () => {
    const folder = await tempFolder();
    const missing = join(folder, "no/such/file");
    await expect(files.read(missing)).rejects.toMatchObject({
      kind: "usage",
      message: expect.stringContaining(missing),
    });
    await expect(files.write(missing, "x")).rejects.toMatchObject({ kind: "usage" });
    await expect(files.write(folder, "x")).rejects.toMatchObject({ kind: "usage" });
    await expect(files.read(folder)).rejects.toMatchObject({ kind: "usage" });
  });

  it("give a secret without the newline an editor adds, from a file or a descriptor", async () => {
    const folder = await tempFolder();
    const file = join(folder, "key");
    for (const content of ["sk_live_abc", "sk_live_abc\n", "sk_live_abc\r\n"]) {
      await writeFile(file, content, { mode: 0o600 });
      expect(await files.readSecret({ file })).toBe("sk_live_abc");
      const fd = openSync(file, "r");
      expect(await files.readSecret({ fd })).toBe("sk_live_abc");
    }
  });

  it.each([
    ["empty", ""],
    ["only a newline", "\n"],
    ["two newlines", "sk_live_abc\n\n"],
    ["two lines", "sk_live_abc\nsk_live_def\n"],
    ["a space", "sk_live abc"],
    ["not text", "sk_live\u0000"],
    ["too long", "k".repeat(64 * 1024 + 1)],
  ])("give no secret that is %s, and quote nothing of it", async (_, content) => {
    const file = join(await tempFolder(), "key");
    await writeFile(file, content, { mode: 0o600 });
    const failure = await files.readSecret({ file }).catch((error: unknown) => error);
    expect(failure).toMatchObject({ kind: "usage" });
    expect(String(failure)).not.toContain("sk_live");
    const fd = openSync(file, "r");
    await expect(files.readSecret({ fd })).rejects.toMatchObject({ kind: "usage" });
  });

  it("give no secret that others may read, and none that is not a file", async () => {
    const folder = await tempFolder();
    const file = join(folder, "key");
    await writeFile(file, "sk_live_abc");
    for (const mode of [0o644, 0o640, 0o604]) {
      await chmod(file, mode);
      await expect(files.readSecret({ file })).rejects.toMatchObject({
        kind: "usage",
        hint: `chmod 600 ${file}`,
      });
    }
    await mkdir(join(folder, "dir"), { mode: 0o700 });
    await expect(files.readSecret({ file: join(folder, "dir") })).rejects.toThrow(
      "not a regular file",
    );
    await expect(files.readSecret({ file: join(folder, "none") })).rejects.toMatchObject({
      kind: "usage",
    });
    await expect(files.readSecret({ fd: 9999 })).rejects.toMatchObject({ kind: "usage" });
  });
});
