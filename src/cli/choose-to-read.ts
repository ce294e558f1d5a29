// Which incident a command is about that only shows something.
import { chooseIncident } from "../app/choose.ts";
import type { Cli } from "./cli.ts";
import type { GlobalOptions, Reading } from "./host.ts";

/** The incident that the options mean, else the only open one whose record is whole: a damaged one beside it is said on stderr. */
export function chooseToRead(
  { host }: Cli,
  reading: Reading,
  options: GlobalOptions,
): Promise<string> {
  const named = options.incident ?? host.env["CLARO_IR_INCIDENT"];
  return chooseIncident(reading, named, (line) => host.output.err(line));
}
