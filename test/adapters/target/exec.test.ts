import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

import { describe, expect, it } from "vitest";

import { Secret } from "../../../src/core/credential/secret.ts";
import { connect, failureOf, newFolder, nodeProgram } from "./support.ts";

const CANARY = "sk_live_CANARYcanary1234";
const secret = new Secret(CANARY);
const STORE = `
import { readFileSync, writeFileSync } from "node:fs";
writeFileSync("stored", readFileSync(process.argv[2] ?? 0));
writeFileSync("seen.json", JSON.stringify({ env: process.env, argv: process.argv, cwd: process.cwd() }));
`;

describe("a store behind a program", () => {
  it("gets the key on stdin alone: not in arguments, not in the environment", async () => {
    const folder = newFolder();
    process.env["CLARO_TEST_PASSED"] = "yes";
    process.env["CLARO_TEST_KEPT"] = "no";
    try {
      const write = nodeProgram(folder, "store", STORE);
      await connect("exec", folder, { write, env: ["CLARO_TEST_PASSED"] }).write(secret, "op");
    } finally {
      delete process.env["CLARO_TEST_PASSED"];
      delete process.env["CLARO_TEST_KEPT"];
    }
    expect(readFileSync(join(folder, "stored"), "utf8")).toBe(CANARY);
    const seen = readFileSync(join(folder, "seen.json"), "utf8");
    const { env, cwd } = JSON.parse(seen) as { env: Record<string, string>; cwd: string };
    expect(seen).not.toContain(CANARY);
    expect(cwd).toBe(folder);
    expect(env["CLARO_TEST_PASSED"]).toBe("yes");
    const allowed = ["PATH", "HOME", "USER", "LANG", "CLARO_TEST_PASSED"];
    expect(Object.keys(env).filter((name) => !allowed.includes(name))).toEqual([]);
  });

  it.runIf(existsSync("/dev/stdin"))(
    "may open its stdin by name, as aws and kubectl do",
    async () => {
      const folder = newFolder();
      const write = [...nodeProgram(folder, "store", STORE), "/dev/stdin"];
      await connect("exec", folder, { write }).write(secret, "op");
      expect(readFileSync(join(folder, "stored"), "utf8")).toBe(CANARY);
    },
  );

  it("gets the text of `stdin` with the key in its place, which stays JSON", async () => {
    const folder = newFolder();
    const write = nodeProgram(folder, "store", STORE);
    const target = connect("exec", folder, { write, stdin: '{"a":"{{key}}"}' });
    await target.write(new Secret('x"$&\\y'), "op");
    expect(JSON.parse(readFileSync(join(folder, "stored"), "utf8"))).toEqual({ a: 'x"$&\\y' });
    const yaml = connect("exec", folder, { write, stdin: "a: {{key}}\n" });
    await yaml.write(secret, "op");
    expect(readFileSync(join(folder, "stored"), "utf8")).toBe(`a: ${CANARY}\n`);
    expect((await failureOf(yaml.write(new Secret("x\nb: 1"), "op"))).certain).toBe(true);
  });

  it.each([
    ["plainly", CANARY],
    ["in base64", Buffer.from(CANARY).toString("base64")],
  ])("is not run with the key %s in its arguments", async (_how, form) => {
    const folder = newFolder();
    const write = [...nodeProgram(folder, "store", STORE), `--value=${form}`];
    const failure = await failureOf(connect("exec", folder, { write }).write(secret, "op"));
    expect(failure.certain).toBe(true);
    expect(failure.message + (failure.hint ?? "")).not.toContain(form);
    expect(existsSync(join(folder, "stored"))).toBe(false);
  });

  it("that fails leaves the outcome unknown, and what it printed unsaid", async () => {
    const folder = newFolder();
    const source = `process.stdin.pipe(process.stderr); process.stdin.pipe(process.stdout); process.exitCode = 3;`;
    const write = nodeProgram(folder, "fail", source);
    const failure = await failureOf(connect("exec", folder, { write }).write(secret, "op"));
    expect(failure.certain).toBe(false);
    expect(failure.message).toMatch(/ended with exit code 3$/);
    expect(`${failure.message} ${failure.hint ?? ""} ${failure.stack ?? ""}`).not.toContain(CANARY);
  });

  it("that ends well without reading its stdin is no failure of ours", async () => {
    const folder = newFolder();
    const write = nodeProgram(folder, "deaf", `process.exit(0)`);
    const big = new Secret("x".repeat(300_000));
    expect((await connect("exec", folder, { write }).write(big, "op")).version).toBeNull();
  });

  it("that cannot start is a certain failure", async () => {
    const folder = newFolder();
    writeFileSync(join(folder, "data"), "", { mode: 0o600 });
    for (const write of [["no-such-program-here"], [join(folder, "data")], ["./a\u0000b"]]) {
      const failure = await failureOf(connect("exec", folder, { write }).write(secret, "op"));
      expect(failure.certain).toBe(true);
      expect(failure.message).toContain("did not start");
    }
  });

  it("is stopped with all it started when the time is up: outcome unknown", async () => {
    const folder = newFolder();
    const write = ["/bin/sh", "-c", "sleep 1000 & echo $$ $! > pids; wait"];
    const target = connect("exec", folder, { write, timeoutSeconds: 1.5 });
    const failure = await failureOf(target.write(secret, "op"));
    expect([failure.certain, failure.message]).toEqual([false, expect.stringContaining("1.5 s")]);
    const pids = readFileSync(join(folder, "pids"), "utf8").split(" ").map(Number);
    expect(pids).toHaveLength(2);
    for (const pid of pids) await gone(pid);
  });

  it("reads what the program prints, without its last line end", async () => {
    const folder = newFolder();
    const write = ["true"];
    async function reading(source: string) {
      return connect("exec", folder, { write, read: nodeProgram(folder, "read", source) }).read();
    }
    const present = await reading(`console.log("${CANARY}"); console.error("noise")`);
    expect(present.state === "present" && present.secret.reveal()).toBe(CANARY);
    expect(await reading(`console.log("")`)).toEqual({ state: "absent" });
    expect(await reading(`console.log("${CANARY}"); process.exit(4)`)).toEqual({
      state: "unreadable",
      why: `${process.execPath} ended with exit code 4`,
    });
    expect(await reading(`process.stdout.write("x".repeat(200_000))`)).toMatchObject({
      state: "unreadable",
    });
    const writeOnly = await connect("exec", folder, { write }).read();
    expect(writeOnly.state === "unreadable" && writeOnly.why).toContain("write-only");
  });

  it("does not look for programs in the configuration's folder through a relative PATH", async () => {
    const folder = newFolder();
    writeFileSync(join(folder, "planted-program"), "#!/bin/sh\ntouch ran\n", { mode: 0o755 });
    const path = process.env["PATH"];
    process.env["PATH"] = `.:${path ?? ""}`;
    try {
      const target = connect("exec", folder, { write: ["planted-program"] });
      expect((await failureOf(target.write(secret, "op"))).certain).toBe(true);
    } finally {
      process.env["PATH"] = path;
    }
    expect(existsSync(join(folder, "ran"))).toBe(false);
  });
});

/** Resolves when the process is no more (or a zombie of somebody else's); the test's own time limit ends the wait. */
async function gone(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0);
      if (readFileSync(`/proc/${String(pid)}/stat`, "utf8").includes(") Z ")) return;
    } catch {
      return;
    }
    await wait(20);
  }
}
