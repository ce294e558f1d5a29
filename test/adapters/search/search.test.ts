// Real folders and repositories: what is found in odd files, what is named as not read, what is never followed.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { historyFiles } from "../../../src/adapters/search/histories.ts";
import { search } from "../../../src/adapters/search/search.ts";
import { searchForms } from "../../../src/core/redaction/forms.ts";
import type { SearchReport } from "../../../src/core/search/finding.ts";
import { wantedFrom } from "../../../src/core/search/spots.ts";
import type { SearchRequest } from "../../../src/ports/search.ts";
import { git, put } from "../../support/planted.ts";

const KEY = ["sk_", "live_4eC39HqLyjWDarjtT1zdp7dc"].join("");
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "claro-ir-search-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function look(more: Partial<SearchRequest> = {}): Promise<SearchReport> {
  return search({
    wanted: wantedFrom(searchForms(KEY)),
    roots: [folder],
    git: false,
    also: [],
    except: undefined,
    signal: new AbortController().signal,
    say: () => undefined,
    ...more,
  });
}

/** `path:line`, below the folder. */
function places(report: SearchReport): string[] {
  return report.findings.map(
    (one) => `${(one.path ?? "?").replace(`${folder}/`, "")}:${String(one.line)}`,
  );
}

function unread(report: SearchReport): readonly string[] {
  return report.notSearched.map((one) => `${one.what.replace(`${folder}/`, "")}: ${one.why}`);
}

describe("files", () => {
  it("larger than one read are searched to their end, with the line", async () => {
    const lines = "x".repeat(99).concat("\n").repeat(60_000);
    put(folder, "big.log", `${lines}key=${KEY}\n`);
    // Just across the border between two pieces.
    put(folder, "seam.bin", Buffer.concat([Buffer.alloc(4 * 2 ** 20 - 10), Buffer.from(KEY)]));
    put(folder, "none.bin", Buffer.alloc(5 * 2 ** 20, 7));
    const report = await look();
    expect(places(report)).toEqual(["big.log:60001", "seam.bin:1"]);
    expect(report.searched.files).toBe(3);
  });

  it("that are compressed or packed are opened, as deep as they go", async () => {
    put(folder, "in/a.txt", `one\n${KEY}\n`);
    execFileSync("tar", ["-cf", "inner.tar", "in/a.txt"], { cwd: folder });
    execFileSync("tar", ["-czf", "outer.tgz", "inner.tar"], { cwd: folder });
    for (const path of ["in", "inner.tar"]) rmSync(join(folder, path), { recursive: true });
    put(folder, "app.log.2.gz", Buffer.concat([gzipSync("first\n"), gzipSync(`second ${KEY}\n`)]));
    const frames = ["first\n", `second ${KEY}\n`].map((text) => zstdCompressSync(text));
    put(folder, "app.log.3.zst", Buffer.concat(frames));
    const report = await look();
    expect(places(report).sort()).toEqual([
      "app.log.2.gz:2",
      "app.log.3.zst:2",
      "outer.tgz!inner.tar!in/a.txt:2",
    ]);
    expect(unread(report)).toEqual([]);
  });

  it("that are damaged give what lies before, and are named", async () => {
    const noise = Buffer.alloc(2 ** 20);
    for (let at = 0; at < noise.length; at += 4) noise.writeInt32LE((at * 2_654_435_761) | 0, at);
    const whole = gzipSync(Buffer.concat([Buffer.from(`${KEY}\n`), noise, Buffer.from(KEY)]));
    put(folder, "growing.gz", whole.subarray(0, whole.length - 2000));
    put(folder, "damaged.gz", whole.fill(0xff, whole.length / 2, whole.length / 2 + 100));
    const report = await look();
    expect(places(report)).toEqual(["damaged.gz:1", "growing.gz:1"]);
    expect(unread(report)).toEqual([expect.stringMatching(/^damaged\.gz: damaged/)]);
  });

  it("that are no files, or packed in another way, are named", async () => {
    put(folder, "docs.zip", Buffer.from([0x50, 0x4b, 3, 4, 20, 0]));
    execFileSync("mkfifo", [join(folder, "pipe")]);
    expect(unread(await look())).toEqual([
      expect.stringMatching(/^docs\.zip: compressed with zip/),
      "pipe: no regular file",
    ]);
  });

  it("that lie behind a link out of the folder are named, not read", async () => {
    const outside = mkdtempSync(join(tmpdir(), "claro-ir-outside-"));
    put(outside, "key", KEY);
    put(folder, "here/a.txt", KEY);
    symlinkSync(outside, join(folder, "away"));
    symlinkSync("here", join(folder, "near"));
    symlinkSync("nowhere", join(folder, "broken"));
    const report = await look();
    expect(places(report)).toEqual(["here/a.txt:1"]);
    expect(unread(report)).toEqual([`away: a link to ${outside}, which lies outside`]);
    // Asked for by name it is read.
    expect((await look({ roots: [join(folder, "away")] })).findings.length).toBe(1);
    rmSync(outside, { recursive: true });
  });

  it("are found once, however often their folder is named", async () => {
    put(folder, "a/b.txt", KEY);
    const roots = [folder, join(folder, "a"), folder, join(folder, "a/b.txt")];
    expect((await look({ roots })).findings.length).toBe(1);
    expect((await look({ roots, except: join(folder, "a/b.txt") })).findings).toEqual([]);
  });

  it("that are not there are a mistake", async () => {
    await expect(look({ roots: [join(folder, "nowhere")] })).rejects.toThrow(/no such file/);
  });

  it("are searched no further once Ctrl-C is pressed", async () => {
    for (let number = 0; number < 20; number += 1)
      put(folder, `${String(number)}.gz`, gzipSync(Buffer.alloc(2 ** 20)));
    const stop = new AbortController();
    const looking = look({ signal: stop.signal });
    stop.abort(new Error("stopped"));
    await expect(looking).rejects.toThrow("stopped");
  });

  it("in which shells remember are those that exist", () => {
    put(folder, ".zsh_history", "ls\n");
    put(folder, "mine", "ls\n");
    const found = historyFiles(folder, { HISTFILE: join(folder, "mine") });
    expect(found).toEqual([join(folder, ".zsh_history"), join(folder, "mine")]);
  });
});

describe("histories", () => {
  function commit(path: string, content: string, message = path): string {
    put(folder, path, content);
    git(folder, "add", "-f", path);
    git(folder, "commit", "-qm", message);
    return git(folder, "rev-parse", "HEAD");
  }

  it("name the oldest commit, every path, messages, and what was only staged", async () => {
    git(folder, "init", "-q");
    const first = commit("odd ü\n.env", `A=1\nKEY=${KEY}\n`);
    const second = commit("copy.env", `A=1\nKEY=${KEY}\n`);
    git(folder, "rm", "-q", "--cached", "copy.env");
    const third = commit("readme", "nothing", `took ${KEY} out`);
    commit("odd ü\n.env", "A=1\n");
    put(folder, "staged.txt", `${KEY} staged`);
    git(folder, "add", "staged.txt");
    rmSync(join(folder, "staged.txt"));
    rmSync(join(folder, "copy.env"));
    const report = await look({ git: true });
    const found = report.findings
      .filter((one) => one.git !== null)
      .map((one) => [one.kind, one.path, one.line, one.git?.commit ?? null, one.git?.reach]);
    expect(found).toEqual([
      [
        "git-blob",
        expect.stringMatching(/odd|copy|staged/),
        expect.any(Number),
        expect.anything(),
        expect.anything(),
      ],
      ["git-blob", expect.anything(), expect.any(Number), expect.anything(), expect.anything()],
      ["git-blob", "staged.txt", 1, null, "staged"],
      ["git-commit", null, expect.any(Number), third, "reachable"],
    ]);
    expect(found).toContainEqual(["git-blob", "odd ü\n.env", 2, first, "reachable"]);
    expect(found).toContainEqual(["git-blob", "copy.env", 2, second, "reachable"]);
    expect(report.searched).toMatchObject({ repositories: 1 });
  });

  it("of every repository below are read once, bare ones and work trees too", async () => {
    git(folder, "init", "-q", "one");
    put(folder, "one/a", KEY);
    git(join(folder, "one"), "add", "a");
    git(join(folder, "one"), "commit", "-qm", "a");
    git(folder, "clone", "-q", "--bare", "one", "two.git");
    git(join(folder, "one"), "worktree", "add", "-q", join(folder, "three"));
    const report = await look({ git: true });
    expect(report.searched.repositories).toBe(2);
    expect(report.findings.filter((one) => one.kind === "git-blob").length).toBe(2);
  });

  it("that are not read, or not whole here, are named", async () => {
    git(folder, "init", "-q", "one");
    for (const name of ["a", "b"]) {
      put(folder, `one/${name}`, "x");
      git(join(folder, "one"), "add", name);
      git(join(folder, "one"), "commit", "-qm", name);
    }
    git(folder, "clone", "-q", "--depth=1", `file://${folder}/one`, "two");
    const roots = [join(folder, "two")];
    expect(unread(await look({ roots }))).toEqual(["two: its git history: add --git"]);
    expect(unread(await look({ roots, git: true }))).toEqual([
      "two: a shallow clone: older commits are not here",
    ]);
    const blob = git(join(folder, "one"), "rev-parse", "HEAD:a");
    const object = join("one/.git/objects", blob.slice(0, 2), blob.slice(2));
    rmSync(join(folder, object));
    put(folder, object, "damaged");
    expect(unread(await look({ roots: [join(folder, "one")], git: true }))).toEqual([
      `one ${blob}: a damaged git object`,
    ]);
  });
});
