// `note`, `fact`, `evidence`: the record by hand.
import type { Command } from "commander";
import type { Cli } from "../cli.ts";
import { mutate, occurredOf, optionsOf, type Session } from "../session.ts";

interface NoteOptions {
  readonly credential?: string;
  readonly occurredAt?: string;
  readonly precision?: string;
}

async function note(text: string, session: Session<NoteOptions>): Promise<readonly string[]> {
  const { addNote } = await import("../../app/note.ts");
  const { app, incident, options } = session;
  if (options.dryRun === true) return ["would record a note"];
  await addNote(app, incident, text, options.credential, occurredOf(app, options));
  return ["noted"];
}

async function fact(
  name: string,
  value: string,
  session: Session<NoteOptions>,
): Promise<readonly string[]> {
  const { namedFact } = await import("../../app/fact.ts");
  const { change, loadIncident, worldOf } = await import("../../app/incident.ts");
  const { app, incident, options } = session;
  const world = worldOf(app, await loadIncident(app, incident));
  const one = namedFact(app, world, name, value, options.credential);
  if (options.dryRun === true) return [`would record ${name} = ${one.data.value}`];
  const made = await change(app, incident, () => [one], occurredOf(app, options));
  return [
    `${name} = ${one.data.value}`,
    ...made.events
      .filter((event) => event.type === "step.completed")
      .map((event) => `completes ${event.data.step}`),
  ];
}

interface EvidenceOptions {
  readonly step?: string;
  readonly credential?: string;
}

async function addEvidence(
  files: readonly string[],
  session: Session<EvidenceOptions>,
): Promise<readonly string[]> {
  const { storeEvidence } = await import("../../app/evidence.ts");
  const { change } = await import("../../app/incident.ts");
  const { app, incident, options } = session;
  if (options.dryRun === true) return files.map((file) => `would store ${file}`);
  const facts = await Promise.all(files.map((file) => storeEvidence(app, incident, file, options)));
  await change(app, incident, () => facts);
  return facts.map((one) => `${one.data.sha256} ${String(one.data.size)} ${one.data.name}`);
}

async function listEvidence(cli: Cli, command: Command): Promise<void> {
  const options = optionsOf(command);
  const { chooseIncident, readState } = await import("../../app/list.ts");
  const reading = await cli.host.openReading(options);
  const id = await chooseIncident(reading, options.incident ?? cli.host.env["CLARO_IR_INCIDENT"]);
  const { evidence } = await readState(reading, id);
  const { output } = cli.host;
  if (options.json === true) {
    output.json({ incident: id, evidence });
    return;
  }
  if (evidence.length === 0) output.out("no evidence yet");
  for (const one of evidence)
    output.out(
      `${one.sha256.slice(0, 12)}  ${String(one.size).padStart(9)}  ${one.at}  ${one.by}  ${one.name}`,
    );
}

/** Register `note`, `fact` and `evidence`. */
export function registerRecord(cli: Cli): void {
  cli.program
    .command("note <text>")
    .description("write something down, with its time")
    .option("--credential <id>", "about this key")
    .option("--occurred-at <instant>", "when it happened, if earlier")
    .option("--precision <unit>", "second, minute, hour or day")
    .helpGroup("The record:")
    .action((text: string, _options: unknown, command: Command) =>
      mutate<NoteOptions>(cli, command, (session) => note(text, session)),
    );
  cli.program
    .command("fact <name> <value>")
    .description("set a named fact; a correction is added to the record")
    .option("--credential <id>", "about this key")
    .option("--occurred-at <instant>", "when it was so, if earlier")
    .option("--precision <unit>", "second, minute, hour or day")
    .helpGroup("The record:")
    .action((name: string, value: string, _options: unknown, command: Command) =>
      mutate<NoteOptions>(cli, command, (session) => fact(name, value, session)),
    );
  const group = cli.program
    .command("evidence")
    .description("files that show something: add, list")
    .helpGroup("The record:");
  group
    .command("add <files...>")
    .description("store files under their SHA-256, with who and when")
    .option("--step <id>", "which step it shows")
    .option("--credential <id>", "which key it is about")
    .action((files: readonly string[], _options: unknown, command: Command) =>
      mutate<EvidenceOptions>(cli, command, (session) => addEvidence(files, session)),
    );
  group
    .command("list")
    .description("what is stored")
    .action((_options: unknown, command: Command) => listEvidence(cli, command));
}
