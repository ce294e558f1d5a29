// `where-used`: every place that holds a key, and a plan for replacing it there.
import type { Command } from "commander";
import { Secret } from "../../core/credential/secret.ts";
import { ClaroIrError, EXIT } from "../../core/error.ts";
import type { WhereUsed, WhereUsedRequest } from "../../app/where-used.ts";
import type { App } from "../../app/context.ts";
import type { Cli } from "../cli.ts";
import type { GlobalOptions } from "../host.ts";
import { addSecretOptions, secretOf } from "../key-options.ts";
import { optionsOf } from "../session.ts";

interface Options extends GlobalOptions {
  readonly credential?: string;
  readonly secretFile?: string;
  readonly secretFd?: string;
  readonly in?: readonly string[];
  readonly git?: boolean;
  readonly plan?: string;
}

async function find(app: App, request: WhereUsedRequest): Promise<WhereUsed> {
  const [{ whereUsed }, { search }, { paths }] = await Promise.all([
    import("../../app/where-used.ts"),
    import("../../adapters/search/search.ts"),
    import("../../adapters/search/paths.ts"),
  ]);
  return whereUsed(app, { search, paths }, request);
}

/** Without an incident, or with one that does not have the value, a person may paste it. */
const ASKED = ["which-incident", "no-value"];

async function findOrAsk(cli: Cli, app: App, request: WhereUsedRequest, options: Options) {
  try {
    return await find(app, request);
  } catch (error) {
    const asks = cli.host.interactive && options.input !== false;
    if (!(error instanceof ClaroIrError) || !ASKED.includes(error.code)) throw error;
    if (!asks)
      throw new ClaroIrError(error.kind, error.code, error.message, {
        hint: "claro-ir where-used --secret-file <file of mode 0600>, or --secret-fd <n>",
        cause: error,
      });
    const prompter = await cli.host.prompter();
    const secret = await prompter.hidden("Paste the key to look for (hidden):");
    if (!(secret instanceof Secret)) throw error;
    return find(app, { ...request, secret });
  }
}

async function whereUsedCommand(cli: Cli, command: Command): Promise<void> {
  const options = optionsOf<Options>(command);
  const { historyFiles } = await import("../../adapters/search/histories.ts");
  const { placeCount, whereUsedLines } = await import("../where-used-text.ts");
  const { env, output, files } = cli.host;
  const secret = await secretOf(cli, options);
  const app = await cli.host.openApp(options, "looks");
  const { report, plan } = await findOrAsk(
    cli,
    app,
    {
      credential: options.credential,
      incident: options.incident ?? env["CLARO_IR_INCIDENT"],
      secret,
      roots: options.in ?? ["."],
      git: options.git === true,
      also: historyFiles(env["HOME"] ?? "", env),
      except: options.secretFile,
    },
    options,
  );
  const file = options.dryRun === true ? undefined : options.plan;
  if (file !== undefined) await files.write(file, `${JSON.stringify(plan, null, 2)}\n`);
  const places = placeCount(report);
  if (places > 0) cli.exit(EXIT.found);
  if (options.json === true) {
    const { incident, credential, last4 } = plan;
    output.json({ places, incident, credential, last4, ...report, plan: file ?? null });
    return;
  }
  for (const line of whereUsedLines(report, plan, file)) output.out(line);
}

/** Register `where-used`. */
export function registerWhereUsed(cli: Cli): void {
  addSecretOptions(
    cli.program
      .command("where-used")
      .summary("every place that holds the key")
      .description(
        "Find every place that holds a key, in whatever form it is written. Exit 1 where there is one.",
      )
      .helpGroup("In an incident:")
      .optionsGroup("The key:")
      .option("--credential <id>", "of the incident (default: the only one)"),
  )
    .optionsGroup("Where:")
    .option("--in <dir...>", "folders or files (default: the current folder)")
    .option("--git", "also whole git histories: stashes and lost commits too")
    .optionsGroup("Then:")
    .option("--plan <file>", "write a plan for run deploy-replacement-key")
    .action((_options: unknown, command: Command) => whereUsedCommand(cli, command));
}
