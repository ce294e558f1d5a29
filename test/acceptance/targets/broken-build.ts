// Builds of the program with a mistake in it, to see whether the proof sees the mistake.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { build } from "../../../src/build/build.ts";

const ROOT = join(import.meta.dirname, "..", "..", "..");

export interface BrokenBuild {
  /** What it does wrong. */
  readonly name: string;
  /** Places in the sources, each with what stands there instead. */
  readonly changes: readonly {
    readonly file: string;
    readonly from: string;
    readonly to: string;
  }[];
}

export const brokenBuilds: readonly BrokenBuild[] = [
  {
    name: "writes again without looking",
    changes: [
      {
        file: "src/app/effect/place.ts",
        from: `return "already";`,
        to: `return "write";`,
      },
      {
        file: "src/adapters/target/versioned-store.ts",
        from: "if (stored !== undefined && text === before)",
        to: "if (stored !== undefined && text === before && token === '')",
      },
    ],
  },
  {
    name: "takes a lost answer for a success",
    changes: [
      {
        file: "src/app/reconcile.ts",
        from: "if (!isNew)",
        to: "if (!isNew && app.version === '')",
      },
      {
        file: "src/app/effect/place.ts",
        from: 'const reading = await target.read();\n  if (reading.state !== "present") return "write";',
        to: 'if (place.record.state === "written") return "already";\n  const reading = await target.read();\n  if (reading.state !== "present") return "write";',
      },
    ],
  },
];

/** How many faults the short sweep `script` finds in a program with this mistake. */
export async function faultsOf({ changes }: BrokenBuild, script: string): Promise<number> {
  // Beside the packages' own file system, where a build is swapped into place.
  await mkdir(join(ROOT, "state"), { recursive: true });
  const root = await mkdtemp(join(ROOT, "state", ".broken-"));
  try {
    for (const name of ["src", "runbooks", "package.json", "LICENSE"])
      await cp(join(ROOT, name), join(root, name), { recursive: true });
    await symlink(join(ROOT, "node_modules"), join(root, "node_modules"));
    for (const { file, from, to } of changes) {
      const before = await readFile(join(root, file), "utf8");
      if (!before.includes(from)) throw new Error(`${file} has changed: the mistake has no place`);
      await writeFile(
        join(root, file),
        before.replace(from, () => to),
      );
    }
    await build(root);
    return await faultsIn(script, join(root, "dist", "claro-ir.cjs"));
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

async function faultsIn(script: string, program: string): Promise<number> {
  const child = spawn(process.execPath, [script, "short", "control"], {
    env: { ...process.env, CLARO_IR_TEST_PROGRAM: program },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [said] = await Promise.all([text(child.stdout), once(child, "close")]);
  const failed = /, (\d+) failed$/m.exec(said)?.[1];
  if (failed === undefined) throw new Error(`the sweep of a broken build broke off: ${said}`);
  return Number(failed);
}
