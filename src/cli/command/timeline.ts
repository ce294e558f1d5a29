// `timeline`: what happened, in order, for people and for other programs.
import { Option, type Command } from "commander";
import { ClaroIrError } from "../../core/error.ts";
import { toInstant } from "../../core/instant.ts";
import { remembering } from "../../core/remembering.ts";
import type { Audience } from "../../core/report/audience/audience.ts";
import type { Telling } from "../../core/report/audience/tell.ts";
import type { Deadline } from "../../core/report/deadlines.ts";
import type { TimelineFormat } from "../../core/report/format/format.ts";
import type { Cli } from "../cli.ts";
import { chooseReading, foldReport, type Chosen, type Report } from "../load-report.ts";
import { optionsOf } from "../session.ts";

interface TimelineOptions {
  readonly format: string;
  readonly output?: string;
  readonly audience?: string;
  readonly raw?: boolean;
}

/** What is due: phases and notices. Only calendars ask. */
async function deadlinesOf(cli: Cli, { reading, input }: Report): Promise<readonly Deadline[]> {
  const [{ clockDeadlines, phaseDeadlines }, { clockRows }] = await Promise.all([
    import("../../core/report/deadlines.ts"),
    import("../../app/clocks.ts"),
  ]);
  const rows = clockRows(
    await cli.host.regimes(reading.config),
    input.state,
    reading.config,
    input.now,
  );
  return [...phaseDeadlines(input.state, input.runbook), ...clockDeadlines(rows)];
}

/** Rows and surroundings for the own screen: the record as it stands, without its state. */
async function ownTelling(cli: Cli, { reading, id }: Chosen): Promise<Telling> {
  const [{ readRecord }, { headerOf }, { timelineRows }] = await Promise.all([
    import("../../app/report.ts"),
    import("../../core/report/header.ts"),
    import("../../core/report/timeline.ts"),
  ]);
  const { events, head, runbook } = await readRecord(reading, id);
  const { version, output } = cli.host;
  const context = {
    state: headerOf(events, head),
    now: toInstant(reading.clock.now()),
    version,
    events,
    clean: remembering(output.redact),
  };
  return { rows: timelineRows(events, runbook), context };
}

async function audienceOf(named: string): Promise<Audience> {
  const { AUDIENCE_IDS, audienceOf: find } = await import("../../core/report/audience/audience.ts");
  const audience = find(named);
  if (audience !== undefined) return audience;
  throw new ClaroIrError("usage", "bad-audience", `There is no audience "${named}".`, {
    hint: `--audience ${AUDIENCE_IDS.join("|")}`,
  });
}

/** Rows and surroundings as an audience is told them, and calendars, which need to know how things stand. */
async function telling(
  cli: Cli,
  chosen: Chosen,
  format: TimelineFormat,
  named: string | undefined,
): Promise<Telling> {
  const isCalendar = format.id === "ics";
  if (named === undefined && !isCalendar) return ownTelling(cli, chosen);
  const audience = named === undefined ? undefined : await audienceOf(named);
  const report = await foldReport(cli, chosen);
  const deadlines = isCalendar ? await deadlinesOf(cli, report) : [];
  if (audience === undefined) {
    const { timelineRows } = await import("../../core/report/timeline.ts");
    const { input } = report;
    return { rows: timelineRows(input.events, input.runbook), context: { ...input, deadlines } };
  }
  const { tellTimeline } = await import("../../core/report/audience/tell.ts");
  return tellTimeline(report.input, audience, deadlines);
}

async function formatOf(id: string, output: string | undefined): Promise<TimelineFormat> {
  const { TIMELINE_FORMATS } = await import("../../core/report/format/index.ts");
  const format = TIMELINE_FORMATS.find((one) => one.id === id);
  if (format === undefined)
    throw new ClaroIrError("usage", "bad-format", `There is no format "${id}".`, {
      hint: `--format ${TIMELINE_FORMATS.map((one) => one.id).join("|")}`,
    });
  const { endings } = format;
  if (output !== undefined && endings?.some((ending) => output.endsWith(ending)) === false)
    throw new ClaroIrError(
      "usage",
      "bad-ending",
      `The program that reads ${id} takes only files that end in ${endings.join(" or ")}.`,
      { hint: `--output timeline${endings[0] ?? ""}` },
    );
  return format;
}

async function timeline(cli: Cli, command: Command): Promise<void> {
  const options = optionsOf<TimelineOptions>(command);
  const isNamed = command.getOptionValueSource("format") === "cli" && options.output !== undefined;
  const format = await formatOf(
    options.json === true && !isNamed ? "json" : options.format,
    options.output,
  );
  const chosen = await chooseReading(cli, options);
  const { rows, context } = await telling(cli, chosen, format, options.audience);
  const { formatTools } = await import("../../adapters/exchange/format-tools.ts");
  const tools = await formatTools(format.id);
  const around = { ...context, raw: options.raw === true };
  if (options.output === undefined) {
    const { output } = cli.host;
    const width = Math.min(80, output.width());
    const document = format.render(rows, { ...around, width }, tools);
    // Text is for the terminal in use; the other formats are files, wherever they go.
    if (format.id === "text") output.out(document);
    else output.raw(document);
    return;
  }
  await cli.host.files.write(options.output, format.render(rows, around, tools));
  if (options.json === true) cli.host.output.json({ incident: chosen.id, file: options.output });
  else cli.host.output.err(`written: ${options.output}`);
}

/** Register `timeline`. */
export function registerTimeline(cli: Cli): void {
  cli.program
    .command("timeline")
    .description("what happened, in order")
    .addOption(
      new Option(
        "--format <name>",
        "text, md, html, json, jsonl, csv, timesketch, iris, ics, ecs, ocsf or stix",
      ).default("text"),
    )
    .option(
      "--audience <who>",
      "responders, executive, customer or regulator: only what they may know",
    )
    .option("--raw", "csv and iris for a machine: no guard against formulas")
    .option("--output <file>", "write it there instead of stdout")
    .helpGroup("The record:")
    .action((_options: unknown, command: Command) => timeline(cli, command));
}
