// `providers list|show`: who issues keys.
import type { Command } from "commander";
import type { Cli } from "../cli.ts";
import { optionsOf } from "../session.ts";

async function list(cli: Cli, command: Command): Promise<void> {
  const options = optionsOf(command);
  const { PROVIDERS } = await import("../../adapters/provider/index.ts");
  const reading = await cli.host.openReading(options);
  const configured = reading.config.providers.map(({ id, kind }) => ({ id, kind }));
  const { output } = cli.host;
  if (options.json === true) {
    output.json({ kinds: PROVIDERS.map(({ kind, title }) => ({ kind, title })), configured });
    return;
  }
  for (const one of PROVIDERS) output.out(`${one.kind.padEnd(18)} ${one.title}`);
  for (const one of configured) output.out(`configured: ${one.id} (${one.kind})`);
}

/** Register `providers`. */
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
}
