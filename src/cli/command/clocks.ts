// `clocks list|sent|except`: which duties to notify run, until when, and that somebody was told.
import type { Command } from "commander";
import type { ClockRow } from "../../core/compliance/clocks.ts";
import { ClaroIrError } from "../../core/error.ts";
import { kindOf } from "../../core/incident/kind.ts";
import { chooseToRead } from "../choose-to-read.ts";
import type { Cli } from "../cli.ts";
import { mutate, occurredOf, optionsOf, type Session } from "../session.ts";

interface ListOptions {
  readonly all?: boolean;
}

async function list(cli: Cli, command: Command): Promise<void> {
  const options = optionsOf<ListOptions>(command);
  const [
    { readState },
    { clockRows, standingRows },
    { clockLines, hiddenLine, standingLines },
    { timeOf },
  ] = await Promise.all([
    import("../../app/list.ts"),
    import("../../app/clocks.ts"),
    import("../clocks-text.ts"),
    import("../../app/time-of.ts"),
  ]);
  const reading = await cli.host.openReading(options);
  const id = await chooseToRead(cli, reading, options);
  const state = await readState(reading, id);
  const table = await cli.host.regimes(reading.config);
  const now = await timeOf(reading, state);
  const rows = clockRows(table, state, reading.config, now);
  const regimes = standingRows(table, state, reading.config, now);
  const { output } = cli.host;
  if (options.json === true) {
    const { checkedOn, disclaimer } = table;
    output.json({ incident: id, now, checkedOn, disclaimer, clocks: rows, regimes });
    return;
  }
  if (kindOf(id) === "rotation") {
    output.out(`${id} is a planned rotation: nothing leaked, and nobody has to be told.`);
    return;
  }
  const all = options.all === true;
  const width = output.width();
  if (all) for (const line of standingLines(regimes, width)) output.out(line);
  const applies = new Set(
    regimes.flatMap(({ regime, standing }) => (standing === "not-applicable" ? [] : [regime])),
  );
  const shown = rows.filter((row) => (all ? isTold(row, applies) : isOpen(row)));
  const hidden = all ? undefined : hiddenLine(rows, regimes);
  for (const line of clockLines(shown, hidden, table, now, width)) output.out(line);
}

function isOpen({ state }: ClockRow): boolean {
  return state !== "met" && state !== "declined" && state !== "not-applicable";
}

/** What is not said above: a duty that does not apply as a whole is. */
function isTold({ state, regime }: ClockRow, applies: ReadonlySet<string>): boolean {
  return state !== "not-applicable" || applies.has(regime);
}

interface SentOptions {
  readonly occurredAt?: string;
  readonly precision?: string;
  readonly receipt?: string;
  readonly because?: string;
}

async function sent(
  regime: string,
  stage: string,
  session: Session<SentOptions>,
): Promise<readonly string[]> {
  const { recordNotice } = await import("../../app/notice.ts");
  const { app, incident, options } = session;
  if (options.dryRun === true) return [`would record that ${regime} ${stage} was told`];
  await recordNotice(app, incident, await app.regimes(), {
    regime,
    stage,
    receipt: options.receipt,
    because: options.because,
    occurred: await occurredOf(session),
  });
  return [`on record: ${regime} ${stage} was told`];
}

interface ExceptOptions {
  readonly document?: string;
  readonly because?: string;
}

async function except(
  regime: string,
  stage: string,
  { app, incident, options }: Session<ExceptOptions>,
): Promise<readonly string[]> {
  const { because = "", document = "" } = options;
  if (because.trim() === "" || document.trim() === "")
    throw new ClaroIrError(
      "usage",
      "reason-missing",
      "An exception needs its paper and its reason.",
      {
        hint: `claro-ir clocks except ${regime} ${stage} --document "<letter>" --because "<why>"`,
      },
    );
  if (options.dryRun === true) return [`would record an exception for ${regime} ${stage}`];
  const { recordException } = await import("../../app/notice.ts");
  await recordException(app, incident, await app.regimes(), { regime, stage, document, because });
  return [`on record: an exception for ${regime} ${stage}`, "its clock goes on: people weigh it"];
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
    .option("--all", "also what is met or was declined, and why other duties do not apply")
    .action((_options: unknown, command: Command) => list(cli, command));
  group
    .command("sent <regime> <stage>")
    .description("a notice went out")
    .option("--occurred-at <time>", "when it went out (default: now)")
    .option("--precision <unit>", "how exactly that is known: second, minute, hour, day")
    .option("--receipt <text>", "number or link of the receipt")
    .option("--because <text>", "why it is late, where it is")
    .action((regime: string, stage: string, _options: unknown, command: Command) =>
      mutate<SentOptions>(cli, command, (session) => sent(regime, stage, session)),
    );
  group
    .command("except <regime> <stage>")
    .description("why the law lets a notice wait, and the paper that says so; moves no date")
    .option("--document <text>", "the paper it rests on, e.g. number of a letter")
    .option("--because <text>", "the reason")
    .action((regime: string, stage: string, _options: unknown, command: Command) =>
      mutate<ExceptOptions>(cli, command, (session) => except(regime, stage, session)),
    );
}
