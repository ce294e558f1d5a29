// `schema`: the JSON Schema of a command's output, or of the configuration.
import type { Command } from "commander";
import { ClaroIrError } from "../../core/error.ts";
import type { Cli } from "../program.ts";

async function show(cli: Cli, named: string | undefined): Promise<void> {
  const { publishedSchemas } = await import("../schema/index.ts");
  const schemas = publishedSchemas();
  if (named === undefined) {
    for (const name of Object.keys(schemas)) cli.host.output.out(name);
    return;
  }
  const schema = schemas[named];
  if (schema === undefined)
    throw new ClaroIrError("usage", "unknown-schema", `There is no schema "${named}".`, {
      hint: "claro-ir schema",
    });
  cli.host.output.json(schema);
}

/** Register `schema`. */
export function registerSchema(cli: Cli): void {
  cli.program
    .command("schema [command]")
    .description("JSON Schema of a command's --json (or of: config, error)")
    .helpGroup("Around it:")
    .action((named: string | undefined, _options: unknown, _command: Command) => show(cli, named));
}
