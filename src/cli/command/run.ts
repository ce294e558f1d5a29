// `run <step>`: perform a step's effect and complete it when it is proved.
import { Option, type Command } from "commander";
import { Secret } from "../../core/credential/secret.ts";
import { ClaroIrError, EXIT } from "../../core/error.ts";
import { parseDuration } from "../../core/instant.ts";
import type { RunOptions, RunResult } from "../../app/effect/effect.ts";
import { ManualStepError } from "../../app/effect/manual.ts";
import { addSecretOptions, secretOf } from "../key-options.ts";
import type { Cli } from "../cli.ts";
import { mutate, type Session, type Told } from "../session.ts";
import { takePlan } from "../take-plan.ts";

interface Options {
  readonly credential?: string;
  readonly target?: string;
  readonly action?: "disable" | "delete";
  readonly secretFile?: string;
  readonly secretFd?: string;
  readonly keyId?: string;
  readonly name?: string;
  readonly replaceOther?: boolean;
  readonly timeout?: string;
  readonly plan?: string;
  readonly file?: readonly string[];
}

/** A duration flag in ms; exit 2 when it is none. */
export function timeoutOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const ms = parseDuration(text);
  if (ms === undefined)
    throw new ClaroIrError("usage", "bad-duration", "--timeout is no duration.", {
      hint: "--timeout 10m",
    });
  return ms;
}

async function runOptions(cli: Cli, session: Session<Options>): Promise<RunOptions> {
  const { options } = session;
  return {
    target: options.target,
    action: options.action,
    confirm: options.confirm,
    secret: await secretOf(cli, options),
    keyId: options.keyId,
    name: options.name,
    replaceOther: options.replaceOther === true,
    timeoutMs: timeoutOf(options.timeout),
    ...(options.file === undefined ? {} : { files: options.file }),
  };
}

/** What `--json` says of a step that did not come to its end, beside what was recorded. */
function errorOf({ exitCode, lines, next = [] }: RunResult): Readonly<Record<string, unknown>> {
  const kind = Object.entries(EXIT).find(([, code]) => code === exitCode)?.[0] ?? "found";
  const hint = /next: (.+)/.exec([...next, ...lines].join("\n"))?.[1] ?? "claro-ir next";
  return { error: { code: `step-${kind}`, message: lines.join("; "), hint } };
}

async function run(cli: Cli, step: string, session: Session<Options>): Promise<Told> {
  const { planStep, runStep } = await import("../../app/run-step.ts");
  const { app, incident, options } = session;
  const taken = options.plan === undefined ? undefined : await takePlan(cli, session, step);
  const command = {
    incident,
    step,
    credential: taken?.credential ?? options.credential,
    options: { ...(await runOptions(cli, session)), ...(taken && { only: taken.places }) },
  };
  if (options.dryRun === true) {
    const isNew = taken !== undefined && taken.places.length === taken.added.length;
    return [...(taken?.lines ?? []), ...(isNew ? [] : await planStep(app, command))];
  }
  const result = await withPerson(cli, session, (given) =>
    runStep(app, { ...command, options: { ...command.options, ...given } }),
  );
  cli.exit(result.exitCode);
  return {
    lines: [...result.lines, ...(result.next ?? [])],
    more: result.exitCode === EXIT.done ? {} : errorOf(result),
  };
}

/** On a terminal, what is missing is asked for: the name of the key to cut, or the key that the dashboard showed. */
async function withPerson(
  cli: Cli,
  session: Session<Options>,
  act: (given: Partial<RunOptions>) => Promise<RunResult>,
): Promise<RunResult> {
  try {
    return await act({});
  } catch (error) {
    const asks = cli.host.interactive && session.options.input !== false;
    if (!asks || !(error instanceof ClaroIrError)) throw error;
    const prompter = await cli.host.prompter();
    if (error.code === "not-confirmed" && session.options.confirm === undefined) {
      cli.host.output.err(error.message);
      return act({ confirm: await prompter.text("Type its name as the dashboard shows it:") });
    }
    if (!(error instanceof ManualStepError) || error.code !== "manual-create") throw error;
    cli.host.output.err(error.message);
    for (const line of error.lines) cli.host.output.err(`  ${line}`);
    const pasted = await prompter.hidden("Paste the new key (hidden):");
    if (!(pasted instanceof Secret))
      throw new ClaroIrError("usage", "bad-paste", "Nothing was pasted.", {
        hint: "Copy the key alone and paste it again",
      });
    return act({ name: error.newName, secret: pasted });
  }
}

/** Register `run`. */
export function registerRun(cli: Cli): void {
  addSecretOptions(
    cli.program
      .command("run <step>")
      .description("do a step, and complete it when it is proved")
      .helpGroup("In an incident:"),
  )
    .optionsGroup("A key made by hand:")
    .option("--key-id <id>", "its id at the vendor")
    .option("--name <name>", "the name it was given")
    .optionsGroup("On what:")
    .option("--credential <id>", "which key, where there are several")
    .option("--target <id>", "only this place")
    .option("--file <paths...>", "logs to collect or to look through: files, folders")
    .option("--plan <file>", "exactly the places that where-used wrote there")
    .optionsGroup("How:")
    .addOption(new Option("--action <what>", "how to cut").choices(["disable", "delete"]))
    .option("--replace-other", "write even where another value than the leaked one lies")
    .option("--timeout <duration>", "give up waiting after this long")
    .action((step: string, _options: unknown, command: Command) =>
      mutate<Options>(cli, command, (session) => run(cli, step, session)),
    );
}
