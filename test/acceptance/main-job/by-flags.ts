// The main job by flags alone, from `start --no-input` to `close`, in either strategy. Used at 60 times the pace and at the real one.
import { strict as assert } from "node:assert";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { jsonOf } from "../../support/cli.ts";
import type { Scene, Strategy } from "./scene.ts";

const START = "start --no-input --key production-web-app --secret-file leaked.key";
const KNOWN = "--evidence-level public-exposure --abuse unknown --data internal";

const CUT = [
  "run block-compromised-key --confirm production-web-app",
  "run verify-key-rejected",
] as const;
const REPLACE = [
  "run create-replacement-key",
  "run deploy-replacement-key",
  "run verify-replacement-live",
] as const;

/** Declare, cut and replace; the incident is contained and restored when it returns. */
export async function containAndRestore(scene: Scene, strategy: Strategy): Promise<void> {
  const contain = strategy === "contain-first";
  const tolerance = contain ? "minutes" : "none";
  await scene.expectExit(0, `${START} ${KNOWN} --outage-tolerance ${tolerance}`);
  const [credential] = (await scene.status()).credentials;
  assert.equal(credential?.strategy, strategy);
  await scene.expectExit(0, "run capture-minimum-evidence");
  const outage = `decide outage 5 --because "the shop may fail for five minutes"`;
  const path = contain ? [outage, ...CUT, ...REPLACE] : [...REPLACE, ...CUT];
  for (const line of path) await scene.expectExit(0, line);
  await scene.expectExit(0, "run update-register");
}

/** What the new key's value gets at the vendor: its holder pipes it to a program that asks. */
export async function answerToNewKey(scene: Scene): Promise<number> {
  const script = join(scene.home.folder, "ask.mjs");
  await writeFile(
    script,
    `import { text } from "node:stream/consumers";
const bearer = (await text(process.stdin)).trim();
const { status } = await fetch(process.argv[2], { headers: { authorization: "Bearer " + bearer } });
process.stdout.write("answered " + status + "\\n");
`,
  );
  const url = `${scene.sandbox.url}/v1/prompts?limit=1`;
  const ended = await scene.expectExit(0, `secret pipe -- ${process.execPath} ${script} ${url}`);
  return Number(/answered (\d{3})/.exec(ended.stdout + ended.stderr)?.[1]);
}

interface Listed {
  readonly steps: readonly {
    readonly id: string;
    readonly kind: string;
    readonly state: string;
  }[];
}

/** Tick off what is left in the runbook's order, which is one that works, then write it up and close. Gives the number of commands. */
export async function finishAndClose(scene: Scene): Promise<number> {
  const { steps } = jsonOf<Listed>(await scene.expectExit(0, "step list --json"));
  const open = steps.filter((one) => ["ready", "locked"].includes(one.state));
  const lines = open
    .filter((one) => one.id !== "close-incident")
    .map(({ id, kind }) => {
      if (id === "assess-personal-data")
        return `decide personal-data no --because "only prompts were read"`;
      const vouched = kind === "verification" ? ` --attest --because "looked at the logs"` : "";
      return `step done ${id}${vouched}`;
    });
  lines.push("postmortem", `close --because "contained, restored, learned"`);
  for (const line of lines) await scene.expectExit(0, line, { by: "hands" });
  return lines.length;
}
