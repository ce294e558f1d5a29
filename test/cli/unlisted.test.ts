// Whoever only looks need not be an operator: a filter, an audit or a search works for any account of the machine.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cli, tempHome, type Home } from "../support/cli.ts";

const CONFIG = `version: 1
workspace: acme
operators: [{ id: nobody-here, role: owner }, { id: sam, role: admin }]
`;
const LOG = `{"timestamp":"2026-11-23T13:05:07.120Z","keyId":"key_7f3a","clientIp":"203.0.113.9","method":"GET","path":"/v1/prompts","status":200}\n`;

let home: Home;
beforeAll(async () => {
  home = await tempHome();
  const work = join(home.folder, "work");
  writeFileSync(join(work, "claro-ir.yaml"), CONFIG, { mode: 0o600 });
  writeFileSync(join(work, "access.log"), LOG);
  await cli(["start", "--key", "web", "--operator", "sam"], { home });
});
afterAll(() => home[Symbol.asyncDispose]());

describe("an account that is no operator", () => {
  it("may pass a log through redact", async () => {
    const input = "mail dana@acme.example, nothing else\n";
    const ran = await cli(["redact"], { home, input });
    expect(ran.code).toBe(0);
    expect(ran.stdout).toMatch(/^mail \[EMAIL:[0-9a-f]{8}\], nothing else\n$/);
  });

  it.each([
    [["audit", "access.log", "--key-id", "key_7f3a"], 0],
    [["keys", "check"], 0],
  ])("may %j", async (args, code) => {
    expect(await cli(args, { home })).toMatchObject({ code, stderr: "" });
  });

  it.each([[["audit", "access.log", "--attach"]], [["note", "x"]], [["probe"]]])(
    "does not record by %j: exit 2, and what to add",
    async (args) => {
      const ran = await cli(args, { home });
      expect(ran.code).toBe(2);
      expect(ran.stderr).toMatch(
        /is not among the operators of .*\nnext: add --operator nobody-here \(or sam\)\n$/,
      );
    },
  );
});
