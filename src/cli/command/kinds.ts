// `providers list|show`: who issues keys; `notifiers list|show`: channels on which people are told.
import type { Command } from "commander";
import type { Cli } from "../cli.ts";
import { optionsOf } from "../session.ts";

async function list(cli: Cli, command: Command): Promise<void> {
  const options = optionsOf(command);
  const { PROVIDERS } = await import("../../adapters/provider/index.ts");
  const reading = await cli.host.openReading(options);
  await cli.host.checkEntries(reading.config, "providers");
  const configured = reading.config.providers.map(({ id, kind }) => ({ id, kind }));
  const { output } = cli.host;
  if (options.json === true) {
    output.json({ kinds: PROVIDERS.map(({ kind, title }) => ({ kind, title })), configured });
    return;
  }
  for (const one of PROVIDERS) output.out(`${one.kind.padEnd(18)} ${one.title}`);
  for (const one of configured) output.out(`configured: ${one.id} (${one.kind})`);
}

async function listNotifiers(cli: Cli, command: Command): Promise<void> {
  const options = optionsOf(command);
  const { NOTIFIERS } = await import("../../adapters/notifier/index.ts");
  const reading = await cli.host.openReading(options);
  await cli.host.checkEntries(reading.config, "notifiers");
  const configured = reading.config.notifiers.map(({ id, kind, options: { fallback } }) => ({
    id,
    kind,
    fallback: typeof fallback === "string" ? fallback : null,
  }));
  const { output } = cli.host;
  if (options.json === true) {
    output.json({ kinds: NOTIFIERS.map(({ kind, title }) => ({ kind, title })), configured });
    return;
  }
  for (const one of NOTIFIERS) output.out(`${one.kind.padEnd(10)} ${one.title}`);
  for (const { id, kind, fallback } of configured)
    output.out(`configured: ${id} (${kind}${fallback === null ? "" : `, else ${fallback}`})`);
}

function registerNotifiers(cli: Cli): void {
  const group = cli.program
    .command("notifiers")
    .description("channels on which people are told: list, show")
    .helpGroup("Before one:");
  group
    .command("list")
    .description("kinds, and what the configuration names")
    .action((_options: unknown, command: Command) => listNotifiers(cli, command));
  group
    .command("show <kind>")
    .description("options, traps and an example of a kind")
    .action(async (kind: string, _options: unknown, command: Command) => {
      const { describeNotifier } = await import("../../adapters/notifier/index.ts");
      const { showKind } = await import("../kind-view.ts");
      showKind(cli.host.output, optionsOf(command).json === true, describeNotifier(kind));
    });
}

/** Register `providers` and `notifiers`. */
export function registerKinds(cli: Cli): void {
  const group = cli.program
    .command("providers")
    .description("who issues keys: list, show")
    .helpGroup("Before one:");
  group
    .command("list")
    .description("kinds, and what the configuration names")
    .action((_options: unknown, command: Command) => list(cli, command));
  group
    .command("show <kind>")
    .description("options, traps and an example of a kind")
    .action(async (kind: string, _options: unknown, command: Command) => {
      const { describeProvider } = await import("../../adapters/provider/index.ts");
      const { showKind } = await import("../kind-view.ts");
      showKind(cli.host.output, optionsOf(command).json === true, describeProvider(kind));
    });
  registerNotifiers(cli);
}
