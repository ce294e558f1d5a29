// `note` and `fact`: the record by hand.
import type { Command } from "commander";
import type { Cli } from "../cli.ts";
import { mutate, occurredOf, saidTwice, type Session } from "../session.ts";

interface NoteOptions {
  readonly credential?: string;
  readonly occurredAt?: string;
  readonly precision?: string;
}

interface FactOptions extends NoteOptions {
  readonly because?: string;
}

async function note(text: string, session: Session<NoteOptions>): Promise<readonly string[]> {
  const { addNote } = await import("../../app/note.ts");
  const { app, incident, options } = session;
  if (options.dryRun === true) return ["would record a note"];
  await addNote(app, incident, text, options.credential, await occurredOf(session));
  return ["noted"];
}

async function fact(
  name: string,
  value: string,
  session: Session<FactOptions>,
): Promise<readonly string[]> {
  const { namedFact } = await import("../../app/fact.ts");
  const { refuseMissingLogs } = await import("../../app/log-places.ts");
  const { change, loadIncident, worldOf } = await import("../../app/incident.ts");
  const { app, incident, options } = session;
  const world = worldOf(app, await loadIncident(app, incident));
  const one = namedFact(app, world, name, value, options.credential, options.because);
  await refuseMissingLogs(app, [one]);
  if (options.dryRun === true) return [`would record ${name} = ${one.data.value}`];
  const about = world.state.credentials[one.data.credential ?? ""] ?? world.state;
  const before = about.facts[name];
  const clocks = await clocksAround(session, name);
  const occurred = await occurredOf(session);
  const made = await change(
    app,
    incident,
    (current) => [
      namedFact(app, current, name, one.data.value, options.credential, options.because),
    ],
    occurred,
  );
  return [
    `${name} = ${one.data.value}`,
    ...saidTwice(value, world.now),
    ...(before === undefined
      ? []
      : [
          `before ${before.value} (${before.grade}, ${before.source}, ${before.by}, #${String(before.seq)}); it stays on record`,
        ]),
    ...made.events
      .filter((event) => event.type === "step.completed")
      .map((event) => `completes ${event.data.step}`),
    ...(await clocks.moved()),
  ];
}

/** What a start of legal clocks does to them; of any other fact nothing is asked. */
async function clocksAround(
  { app, incident }: Session<FactOptions>,
  name: string,
): Promise<{ moved(): Promise<readonly string[]> }> {
  const { startFactOf } = await import("../../core/compliance/start-facts.ts");
  if (startFactOf(name) === undefined) return { moved: () => Promise.resolve([]) };
  const [{ clocksNow }, { moves }, table] = await Promise.all([
    import("../../app/clocks.ts"),
    import("../../core/compliance/moves.ts"),
    app.regimes(),
  ]);
  const before = await clocksNow(app, incident, table);
  return {
    async moved() {
      const lines = moves(before.rows, (await clocksNow(app, incident, table)).rows);
      return lines.length === 0 ? [] : [...lines, table.disclaimer];
    },
  };
}

/** Register `note` and `fact`. */
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
    .option("--because <text>", "why it takes the place of an earlier value")
    .helpGroup("The record:")
    .action((name: string, value: string, _options: unknown, command: Command) =>
      mutate<FactOptions>(cli, command, (session) => fact(name, value, session)),
    );
}
