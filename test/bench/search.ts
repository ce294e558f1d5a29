// How long looking for a key takes: a tree against ripgrep with the same forms, a history against one plain `git log -S`.
import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { searchForms } from "../../src/core/redaction/forms.ts";
import { interleave, median, pairedRatio, processMs, type Timed } from "./measure.ts";
import { writeHistory } from "./search-history.ts";
import type { Absent, Row } from "./table.ts";

const ROUNDS = 5;
const KEY = ["sk_", "live_4eC39HqLyjWDarjtT1zdp7dcAbC123"].join("");

interface Stage {
  readonly folder: string;
  /** Milliseconds of a search; the exit code is 1 where the key lies. */
  search(args: readonly string[], status: number): Timed;
  /** Largest memory of a search, in MB. */
  memory(args: readonly string[]): number;
}

function stageIn(root: string, folder: string): Stage {
  const program = join(root, "dist", "claro-ir.cjs");
  const env = { PATH: process.env["PATH"], HOME: folder, CLARO_IR_STORE: join(folder, "state") };
  const fixed = ["where-used", "--json", "--secret-file", join(folder, "key")];
  return {
    folder,
    search: (args, status) => () =>
      processMs(process.execPath, [program, ...fixed, ...args], { env, cwd: folder, status }),
    memory(args) {
      const preload = ["-r", join(import.meta.dirname, "max-rss.cjs")];
      const { stderr } = spawnSync(process.execPath, [...preload, program, ...fixed, ...args], {
        env,
        cwd: folder,
        encoding: "utf8",
        stdio: ["ignore", "ignore", "pipe"],
      });
      return Number(/max rss (\d+) kB/.exec(stderr)?.[1]) / 1024;
    },
  };
}

/** The package's own node_modules, sources and binaries: no hit, so that nobody can stop early. */
async function treeRows(root: string, stage: Stage): Promise<readonly (Row | Absent)[]> {
  const name = "where-used, a tree / rg -a -F -f forms";
  if (spawnSync("rg", ["--version"]).status !== 0)
    return [{ name, absent: "ripgrep is not installed (apt-get install ripgrep)" }];
  const forms = join(stage.folder, "forms");
  const lines = searchForms(KEY).filter(({ form }) => form !== "utf-16");
  await writeFile(forms, `${lines.map(({ bytes }) => Buffer.from(bytes).toString()).join("\n")}\n`);
  const tree = join(root, "node_modules");
  const rg = ["-a", "-uu", "-F", "-l", "-f", forms, tree];
  const [ours = [], theirs = []] = await interleave(
    [stage.search(["--in", tree], 0), () => processMs("rg", rg, { status: 1 })],
    ROUNDS,
  );
  const note = `${median(ours).toFixed(0)} ms, rg ${median(theirs).toFixed(0)} ms`;
  return [{ name, value: pairedRatio(ours, theirs), unit: "x", goal: 1.5, note }];
}

async function historyRows(stage: Stage): Promise<readonly Row[]> {
  const repository = join(stage.folder, "repository");
  await mkdir(repository);
  await writeHistory(repository, KEY);
  const git = ["-C", repository, "log", "--all", "--format=%H", "-S", KEY];
  const search = ["--in", repository, "--git"];
  const [ours = [], theirs = []] = await interleave(
    [stage.search(search, 1), () => processMs("git", git)],
    ROUNDS,
  );
  const note = `${median(ours).toFixed(0)} ms, git ${median(theirs).toFixed(0)} ms`;
  return [
    {
      name: "where-used --git, all forms / git log --all -S, one form",
      value: pairedRatio(ours, theirs),
      unit: "x",
      goal: 1.5,
      note,
    },
    {
      name: "where-used --git, largest memory",
      value: stage.memory(search),
      unit: "MB",
      goal: 300,
    },
  ];
}

/** Both searches by the built package at `root`. */
export async function searchRows(root: string): Promise<readonly (Row | Absent)[]> {
  const folder = await mkdtemp(join(tmpdir(), "claro-ir-bench-"));
  try {
    await writeFile(join(folder, "key"), KEY, { mode: 0o600 });
    const stage = stageIn(root, folder);
    return [...(await treeRows(root, stage)), ...(await historyRows(stage))];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

if (import.meta.main) {
  const { table } = await import("./table.ts");
  console.log(table(await searchRows(join(import.meta.dirname, "..", ".."))));
}
