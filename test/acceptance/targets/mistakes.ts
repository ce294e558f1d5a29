// Mistakes in the deploy to a place that the sweep must see.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { withBrokenBuild, type BrokenBuild } from "../../prove/broken-build.ts";

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
export function faultsOf(broken: BrokenBuild, script: string): Promise<number> {
  return withBrokenBuild(broken, (program) => faultsIn(script, program));
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
