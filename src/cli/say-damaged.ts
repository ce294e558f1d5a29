// What a command that goes over all incidents had to leave out.
import { damagedLine, type Damaged } from "../app/list.ts";
import { EXIT } from "../core/error.ts";
import type { Cli } from "./cli.ts";

/** Name each damaged incident on stderr; the command goes on and ends with exit 7. */
export function sayDamaged(cli: Cli, damaged: readonly Damaged[]): void {
  if (damaged.length === 0) return;
  cli.exit(EXIT.damaged);
  for (const one of damaged) cli.host.output.err(damagedLine(one));
}
