// `evidence`: files that show something, what is stored, looking into one, and giving all of it out as a bag.
import type { Command } from "commander";
import type { EvidenceFact } from "../../app/evidence.ts";
import { ClaroIrError } from "../../core/error.ts";
import { chooseToRead } from "../choose-to-read.ts";
import type { Cli } from "../cli.ts";
import { mutate, optionsOf, type Session } from "../session.ts";

interface AddOptions {
  readonly step?: string;
  readonly credential?: string;
}

async function add(
  files: readonly string[],
  session: Session<AddOptions>,
): Promise<readonly string[]> {
  const { storeEvidence } = await import("../../app/evidence.ts");
  const { change } = await import("../../app/incident.ts");
  const { app, incident, options } = session;
  if (options.dryRun === true) return files.map((file) => `would store ${file}`);
  const facts: EvidenceFact[] = [];
  for (const file of files) facts.push(await storeEvidence(app, incident, file, options));
  await change(app, incident, () => facts);
  return facts.map(
    ({ data }) =>
      `${data.sha256} ${String(data.size)} ${data.name}${data.sealed === undefined ? "" : " (sealed: it holds a key)"}`,
  );
}

async function list(cli: Cli, command: Command): Promise<void> {
  const options = optionsOf(command);
  const { readState } = await import("../../app/list.ts");
  const reading = await cli.host.openReading(options);
  const id = await chooseToRead(cli, reading, options);
  const { evidence } = await readState(reading, id);
  const { output } = cli.host;
  if (options.json === true) {
    output.json({ incident: id, evidence });
    return;
  }
  if (evidence.length === 0) output.out("no evidence yet");
  for (const one of evidence) {
    const size = String(one.size).padStart(9);
    const held = one.sealed === undefined ? "" : "  (sealed)";
    output.out(`${one.sha256.slice(0, 12)}  ${size}  ${one.at}  ${one.by}  ${one.name}${held}`);
  }
}

interface ShowOptions {
  readonly lines: string;
}

async function show(named: string, session: Session<ShowOptions>): Promise<readonly string[]> {
  const { showEvidence } = await import("../../app/show-evidence.ts");
  const { app, incident, options } = session;
  const most = Number(options.lines);
  if (!Number.isInteger(most) || most < 1)
    throw new ClaroIrError("usage", "bad-number", "--lines is no number of lines.", {
      hint: "--lines 100",
    });
  if (options.dryRun === true) return [`would show ${named}, and put that on record`];
  return showEvidence(app, incident, named, most);
}

interface ExportOptions {
  readonly output?: string;
}

async function exportAll(session: Session<ExportOptions>): Promise<readonly string[]> {
  const { exportEvidence } = await import("../../app/export-evidence.ts");
  const { app, incident, options } = session;
  if (options.output === undefined)
    throw new ClaroIrError("usage", "no-output", "Say where the bag goes.", {
      hint: "add --output <new folder, or name.tar>",
    });
  if (options.dryRun === true)
    return [`would write all evidence of ${incident} to ${options.output}`];
  return exportEvidence(app, incident, options.output);
}

/** Register `evidence`. */
export function registerEvidence(cli: Cli): void {
  const group = cli.program
    .command("evidence")
    .description("files that show something: add, list, show, export")
    .helpGroup("The record:");
  group
    .command("add <files...>")
    .description("store files under their SHA-256, with who and when")
    .option("--step <id>", "which step it shows")
    .option("--credential <id>", "which key it is about")
    .action((files: readonly string[], _options: unknown, command: Command) =>
      mutate<AddOptions>(cli, command, (session) => add(files, session)),
    );
  group
    .command("list")
    .description("what is stored")
    .action((_options: unknown, command: Command) => list(cli, command));
  group
    .command("show <id>")
    .description("look into one, keys taken out; who looked is on record")
    .option("--lines <n>", "at most so many lines", "100")
    .action((id: string, _options: unknown, command: Command) =>
      mutate<ShowOptions>(cli, command, (session) => show(id, session)),
    );
  group
    .command("export")
    .description("all of it as a bag (BagIt) that sha256sum -c checks")
    .option("--output <path>", "a new folder, or a new file that ends in .tar")
    .action((_options: unknown, command: Command) =>
      mutate<ExportOptions>(cli, command, exportAll, ({ app, options }) =>
        app.files.exists(options.output ?? ""),
      ),
    );
}
