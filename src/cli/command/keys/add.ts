// `keys add`: a key on the register.
import type { Command } from "commander";
import type { Cli } from "../../cli.ts";
import { secretOf } from "../../key-options.ts";
import { optionsOf } from "../../session.ts";
import {
  addEntryOptions,
  environmentOption,
  once,
  printEntry,
  serviceAccountOf,
  type EntryOptions,
} from "./entry-options.ts";

interface AddOptions extends EntryOptions {
  readonly environment: "production" | "staging" | "development";
  readonly strict?: boolean;
}

async function add(cli: Cli, name: string, command: Command): Promise<void> {
  const options = optionsOf<AddOptions>(command);
  const { registerKey } = await import("../../../app/keys.ts");
  const app = await cli.host.openApp(options);
  const entry = await once(app, options, name, async () => {
    const result = await registerKey(app, {
      name,
      environment: options.environment,
      provider: options.provider,
      purpose: options.purpose,
      owner: options.owner,
      serviceAccount: serviceAccountOf(options),
      keyId: options.keyId,
      consumers: options.consumer ?? [],
      scopes: options.scope ?? [],
      siblings: options.sibling ?? [],
      createdAt: options.createdAt,
      secret: await secretOf(cli, options),
      strict: options.strict === true,
      dryRun: options.dryRun === true,
    });
    for (const warning of result.warnings) cli.host.output.err(`warning: ${warning}`);
    return result.entry;
  });
  const asIf = options.createdAt === undefined ? ", as if made today (--created-at <date>)" : "";
  const due = entry.nextDueAt.slice(0, 10);
  await printEntry(cli, app, options, entry, `${entry.name} registered, due ${due}${asIf}`);
}

/** Register `keys add`. */
export function registerKeyAdd(cli: Cli, group: Command): void {
  addEntryOptions(
    group
      .command("add <name>")
      .description("put a key on the register")
      .addOption(environmentOption("where it is used").makeOptionMandatory()),
  )
    .option("--strict", "refuse a name that breaks the naming rule")
    .action((name: string, _options: unknown, command: Command) => add(cli, name, command));
}
