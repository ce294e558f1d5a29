// What scan takes for a key in each kind of file, and what it does not.
import { describe, expect, it } from "vitest";
import { fileKind } from "../../../src/core/search/place-kind.ts";
import {
  exposed,
  hardCoded,
  isForKeys,
  keysIn,
  sharedKeys,
  type ScanFile,
} from "../../../src/core/search/scan.ts";

const KEY = ["sk_", "live_4eC39HqLyjWDarjtT1zdp7dc"].join("");
const UNKNOWN = "a1B2c3D4e5F6g7H8";

function file(path: string, text: string): ScanFile {
  return { path, below: path, kind: fileKind(path), text };
}

function found(path: string, text: string): readonly string[] {
  return hardCoded(keysIn(file(path, text))).map(
    (one) => `${String(one.line)} ${String(one.variable)}`,
  );
}

describe("a hard-coded key", () => {
  it.each<[path: string, text: string, where: readonly string[]]>([
    ["Dockerfile", `FROM node\nENV BAYT_API_KEY=${KEY}\n`, ["2 BAYT_API_KEY"]],
    ["Dockerfile", `ENV BAYT_API_KEY ${UNKNOWN}\n`, ["1 BAYT_API_KEY"]],
    ["compose.yaml", `a:\n  environment:\n    API_KEY: ${UNKNOWN}\n`, ["3 API_KEY"]],
    ["compose.yaml", "a:\n  environment:\n    API_KEY: ${API_KEY}\n", []],
    ["config.json", `{"apiKey": "${KEY}"}`, ["1 apiKey"]],
    ["config.json", '{"apiKey": "your-key-here-1234"}', []],
    ["config.yaml", "apiKey: changeme123456\n", []],
    ["config.yaml", "secret: /run/secrets/api-key-2\n", []],
    [".github/workflows/a.yml", "env:\n  TOKEN: ${{ secrets.TOKEN }}\n", []],
    ["src/a.ts", `const key = "${KEY}";`, ["1 key"]],
    ["src/a.ts", `const password = "${UNKNOWN}";`, []],
  ])("in %s: %j", (path, text, where) => {
    expect(found(path, text)).toEqual(where);
  });

  it("is said once a line", () => {
    expect(found("config.json", `{"apiKey": "${KEY}", "again": "${KEY}"}`)).toEqual(["1 apiKey"]);
  });

  it("is none in a file for keys, but is one in a template", () => {
    function isFor(path: string, text: string): boolean {
      return isForKeys(file(path, text), keysIn(file(path, text)));
    }
    expect(isFor(".env", `KEY=${KEY}`)).toBe(true);
    expect(isFor("admin.key", `${KEY}\n`)).toBe(true);
    expect(isFor(".env.example", `KEY=${KEY}`)).toBe(false);
    expect(isFor("notes.txt", `the key is ${KEY}`)).toBe(false);
  });
});

describe("an env file", () => {
  const env = file(".env", "PORT=3000\n");

  it.each([
    ["tracked", ["key-file-tracked"]],
    ["open", ["key-file-not-ignored"]],
    ["ignored", []],
    ["no-git", []],
  ] as const)("that is %s", (standing, rules) => {
    expect(exposed(env, true, standing).map((one) => one.rule)).toEqual(rules);
  });

  it("without a key is one only as .env itself, with something in it", () => {
    expect(exposed(env, false, "open").length).toBe(1);
    expect(exposed(file(".env", "# nothing yet\n"), false, "open")).toEqual([]);
    expect(exposed(file(".env.test", "PORT=3000\n"), false, "tracked")).toEqual([]);
  });
});

describe("one key in two environments", () => {
  it("is one finding, wherever the two stand; in one environment it is none", () => {
    const keys = [
      ...keysIn(file(".env.production", `A=1\nBAYT_API_KEY=${KEY}\n`)),
      ...keysIn(file("deploy/staging/app.env", `OTHER_TOKEN=${KEY}\n`)),
      ...keysIn(file("deploy/staging/more.env", `API_KEY=${UNKNOWN}\n`)),
      ...keysIn(file(".env", `API_KEY=${UNKNOWN}\n`)),
    ];
    const shared = sharedKeys(keys);
    expect(shared.map((one) => [one.path, one.line, one.variable])).toEqual([
      [".env.production", 2, "BAYT_API_KEY"],
    ]);
    expect(shared[0]?.detail).toContain("deploy/staging/app.env:1");
    expect(JSON.stringify(shared)).not.toContain(KEY);
  });
});
