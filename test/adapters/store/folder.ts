// A temporary folder for one test, and the writer process on it.
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "rolldown";
import { onTestFinished } from "vitest";
import { fileJournal } from "../../../src/adapters/store/file-journal.ts";
import type { FileJournal } from "../../../src/adapters/store/file-journal.ts";
import { sha256 } from "../../../src/adapters/system/digest.ts";
import { drafts, STREAM } from "../../core/journal/drafts.ts";

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

/** The writer as one plain file in `folder`: starting it dozens of times then costs a third. */
export async function bundleWriter(folder: string): Promise<string> {
  const file = join(folder, "writer.mjs");
  await build({ input: WRITER, platform: "node", output: { file }, logLevel: "silent" });
  return file;
}

/** The writer, behind `prefix` (e.g. a program that limits it). */
export function startWriter(
  writer: string,
  args: readonly string[],
  prefix: readonly string[] = [],
): Run {
  const [command = "", ...rest] = [...prefix, process.execPath, writer, ...args];
  const child = spawn(command, rest, { stdio: ["ignore", "pipe", "inherit"] });
  let text = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
  const lines = once(child, "close").then(() => text.split("\n").filter((line) => line !== ""));
  return { child, lines };
}

/** Where the test stream's event files lie in a store. */
export function folderOf(root: string): string {
  return join(root, "incidents", STREAM, "journal");
}

/** A journal of `count` events in a folder of its own. */
export async function journalOf(
  count: number,
): Promise<{ root: string; journal: FileJournal; folder: string }> {
  const root = await tempFolder();
  const journal = fileJournal(root, sha256);
  if (count > 0) await journal.append(STREAM, 0, drafts(count));
  return { root, journal, folder: folderOf(root) };
}
