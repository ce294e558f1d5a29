// `timeline` and `postmortem`: the record as documents.
import { Option, type Command } from "commander";
import { ClaroIrError, EXIT } from "../../core/error.ts";
import type { Cli } from "../cli.ts";
import { optionsOf } from "../session.ts";

interface TimelineOptions {
  readonly format: string;
  readonly output?: string;
}

async function loadReport(cli: Cli, command: Command) {
  const options = optionsOf<TimelineOptions>(command);
  const { chooseIncident } = await import("../../app/list.ts");
  const { reportInput } = await import("../../app/report.ts");
  const reading = await cli.host.openReading(options);
  const id = await chooseIncident(reading, options.incident ?? cli.host.env["CLARO_IR_INCIDENT"]);
  const input = await reportInput(reading, id, {
    clock: reading.clock,
    version: cli.host.version,
    clean: cli.host.output.redact,
    withNames: false,
  });
  return { options, reading, id, input };
}

async function timeline(cli: Cli, command: Command): Promise<void> {
  const { options, id, input } = await loadReport(cli, command);
  const { TIMELINE_FORMATS } = await import("../../core/report/format/index.ts");
  const { timelineRows } = await import("../../core/report/timeline.ts");
  const chosen = command.getOptionValueSource("format") === "cli" && options.output !== undefined;
  const wanted = options.json === true && !chosen ? "json" : options.format;
  const format = TIMELINE_FORMATS.find((one) => one.id === wanted);
  if (format === undefined)
    throw new ClaroIrError("usage", "bad-format", `There is no format "${options.format}".`, {
      hint: `--format ${TIMELINE_FORMATS.map((one) => one.id).join("|")}`,
    });
  const rows = timelineRows(input.events, input.runbook);
  if (options.output === undefined) {
    const { output } = cli.host;
    const width = Math.min(80, output.width());
    const document = format.render(rows, { ...input, width });
    // Text is for the terminal in use; the other formats are files, wherever they go.
    if (format.id === "text") output.out(document);
    else output.raw(document);
    return;
  }
  const document = format.render(rows, input);
  await cli.host.files.write(options.output, document);
  if (options.json === true) cli.host.output.json({ incident: id, file: options.output });
  else cli.host.output.err(`written: ${options.output}`);
}

interface PostmortemOptions {
  readonly format: string;
  readonly output?: string;
  readonly lint?: boolean;
  readonly withNames?: boolean;
}

async function lint(cli: Cli, document: string, json: boolean): Promise<void> {
  const { lintPostMortem } = await import("../../core/report/lint.ts");
  const findings = lintPostMortem(document);
  if (findings.length > 0) cli.exit(EXIT.found);
  const { output } = cli.host;
  if (json) {
    output.json({ findings });
    return;
  }
  if (findings.length === 0) output.out("nothing to improve");
  for (const one of findings) {
    output.out(`line ${String(one.line)}  ${one.rule}: ${one.text}`);
    output.out(`  ${one.hint}`);
  }
}

const NAME = "postmortem.md";

async function postmortem(cli: Cli, command: Command): Promise<void> {
  const options = optionsOf<PostmortemOptions>(command);
  if (options.format !== "md")
    throw new ClaroIrError("usage", "bad-format", `There is no format "${options.format}" yet.`, {
      hint: "--format md",
    });
  const { id, input, reading } = await loadReport(cli, command);
  const { renderPostMortem } = await import("../../core/report/post-mortem.ts");
  const previous = await previousText(cli, options.output, () => reading.vault.getReport(id, NAME));
  if (options.lint === true && previous !== undefined) {
    await lint(cli, previous, options.json === true);
    return;
  }
  const document = renderPostMortem({
    ...input,
    withNames: options.withNames === true,
    ...(previous === undefined ? {} : { previous }),
  });
  if (options.lint === true) {
    await lint(cli, document, options.json === true);
    return;
  }
  const path = options.output ?? (await reading.vault.putReport(id, NAME, document));
  if (options.output !== undefined) await cli.host.files.write(options.output, document);
  if (options.json === true) cli.host.output.json({ incident: id, file: path });
  else cli.host.output.out(path);
  cli.host.output.err("what you write between the keep marks stays when it is written again");
}

async function previousText(
  cli: Cli,
  path: string | undefined,
  stored: () => Promise<string | undefined>,
): Promise<string | undefined> {
  if (path === undefined) return stored();
  return (await cli.host.files.exists(path))
    ? new TextDecoder().decode(await cli.host.files.read(path))
    : undefined;
}

/** Register `timeline` and `postmortem`. */
export function registerReport(cli: Cli): void {
  cli.program
    .command("timeline")
    .description("what happened, in order")
    .addOption(new Option("--format <name>", "text, md, json, jsonl or csv").default("text"))
    .option("--output <file>", "write it there instead of stdout")
    .helpGroup("The record:")
    .action((_options: unknown, command: Command) => timeline(cli, command));
  cli.program
    .command("postmortem")
    .description("write the post-mortem; what people wrote in it stays")
    .addOption(new Option("--format <name>", "md").default("md"))
    .option("--output <file>", "write it there")
    .option("--lint", "what is unwritten, blaming or secret in it; exit 1 if anything")
    .option("--with-names", "operator ids instead of roles")
    .helpGroup("The record:")
    .action((_options: unknown, command: Command) => postmortem(cli, command));
}
