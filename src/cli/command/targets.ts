// `targets add|list|show`: the places that hold a key.
import type { Command } from "commander";
import type { OptionDoc } from "../../adapters/target/option-doc.ts";
import type { Cli } from "../cli.ts";
import { collect, mutate, optionsOf, type Session } from "../session.ts";
import { placeOptions, type PlaceFlags } from "./place-options.ts";

interface AddOptions extends PlaceFlags {
  readonly key?: string;
  readonly credential?: string;
  readonly environment?: string;
}

async function add(id: string, session: Session<AddOptions>): Promise<readonly string[]> {
  const { addTarget } = await import("../../app/target.ts");
  const { describeTarget } = await import("../../adapters/target/index.ts");
  const { app, incident, options } = session;
  const docs = describeTarget(options.kind).options;
  const definition = { id, kind: options.kind, options: placeOptions(options, docs) };
  return addTarget(app, incident, {
    definition,
    credential: options.credential ?? options.key,
    environment: options.environment,
    dryRun: options.dryRun === true,
  });
}

async function list(cli: Cli, command: Command): Promise<void> {
  const options = optionsOf(command);
  const { targetModules } = await import("../../adapters/target/index.ts");
  const reading = await cli.host.openReading(options);
  await cli.host.checkEntries(reading.config, "targets");
  const { output } = cli.host;
  if (options.json === true) {
    output.json({
      kinds: targetModules.map(({ id, title, proves }) => ({ kind: id, title, proves })),
      configured: reading.config.targets.map(({ id, kind, key, environment, provider }) => ({
        id,
        kind,
        key,
        environment,
        provider,
      })),
    });
    return;
  }
  for (const one of targetModules) output.out(`${one.id.padEnd(20)} ${one.title}`);
  for (const one of reading.config.targets)
    output.out(`configured: ${one.id} (${one.kind}, ${one.environment})`);
}

/** What an option means, with its default where that says something. */
function textOf({ meaning, default: usual = "" }: OptionDoc): string {
  return ["", "{}", "[]"].includes(usual) ? meaning : `${meaning}; default ${usual}`;
}

/** Register `targets`. */
export function registerTargets(cli: Cli): void {
  const group = cli.program
    .command("targets")
    .description("places that hold a key: add, list, show")
    .helpGroup("In an incident:");
  group
    .command("add <id>")
    .description("a place that holds the key, found just now; needs no configuration")
    .optionsGroup("The place:")
    .requiredOption(
      "--kind <kind>",
      "dotenv, aws-secrets-manager, github-actions, exec … (targets list)",
    )
    .option("--key <name>", "the key it holds (default: the only one)")
    .option("--credential <id>", "the same, by credential")
    .option("--environment <name>", "where it runs")
    .option("--note <text>", "what a person has to do there")
    .optionsGroup("An env file:")
    .option("--path <file>", "where it lies")
    .option("--variable <name>", "what it is called in there")
    .optionsGroup("A program:")
    .option("--write <argv>", "program that takes the key on stdin")
    .option("--read <argv>", "program that prints what lies there")
    .option("--reload <argv>", "program that makes the consumer take it")
    .optionsGroup("The consumer:")
    .option("--in-use <url>", "where the consumer says which key it uses (its /last4)")
    .option("--option <name=value>", "any other option of the kind (repeatable)", collect)
    .action((id: string, _options: unknown, command: Command) =>
      mutate<AddOptions>(cli, command, (session) => add(id, session)),
    );
  group
    .command("list")
    .description("kinds, and what the configuration names")
    .action((_options: unknown, command: Command) => list(cli, command));
  group
    .command("show <kind>")
    .description("options, traps and an example of a kind")
    .action(async (kind: string, _options: unknown, command: Command) => {
      const { describeTarget } = await import("../../adapters/target/index.ts");
      const [{ showKind }, { optionsOf: docsOf }, { TargetOptions }] = await Promise.all([
        import("../kind-view.ts"),
        import("../../adapters/target/option-doc.ts"),
        import("../../adapters/config/schema.ts"),
      ]);
      const { options, ...words } = describeTarget(kind);
      showKind(cli.host.output, optionsOf(command).json === true, {
        ...words,
        options: [...options, ...docsOf(TargetOptions)].map((option) => ({
          name: option.name,
          required: option.required,
          text: textOf(option),
        })),
      });
    });
}
