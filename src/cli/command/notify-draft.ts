// `notify draft <regime>`: what a notice has to contain, filled from the record, gaps marked. Sends nothing.
import type { Command } from "commander";
import type { Cli } from "../cli.ts";
import { optionsOf } from "../session.ts";

interface Options {
  readonly output?: string;
}

async function draft(cli: Cli, regime: string, command: Command): Promise<void> {
  const options = optionsOf<Options>(command);
  const [{ chooseIncident }, { readState }, { draftOf }, { timeOf }] = await Promise.all([
    import("../../app/choose.ts"),
    import("../../app/list.ts"),
    import("../../app/draft-notice.ts"),
    import("../../app/time-of.ts"),
  ]);
  const reading = await cli.host.openReading(options);
  const id = await chooseIncident(reading, options.incident ?? cli.host.env["CLARO_IR_INCIDENT"]);
  const { output, files } = cli.host;
  const table = await cli.host.regimes(reading.config);
  const state = await readState(reading, id);
  const { markdown, missing } = draftOf(table, regime, state, {
    config: reading.config,
    now: await timeOf(reading, state),
    clean: output.redact,
  });
  if (options.output !== undefined) await files.write(options.output, markdown);
  if (options.json === true)
    output.json({
      incident: id,
      regime,
      disclaimer: table.disclaimer,
      file: options.output ?? null,
      missing,
      markdown,
    });
  else if (options.output === undefined) output.raw(markdown);
  const where = options.output === undefined ? "" : `written: ${options.output}; `;
  output.err(
    missing.length === 0
      ? `${where}nothing is missing; read it before you send it`
      : `${where}missing: ${missing.join(", ")}`,
  );
}

/** Register `draft` in the group `notify`. */
export function registerNotifyDraft(cli: Cli, group: Command): void {
  group
    .command("draft <regime>")
    .description(
      "a notice to an authority or to people, from the record, gaps marked; sends nothing",
    )
    .option("--output <file>", "write it there instead of stdout")
    .action((regime: string, _options: unknown, command: Command) => draft(cli, regime, command));
}
