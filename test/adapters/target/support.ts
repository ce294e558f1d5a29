// What the target tests share: a folder of their own, real dependencies, real git, small node programs.
import { execFileSync } from "node:child_process";
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

import { afterEach } from "vitest";

import { createResolver } from "../../../src/adapters/config/resolve-reference.ts";
import { createHttp } from "../../../src/adapters/http/client.ts";
import type { TargetDeps } from "../../../src/adapters/target/definition.ts";
import { connectTarget } from "../../../src/adapters/target/index.ts";
import type { DeployTarget } from "../../../src/ports/deploy-target.ts";
import { OutsideError } from "../../../src/ports/outside.ts";

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A new folder outside of any git work tree, removed after the test. */
export function newFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "claro-ir-target-")));
  folders.push(folder);
  return folder;
}

export function depsFor(folder: string): TargetDeps {
  return {
    http: createHttp({ env: {} }),
    resolve: createResolver({ env: process.env, folder, home: folder }),
    folder,
    clock: { now: () => Date.now(), sleep: (ms) => wait(ms) },
    endpoints: {},
  };
}

export function connect(
  kind: string,
  folder: string,
  options: Readonly<Record<string, unknown>>,
  deps: Partial<TargetDeps> = {},
): DeployTarget {
  const shared = { key: null, environment: "production", provider: null } as const;
  return connectTarget({ id: "t1", kind, options, ...shared }, { ...depsFor(folder), ...deps });
}

/** A program for `exec` and `reload`, as argv. It runs with `arguments` behind it. */
export function nodeProgram(folder: string, name: string, source: string): string[] {
  const file = join(folder, `${name}.mjs`);
  writeFileSync(file, source);
  return [process.execPath, file];
}

export function git(folder: string, ...args: string[]): string {
  return execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.org", ...args], {
    cwd: folder,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
}

/** What a promise failed with; throws when it did not fail. */
export async function failureOf(promise: Promise<unknown>): Promise<OutsideError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof OutsideError) return error;
    throw error;
  }
  throw new Error("it did not fail");
}
