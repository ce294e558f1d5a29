// `keys list|show`: what is on the register.
import { Option, type Command } from "commander";
import type { RegisterEntry } from "../../../core/credential/register.ts";
import type { Cli } from "../../cli.ts";
import type { GlobalOptions } from "../../host.ts";
import { optionsOf } from "../../session.ts";
import { environmentOption } from "./entry-options.ts";

interface ListOptions extends GlobalOptions {
  readonly environment?: string;
  readonly status?: string;
  readonly owner?: string;
}

function isWanted(entry: RegisterEntry, { environment, status, owner }: ListOptions): boolean {
  return (
    (environment === undefined || entry.environment === environment) &&
    (status === undefined || entry.status === status) &&
    (owner === undefined || entry.owner === owner)
  );
}

async function list(cli: Cli, command: Command): Promise<void> {
  const options = optionsOf<ListOptions>(command);
  const { registerEntries } = await import("../../../app/keys.ts");
  const all = await registerEntries(await cli.host.openReading(options));
  const entries = all.filter((entry) => isWanted(entry, options));
  const { output } = cli.host;
  if (options.json === true) {
    output.json({ keys: entries });
    return;
  }
  if (entries.length === 0)
    output.out(
      all.length === 0
        ? "no key is registered yet: claro-ir keys add <name> --environment <name>"
        : "no key like that",
    );
  for (const entry of entries)
    output.out(
      `${entry.name}  ${entry.environment}/${entry.provider}  ..${entry.last4 ?? "????"}  ${entry.status}  due ${entry.nextDueAt.slice(0, 10)}`,
    );
}

function words(value: RegisterEntry[keyof RegisterEntry]): string {
  if (value === null) return "unknown";
  return typeof value === "object" ? value.join(", ") || "none" : String(value);
}

async function show(cli: Cli, name: string, command: Command): Promise<void> {
  const options = optionsOf(command);
  const [{ registerEntries }, { entryNamed }] = await Promise.all([
    import("../../../app/keys.ts"),
    import("../../../app/edit-key.ts"),
  ]);
  const entry = entryNamed(await registerEntries(await cli.host.openReading(options)), name);
  const { output } = cli.host;
  if (options.json === true) output.json(entry);
  else
    for (const [field, value] of Object.entries(entry) as readonly [
      string,
      RegisterEntry[keyof RegisterEntry],
    ][])
      output.out(`${field.padEnd(16)} ${words(value)}`);
}

/** Register `keys list` and `keys show`. */
export function registerKeyList(cli: Cli, group: Command): void {
  group
    .command("list")
    .description("all keys")
    .addOption(environmentOption("only of this environment"))
    .addOption(
      new Option("--status <name>", "only with this status").choices([
        "active",
        "retiring",
        "compromised",
        "deleted",
        "lost",
      ]),
    )
    .option("--owner <team>", "only of this owner")
    .action((_options: unknown, command: Command) => list(cli, command));
  group
    .command("show <name>")
    .description("one key")
    .action((name: string, _options: unknown, command: Command) => show(cli, name, command));
}
