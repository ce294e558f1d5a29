import {
  chmodSync,
  chownSync,
  linkSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { execFileSync } from "node:child_process";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import { readRealFile, replaceRealFile } from "../../../src/adapters/target/real-file.ts";
import { Secret } from "../../../src/core/credential/secret.ts";
import { connect, failureOf, git, newFolder } from "./support.ts";

const OLD = "sk_live_OLDoldOLDold9876";
const NEW = "sk_live_NEWnewNEWnew1234";
const secret = new Secret(NEW);

function dotenvIn(folder: string, path = ".env") {
  return connect("dotenv", folder, { path, variable: "KEY" });
}

function folderWith(text: string, mode = 0o600): string {
  const folder = newFolder();
  writeFileSync(join(folder, ".env"), text, { mode });
  return folder;
}

describe("a variable in a .env file", () => {
  it("is read, replaced and read back; mode kept, nothing left beside the file", async () => {
    const folder = folderWith(`A=1\nKEY=${OLD}\n`, 0o640);
    const target = dotenvIn(folder);
    const before = await target.read();
    expect(before.state === "present" && before.secret.reveal()).toBe(OLD);
    const written = await target.write(secret, "op-1");
    expect(written.detail).toContain("line 2");
    expect(readFileSync(join(folder, ".env"), "utf8")).toBe(`A=1\nKEY=${NEW}\n`);
    expect(statSync(join(folder, ".env")).mode & 0o777).toBe(0o640);
    expect(readdirSync(folder)).toEqual([".env"]);
    const ino = statSync(join(folder, ".env")).ino;
    expect((await target.write(secret, "op-2")).detail).toContain("already");
    expect(statSync(join(folder, ".env")).ino).toBe(ino);
  });

  it("is replaced in the real file behind a link; the link stays", async () => {
    const folder = newFolder();
    mkdirSync(join(folder, "real"));
    writeFileSync(join(folder, "real", "env"), `KEY=${OLD}\n`, { mode: 0o600 });
    symlinkSync("real/env", join(folder, ".env"));
    await dotenvIn(folder).write(secret, "op");
    expect(readlinkSync(join(folder, ".env"))).toBe("real/env");
    expect(readFileSync(join(folder, "real", "env"), "utf8")).toBe(`KEY=${NEW}\n`);
    expect((await dotenvIn(folder).plan()).join("\n")).toContain("by a link");
  });

  it.runIf(process.getuid?.() === 0)("keeps the owner when the super-user writes", async () => {
    const folder = folderWith(`KEY=${OLD}\n`);
    chownSync(join(folder, ".env"), 1234, 2345);
    await dotenvIn(folder).write(secret, "op");
    const { uid, gid, mode } = statSync(join(folder, ".env"));
    expect([uid, gid, mode & 0o777]).toEqual([1234, 2345, 0o600]);
  });

  it.each([
    ["a missing file", "nowhere/.env", "does not exist"],
    ["a folder", "folder", "not a regular file"],
    ["a named pipe", "pipe", "not a regular file"],
    ["a file as a folder", ".env/x", "not a folder"],
    ["a link to itself", "loop", "circle"],
    ["a huge file", "huge", "larger than 1 MiB"],
  ])("is not written to %s: for certain", async (_what, path, why) => {
    const folder = folderWith(`KEY=${OLD}\n`);
    mkdirSync(join(folder, "folder"));
    symlinkSync("loop", join(folder, "loop"));
    writeFileSync(join(folder, "huge"), "#".repeat(1_048_577));
    execFileSync("mkfifo", [join(folder, "pipe")]);
    const target = dotenvIn(folder, path);
    const failure = await failureOf(target.write(secret, "op"));
    expect(failure.certain).toBe(true);
    expect(failure.message).toContain(why);
    expect(await target.read()).toMatchObject({ state: "unreadable" });
    expect((await target.plan())[0]).toMatch(/^! .*nothing could be written/);
  });

  it("is refused where readers disagree, and the file stays as it was", async () => {
    const text = `A="x\nKEY=${OLD}\nB="y"\n`;
    const folder = folderWith(text);
    expect((await failureOf(dotenvIn(folder).write(secret, "op"))).certain).toBe(true);
    expect(readFileSync(join(folder, ".env"), "utf8")).toBe(text);
    expect(await dotenvIn(folder).read()).toMatchObject({ state: "unreadable" });
  });

  it("is not replaced over a change that somebody else made meanwhile", async () => {
    const folder = folderWith(`KEY=${OLD}\n`);
    const file = await readRealFile(join(folder, ".env"));
    writeFileSync(join(folder, ".env"), `KEY=${OLD}\nB=2\n`);
    const failure = await failureOf(replaceRealFile(file, `KEY=${NEW}\n`));
    expect([failure.certain, failure.message]).toEqual([
      true,
      expect.stringContaining("somebody else"),
    ]);
    expect(readdirSync(folder)).toEqual([".env"]);
    expect(readFileSync(join(folder, ".env"), "utf8")).toContain("B=2");
  });

  it("is absent when it is not assigned or empty", async () => {
    expect(await dotenvIn(folderWith("A=1\n")).read()).toEqual({ state: "absent" });
    expect(await dotenvIn(folderWith("KEY=\n")).read()).toEqual({ state: "absent" });
  });
});

describe("the plan for an env file", () => {
  it("warns of modes, hard links, copies of the key and leftovers, without the key", async () => {
    const folder = folderWith(`# was ${OLD}\nKEY=a\nKEY=${OLD}\nVITE_KEY="${OLD}"\n`);
    chmodSync(join(folder, ".env"), 0o644);
    linkSync(join(folder, ".env"), join(folder, "copy"));
    writeFileSync(join(folder, ".env.claro-ir-tmp-1"), "");
    const plan = await dotenvIn(folder).plan();
    const text = plan.join("\n");
    expect(text).toContain("line 2, 3");
    expect(text).toContain("! the same value stands on line 1, 4 too");
    expect(text).toContain("! other users of this machine have access (mode 0644)");
    expect(text).toContain("! the file has other hard links");
    expect(text).toContain(".env.claro-ir-tmp-1");
    expect(text).toContain("no reload is configured");
    expect(text).not.toContain(OLD);
  });

  it("is calm about a good place", async () => {
    const folder = folderWith(`KEY=${OLD}\n`);
    expect((await dotenvIn(folder).plan()).filter((line) => line.startsWith("!"))).toEqual([]);
    expect(await dotenvIn(folder).plan()).toContain("not in a git work tree");
  });

  it("says what git would do, with the exact line to add", async () => {
    const top = newFolder();
    git(top, "init", "-q");
    mkdirSync(join(top, "app[1]"));
    const folder = join(top, "app[1]");
    writeFileSync(join(folder, ".env"), `KEY=${OLD}\n`, { mode: 0o600 });
    const entry = String.raw`/app\[1\]/.env`;
    expect(await dotenvIn(folder).plan()).toContain(
      `! not ignored by git: add the line ${entry} to ${join(top, ".gitignore")}`,
    );
    writeFileSync(join(top, ".gitignore"), `${entry}\n`);
    expect(await dotenvIn(folder).plan()).toContain("ignored by git");
    git(top, "add", "-f", "app[1]/.env");
    const tracked = (await dotenvIn(folder).plan()).find((line) => line.includes("tracked by git"));
    expect(tracked).toMatch(/^! /);
    expect(tracked).toContain("history");
  });

  it("does not let a stranger's repository start programs", async () => {
    const top = newFolder();
    git(top, "init", "-q");
    writeFileSync(join(top, "evil.sh"), "#!/bin/sh\ntouch ran\n", { mode: 0o755 });
    git(top, "config", "core.fsmonitor", "./evil.sh");
    writeFileSync(join(top, ".env"), "KEY=a\n", { mode: 0o600 });
    await dotenvIn(top).plan();
    expect(readdirSync(top)).not.toContain("ran");
  });

  it("warns when git will not answer", async () => {
    const top = newFolder();
    git(top, "init", "-q");
    writeFileSync(join(top, ".git", "config"), "[broken");
    writeFileSync(join(top, ".env"), "KEY=a\n", { mode: 0o600 });
    expect((await dotenvIn(top).plan()).join("\n")).toContain("! git would not say");
  });
});
