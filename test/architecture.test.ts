// Holds the rooms and floors of src/, and shows on planted sources that the checker sees what it claims to see.
import { readdirSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import { describe, expect, it } from "vitest";
import { type Sources, violations } from "./architecture/check.ts";
import { LISTS } from "./architecture/floors.ts";

const SRC = join(import.meta.dirname, "..", "src");

function readSources(): Sources {
  const files = readdirSync(SRC, { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".ts"),
  );
  return new Map(
    files.map((file) => [file.split(sep).join("/"), readFileSync(join(SRC, file), "utf8")]),
  );
}

/** Sixty sources that follow the plan, and one list of each kind. */
function soundSources(): Map<string, string> {
  const sources = new Map<string, string>();
  for (let index = 0; index < 60; index += 1)
    sources.set(`core/part-${String(index)}.ts`, "export {};\n");
  for (const folder of LISTS) {
    sources.set(`${folder}/index.ts`, 'export const load = () => import("./one.ts");\n');
    sources.set(`${folder}/one.ts`, 'import { shared } from "./shared.ts";\nshared();\n');
    sources.set(`${folder}/shared.ts`, "export function shared() {}\n");
  }
  sources.set("adapters/http/client.ts", 'export { request } from "undici";\n');
  sources.set("ports/http.ts", 'import type { a } from "../core/part-1.ts";\nexport type B = a;\n');
  sources.set("cli/program.ts", 'import { Command } from "commander";\nexport { Command };\n');
  sources.set("wiring.ts", 'export const http = () => import("./adapters/http/client.ts");\n');
  sources.set("main.ts", 'export const main = () => import("./cli/program.ts");\n');
  return sources;
}

describe("src", () => {
  it("follows the plan of rooms and floors", () => {
    expect(violations(readSources())).toEqual([]);
  });
});

describe("the checker", () => {
  it("accepts sound sources", () => {
    expect(violations(soundSources())).toEqual([]);
  });

  it("refuses to be content with too few files", () => {
    const few = [...soundSources()].filter(([file]) => !file.startsWith("core/part-"));
    expect(violations(new Map([...few, ["core/part-1.ts", ""]]))).toEqual([
      expect.stringContaining("fewer than 50"),
    ]);
  });

  it.each<[what: string, file: string, text: string, said: string]>([
    [
      "core importing an adapter",
      "core/bad.ts",
      'import "../adapters/http/client.ts";',
      "may not import",
    ],
    [
      "a type from a higher floor",
      "core/bad.ts",
      'import type { a } from "../ports/http.ts";\nexport type B = a;',
      "may not import",
    ],
    [
      "a lazy import of a higher floor",
      "app/bad.ts",
      'export const a = () => import("../adapters/http/client.ts");',
      "may not import",
    ],
    [
      "re-export from a higher floor",
      "ports/bad.ts",
      'export * from "../adapters/http/client.ts";',
      "may not import",
    ],
    [
      "one kind of adapter using another",
      "adapters/store/bad.ts",
      'import "../target/one.ts";',
      "may not import",
    ],
    [
      "the sandbox knowing the app",
      "sandbox/bad.ts",
      'import "../core/part-1.ts";',
      "may not import",
    ],
    [
      "a new room without a floor",
      "utils/bad.ts",
      'import "../core/part-1.ts";',
      "without a floor",
    ],
    ["a missing file", "core/bad.ts", 'import "./gone.ts";', "does not exist"],
    ["node in core", "core/bad.ts", 'import "node:fs";', "lives in"],
    ["undici away from home", "adapters/store/bad.ts", 'import "undici";', "lives in"],
    [
      "a scoped package away from home",
      "app/bad.ts",
      'import { a } from "@inquirer/core";\na();',
      "lives in",
    ],
    ["an unknown package", "core/bad.ts", 'import "left-pad";', "without a home"],
    [
      "a heavy package on the way in",
      "wiring.ts",
      'import "./adapters/http/client.ts";',
      "before any command",
    ],
    ["a kind that is not listed", "adapters/target/forgotten.ts", "export {};", "is not reached"],
    ["a long file", "core/bad.ts", "export {};\n".repeat(301), "301 lines"],
    ["a capital letter", "core/BadName.ts", "export {};", "kebab-case"],
  ])("sees %s", (_what, file, text, said) => {
    const planted = soundSources().set(file, text);
    expect(violations(planted)).toEqual([expect.stringContaining(said)]);
    expect(violations(planted)[0]).toContain(file);
  });
});
