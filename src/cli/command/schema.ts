// `schema`: the JSON Schema of a command's output, or of the configuration.
import type { Command } from "commander";
import { ClaroIrError } from "../../core/error.ts";
import type { Cli } from "../cli.ts";
import { optionsOf } from "../session.ts";

async function show(cli: Cli, words: readonly string[], command: Command): Promise<void> {
  const { publishedSchemas, schemaName } = await import("../schema/index.ts");
  const schemas = publishedSchemas();
  const named = schemaName(words.join(" "));
  if (named === "") {
    const names = Object.keys(schemas);
    if (optionsOf(command).json === true) cli.host.output.json({ schemas: names });
    else for (const name of names) cli.host.output.out(name);
    return;
  }
  const schema = Object.hasOwn(schemas, named) ? schemas[named] : undefined;
  if (schema === undefined)
    throw new ClaroIrError("usage", "unknown-schema", `There is no schema "${named}".`, {
      hint: "claro-ir schema",
    });
  cli.host.output.json(schema);
}

/** Register `schema`. */
export function registerSchema(cli: Cli): void {
  cli.program
    .command("schema [command...]")
    .summary("JSON Schema of what a command prints with --json")
    .description("JSON Schema of a command's --json, e.g. step list; or of: config, error.")
    .helpGroup("Around it:")
    .action((words: readonly string[], _options: unknown, command: Command) =>
      show(cli, words, command),
    );
}
