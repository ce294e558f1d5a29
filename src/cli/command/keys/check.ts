// `keys check`: what is wrong with the register, compared with the clock, the places and the vendors. Reads only.
import type { Command } from "commander";
import { EXIT } from "../../../core/error.ts";
import type { Cli } from "../../cli.ts";
import { optionsOf } from "../../session.ts";

async function check(cli: Cli, command: Command): Promise<void> {
  const options = optionsOf(command);
  const { examineRegister } = await import("../../../app/check-register.ts");
  const { findings, notChecked } = await examineRegister(await cli.host.openApp(options, "looks"));
  const { output } = cli.host;
  if (options.json === true) output.json({ findings, notChecked });
  else {
    for (const { id, key, why, command: mend } of findings) {
      output.out(`${key ?? "-"}  ${id}: ${why}`);
      output.out(`  ${mend}`);
    }
    for (const text of notChecked) output.out(`not checked: ${text}`);
    if (findings.length === 0) output.out("nothing wrong was found");
  }
  if (findings.length > 0) cli.exit(EXIT.found);
}

/** Register `keys check`. */
export function registerKeyCheck(cli: Cli, group: Command): void {
  group
    .command("check")
    .description("what is wrong: overdue, shared, unknown, unused, badly named … (exit 1)")
    .action((_options: unknown, command: Command) => check(cli, command));
}
