// `postmortem`: the document about the whole incident, for reading, printing, checking and for programs.
import { Option, type Command } from "commander";
import { ClaroIrError, EXIT } from "../../core/error.ts";
import { remembering } from "../../core/remembering.ts";
import type { ReportInput } from "../../core/report/input.ts";
import type { Cli } from "../cli.ts";
import { chooseReading, type Chosen } from "../load-report.ts";
import { optionsOf } from "../session.ts";

interface Options {
  readonly format: string;
  readonly output?: string;
  readonly lint?: boolean;
  readonly withNames?: boolean;
}

export const POSTMORTEM_FORMATS = ["md", "html", "pdf", "json"] as const;
type Format = (typeof POSTMORTEM_FORMATS)[number];

function formatOf(id: string): Format {
  const format = POSTMORTEM_FORMATS.find((one) => one === id);
  if (format !== undefined) return format;
  throw new ClaroIrError("usage", "bad-format", `There is no format "${id}".`, {
    hint: `--format ${POSTMORTEM_FORMATS.join("|")}`,
  });
}

async function aroundOf(cli: Cli, { reading }: Chosen, withNames: boolean) {
  const { sha256 } = await import("../../adapters/system/digest.ts");
  return {
    clock: reading.clock,
    version: cli.host.version,
    clean: remembering(cli.host.output.redact),
    withNames,
    config: reading.config,
    sha256,
    regimes: () => cli.host.regimes(reading.config),
  };
}

interface Written {
  readonly text: string;
  /** Where it lies, for messages; null = among the incident's reports. */
  readonly file: string | null;
}

/** The Markdown document beside `output`, of the same name: there people write who keep their reports elsewhere. */
function besides(output: string): string {
  return output.replace(/(?:\.[A-Za-z0-9]+)?$/, ".md");
}

/** The document that people wrote in: the one at `--output`, the one beside it, else the incident's own. */
async function writtenIn(
  cli: Cli,
  { reading, id }: Chosen,
  format: Format,
  output: string | undefined,
): Promise<Written | undefined> {
  const file = output === undefined || output === "-" ? undefined : besides(output);
  const named = format === "md" && output !== "-" ? output : file;
  if (named !== undefined && (await cli.host.files.exists(named)))
    return { text: new TextDecoder().decode(await cli.host.files.read(named)), file: named };
  if (format === "md" && named !== undefined) return undefined;
  const { POST_MORTEM } = await import("../../app/post-mortem.ts");
  const text = await reading.vault.getReport(id, POST_MORTEM);
  return text === undefined ? undefined : { text, file: null };
}

async function render(cli: Cli, format: Format, input: ReportInput): Promise<string | Uint8Array> {
  if (format === "json") {
    const { renderPostMortemJson } = await import("../../core/report/post-mortem-json.ts");
    return renderPostMortemJson(input);
  }
  const documents = await import("../../core/report/post-mortem.ts");
  if (format === "md") return documents.renderPostMortem(input);
  const [{ formatTools }, { markdownToHtml: markdown }] = await Promise.all([
    import("../../adapters/exchange/format-tools.ts"),
    import("../../adapters/exchange/markdown.ts"),
  ]);
  const { digest } = await formatTools("html");
  const page = documents.renderPostMortemPage(input, { digest, markdown });
  if (format === "html") return page;
  const { printPdf } = await import("../../adapters/print/chromium.ts");
  return printPdf(page, { env: cli.host.env, signal: cli.host.signal });
}

async function lint(cli: Cli, chosen: Chosen, document: string, json: boolean): Promise<void> {
  const [{ lintPostMortem }, { lintRecord }] = await Promise.all([
    import("../../core/report/lint/lint.ts"),
    import("../../app/post-mortem.ts"),
  ]);
  const around = await aroundOf(cli, chosen, false);
  const record = await lintRecord(chosen.reading, chosen.id, around, document);
  const findings = lintPostMortem(document, record);
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

function requirePlace(format: Format, output: string | undefined): void {
  if (format !== "pdf" || output !== "-") return;
  throw new ClaroIrError("usage", "no-stdout", "A PDF does not go to stdout.", {
    hint: "--output postmortem.pdf",
  });
}

/** Put it where it was asked for, else among the incident's reports; gives its path. */
async function store(
  cli: Cli,
  { reading, id }: Chosen,
  name: string,
  document: string | Uint8Array,
  output: string | undefined,
): Promise<string> {
  if (output === undefined) return reading.vault.putReport(id, name, document);
  await cli.host.files.write(output, document);
  return output;
}

async function postmortem(cli: Cli, command: Command): Promise<void> {
  const options = optionsOf<Options>(command);
  const format = formatOf(options.format);
  requirePlace(format, options.output);
  const chosen = await chooseReading(cli, options);
  const written = await writtenIn(cli, chosen, format, options.output);
  const { postMortemInput } = await import("../../app/post-mortem.ts");
  const around = await aroundOf(cli, chosen, options.withNames === true);
  const record = await postMortemInput(chosen.reading, chosen.id, around);
  const input = written === undefined ? record : { ...record, previous: written.text };
  const { output } = cli.host;
  if (options.lint === true) {
    const { renderPostMortem } = await import("../../core/report/post-mortem.ts");
    await lint(cli, chosen, written?.text ?? renderPostMortem(input), options.json === true);
    return;
  }
  const document = await render(cli, format, input);
  if (options.output === "-" && typeof document === "string") {
    output.raw(document);
    return;
  }
  const path = await store(cli, chosen, `postmortem.${format}`, document, options.output);
  if (options.json === true) output.json({ incident: chosen.id, file: path });
  else output.out(path);
  if (format === "md")
    output.err("what you write between the keep marks stays when it is written again");
  else
    output.err(
      written === undefined
        ? "nobody has written in it yet: claro-ir postmortem makes the document to write in"
        : `people's words are from ${written.file ?? "the incident's postmortem.md"}`,
    );
}

/** Register `postmortem`. */
export function registerPostmortem(cli: Cli): void {
  cli.program
    .command("postmortem")
    .description("write the post-mortem; what people wrote in it stays")
    .addOption(new Option("--format <name>", POSTMORTEM_FORMATS.join(", ")).default("md"))
    .option("--output <file>", "write it there; - is stdout")
    .option(
      "--lint",
      "what is unwritten, blaming, secret or not on record in it; exit 1 if anything",
    )
    .option("--with-names", "operator ids instead of roles")
    .helpGroup("The record:")
    .action((_options: unknown, command: Command) => postmortem(cli, command));
}
