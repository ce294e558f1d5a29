// Who this process is, and whether one that recorded something is still at it.
import { readFileSync, readlinkSync } from "node:fs";
import { hostname, userInfo } from "node:os";
import { isatty } from "node:tty";
import type { Via } from "../../core/journal/event.ts";
import type { ProcessTable } from "../../ports/system.ts";

/** This machine's processes as seen by this one, which is claro-ir `version`. */
export function processTable(version: string): ProcessTable {
  const self: Via = {
    host: hostname(),
    pid: process.pid,
    started: startOf(process.pid)?.started ?? roundedStart(),
    terminal: terminalName(),
    osUser: userName(),
    version,
  };
  return { self, isAlive: (via) => (via.host === self.host ? stateOf(via) : "unknown") };
}

function stateOf(via: Via): "alive" | "dead" | "unknown" {
  const signalled = signal(via.pid);
  if (signalled !== "there") return signalled;
  const found = startOf(via.pid);
  // Without /proc a reused number cannot be told from the process itself.
  if (found === undefined) return process.platform === "linux" ? "unknown" : "alive";
  return found.started === via.started && !found.ended ? "alive" : "dead";
}

/** Signal 0 only asks whether the process is there. Another user's is there too: EPERM says so. */
function signal(pid: number): "there" | "dead" | "unknown" {
  try {
    process.kill(pid, 0);
    return "there";
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : "";
    if (code === "ESRCH") return "dead";
    return code === "EPERM" ? "there" : "unknown";
  }
}

/**
 * When a process began, as Linux counts it: start of this boot and clock ticks since (field 22 of /proc/<pid>/stat, proc(5)).
 * `ended`: a zombie, which only waits for its parent. Undefined where there is no such file.
 */
function startOf(pid: number): { readonly started: string; readonly ended: boolean } | undefined {
  const stat = readText(`/proc/${String(pid)}/stat`);
  // The name of the program comes second, in parentheses, and may hold anything: fields are counted after it.
  const fields = stat?.slice(stat.lastIndexOf(")") + 2).split(" ") ?? [];
  const ticks = fields[19];
  if (ticks === undefined) return undefined;
  const boot = readText("/proc/sys/kernel/random/boot_id")?.slice(0, 8) ?? "";
  return { started: `${boot}:${ticks}`, ended: fields[0] === "Z" || fields[0] === "X" };
}

function roundedStart(): string {
  return String(Math.round((Date.now() - process.uptime() * 1000) / 1000));
}

function terminalName(): string | null {
  if (!isatty(0)) return null;
  try {
    return readlinkSync("/proc/self/fd/0");
  } catch {
    // No /proc here: that there is a terminal is all that is known.
    return "tty";
  }
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run as a number that has no name.
    return `uid ${String(process.getuid?.() ?? "?")}`;
  }
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    // No /proc, or the process is gone or hidden: the callers tell these apart.
    return undefined;
  }
}
