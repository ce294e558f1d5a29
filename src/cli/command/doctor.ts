// `doctor`: would an incident go well today? Exit 1 when something is red.
import type { Command } from "commander";
import { EXIT } from "../../core/error.ts";
import { SECOND } from "../../core/instant.ts";
import type { Cli } from "../cli.ts";
import { optionsOf } from "../session.ts";

/** After so long a person wants to know what is being waited for. */
const SAY_EVERY = 2 * SECOND;

async function doctor(cli: Cli, command: Command): Promise<void> {
  const options = optionsOf(command);
  const { host } = cli;
  const [{ diagnose }, site] = await Promise.all([
    import("../../app/doctor.ts"),
    host.openDoctor(options),
  ]);
  let left: readonly string[] = [];
  const done = new AbortController();
  const telling = host.interactive && options.json !== true ? tell() : undefined;
  const diagnosis = await diagnose(site, (names) => {
    left = names;
  });
  done.abort();
  await telling;
  if (options.json === true) host.output.json(diagnosis);
  else {
    const { sayDoctor } = await import("../doctor-text.ts");
    sayDoctor(host.output, diagnosis, options.verbose === true);
  }
  if (!diagnosis.ready) cli.exit(EXIT.found);

  async function tell(): Promise<void> {
    let said = "";
    while (!done.signal.aborted) {
      await site.clock.sleep(SAY_EVERY, done.signal).catch(() => undefined);
      const words = `still looking at ${left.join(", ")}`;
      if (!done.signal.aborted && words !== said) host.output.err(words);
      said = words;
    }
  }
}

/** Register `doctor`. */
export function registerDoctor(cli: Cli): void {
  cli.program
    .command("doctor")
    .description("would an incident go well today?")
    .helpGroup("Before one:")
    .action((_options: unknown, command: Command) => doctor(cli, command));
}
