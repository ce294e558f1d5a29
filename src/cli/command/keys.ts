// `keys add|list|show`: the register of keys.
import { Option, type Command } from "commander";
import { ClaroIrError } from "../../core/error.ts";
import { addSecretOptions, secretOf } from "../key-options.ts";
import type { GlobalOptions } from "../host.ts";
import type { Cli } from "../cli.ts";
import { collect, optionsOf } from "../session.ts";

interface AddOptions extends GlobalOptions {
  readonly environment: "production" | "staging" | "development";
  readonly provider?: string;
  readonly purpose?: string;
  readonly owner?: string;
  readonly serviceAccount?: boolean;
  readonly keyId?: string;
  readonly consumer?: readonly string[];
  readonly createdAt?: string;
  readonly secretFile?: string;
  readonly secretFd?: string;
}

async function add(cli: Cli, name: string, command: Command): Promise<void> {
  const options = optionsOf<AddOptions>(command);
  const { registerKey } = await import("../../app/keys.ts");
  const app = await cli.host.openApp(options);
  const result = await registerKey(app, {
    name,
    environment: options.environment,
    provider: options.provider,
    purpose: options.purpose,
    owner: options.owner,
    serviceAccount: options.serviceAccount,
    keyId: options.keyId,
    consumers: options.consumer ?? [],
    createdAt: options.createdAt,
    secret: await secretOf(cli, options),
    dryRun: options.dryRun === true,
  });
  const { output } = cli.host;
  for (const warning of result.warnings) output.err(`warning: ${warning}`);
  if (options.json === true) output.json({ entry: result.entry, durable: options.dryRun !== true });
  else output.out(`${result.entry.name} registered, due ${result.entry.nextDueAt.slice(0, 10)}`);
}

async function list(cli: Cli, command: Command): Promise<void> {
  const options = optionsOf(command);
  const { registerEntries } = await import("../../app/keys.ts");
  const entries = await registerEntries(await cli.host.openReading(options));
  const { output } = cli.host;
  if (options.json === true) {
    output.json({ keys: entries });
    return;
  }
  if (entries.length === 0) output.out("no key is registered yet: claro-ir keys add <name>");
  for (const entry of entries)
    output.out(
      `${entry.name}  ${entry.environment}/${entry.provider}  ..${entry.last4 ?? "????"}  ${entry.status}  due ${entry.nextDueAt.slice(0, 10)}`,
    );
}

async function show(cli: Cli, name: string, command: Command): Promise<void> {
  const options = optionsOf(command);
  const { registerEntries } = await import("../../app/keys.ts");
  const entries = await registerEntries(await cli.host.openReading(options));
  const entry = entries.find((one) => one.name === name || one.id === name);
  if (entry === undefined)
    throw new ClaroIrError("usage", "unknown-key", `There is no key "${name}" on the register.`, {
      hint: "claro-ir keys list",
    });
  if (options.json === true) {
    cli.host.output.json(entry);
    return;
  }
  for (const [field, value] of Object.entries(entry))
    cli.host.output.out(`${field.padEnd(16)} ${value === null ? "unknown" : String(value)}`);
}

/** Register `keys`. */
export function registerKeys(cli: Cli): void {
  const group = cli.program
    .command("keys")
    .description("the register of keys: add, list, show")
    .helpGroup("Before one:");
  addSecretOptions(group.command("add <name>").description("put a key on the register"))
    .addOption(
      new Option("--environment <name>", "where it is used")
        .choices(["production", "staging", "development"])
        .makeOptionMandatory(),
    )
    .optionsGroup("The key:")
    .option("--provider <id>", "who issued it")
    .option("--purpose <text>", "what it is for")
    .option("--owner <team>", "who answers for it")
    .option("--service-account", "it belongs to a service, not to a person")
    .option("--key-id <id>", "its id at the vendor")
    .option("--consumer <target>", "a place that holds it (repeatable)", collect)
    .option("--created-at <instant>", "default: now")
    .action((name: string, _options: unknown, command: Command) => add(cli, name, command));
  group
    .command("list")
    .description("all keys")
    .action((_options: unknown, command: Command) => list(cli, command));
  group
    .command("show <name>")
    .description("one key")
    .action((name: string, _options: unknown, command: Command) => show(cli, name, command));
}
