// A command of the program as the kernel sees it: every byte that it and its children write, every name and argument they hand over.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { spawn as spawnTerminal } from "@lydell/node-pty";
import { placeOf, type CliOptions } from "../../support/cli.ts";

const CALLS = {
  writes: ["write", "writev", "pwrite64", "pwritev", "pwritev2", "sendto", "sendmsg", "sendmmsg"],
  names: ["openat", "link", "linkat", "symlink", "rename", "renameat2", "mkdir"],
} as const;

/** Everything that went one way, in its order. `to`: stdout, stderr, a file, a socket, `a name`, `a child's arguments`. */
export interface Outflow {
  readonly to: string;
  readonly bytes: string;
}

export interface Traced {
  readonly args: readonly string[];
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly outflows: readonly Outflow[];
}

export interface TraceOptions extends CliOptions {
  readonly program: string;
  /** Called once it runs; it may end it as a terminal does. */
  readonly meanwhile?: (interrupt: () => void) => Promise<void>;
  /** On a terminal; the bytes written there are `stdout`. */
  readonly isTerminal?: boolean;
}

/** One character a byte, of what strace printed in hexadecimal. */
function decoded(hex: string): string {
  return Buffer.from(hex.replaceAll(String.raw`\x`, ""), "hex").toString("latin1");
}

function stringsIn(line: string): readonly string[] {
  return [...line.matchAll(/"((?:\\x[0-9a-f]{2})*)"/g)].map(([, hex]) => decoded(hex ?? ""));
}

/** Where a descriptor leads: `<"path in hexadecimal"…>`, or `<TCP:[from->to]>`. */
function destination(call: string): string {
  const [, fd = "", hex = "", socket = ""] =
    /^(\d+)<(?:((?:\\x[0-9a-f]{2})+)|([\w-]+:\[.*?\])>)/.exec(call) ?? [];
  const to = hex === "" ? socket : decoded(hex);
  if (to === "") throw new Error(`a trace cannot be read: ${call.slice(0, 80)}`);
  // What the program was given for its words is told by number.
  if (/^(?:pipe|UNIX)/.test(to) && (fd === "1" || fd === "2"))
    return fd === "1" ? "stdout" : "stderr";
  return to.replace(/^(TCP\w*:\[).*->/, "$1");
}

/** The outflows of a trace; the program's own start is not one of them. */
function outflowsIn(trace: string): readonly Outflow[] {
  const flows = new Map<string, string[]>();
  function add(to: string, parts: readonly string[]): void {
    const flow = flows.get(to) ?? [];
    flow.push(...parts);
    flows.set(to, flow);
  }
  let isFirst = true;
  for (const line of trace.split("\n")) {
    const [, name = "", call = ""] = /^\d+ +(\w+)\((.*)$/.exec(line) ?? [];
    if (CALLS.writes.some((one) => one === name)) add(destination(call), stringsIn(call));
    if (CALLS.names.some((one) => one === name)) add("a name", [...stringsIn(call), "\n"]);
    if (name !== "execve") continue;
    const [argv = "", env = ""] = call.split("], [");
    if (!isFirst) {
      add("a child's arguments", [stringsIn(argv).join("\n"), "\n"]);
      add("a child's environment", [stringsIn(env).join("\n"), "\n"]);
    }
    isFirst = false;
  }
  return [...flows].map(([to, parts]) => ({ to, bytes: parts.join("") }));
}

function lineOf(file: string, { program }: TraceOptions, words: readonly string[]): string[] {
  const calls = ["execve", ...CALLS.writes, ...CALLS.names].join(",");
  const how = [
    "-f",
    "--seccomp-bpf",
    "-qq",
    "-yy",
    "-xx",
    "-v",
    "-s",
    "4194304",
    "-e",
    `trace=${calls}`,
  ];
  return [...how, "-o", file, process.execPath, program, ...words];
}

async function onPipes(
  line: readonly string[],
  place: ReturnType<typeof placeOf>,
  { input, meanwhile }: TraceOptions,
): Promise<Pick<Traced, "code" | "stdout" | "stderr">> {
  // A group of its own, so that Ctrl-C reaches it as from a terminal. strace looks away from it.
  const child = spawn("strace", line, { cwd: place.cwd, env: envOf(place), detached: true });
  child.stdin.on("error", () => undefined);
  child.stdin.end(input ?? "");
  const { pid = 0 } = child;
  const closed = once(child, "close") as Promise<[number | null]>;
  const [[code], stdout, stderr] = await Promise.all([
    closed,
    text(child.stdout),
    text(child.stderr),
    meanwhile?.(() => {
      // Whoever has ended cannot be interrupted again.
      if (child.exitCode === null) process.kill(-pid, "SIGINT");
    }),
  ]);
  return { code, stdout, stderr };
}

async function onTerminal(
  line: readonly string[],
  place: ReturnType<typeof placeOf>,
): Promise<Pick<Traced, "code" | "stdout" | "stderr">> {
  const { cwd } = place;
  const child = spawnTerminal("strace", [...line], { cwd, env: envOf(place) });
  let stdout = "";
  child.onData((data) => {
    stdout += data;
  });
  const code = await new Promise<number>((ended) => {
    child.onExit(({ exitCode }) => ended(exitCode));
  });
  return { code, stdout, stderr: "" };
}

/** Writes that go through io_uring are no system calls. */
function envOf({ env }: ReturnType<typeof placeOf>): Record<string, string> {
  return { ...env, UV_USE_IO_URING: "0" };
}

/** Run one command to its end under strace. */
export async function traced(args: readonly string[], options: TraceOptions): Promise<Traced> {
  const place = placeOf(options);
  const file = join(options.home.folder, `trace-${String(process.hrtime.bigint())}`);
  const line = lineOf(file, options, [...place.leading, ...args]);
  const ended =
    options.isTerminal === true ? onTerminal(line, place) : onPipes(line, place, options);
  const { code, stdout, stderr } = await ended;
  const outflows = outflowsIn(readFileSync(file, "latin1"));
  rmSync(file);
  if (outflows.length === 0) throw new Error(`strace saw nothing of ${args.join(" ")}: ${stderr}`);
  return { args, code, stdout, stderr, outflows };
}
