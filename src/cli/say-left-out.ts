// What a command that goes over all incidents had to leave out.
import { leftOutLine, type LeftOut } from "../app/list.ts";
import { EXIT } from "../core/error.ts";
import type { Cli } from "./cli.ts";

/** The command goes on, and ends with 7 where one is damaged, with 2 where some can only not be read. */
export function exitLeftOut(cli: Cli, damaged: readonly LeftOut[]): void {
  if (damaged.length === 0) return;
  cli.exit(damaged.some(({ isDamaged }) => isDamaged) ? EXIT.damaged : EXIT.usage);
}

/** Name each on stderr. */
export function sayLeftOut(cli: Cli, damaged: readonly LeftOut[]): void {
  exitLeftOut(cli, damaged);
  for (const one of damaged) cli.host.output.err(leftOutLine(one));
}
