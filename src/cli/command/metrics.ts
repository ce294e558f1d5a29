// `metrics`: how long things take here, over all incidents.
import { Option, type Command } from "commander";
import { ClaroIrError } from "../../core/error.ts";
import type { AcrossIncidents } from "../../core/report/across.ts";
import type { Cli } from "../cli.ts";
import { sayLeftOut } from "../say-left-out.ts";
import { optionsOf } from "../session.ts";

interface MetricsOptions {
  readonly format: string;
  readonly output?: string;
}

const FORMATS = ["table", "json", "svg"] as const;

async function documentOf(
  format: (typeof FORMATS)[number],
  across: AcrossIncidents,
  width: number,
): Promise<string> {
  if (format === "json") return `${JSON.stringify(across, null, 2)}\n`;
  if (format === "svg")
    return (await import("../../core/report/across-picture.ts")).acrossPicture(across);
  const { acrossLines } = await import("../../core/report/across-text.ts");
  return `${acrossLines(across, width).join("\n")}\n`;
}

async function metrics(cli: Cli, command: Command): Promise<void> {
  const options = optionsOf<MetricsOptions>(command);
  const { output, files, version } = cli.host;
  const isPlainJson = options.json === true && options.output === undefined;
  const format = FORMATS.find((one) => one === (isPlainJson ? "json" : options.format));
  if (format === undefined)
    throw new ClaroIrError("usage", "bad-format", `There is no format "${options.format}".`, {
      hint: `--format ${FORMATS.join("|")}`,
    });
  const { metricsOf } = await import("../../app/metrics.ts");
  const across = await metricsOf(await cli.host.openReading(options), version);
  sayLeftOut(cli, across.damaged);
  if (options.output === undefined) {
    if (format === "json") output.json(across);
    else output.raw(await documentOf(format, across, Math.min(100, output.width())));
    return;
  }
  await files.write(options.output, await documentOf(format, across, 100));
  if (options.json === true) output.json({ file: options.output });
  else output.err(`written: ${options.output}`);
}

/** Register `metrics`. */
export function registerMetrics(cli: Cli): void {
  cli.program
    .command("metrics")
    .description("how long things take, over all incidents")
    .addOption(new Option("--format <name>", "table, json or svg").default("table"))
    .option("--output <file>", "write it there instead of stdout")
    .helpGroup("The record:")
    .action((_options: unknown, command: Command) => metrics(cli, command));
}
