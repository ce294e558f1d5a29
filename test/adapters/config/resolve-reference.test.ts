import { execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createResolver } from "../../../src/adapters/config/resolve-reference.ts";
import { OutsideError } from "../../../src/ports/outside.ts";

const CANARY = "canary-value-0001";
const env = { TOKEN: CANARY, TRICK: "file:secret", NESTED: "${TOKEN}", EMPTY: "", DOLLAR: "a$&b" };
let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "claro-ir-reference-"));
  await writeFile(join(folder, "secret"), `${CANARY}\n`, { mode: 0o600 });
});

afterAll(() => rm(folder, { recursive: true }));

function resolve(text: string): Promise<string> {
  return createResolver({ env, folder, home: folder })(text);
}

async function failure(text: string): Promise<OutsideError> {
  const error: unknown = await resolve(text).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(OutsideError);
  expect((error as OutsideError).certain).toBe(true);
  expect(`${String(error)} ${(error as OutsideError).hint ?? ""}`).not.toContain("canary");
  return error as OutsideError;
}

describe("createResolver", () => {
  it.each([
    ["plain", "plain"],
    ["", ""],
    ["$TOKEN and $5", "$TOKEN and $5"],
    ["${TOKEN}", CANARY],
    ["Bearer ${TOKEN}:${TOKEN}", `Bearer ${CANARY}:${CANARY}`],
    ["${DOLLAR}", "a$&b"],
    ["${TRICK}", "file:secret"],
    ["${NESTED}", "${TOKEN}"],
    ["see file:secret", "see file:secret"],
    ["file:secret", CANARY],
    ["file:~/secret", CANARY],
  ])("resolves %s", async (text, value) => {
    expect(await resolve(text)).toBe(value);
  });

  it.each([
    ["a${MISSING}", "the environment variable MISSING is not set"],
    ["${TOKEN}${EMPTY}", "the environment variable EMPTY is not set"],
    ["${constructor}", "the environment variable constructor is not set"],
    ["${TOKEN:-x}", "the configuration holds a malformed ${…} reference"],
    ["${TOKEN", "the configuration holds a malformed ${…} reference"],
    ["${}", "the configuration holds a malformed ${…} reference"],
  ])("fails for certain on %s", async (text, message) => {
    expect((await failure(text)).message).toBe(message);
  });

  it("cuts one trailing newline, and only one", async () => {
    await writeFile(join(folder, "lines"), "a\nb\r\n\r\n", { mode: 0o600 });
    expect(await resolve("file:lines")).toBe("a\nb\r\n");
    expect(await resolve(`file://${folder}/lines`)).toBe("a\nb\r\n");
  });

  it.each([0o640, 0o604, 0o601, 0o666])("refuses a file of mode %i", async (mode) => {
    const path = join(folder, `open-${String(mode)}`);
    await writeFile(path, CANARY);
    execFileSync("chmod", [mode.toString(8), path]);
    const error = await failure(`file:${path}`);
    expect([error.message, error.hint]).toEqual([
      `${path} can be read by others, so it is not used`,
      `chmod 600 ${path}`,
    ]);
  });

  it("names a file that is missing, empty, too large, or none", async () => {
    await writeFile(join(folder, "empty"), "\n", { mode: 0o600 });
    await writeFile(join(folder, "large"), "x".repeat(64 * 1024 + 1), { mode: 0o600 });
    execFileSync("mkfifo", ["-m", "600", join(folder, "pipe")]);
    execFileSync("mkdir", ["-m", "700", join(folder, "folder")]);
    expect((await failure("file:none")).message).toBe(`the file ${folder}/none does not exist`);
    expect((await failure("file:empty")).message).toBe(`${folder}/empty is empty`);
    expect((await failure("file:large")).message).toBe(`${folder}/large is larger than 64 kB`);
    expect((await failure("file:pipe")).message).toBe(`${folder}/pipe is not a file`);
    expect((await failure("file:folder")).message).toBe(`${folder}/folder is not a file`);
  });
});
