// `keys import`: keys from a list in CSV, or recognised in a `.env`, onto the register.
import type { Command } from "commander";
import { ClaroIrError } from "../../../core/error.ts";
import { fieldsOf, IMPORT_FIELDS, type ImportField } from "../../../core/credential/import-row.ts";
import type { Environment } from "../../../core/incident/event.ts";
import type { App } from "../../../app/context.ts";
import type { Imported } from "../../../app/import-keys.ts";
import type { Cli } from "../../cli.ts";
import type { GlobalOptions } from "../../host.ts";
import { collect, optionsOf } from "../../session.ts";
import { environmentOption, recordedOf } from "./entry-options.ts";

interface ImportOptions extends GlobalOptions {
  readonly env?: boolean;
  readonly map?: readonly string[];
  readonly environment?: Environment;
  readonly owner?: string;
  readonly consumer?: string;
}

/** `column=field`, as the person said it. Exit 2 for a field that there is not. */
function mapped(said: readonly string[]): ReadonlyMap<string, ImportField> {
  return new Map(
    said.map((text): [string, ImportField] => {
      const at = text.lastIndexOf("=");
      const field = IMPORT_FIELDS.find((one) => one === text.slice(at + 1));
      if (at > 0 && field !== undefined) return [text.slice(0, at), field];
      throw new ClaroIrError("usage", "bad-map", `--map ${text} is not column=field.`, {
        hint: `fields: ${IMPORT_FIELDS.join(", ")}`,
      });
    }),
  );
}

async function fromTable(
  cli: Cli,
  app: App,
  file: string,
  options: ImportOptions,
): Promise<Imported> {
  const [{ readCsv }, { importTable }] = await Promise.all([
    import("../../../adapters/exchange/csv.ts"),
    import("../../../app/import-keys.ts"),
  ]);
  const { host } = cli;
  const table = readCsv(await host.files.read(file), file);
  const fields = fieldsOf(table.columns, mapped(options.map ?? []));
  const ignored = table.columns.filter((_column, index) => fields[index] === null);
  if (!fields.includes("name"))
    throw new ClaroIrError(
      "usage",
      "no-name-column",
      `${file} has no column with the key's name.`,
      {
        hint: `--map "${table.columns[0] ?? "column"}=name"`,
      },
    );
  if (ignored.length > 0) host.output.err(`not taken: ${ignored.join(", ")} (--map column=field)`);
  const { looksLikeSecret } = host;
  return importTable(app, table, fields, { looksLikeSecret, dryRun: options.dryRun === true });
}

async function fromEnv(
  cli: Cli,
  app: App,
  file: string,
  options: ImportOptions,
): Promise<Imported> {
  const { environment, owner, consumer } = options;
  if (environment === undefined)
    throw new ClaroIrError("usage", "which-environment", "Which environment is this file for?", {
      hint: "add --environment production (or staging, development)",
    });
  const { importEnv } = await import("../../../app/import-keys.ts");
  const { host } = cli;
  const text =
    file === "-" ? await host.files.stdin() : new TextDecoder().decode(await host.files.read(file));
  const dryRun = options.dryRun === true;
  const result = await importEnv(app, text, { environment, owner, consumer, dryRun });
  for (const line of result.lookAlikes)
    host.output.err(`line ${String(line)}: looks secret, kind unknown; not imported`);
  return result;
}

async function importKeys(cli: Cli, file: string, command: Command): Promise<void> {
  const options = optionsOf<ImportOptions>(command);
  const app = await cli.host.openApp(options);
  const from = options.env === true ? fromEnv : fromTable;
  const { added, known } = await from(cli, app, file, options);
  const { output } = cli.host;
  const recorded = await recordedOf(app, options);
  if (options.json === true) {
    output.json({ added, known, ...recorded });
    return;
  }
  const verb = recorded.durable ? "registered" : "would register";
  for (const entry of added)
    output.out(
      `${verb} ${entry.name}  ${entry.environment}/${entry.provider}  ..${entry.last4 ?? "????"}`,
    );
  for (const name of known) output.out(`known already: ${name}`);
  if (added.length === 0 && known.length === 0) output.out("no key was found in it");
}

/** Register `keys import`. */
export function registerKeyImport(cli: Cli, group: Command): void {
  group
    .command("import <file>")
    .description("take keys from a CSV list, or from a .env by fingerprint; all or none")
    .option("--map <column=field>", "what a column holds (repeatable)", collect)
    .option("--env", "the file is a .env: recognise the keys in it, keep no value")
    .addOption(environmentOption("of the keys in a .env"))
    .option("--owner <team>", "who answers for the keys in a .env")
    .option("--consumer <target>", "the place that this .env is")
    .action((file: string, _options: unknown, command: Command) => importKeys(cli, file, command));
}
