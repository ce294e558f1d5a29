// `sources list|show`: the access and audit logs that can be read, and where each has what.
import type { Command } from "commander";
import type { Output } from "../../adapters/terminal/output.ts";
import type { LogFormat } from "../../ports/access-log.ts";
import type { Cli } from "../cli.ts";
import { optionsOf } from "../session.ts";

/** What the list says of how much a log can show. */
function shows({ namesKeys, isAdministrative }: LogFormat): string {
  if (isAdministrative) return "uses and changes of access";
  return namesKeys ? "uses by key" : "figures without keys";
}

async function list(cli: Cli, command: Command): Promise<void> {
  const options = optionsOf(command);
  const { LOG_FORMATS } = await import("../../adapters/access-log/format/index.ts");
  const { config } = await cli.host.openReading(options);
  const configured = config.audit.sources.map(({ path, format }) => ({ path, format }));
  const { output } = cli.host;
  if (options.json === true) {
    const kinds = LOG_FORMATS.map((format) => ({
      kind: format.id,
      title: format.title,
      shows: shows(format),
    }));
    output.json({ kinds, configured });
    return;
  }
  for (const { id, title } of LOG_FORMATS) output.out(`${id.padEnd(19)} ${title}`);
  for (const { path, format } of configured)
    output.out(`configured: ${path} (${format ?? "told by its content"})`);
}

async function show(cli: Cli, kind: string, command: Command): Promise<void> {
  const [{ formatById }, { FIELDS }] = await Promise.all([
    import("../../adapters/access-log/format/index.ts"),
    import("../../adapters/access-log/format/event.ts"),
  ]);
  const format = formatById(kind);
  const words = new Map<string, string>(Object.entries(FIELDS));
  const fields = format.fields.map(({ field, from }) => ({
    field,
    means: words.get(field) ?? field,
    place: from,
  }));
  const { id, title, help, traps, example } = format;
  const { output } = cli.host;
  if (optionsOf(command).json === true) {
    output.json({ kind: id, title, shows: shows(format), help, fields, traps, example });
    return;
  }
  output.out([{ text: `${id}  ${title}`, style: "bold" }]);
  output.out(`Shows ${shows(format)}.`);
  output.out("How to get it:");
  for (const line of help) {
    if (line.startsWith("$ ")) copied(output, line);
    else output.out(`  ${line}`);
  }
  output.out("Traps:");
  for (const trap of traps) output.out(`  - ${trap}`);
  output.out("Example:");
  for (const line of example.split("\n")) copied(output, line);
  output.out("Fields:");
  for (const { field, place } of fields) copied(output, `${field.padEnd(10)} ${place}`);
}

/** A command, a line of a log or a pointer: folded to the terminal it would be another one. */
function copied(output: Output, line: string): void {
  output.raw(`  ${output.clean(line)}\n`);
}

/** Register `sources`. */
export function registerSources(cli: Cli): void {
  const group = cli.program
    .command("sources")
    .description("which access logs can be read: list, show")
    .helpGroup("Before one:");
  group
    .command("list")
    .description("kinds of log, and what the configuration names")
    .action((_options: unknown, command: Command) => list(cli, command));
  group
    .command("show <kind>")
    .description("how to export it, its fields, traps and an example")
    .action((kind: string, _options: unknown, command: Command) => show(cli, kind, command));
}
