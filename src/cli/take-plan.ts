// `run deploy-replacement-key --plan <file>`: shows the places that are new, asks, and puts them on record.
import type { Checked } from "../app/deploy-plan.ts";
import { ClaroIrError } from "../core/error.ts";
import type { Cli } from "./cli.ts";
import type { Session } from "./session.ts";

interface PlanOptions {
  readonly plan?: string;
  readonly credential?: string;
}

/** A plan whose places are on record; with --dry-run only `lines` say what would be. */
export interface Taken extends Checked {
  readonly lines: readonly string[];
}

async function ask(cli: Cli, checked: Checked): Promise<void> {
  const prompter = await cli.host.prompter();
  for (const { id, kind, found } of checked.added)
    prompter.say(`${id}  ${kind}  ${found.map((one) => one.what).join(", ")}`);
  const answer = await prompter.choose(
    `Add ${String(checked.added.length)} new place(s) and write the new key there?`,
    [
      { key: "y", words: "yes" },
      { key: "n", words: "no, change nothing" },
    ],
  );
  if (answer !== "y")
    throw new ClaroIrError("refused", "declined", "No place was added and nothing was written.", {
      hint: "Take what is wrong out of the plan, then run it again",
    });
}

/** Read the plan and add its new places. On a terminal a person says yes first, unless --yes does. */
export async function takePlan(
  cli: Cli,
  session: Session<PlanOptions>,
  step: string,
): Promise<Taken> {
  const { app, incident, options } = session;
  const { readPlan } = await import("../core/search/plan.ts");
  const { addPlaces, checkPlan } = await import("../app/deploy-plan.ts");
  const file = options.plan ?? "";
  const plan = readPlan(new TextDecoder().decode(await app.files.read(file)), file);
  const checked = await checkPlan(app, { incident, step, credential: options.credential }, plan);
  const isDry = options.dryRun === true;
  const asks = cli.host.interactive && options.input !== false && options.yes !== true;
  if (checked.added.length > 0 && asks && !isDry) await ask(cli, checked);
  return { ...checked, lines: await addPlaces(app, incident, checked, isDry) };
}
