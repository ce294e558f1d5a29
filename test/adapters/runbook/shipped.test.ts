import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  inspectRunbookFile,
  listRunbooks,
  loadRunbook,
} from "../../../src/adapters/runbook/shipped.ts";
import { compileRunbooks } from "../../../src/build/compile-runbooks.ts";
import { ClaroIrError } from "../../../src/core/error.ts";

const RUNBOOKS = join(import.meta.dirname, "../../../runbooks");

let root = "";

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "claro-ir-runbook-"));
  cpSync(RUNBOOKS, join(root, "runbooks"), { recursive: true });
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

async function refusal(idOrFile: string): Promise<ClaroIrError> {
  try {
    await loadRunbook(idOrFile, root);
  } catch (error) {
    if (error instanceof ClaroIrError) return error;
    throw error;
  }
  throw new Error("it was accepted");
}

describe("runbooks in the package", () => {
  it("are listed without their help files", async () => {
    expect(await listRunbooks(root)).toContain("compromised-key");
    expect((await listRunbooks(root)).join(" ")).not.toContain("help");
  });

  it("load the same from source and from the build", async () => {
    const fromSource = await loadRunbook("compromised-key", root);
    expect(await compileRunbooks(root)).toContain("compromised-key");
    const fromBuild = await loadRunbook("compromised-key", root);
    expect(fromBuild).toEqual(fromSource);
    expect(fromBuild.sha256).toBe(createHash("sha256").update(fromBuild.json).digest("hex"));
    expect(JSON.parse(fromBuild.json)).toEqual(fromBuild.runbook);
  });

  it("come from the build where there is one, YAML and JSON of the same making", async () => {
    await compileRunbooks(root);
    const before = await loadRunbook("compromised-key", root);
    writeFileSync(join(root, "runbooks/compromised-key.yaml"), "broken: [");
    expect(await loadRunbook("compromised-key", root)).toEqual(before);
    writeFileSync(join(root, "dist/runbooks/compromised-key.json"), before.json.slice(0, 99));
    expect((await refusal("compromised-key")).message).toContain("is damaged");
  });

  it("are named when another is asked for", async () => {
    const error = await refusal("no-such");
    expect([error.kind, error.code]).toEqual(["usage", "runbook-unknown"]);
    expect(error.hint).toContain("compromised-key");
    expect((await refusal("compromised-key.help")).code).toBe("runbook-unknown");
  });
});

describe("a runbook from a file", () => {
  it("takes the help beside it", async () => {
    const file = join(root, "runbooks/compromised-key.yaml");
    const { runbook } = await loadRunbook(file, root);
    expect(Object.keys(runbook.help)).toHaveLength(runbook.steps.length);
    expect(runbook.help["add-monitoring"]?.why).toBe("Next time a machine should notice first.");
  });

  it("is pinned whole: what it shares is written out, and leads to the same runbook", async () => {
    const { runbook, yaml } = await loadRunbook(join(root, "runbooks/lost-key.yaml"), root);
    expect(yaml).not.toMatch(/^[ -]*use:/m);
    writeFileSync(join(root, "whole.yaml"), yaml);
    writeFileSync(join(root, "whole.help.yaml"), JSON.stringify(runbook.help));
    rmSync(join(root, "runbooks/shared"), { recursive: true });
    mkdirSync(join(root, "runbooks/shared"));
    const again = await loadRunbook(join(root, "whole.yaml"), root);
    expect(again.runbook).toEqual(runbook);
    expect(again.yaml).toBe(yaml);
  });

  it("names the place in a shared file that is broken", async () => {
    writeFileSync(join(root, "runbooks/shared/learn.yaml"), "steps: [\n");
    const error = await refusal(join(root, "runbooks/lost-key.yaml"));
    expect(error.message).toMatch(/shared\/learn\.yaml:\d+:\d+ /);
  });

  it("says which steps have no words when the help is missing", async () => {
    const file = join(root, "runbooks/compromised-key.yaml");
    rmSync(join(root, "runbooks/compromised-key.help.yaml"));
    const error = await refusal(file);
    expect(error.message).toMatch(/:\d+:\d+ steps\.\d+\.id "status-update" has no entry/);
    expect(error.hint).toBe(`4 more: claro-ir runbook validate ${file}`);
    expect((await inspectRunbookFile(file, root)).problems).toHaveLength(5);
  });

  it("is refused when it cannot be read", async () => {
    expect((await refusal(join(root, "none.yaml"))).message).toContain("there is no such file");
    expect((await refusal(`${root}/runbooks`)).message).toContain("it is not a file");
    writeFileSync(join(root, "latin.yaml"), Buffer.from([0x69, 0x64, 0x3a, 0x20, 0xe9]));
    expect((await refusal(join(root, "latin.yaml"))).message).toContain("not UTF-8");
    writeFileSync(join(root, "big.yaml"), Buffer.alloc(5 * 1024 * 1024, "#"));
    expect((await refusal(join(root, "big.yaml"))).message).toContain("too large");
    execFileSync("mkfifo", [join(root, "pipe.yaml")]);
    const error = await refusal(join(root, "pipe.yaml"));
    expect([error.code, error.message.includes("it is not a file")]).toEqual([
      "runbook-unreadable",
      true,
    ]);
  });
});

describe("the build", () => {
  it("fails with file, line and column, and when name and id differ", async () => {
    const file = join(root, "runbooks/compromised-key.yaml");
    const text = readFileSync(file, "utf8");
    writeFileSync(file, text.replace("kind: manual", "kind: manuel"));
    await expect(compileRunbooks(root)).rejects.toThrow(
      /compromised-key\.yaml:\d+:11 steps\.\d+\.kind/,
    );
    writeFileSync(file, text.replace("id: compromised-key", "id: other"));
    await expect(compileRunbooks(root)).rejects.toThrow("says id: other");
  });

  it("compiles JSON only from what is in the folder", async () => {
    mkdirSync(join(root, "empty/runbooks"), { recursive: true });
    expect(await compileRunbooks(join(root, "empty"))).toEqual([]);
  });
});
