// A temporary folder for one test, and the writer process on it.
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

const WRITER = fileURLToPath(new URL("writer.ts", import.meta.url));

export async function tempFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "claro-ir-store-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export interface Run {
  readonly child: ChildProcess;
  /** All lines of stdout once it has ended. */
  readonly lines: Promise<readonly string[]>;
}

/** The writer, behind `prefix` (e.g. a program that limits it). */
export function startWriter(args: readonly string[], prefix: readonly string[] = []): Run {
  const [command = "", ...rest] = [...prefix, process.execPath, WRITER, ...args];
  const child = spawn(command, rest, { stdio: ["ignore", "pipe", "inherit"] });
  let text = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
  const lines = once(child, "close").then(() => text.split("\n").filter((line) => line !== ""));
  return { child, lines };
}
