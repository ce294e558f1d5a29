// `init`: a first configuration by questions, or by flags where nobody can be asked.
import type { Command } from "commander";
import type { SetupFlags } from "../../app/setup/answers.ts";
import type { Ground } from "../../app/setup/ground.ts";
import type { SetupResult } from "../../app/setup/init.ts";
import type { NamedPlace } from "../../core/setup/place.ts";
import { ClaroIrError } from "../../core/error.ts";
import type { Cli } from "../cli.ts";
import type { GlobalOptions } from "../host.ts";
import { collect, optionsOf } from "../session.ts";

interface InitOptions extends GlobalOptions {
  readonly workspace?: string;
  readonly provider?: string;
  readonly target?: readonly string[];
}

async function init(cli: Cli, command: Command): Promise<void> {
  const options = optionsOf<InitOptions>(command);
  const { output } = cli.host;
  const [{ findPlaces, lookAgain, setUp }, ground] = await Promise.all([
    import("../../app/setup/init.ts"),
    cli.host.openGround(options),
  ]);
  const existing = await ground.existing();
  const { places, remarks } = await findPlaces(ground);
  for (const remark of remarks) output.err(remark);
  const dryRun = options.dryRun === true;
  if (existing !== undefined) {
    const { result, problem } = await lookAgain(ground, existing, places, dryRun);
    if (problem === undefined || options.json !== true) sayAgain(cli, result, options);
    if (problem !== undefined) throw problem;
    return;
  }
  const shadowed = await ground.shadowed();
  if (shadowed !== undefined) output.err(`in use here until now: ${shadowed}`);
  const answers = await answer(cli, ground, places, options);
  if (answers === undefined) {
    output.err("Nothing was written.");
    return;
  }
  say(cli, await setUp(ground, answers, dryRun), options);
}

/** Ask; whoever leaves meanwhile has written nothing. */
async function asked<T>(question: () => Promise<T>): Promise<T> {
  try {
    return await question();
  } catch (error) {
    if (!(error instanceof ClaroIrError) || error.kind !== "interrupted") throw error;
    throw new ClaroIrError(error.kind, error.code, "Left. Nothing was written.", {
      hint: "claro-ir init",
      cause: error,
    });
  }
}

/** By questions on a terminal, else by flags. Undefined: the person thought better of it. */
async function answer(
  cli: Cli,
  ground: Ground,
  places: readonly NamedPlace[],
  options: InitOptions,
) {
  const flags: SetupFlags = {
    workspace: options.workspace,
    operator: options.operator,
    provider: options.provider,
    targets: options.target,
  };
  const { answersFrom } = await import("../../app/setup/answers.ts");
  if (options.yes === true || options.dryRun === true) return answersFrom(ground, places, flags);
  if (cli.host.interactive && options.input !== false && options.json !== true) {
    const { askSetup } = await import("../../app/setup/questions.ts");
    const ask = await cli.host.prompter();
    const answers = await asked(() => askSetup(ask, ground, places, flags));
    const choices = [
      { key: "y", words: "yes" },
      { key: "n", words: "no, leave everything as it is" },
    ];
    const chosen = await asked(() => ask.choose(`Write ${ground.file}?`, choices, "y"));
    return chosen === "y" ? answers : undefined;
  }
  if (flags.workspace === undefined || flags.operator === undefined)
    throw new ClaroIrError("usage", "no-terminal", "Nobody can be asked here.", {
      hint: `claro-ir init --workspace ${ground.folderName} --operator ${ground.osUser}:owner, or --yes for what is usual`,
    });
  return answersFrom(ground, places, flags);
}

function say(cli: Cli, result: SetupResult, options: InitOptions): void {
  const { output } = cli.host;
  if (options.json === true) {
    output.json(result);
    return;
  }
  if (!result.written) {
    output.err("dry run: nothing is written");
    output.raw(result.text);
    return;
  }
  output.out(`${result.file} is written, with ${String(result.targets.length)} places`);
  if (result.recipient !== null) output.out(`this machine's recipient: ${result.recipient}`);
  output.out(`next: ${result.next}`);
}

function sayAgain(cli: Cli, result: SetupResult, options: InitOptions): void {
  const { output } = cli.host;
  if (options.json === true) {
    output.json(result);
    return;
  }
  if (result.text !== "") output.err("Not in it yet; add below targets: what is wanted");
  for (const line of result.text.split("\n").slice(0, -1))
    output.raw(`+   ${output.clean(line)}\n`);
  if (result.recipient !== null) output.err(`this machine's recipient: ${result.recipient}`);
}

/** Register `init`. */
export function registerInit(cli: Cli): void {
  cli.program
    .command("init")
    .description("write a first claro-ir.yaml, by questions")
    .helpGroup("Before one:")
    .optionsGroup("Instead of questions:")
    .option("--workspace <name>", "workspace at the vendor (default: the folder's name)")
    .option("--provider <kind>", "who issues the keys: claro, http … (providers list)")
    .option("--target <id>", "a place that was found, all, or none (repeatable)", collect)
    .addHelpText(
      "after",
      ({ command }) =>
        `\n${command.createHelp().boxWrap("With --operator say who may act, you first: --operator dana:owner,sam:admin", cli.host.output.width())}`,
    )
    .action((_options: unknown, command: Command) => init(cli, command));
}
