// `audit`: what was done with a key, by the logs that somebody names.
import { Option, type Command } from "commander";
import type { AuditRequest } from "../../app/audit.ts";
import { LEVELS, reaches } from "../../core/audit/level.ts";
import { auditMarkdown } from "../../core/audit/markdown.ts";
import type { AuditReport, Level } from "../../core/audit/report.ts";
import { auditTable } from "../../core/audit/table.ts";
import { ClaroIrError, EXIT } from "../../core/error.ts";
import { parseWhen, toInstant, WHEN_FORMATS, type Instant } from "../../core/instant.ts";
import { auditProgress } from "../audit-progress.ts";
import type { Cli } from "../cli.ts";
import type { GlobalOptions } from "../host.ts";
import { collect, optionsOf } from "../session.ts";

interface Options extends GlobalOptions {
  readonly credential?: string;
  readonly keyId?: readonly string[];
  readonly since?: string;
  readonly until?: string;
  readonly baselineDays?: string;
  readonly ownNetwork?: readonly string[];
  readonly source?: string;
  readonly column?: readonly string[];
  readonly zone?: string;
  readonly sql?: string;
  readonly everyLine?: boolean;
  readonly geo?: string;
  readonly attach?: boolean;
  readonly format?: "table" | "json" | "markdown";
  readonly failOn?: Level;
}

/** A table that reads networks is loaded only where one is given. */
async function networksOf(given: readonly string[] = []): Promise<readonly string[]> {
  if (given.length === 0) return given;
  const { isNetwork } = await import("../../adapters/system/networks.ts");
  const bad = given.find((one) => !isNetwork(one));
  if (bad === undefined) return given;
  throw new ClaroIrError("usage", "bad-network", "--own-network is no network.", {
    hint: "--own-network 203.0.113.0/24",
  });
}

function whenOf(flag: string, text: string | undefined, now: Instant): Instant | undefined {
  if (text === undefined) return undefined;
  const at = parseWhen(text, now);
  if (at !== undefined) return at;
  throw new ClaroIrError("usage", "bad-instant", `--${flag} is no time.`, {
    hint: `--${flag} ${WHEN_FORMATS}`,
  });
}

function daysOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,4}$/.test(text)) return Number(text);
  throw new ClaroIrError("usage", "bad-days", "--baseline-days is no number of days.", {
    hint: "--baseline-days 30",
  });
}

function columnsOf(given: readonly string[] = []): Readonly<Record<string, string>> {
  return Object.fromEntries(
    given.map((text) => {
      const at = text.indexOf("=");
      if (at > 0) return [text.slice(0, at), text.slice(at + 1)] as const;
      throw new ClaroIrError("usage", "bad-column", "--column is a field and its column.", {
        hint: "--column key=x_api_key_id (fields: claro-ir sources show csv)",
      });
    }),
  );
}

async function requestOf(
  cli: Cli,
  paths: readonly string[],
  options: Options,
  now: Instant,
): Promise<AuditRequest> {
  const { env, output } = cli.host;
  const { geo, source, zone } = options;
  return {
    paths,
    sql: options.sql ?? null,
    keyIds: options.keyId ?? [],
    credential: options.credential,
    incident: options.incident ?? env["CLARO_IR_INCIDENT"],
    since: whenOf("since", options.since, now),
    until: whenOf("until", options.until, now),
    baselineDays: daysOf(options.baselineDays),
    ownNetworks: await networksOf(options.ownNetwork),
    reading: { format: source ?? null, columns: columnsOf(options.column), zone: zone ?? null },
    everyLine: options.everyLine === true,
    attach: options.attach === true && options.dryRun !== true,
    progress: auditProgress(
      (line) => output.err(line),
      () => 1000 * process.uptime(),
    ),
    geo,
  };
}

function print(cli: Cli, report: AuditReport, incident: string | null, options: Options): void {
  const { output } = cli.host;
  if (options.json === true || options.format === "json") output.json({ incident, ...report });
  else if (options.format === "markdown") output.raw(auditMarkdown(report));
  else
    for (const { text, isHead } of auditTable(report))
      output.out(isHead ? [{ text, style: "bold" }] : text);
}

async function audit(cli: Cli, paths: readonly string[], command: Command): Promise<void> {
  const options = optionsOf<Options>(command);
  if (options.keyId !== undefined && options.credential !== undefined)
    throw new ClaroIrError("usage", "which-key", "--key-id and --credential exclude each other.", {
      hint: "--credential for a key of the incident, --key-id for any other",
    });
  const { host } = cli;
  // The logs' own names of keys are what this is about.
  host.nameKeys();
  const app = await host.openApp(options, options.attach === true ? undefined : "looks");
  const { audit: auditLogs } = await import("../../app/audit.ts");
  const request = await requestOf(cli, paths, options, toInstant(app.clock.now()));
  const { report, incident, failure } = await auditLogs(app, request);
  print(cli, report, incident, options);
  if (failure !== null) {
    // The report says which logs, and why: it is the result all the same.
    host.output.err(failure.message);
    host.output.err(`next: ${failure.hint ?? ""}`);
    cli.exit(EXIT.found);
    return;
  }
  if (incident !== null && options.json !== true)
    host.output.err(
      request.attach
        ? "attached, next: claro-ir finding list"
        : "next: the same with --attach puts it on record",
    );
  const { failOn } = options;
  if (failOn !== undefined && report.credentials.some((one) => reaches(one.findings, failOn)))
    cli.exit(EXIT.found);
}

/** Register `audit`. */
export function registerAudit(cli: Cli): void {
  cli.program
    .command("audit <files...>")
    .summary("what was done with the key, by your logs")
    .description(
      "Look through access logs for a key: files, folders, globs, - for stdin; plain, gzip, zstd; Parquet where DuckDB is installed. It records nothing without --attach.",
    )
    .helpGroup("In an incident:")
    .optionsGroup("The key:")
    .option("--credential <id>", "of the incident (default: all its keys)")
    .option("--key-id <id>", "what the logs call it; no incident is needed (repeatable)", collect)
    .optionsGroup("The time:")
    .option(
      "--since <instant>",
      "default: exposed from, else a day before detection, or before now",
    )
    .option("--until <instant>", "default: now")
    .option(
      "--baseline-days <days>",
      "normal use before that (default: the configuration's, else 30)",
    )
    .optionsGroup("The logs:")
    .option("--source <format>", "default: told by content (claro-ir sources list)")
    .option("--column <field=name>", "where a generic log has a field (repeatable)", collect)
    .option("--zone <zone>", "of times that carry none (default: UTC)")
    .option(
      "--sql <query>",
      "audit the rows of a query instead; the files are its table logs (needs DuckDB)",
    )
    .option("--every-line", "parse lines too that do not hold the key's name as it stands")
    .optionsGroup("What is known:")
    .option("--own-network <cidr>", "a network of yours (repeatable)", collect)
    .option(
      "--geo <file>",
      "CSV of networks with country, asn, latitude, longitude: places that the logs do not name",
    )
    .optionsGroup("The answer:")
    .addOption(new Option("--format <format>", "how").choices(["table", "json", "markdown"]))
    .option("--attach", "store it as evidence, and its findings for your verdict")
    .addOption(new Option("--fail-on <level>", "exit 1 from this level on").choices(LEVELS))
    .action((files: readonly string[], _options: unknown, command: Command) =>
      audit(cli, files, command),
    );
}
