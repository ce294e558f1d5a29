// Real processes with more input than anybody means: they end, without a bug, in at most 200 MB of memory.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { placeOf, PROGRAM, tempHome, type Home } from "../../support/cli.ts";

const MOST_MEMORY = 200;
/** Most of the processor's time, in seconds: what has no end would take all there is. */
const MOST_SECONDS = 30;
/** Whoever only waits takes none. Nothing has a reason to wait so long, however busy the machine is. */
const PATIENCE_MS = 600_000;
const MEGABYTE = 1024 * 1024;

/** Writes down how much memory the process had at most (kB), for whoever reads the file; ru_maxrss would begin with that of the parent. */
const MEASURE = `import { readFileSync, writeFileSync } from "node:fs";
process.on("exit", () => {
  const [, peak] = /VmHWM:\\s+(\\d+) kB/.exec(readFileSync("/proc/self/status", "utf8"));
  writeFileSync(process.env.MEASURED, peak);
});
`;

export interface Flood {
  readonly id: string;
  /** Makes what the command reads, below the home; `{}` in the command is its path. */
  make(folder: string): Promise<string> | string;
  readonly command: readonly string[];
  /** Its bytes on stdin instead. */
  readonly isPiped?: boolean;
}

/** So many megabytes of one piece again and again, packed where the name says so. */
function big(name: string, megabytes: number, piece: string, tail = "") {
  return async (folder: string): Promise<string> => {
    const path = join(folder, name);
    const block = Buffer.from(piece.repeat(Math.ceil(MEGABYTE / piece.length)));
    function* blocks(): Generator<Buffer> {
      for (let at = 0; at < megabytes; at += 1) yield block;
      yield Buffer.from(tail);
    }
    const out = createWriteStream(path, { mode: 0o600 });
    if (name.endsWith(".gz")) await pipeline(Readable.from(blocks()), createGzip(), out);
    else await pipeline(Readable.from(blocks()), out);
    return path;
  };
}

function pipeWithoutWriter(folder: string): Promise<string> {
  const path = join(folder, "pipe");
  const made = spawn("mkfifo", ["-m", "600", path]);
  return once(made, "close").then(() => path);
}

const EVENT =
  '{"time":"2026-11-23T02:04:00.000Z","key_id":"key_1","method":"GET","path":"/","status":200,"ip":"10.1.1.1"}\n';
const AUDIT = ["audit", "{}", "--key-id", "key_1"];
const FROM_TEXT = ["start", "--from-text", "{}"];

export const FLOODS: readonly Flood[] = [
  { id: "log-lines", make: big("a.log", 48, EVENT), command: AUDIT },
  { id: "log-one-line", make: big("a.log", 48, "a"), command: AUDIT },
  { id: "log-quotes", make: big("a.log", 8, '"\\'), command: AUDIT },
  { id: "log-bomb", make: big("a.log.gz", 300, "\0"), command: AUDIT },
  { id: "log-packed-lines", make: big("a.log.gz", 48, EVENT), command: AUDIT },
  {
    id: "search-bomb",
    make: big("a.tar.gz", 300, "\0"),
    command: ["where-used", "--in", "{}", "--secret-file", "old.key"],
  },
  {
    id: "search-one-line",
    make: big("a.txt", 48, "sk_live_"),
    command: ["where-used", "--in", "{}", "--secret-file", "old.key"],
  },
  { id: "scan-one-line", make: big("a.env", 16, "A=sk_live_x"), command: ["scan", "--in", "{}"] },
  {
    id: "redact-lines",
    make: big("a.txt", 24, `${EVENT}mail a@b.example 4111 1111 1111 1111\n`),
    command: ["redact"],
    isPiped: true,
  },
  { id: "redact-one-line", make: big("a.txt", 16, "a@"), command: ["redact"], isPiped: true },
  {
    id: "list-rows",
    make: big("a.csv", 15, "production-a,production,claro\n"),
    command: ["keys", "import", "{}"],
  },
  { id: "list-one-cell", make: big("a.csv", 15, "a"), command: ["keys", "import", "{}"] },
  {
    id: "text-lines",
    make: big("a.env", 24, "BAYT_API_KEY=sk_live_abcdefghijklmnopqrstuvwxyz\n"),
    command: FROM_TEXT,
  },
  { id: "text-one-line", make: big("a.env", 24, "a="), command: FROM_TEXT },
  { id: "config", make: big("a.yaml", 4, "[{"), command: ["status", "--config", "{}"] },
  { id: "runbook", make: big("a.yaml", 4, "- a\n"), command: ["runbook", "validate", "{}"] },
  {
    id: "secret",
    make: big("a.key", 4, "a"),
    command: ["start", "--key", "a", "--secret-file", "{}"],
  },
  { id: "evidence", make: big("a.bin", 48, EVENT), command: ["evidence", "add", "{}"] },
  {
    id: "plan",
    make: big("a.plan", 8, "[{"),
    command: ["run", "deploy-replacement-key", "--plan", "{}"],
  },
  { id: "pipe-as-config", make: pipeWithoutWriter, command: ["status", "--config", "{}"] },
  { id: "pipe-as-runbook", make: pipeWithoutWriter, command: ["runbook", "validate", "{}"] },
  { id: "zero-as-config", make: () => "/dev/zero", command: ["status", "--config", "{}"] },
  { id: "zero-as-runbook", make: () => "/dev/zero", command: ["runbook", "validate", "{}"] },
  { id: "zero-as-text", make: () => "/dev/zero", command: FROM_TEXT },
  { id: "zero-as-list", make: () => "/dev/zero", command: ["keys", "import", "{}"] },
  {
    id: "zero-as-secret",
    make: () => "/dev/zero",
    command: ["start", "--key", "a", "--secret-file", "{}"],
  },
  { id: "folder-as-config", make: (folder) => folder, command: ["status", "--config", "{}"] },
  { id: "folder-as-list", make: (folder) => folder, command: ["keys", "import", "{}"] },
  { id: "folder-as-text", make: (folder) => folder, command: FROM_TEXT },
  {
    id: "folder-as-secret",
    make: (folder) => folder,
    command: ["start", "--key", "a", "--secret-file", "{}"],
  },
];

async function ended(home: Home, { command, isPiped }: Flood, path: string) {
  const args = command.map((word) => (word === "{}" ? path : word));
  const measured = join(home.folder, "measured");
  const preload = join(home.folder, "measure.mjs");
  writeFileSync(preload, MEASURE);
  const { cwd, env } = placeOf({
    home,
    env: { MEASURED: measured, NODE_OPTIONS: `--import=${preload}` },
  });
  const limited = [`--cpu=${String(MOST_SECONDS)}`, process.execPath, PROGRAM, ...args];
  const child = spawn("prlimit", limited, {
    cwd,
    env,
    timeout: PATIENCE_MS,
    killSignal: "SIGKILL",
  });
  let stderr = "";
  child.stderr
    .setEncoding("utf8")
    .on("data", (text: string) => (stderr = (stderr + text).slice(-400)));
  child.stdout.resume();
  child.stdin.on("error", () => undefined);
  if (isPiped === true) child.stdin.end(readFileSync(path));
  else child.stdin.end();
  const [code] = (await once(child, "close")) as [number | null];
  return {
    code,
    stderr,
    megabytes: code === null ? 0 : Number(readFileSync(measured, "utf8")) / 1024,
  };
}

/** Flood the program once; what is wrong with how it took it, and the memory it had at most in MB. */
export async function flood(one: Flood): Promise<{ wrong: readonly string[]; megabytes: number }> {
  await using home = await tempHome();
  const folder = join(home.folder, "work");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "old.key"), "sk_live_abcdefghijklmnopqrstuvwxyz0123456789", {
    mode: 0o600,
  });
  const { code, stderr, megabytes } = await ended(home, one, await one.make(folder));
  const wrong: Readonly<Record<string, boolean>> = {
    "has no end": code === null,
    [`met a bug: ${stderr}`]: code !== null && code > 8,
    [`had ${megabytes.toFixed(0)} MB`]: megabytes > MOST_MEMORY,
  };
  return {
    wrong: Object.entries(wrong).flatMap(([words, isSo]) => (isSo ? [words] : [])),
    megabytes,
  };
}
