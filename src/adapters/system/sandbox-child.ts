// The sandbox as a child process: started, told the time or asked for it, stopped.
import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { ClaroIrError } from "../../core/error.ts";
import { toEpoch, toInstant } from "../../core/instant.ts";
import type { Http } from "../../ports/http.ts";

export interface SandboxLine {
  readonly url: string;
  readonly dashboard: string;
  readonly workspace: string;
  readonly requestLog: string;
  readonly accessLog: string;
  readonly oldKeyId: string;
  readonly scenario: string;
}

export interface SandboxChild {
  readonly address: SandboxLine;
  /** Its time, epoch ms. */
  now(): Promise<number>;
  /** Move its time; everything due on the way happens before this returns. Gives its time then. */
  advanceTo(epochMs: number): Promise<number>;
  stop(): Promise<void>;
}

export interface SandboxStart {
  /** Program and leading arguments that run claro-ir, e.g. node and this package's entry. */
  readonly command: readonly string[];
  readonly workspace: string;
  readonly seed: number;
  /** Undefined: the one that the workspace was made with. */
  readonly scenario: string | undefined;
  /** Sandbox seconds in a second, or moved by hand. */
  readonly pace: "virtual" | number;
  readonly startMs: number;
  readonly http: Http;
}

/** How long moving days ahead may take, in ms. */
const ADVANCE_TIMEOUT = 120_000;

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    if (child.stdout === null) {
      reject(new Error("the sandbox has no stdout"));
      return;
    }
    createInterface({ input: child.stdout }).once("line", resolve);
    child.once("error", reject);
    child.once("exit", (code) => {
      reject(
        new ClaroIrError(
          "remote",
          "sandbox",
          `The sandbox ended before it was ready (${String(code)}).`,
          { hint: "claro-ir sandbox --seed 1 shows why" },
        ),
      );
    });
  });
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once("exit", () => resolve());
  });
}

/** Its time, epoch ms, moved first where `to` is given. */
async function clock(http: Http, address: SandboxLine, to: number | undefined): Promise<number> {
  const response = await http.send({
    method: to === undefined ? "GET" : "POST",
    url: `${address.url}/_clock`,
    ...(to === undefined ? {} : { body: { to: toInstant(to) } }),
    timeoutMs: ADVANCE_TIMEOUT,
  });
  if (response.status !== 200)
    throw new ClaroIrError(
      "remote",
      "sandbox",
      `The sandbox's clock answered ${String(response.status)}.`,
    );
  const { now } = JSON.parse(response.text) as { readonly now: string };
  return toEpoch(now);
}

/** Start it and wait until it is ready. */
export async function startSandboxChild(options: SandboxStart): Promise<SandboxChild> {
  const { command, workspace, seed, scenario, pace, startMs, http } = options;
  const [program, ...leading] = command;
  const args = [
    ...leading,
    "sandbox",
    ...(pace === "virtual" ? ["--manual-clock"] : ["--speed", String(pace)]),
    "--start",
    toInstant(startMs),
    "--seed",
    String(seed),
    ...(scenario === undefined ? [] : ["--scenario", scenario]),
    "--workspace",
    workspace,
  ];
  const child = spawn(program ?? process.execPath, args, {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const address = JSON.parse(await firstLine(child)) as SandboxLine;
  return {
    address,
    now: () => clock(http, address, undefined),
    advanceTo: (epochMs) => clock(http, address, epochMs),
    async stop() {
      child.kill("SIGTERM");
      await ended(child);
    },
  };
}
