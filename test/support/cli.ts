// The built program as a stranger runs it: a home of its own, the real sandbox beside it, one child process a command.
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { endWithTests } from "./end-with-tests.ts";

/** The built program; `npm test` builds it first. CLARO_IR_TEST_PROGRAM names another copy, e.g. an installed one. */
export const PROGRAM =
  process.env["CLARO_IR_TEST_PROGRAM"] ??
  join(import.meta.dirname, "..", "..", "dist", "claro-ir.cjs");

type Env = Readonly<Record<string, string>>;

/** One person's machine: folders of their own, nothing of the developer's environment but PATH. */
export interface Home extends AsyncDisposable {
  /** A temporary folder; store, identity, state and configuration folders lie in it. */
  readonly folder: string;
  readonly store: string;
  readonly env: Env;
}

export interface HomeOptions {
  /** Shares another's store: a second person. */
  readonly store?: string;
  /** The folder it is made in, instead of the system's own for temporary files. */
  readonly under?: string;
}

/** A fresh home. */
export async function tempHome(options: HomeOptions = {}): Promise<Home> {
  const folder = await mkdtemp(join(options.under ?? tmpdir(), "claro-ir-home-"));
  const store = options.store ?? join(folder, "store");
  mkdirSync(join(folder, "work"));
  return {
    folder,
    store,
    env: {
      PATH: process.env["PATH"] ?? "",
      HOME: folder,
      XDG_STATE_HOME: join(folder, "xdg-state"),
      XDG_CONFIG_HOME: join(folder, "xdg-config"),
      CLARO_IR_STORE: store,
      CLARO_IR_IDENTITY: join(folder, "identity.txt"),
    },
    // A child that was killed may still be writing: a few tries.
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }),
  };
}

/** What a command came to. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  readonly home: Home;
  /** Default: the sandbox's workspace, else an empty folder of the home. */
  readonly cwd?: string;
  /** Run as `dana` in the sandbox's workspace, on the sandbox's time (both run on with the same speed). */
  readonly sandbox?: SandboxHandle;
  readonly env?: Env;
  /** Written to its stdin, which is then closed. Never a terminal. */
  readonly input?: string;
  /** Another build of the program. */
  readonly program?: string;
  /** The program and its arguments that it runs under, e.g. a tracer. */
  readonly under?: readonly string[];
}

/** Environment and leading arguments that put the program on the sandbox's clock. */
export function clockOf(sandbox: SandboxHandle | undefined): { env: Env; args: readonly string[] } {
  if (sandbox === undefined) return { env: {}, args: [] };
  const env = {
    CLARO_IR_OPERATOR: "dana",
    CLARO_IR_TEST_CLOCK: "1",
    CLARO_IR_TEST_SPEED: String(sandbox.speed),
  };
  const args = sandbox.speed === 1 ? [] : ["--now", new Date(sandbox.now()).toISOString()];
  return { env, args };
}

interface Place {
  readonly cwd: string;
  readonly env: Env;
  /** What comes before the command's own arguments. */
  readonly leading: readonly string[];
}

/** Where a command runs and what it finds there. */
export function placeOf({ home, sandbox, cwd, env }: CliOptions): Place {
  const clock = clockOf(sandbox);
  return {
    cwd: cwd ?? sandbox?.workspace ?? join(home.folder, "work"),
    env: { ...home.env, ...clock.env, ...env },
    leading: clock.args,
  };
}

/** Start one command; the caller looks after the child. */
export function spawnCli(args: readonly string[], options: CliOptions): ChildProcess {
  const { cwd, env, leading } = placeOf(options);
  const { program = PROGRAM, under = [] } = options;
  const [first = "", ...rest] = [...under, process.execPath, program, ...leading, ...args];
  return spawn(first, rest, {
    cwd,
    env,
    stdio: ["pipe", "pipe", "pipe"],
  });
}

/** Run one command to its end. */
export async function cli(args: readonly string[], options: CliOptions): Promise<Ended> {
  const child = spawnCli(args, options);
  const { stdin, stdout, stderr } = child;
  if (stdin === null || stdout === null || stderr === null) throw new Error("no pipes");
  // A program that does not read its stdin closes it: no failure.
  stdin.on("error", () => undefined);
  stdin.end(options.input ?? "");
  const [[code, signal], out, err] = await Promise.all([
    once(child, "close") as Promise<[number | null, NodeJS.Signals | null]>,
    text(stdout),
    text(stderr),
  ]);
  return { code, signal, stdout: out, stderr: err };
}

/** The one JSON document on stdout. Throws with the whole conversation when it is none. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller names the shape of what it asked for
export function jsonOf<T>(ended: Ended): T {
  try {
    return JSON.parse(ended.stdout) as T;
  } catch (error) {
    throw new Error(
      `no JSON document on stdout (exit ${String(ended.code)}):\n${ended.stdout}${ended.stderr}`,
      { cause: error },
    );
  }
}

export interface SandboxLine {
  readonly url: string;
  readonly dashboard: string;
  readonly workspace: string;
  readonly requestLog: string;
  readonly accessLog: string;
  readonly oldKeyId: string;
}

/** One line of the sandbox's request log. */
export interface LoggedRequest {
  readonly at: string;
  readonly method: string;
  readonly path: string;
  readonly keyId: string | null;
  readonly effect: string | null;
  readonly status: number;
}

export interface SandboxHandle extends SandboxLine, AsyncDisposable {
  /** Sandbox seconds in a real one. */
  readonly speed: number;
  /** Its time, epoch ms. */
  now(): number;
  /** Let that much of its time pass at once, in ms. */
  skip(ms: number): Promise<void>;
  /** Ask it as anyone on the network would; JSON in, JSON out. `bearer` is sent as Authorization. */
  ask(method: string, path: string, options?: AskOptions): Promise<Asked>;
  /** Ask as the vendor's admin. */
  admin(method: string, path: string, body?: unknown): Promise<Asked>;
  requests(): Promise<readonly LoggedRequest[]>;
  /** End it; its workspace stays. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

export interface AskOptions {
  readonly bearer?: string;
  readonly body?: unknown;
}

export interface Asked {
  readonly status: number;
  readonly body: unknown;
}

async function ask(url: string, method: string, options: AskOptions = {}): Promise<Asked> {
  const { bearer, body } = options;
  const response = await fetch(url, {
    method,
    headers: {
      // Whoever answers may close a connection that is kept, just when it is used again.
      connection: "close",
      ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answer = await response.text();
  return { status: response.status, body: answer === "" ? null : (JSON.parse(answer) as unknown) };
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (child.stdout === null || child.stderr === null) throw new Error("no pipes");
  const lines = createInterface({ input: child.stdout });
  const complaint = text(child.stderr);
  const [line] = (await Promise.race([
    once(lines, "line"),
    once(child, "exit").then(async ([code]) => {
      throw new Error(`the sandbox ended with ${String(code)}: ${await complaint}`);
    }),
  ])) as [string];
  return line;
}

export interface SandboxOptions {
  readonly home: Home;
  /** Default: a folder of the home; the same again goes on where it was. */
  readonly workspace?: string;
  readonly seed?: number;
  /** Default 60: a minute in a second. */
  readonly speed?: number;
  /** Where its time begins, epoch ms; default: now. */
  readonly startMs?: number;
  readonly port?: number;
}

/** Start the sandbox as a child process and wait until it is ready. */
export async function startSandbox(options: SandboxOptions): Promise<SandboxHandle> {
  const { home, seed = 7, speed = 60, port } = options;
  const workspace = options.workspace ?? join(home.folder, "workspace");
  const start = options.startMs ?? Date.now();
  const args = [
    "sandbox",
    "--workspace",
    workspace,
    "--seed",
    String(seed),
    "--speed",
    String(speed),
    ...(options.startMs === undefined ? [] : ["--start", new Date(start).toISOString()]),
    ...(port === undefined ? [] : ["--port", String(port)]),
  ];
  const child = spawnCli(args, { home });
  const forget = endWithTests(() => child.kill("SIGKILL"));
  const line = JSON.parse(await firstLine(child)) as SandboxLine;
  const clock = (await ask(`${line.url}/_clock`, "GET")).body as { readonly now: string };
  let zero = { real: Date.now(), sandbox: Math.max(start, Date.parse(clock.now)) };
  async function stop(signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
    forget();
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill(signal);
    await ended;
  }
  return {
    ...line,
    speed,
    now: () => Math.round(zero.sandbox + (Date.now() - zero.real) * speed),
    async skip(ms) {
      const { body } = await ask(`${line.url}/_clock`, "POST", { body: { by: ms } });
      zero = { real: Date.now(), sandbox: Date.parse((body as { readonly now: string }).now) };
    },
    ask: (method, path, more) => ask(`${line.url}${path}`, method, more),
    async admin(method, path, body) {
      const bearer = (await readFile(join(line.workspace, "admin.key"), "utf8")).trim();
      return ask(`${line.url}${path}`, method, { bearer, ...(body === undefined ? {} : { body }) });
    },
    async requests() {
      const log = await readFile(line.requestLog, "utf8");
      return log
        .split("\n")
        .filter((one) => one !== "")
        .map((one) => JSON.parse(one) as LoggedRequest);
    },
    stop,
    [Symbol.asyncDispose]: () => stop(),
  };
}
