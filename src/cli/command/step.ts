// The checklist by flag: list, show, start, done, skip, waive, fail, reopen.
import type { Command } from "commander";
import type { App } from "../../app/context.ts";
import type { Cli } from "../cli.ts";
import { collect, mutate, optionsOf, type Session } from "../session.ts";

interface StepOptions {
  readonly credential?: string;
  readonly target?: string;
  readonly note?: string;
  readonly because?: string;
  readonly evidence?: readonly string[];
  readonly occurredAt?: string;
  readonly precision?: string;
  readonly fact?: readonly string[];
  readonly attest?: boolean;
  readonly takeOver?: boolean;
}

type Verb = "start" | "done" | "skip" | "waive" | "fail" | "reopen";

const VERBS: readonly { readonly verb: Verb; readonly does: string }[] = [
  { verb: "start", does: "claim a step, so that others see you have it" },
  { verb: "done", does: "complete a step" },
  { verb: "skip", does: "leave a step out: it is not needed" },
  { verb: "waive", does: "go on without a step that is needed" },
  { verb: "fail", does: "record that a step failed; it stays open" },
  { verb: "reopen", does: "take back a settled step" },
];

async function change(
  app: App,
  verb: Verb,
  step: string,
  session: Session<StepOptions>,
): Promise<readonly string[]> {
  const { changeStep } = await import("../../app/step.ts");
  const { incident, options } = session;
  return changeStep(app, verb, {
    incident,
    step,
    credential: options.credential,
    target: options.target,
    note: options.note,
    because: options.because,
    evidence: options.evidence ?? [],
    facts: options.fact ?? [],
    attest: options.attest === true,
    takeOver: options.takeOver === true,
    occurred: await (await import("../session.ts")).occurredOf(session),
    dryRun: options.dryRun === true,
  });
}

function addVerb(cli: Cli, group: Command, verb: Verb, does: string): void {
  const command = group
    .command(`${verb} <step>`)
    .description(does)
    .option("--credential <id>", "which key, where there are several")
    .option("--note <text>", "for the record")
    .option("--because <text>", "the reason")
    .option("--occurred-at <instant>", "when it happened, if earlier")
    .option("--precision <unit>", "second, minute, hour or day")
    .option("--fact <name=value>", "an input of the step (repeatable)", collect)
    .option("--evidence <file>", "a file that shows it (repeatable)", collect)
    .option("--target <id>", "only this place of the key");
  if (verb === "done") command.option("--attest", "vouch for a proof that cannot be run");
  if (verb === "start") command.option("--take-over", "although another holds it");
  command.action((step: string, _options: unknown, self: Command) =>
    mutate<StepOptions>(cli, self, (session) => change(session.app, verb, step, session)),
  );
}

async function list(cli: Cli, command: Command): Promise<void> {
  const options = optionsOf<StepOptions>(command);
  const { listSteps } = await import("../step-view.ts");
  await listSteps(cli, options);
}

async function show(cli: Cli, step: string, command: Command): Promise<void> {
  const options = optionsOf<StepOptions>(command);
  const { showStep } = await import("../step-view.ts");
  await showStep(cli, step, options);
}

/** Register `step`. */
export function registerStep(cli: Cli): void {
  const group = cli.program
    .command("step")
    .description("the checklist: list, show, start, done, skip, waive ...")
    .helpGroup("In an incident:");
  group
    .command("list")
    .description("all steps with their state")
    .option("--credential <id>", "only those of this key")
    .action((_options: unknown, command: Command) => list(cli, command));
  group
    .command("show <step>")
    .description("why, how, inputs, who can")
    .option("--credential <id>", "which key, where there are several")
    .action((step: string, _options: unknown, command: Command) => show(cli, step, command));
  for (const { verb, does } of VERBS) addVerb(cli, group, verb, does);
}
