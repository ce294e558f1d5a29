// The built program and its sandbox as child processes, with nothing of this machine's own home in reach.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";

export const PACKAGE = join(import.meta.dirname, "..", "..", "..");
const PROGRAM = join(PACKAGE, "dist", "claro-ir.cjs");
/** Preload that ends a process at a chosen moment. */
export const KILL_AT = join(PACKAGE, "test", "support", "kill-at.mjs");

/** Sandbox seconds in a real second: the 30 s quiet window passes in 250 ms, and is still longer than a request is under way. */
export const SPEED = 120;

export interface Ran {
  readonly args: readonly string[];
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

export interface RunOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly input?: string;
  /** Signal to send as soon as stderr matches. */
  readonly interrupt?: { readonly on: RegExp; readonly signal: NodeJS.Signals };
  /** Run by this program instead of directly, e.g. `["prlimit", "--fsize=100"]`. */
  readonly under?: readonly string[];
}

/** Run the built program to its end. */
export async function runProgram(args: readonly string[], options: RunOptions): Promise<Ran> {
  const [command, ...rest] = [...(options.under ?? []), process.execPath, PROGRAM, ...args];
  const child = spawn(command ?? process.execPath, rest, {
    cwd: options.cwd,
    env: options.env,
    stdio: ["pipe", "pipe", "pipe"],
  });
  child.stdin.on("error", () => undefined); // a program that never reads may end first
  child.stdin.end(options.input ?? "");
  const { interrupt } = options;
  if (interrupt !== undefined) {
    let seen = "";
    child.stderr.on("data", (chunk: Buffer) => {
      const before = interrupt.on.test(seen);
      seen += chunk.toString("utf8");
      if (!before && interrupt.on.test(seen)) child.kill(interrupt.signal);
    });
  }
  const [out, err, [code, signal]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close") as Promise<[number | null, NodeJS.Signals | null]>,
  ]);
  return { args, code, signal, out, err };
}

/** A folder with a home in it, private and gone afterwards. */
export class TempHome {
  readonly root = mkdtempSync(join(tmpdir(), "claro-ir-robust-"));
  readonly env: Readonly<Record<string, string>>;

  constructor() {
    for (const folder of ["home", "tmp"]) mkdirSync(join(this.root, folder), { mode: 0o700 });
    this.env = {
      PATH: process.env["PATH"] ?? "",
      HOME: join(this.root, "home"),
      XDG_STATE_HOME: join(this.root, "home", "state"),
      XDG_CONFIG_HOME: join(this.root, "home", "config"),
      TMPDIR: join(this.root, "tmp"),
      CLARO_IR_IDENTITY: join(this.root, "home", "identity.txt"),
      CLARO_IR_TEST_CLOCK: "1",
      CLARO_IR_TEST_SPEED: String(SPEED),
      LANG: "C.UTF-8",
    };
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

export interface SandboxChild {
  readonly url: string;
  readonly workspace: string;
  readonly requestLog: string;
  readonly accessLog: string;
  readonly oldKeyId: string;
  stop(): Promise<void>;
}

/** Start the sandbox as the program starts it. */
export async function startSandbox(home: TempHome, seed: number): Promise<SandboxChild> {
  const workspace = join(home.root, `company-${String(seed)}`);
  const child = spawn(
    process.execPath,
    [PROGRAM, "sandbox", "--speed", String(SPEED), "--seed", String(seed), "--workspace", workspace],
    { cwd: home.root, env: home.env, stdio: ["ignore", "pipe", "inherit"] },
  );
  const ended = once(child, "exit");
  const [line] = (await Promise.race([
    once(createInterface(child.stdout), "line"),
    ended.then(() => Promise.reject(new Error("the sandbox did not come up"))),
  ])) as [string];
  return {
    ...(JSON.parse(line) as Omit<SandboxChild, "stop">),
    async stop() {
      child.kill("SIGTERM");
      await ended;
    },
  };
}
