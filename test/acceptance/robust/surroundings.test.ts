// Bad surroundings: folders and files that others can touch, a full disk, streams that go away, signals. Nothing lost, nothing half done.
import { spawn } from "node:child_process";
import {
  chmodSync,
  closeSync,
  cpSync,
  existsSync,
  openSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { PROGRAM, cli, spawnCli, tempHome } from "../../support/cli.ts";
import type { Ended, Home } from "../../support/cli.ts";
import { expectCode, expectShort } from "./expect-code.ts";
import { sharedHands, type Hands } from "../../support/hands.ts";
import { PLANS } from "./kill.ts";
import type { Point } from "./point.ts";
import { Stage } from "./stage.ts";

// Real processes on a busy machine take their time.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let stage: Stage;
let hands: Hands;
let point: Point;

beforeAll(async () => {
  stage = await Stage.open(23);
  hands = sharedHands();
  point = await stage.point({ hands });
  await point.start("--strategy", "contain-first", "--because", "it is public");
});

afterAll(async () => {
  await stage.close();
});

describe("surroundings that are not safe", () => {
  let home: Home;
  beforeAll(async () => {
    home = await tempHome();
    expectCode(await cli(["start", "--key", "x"], { home }), 0);
  });
  afterAll(() => home[Symbol.asyncDispose]());

  it("a store that others can open", async () => {
    chmodSync(home.store, 0o755);
    const ran = await cli(["note", "x"], { home });
    chmodSync(home.store, 0o700);
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain("chmod 700");
    expectShort(ran);
  });

  it("a configuration that others can write", async () => {
    const config = join(home.folder, "work", "claro-ir.yaml");
    writeFileSync(config, "version: 1\n");
    chmodSync(config, 0o666);
    const ran = await cli(["status"], { home });
    rmSync(config);
    expect(ran.code).toBe(2);
    expectShort(ran);
  });

  it("a journal edited by hand takes nothing more", async () => {
    const store = join(home.folder, "edited");
    cpSync(home.store, store, { recursive: true });
    chmodSync(store, 0o700);
    const [incident] = readdirSync(join(store, "incidents"));
    const file = join(store, "incidents", incident ?? "", "journal", "00000002.json");
    writeFileSync(file, readFileSync(file, "utf8").replace('"by":"', '"by":"x'));
    for (const args of [
      ["note", "x"],
      ["step", "done", "preserve-logs"],
      ["close", "--because", "x"],
    ]) {
      const ran = await cli(args, { home, env: { CLARO_IR_STORE: store } });
      expectCode(ran, 7);
      expect(ran.stderr).toContain("claro-ir verify");
      expectShort(ran);
    }
  });
});

/** Run under a limit of the size of files: every write beyond fails like a full disk does. */
function underLimit(args: readonly string[], bytes: number): Promise<Ended> {
  const child = spawn("prlimit", [`--fsize=${String(bytes)}`, process.execPath, PROGRAM, ...args], {
    cwd: point.folder,
    env: { ...stage.home.env, CLARO_IR_STORE: point.store, CLARO_IR_OPERATOR: "dana" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  return collect(child);
}

async function collect(child: ReturnType<typeof spawn>): Promise<Ended> {
  let stdout = "";
  let stderr = "";
  child.stdout?.on("data", (chunk: Buffer) => (stdout += chunk.toString("utf8")));
  child.stderr?.on("data", (chunk: Buffer) => (stderr += chunk.toString("utf8")));
  const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((ended) => {
    child.on("close", (...how) => ended(how));
  });
  return { code, signal, stdout, stderr };
}

describe.skipIf(!existsSync("/dev/full"))("an answer that finds no room", () => {
  /** With stdout on a disk that is full. */
  async function unprinted(...args: readonly string[]): Promise<Ended> {
    const full = openSync("/dev/full", "w");
    try {
      return await collect(
        spawn(process.execPath, [PROGRAM, ...args], {
          cwd: point.folder,
          env: { ...stage.home.env, CLARO_IR_STORE: point.store, CLARO_IR_OPERATOR: "dana" },
          stdio: ["ignore", full, "pipe"],
        }),
      );
    } finally {
      closeSync(full);
    }
  }

  it("is said to be incomplete, with what to type: no bug of ours", async () => {
    const ran = await unprinted("status");
    expectCode(ran, 1);
    expect(ran.stderr).toMatch(/ENOSPC.*\nnext: .*claro-ir status/);
  });

  it("takes nothing from how the command ended", async () => {
    const ran = await unprinted("step", "done", "no-such-step", "--json");
    expectCode(ran, 2);
    expect(ran.stderr).toContain("ENOSPC");
  });
});

it.skipIf(!existsSync("/usr/bin/prlimit"))("a full disk: nothing is done outside", async () => {
  const requests = (await stage.sandbox.requests()).filter((one) => one.effect !== null).length;
  const before = point.journal();
  const ran = await underLimit(["run", "create-replacement-key"], 64);
  expectCode(ran, 6);
  expect(ran.stderr).toMatch(/EFBIG|size limit/);
  expect((await stage.sandbox.requests()).filter((one) => one.effect !== null)).toHaveLength(
    requests,
  );
  expect(point.journal()).toEqual(before);
  expect((await point.by(["verify"])).code).toBe(0);
});

describe("streams", () => {
  it("a reader that goes away", async () => {
    const child = spawn("sh", ["-c", `"$0" "$1" step list | head -1`, process.execPath, PROGRAM], {
      cwd: point.folder,
      env: { ...stage.home.env, CLARO_IR_STORE: point.store },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const ran = await collect(child);
    expect(ran.stdout.trimEnd().split("\n")).toHaveLength(1);
    expect(ran.stderr).toBe("");
  });

  it("stdin and stdout closed", async () => {
    const script = `"$0" "$1" note closed <&- >&-`;
    const child = spawn("sh", ["-c", script, process.execPath, PROGRAM], {
      cwd: point.folder,
      env: { ...stage.home.env, CLARO_IR_STORE: point.store, CLARO_IR_OPERATOR: "dana" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const before = point.journal().length;
    const ran = await collect(child);
    expect(point.journal()).toHaveLength(before + 1);
    expect(ran.stderr).not.toContain("bug");
    expect([0, 1]).toContain(ran.code);
  });

  it("plain, narrow and ASCII where it is asked for", async () => {
    for (const args of [
      ["status"],
      ["step", "list"],
      ["next"],
      ["--help"],
      ["step", "done", "nothing"],
    ]) {
      const ran = await point.run(args, {
        env: { LC_ALL: "C", NO_COLOR: "1", COLUMNS: "40", TERM: "dumb" },
      });
      // oxlint-disable-next-line no-control-regex -- exactly the bytes that must not come
      expect(ran.stdout + ran.stderr).toMatch(/^[\n\u0020-\u007e]*$/);
    }
  });
});

it.each([
  ["SIGTERM", 143],
  ["SIGINT", 130],
] as const)(
  "%s while waiting for proof of death: ended, and resumable",
  { timeout: 20_000 },
  async (signal, code) => {
    const cut = await stage.point({ hands });
    await cut.start("--strategy", "contain-first", "--because", "it is public");
    for (const command of PLANS.block.before) await cut.ok(command);
    await cut.ok(PLANS.block.command(cut));
    const child = spawnCli(["run", "verify-key-rejected"], {
      home: stage.home,
      cwd: cut.folder,
      env: { CLARO_IR_STORE: cut.store, CLARO_IR_OPERATOR: "dana" },
    });
    child.stderr?.once("data", () => child.kill(signal));
    const ran = await collect(child);
    expectCode(ran, code);
    expectShort({ ...ran, stderr: ran.stderr.split("\n").slice(-3).join("\n") });
    expect((await cut.by(["verify"])).code).toBe(0);
    await cut.follow((status) => status.contained.at !== null);
  },
);
