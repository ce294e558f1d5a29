// `clocks` and `clocks sent`: which duties to notify run, until when, and that somebody was told.
import type { Command } from "commander";
import type { ClockRow } from "../../core/compliance/clocks.ts";
import type { Cli } from "../cli.ts";
import { mutate, occurredOf, optionsOf, type Session } from "../session.ts";

interface ListOptions {
  readonly all?: boolean;
}

async function list(cli: Cli, command: Command): Promise<void> {
  const options = optionsOf<ListOptions>(command);
  const [{ chooseIncident, readState }, { clockRows }, { clockLines }, { toInstant }] =
    await Promise.all([
      import("../../app/list.ts"),
      import("../../app/clocks.ts"),
      import("../clocks-text.ts"),
      import("../../core/instant.ts"),
    ]);
  const reading = await cli.host.openReading(options);
  const id = await chooseIncident(reading, options.incident ?? cli.host.env["CLARO_IR_INCIDENT"]);
  const state = await readState(reading, id);
  const table = await cli.host.regimes();
  const now = toInstant(reading.clock.now());
  const rows = clockRows(table, state, reading.config, now);
  const { output } = cli.host;
  if (options.json === true) {
    const { checkedOn, disclaimer } = table;
    output.json({ incident: id, now, checkedOn, disclaimer, clocks: rows });
    return;
  }
  const shown = options.all === true ? rows : rows.filter(isOpen);
  for (const line of clockLines(shown, rows.length - shown.length, table, now, output.width()))
    output.out(line);
}

function isOpen({ state }: ClockRow): boolean {
  return state !== "met" && state !== "declined";
}

interface SentOptions {
  readonly occurredAt?: string;
  readonly precision?: string;
  readonly receipt?: string;
  readonly because?: string;
}

async function sent(
  cli: Cli,
  regime: string,
  stage: string,
  session: Session<SentOptions>,
): Promise<readonly string[]> {
  const { recordNotice } = await import("../../app/clocks.ts");
  const { app, incident, options } = session;
  if (options.dryRun === true) return [`would record that ${regime} ${stage} was told`];
  await recordNotice(app, incident, await cli.host.regimes(), {
    regime,
    stage,
    receipt: options.receipt,
    because: options.because,
    occurred: occurredOf(app, options),
  });
  return [`on record: ${regime} ${stage} was told`];
}

/** Register `clocks`. */
export function registerClocks(cli: Cli): void {
  const group = cli.program
    .command("clocks")
    .description("whom you must tell, and until when (no legal advice)")
    .helpGroup("The record:");
  group
    .command("list", { isDefault: true })
    .description("the clocks that run, or may")
    .option("--all", "also those that are met or were declined")
    .action((_options: unknown, command: Command) => list(cli, command));
  group
    .command("sent <regime> <stage>")
    .description("a notice went out")
    .option("--occurred-at <time>", "when it went out (default: now)")
    .option("--precision <unit>", "how exactly that is known: second, minute, hour, day")
    .option("--receipt <text>", "number or link of the receipt")
    .option("--because <text>", "why it is late, where it is")
    .action((regime: string, stage: string, _options: unknown, command: Command) =>
      mutate<SentOptions>(cli, command, (session) => sent(cli, regime, stage, session)),
    );
}
