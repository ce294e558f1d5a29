// A real repository with a file of each standing: what scan says of it, and what it leaves alone.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { scanTree } from "../../../src/adapters/search/scan-tree.ts";
import { git, put } from "../../support/planted.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "claro-ir-scan-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A key of its own for each place. */
function key(name: string): string {
  return ["sk_", `live_4eC39HqLyjWDarjtT${name}`].join("");
}

async function scan(): Promise<readonly string[]> {
  const { findings } = await scanTree([folder], new AbortController().signal);
  return findings.map((one) => `${one.rule} ${one.path.replace(`${folder}/`, "")}`).sort();
}

it("judges files by what git does with them", async () => {
  git(folder, "init", "-q");
  put(folder, ".gitignore", "*.local\n.env.production\nstaging.env\n");
  put(folder, "open/.env", `KEY=${key("1")}\n`);
  put(folder, "tracked/.env", `KEY=${key("2")}\n`);
  git(folder, "add", "-f", "tracked/.env");
  put(folder, ".env.local", `KEY=${key("3")}\n`);
  put(folder, ".env.example", "KEY=your-key-here\n");
  put(folder, "admin.key", `${key("4")}\n`);
  put(folder, "Dockerfile", `ENV KEY=${key("5")}\n`);
  put(folder, "docs/.env.sample", `KEY=${key("6")}\n`);
  put(folder, ".env.production", `KEY=${key("7")}\n`);
  put(folder, "deploy/staging.env", `KEY=${key("7")}\n`);
  put(folder, "node_modules/other/config.json", `{"key": "${key("8")}"}`);
  put(folder, "image.bin", Buffer.from(`\0${key("9")}`));
  expect(await scan()).toEqual([
    "hard-coded-key Dockerfile",
    "hard-coded-key docs/.env.sample",
    "key-file-not-ignored admin.key",
    "key-file-not-ignored open/.env",
    "key-file-tracked tracked/.env",
    "shared-key .env.production",
  ]);
});

it("says nothing of files for keys where there is no git, and names what is too large", async () => {
  put(folder, ".env", `KEY=${key("1")}\n`);
  put(folder, "large.json", `"${"x".repeat(2 ** 20)}"`);
  const report = await scanTree([folder], new AbortController().signal);
  expect(report.findings).toEqual([]);
  expect(report.notSearched.map((one) => one.why)).toEqual(["larger than 1 MiB"]);
});
