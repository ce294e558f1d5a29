// `resume`, and bare `claro-ir`: back into the guided session, after saying what happened meanwhile.
import type { Command } from "commander";
import { ClaroIrError } from "../../core/error.ts";
import type { Cli } from "../cli.ts";
import { optionsOf } from "../session.ts";

/** Enter the guided session of an incident. Exit 2 where there is no terminal. */
async function resume(cli: Cli, command: Command): Promise<void> {
  const options = optionsOf(command);
  if (!cli.host.interactive || options.input === false)
    throw new ClaroIrError("usage", "no-terminal", "The guided session needs a terminal.", {
      hint: "claro-ir next",
    });
  const [{ chooseIncident }, { readState }, { meanwhile }, { guidedSession }] = await Promise.all([
    import("../../app/choose.ts"),
    import("../../app/list.ts"),
    import("../../app/guided/meanwhile.ts"),
    import("../../app/guided/session.ts"),
  ]);
  const reading = await cli.host.openReading(options);
  const named = options.incident ?? cli.host.env["CLARO_IR_INCIDENT"];
  const incident = await chooseIncident(reading, named);
  if ((await readState(reading, incident)).drill) {
    const { resumeRehearsal } = await import("../rehearsal-guided.ts");
    const score = await resumeRehearsal(cli.host, options, incident);
    const { scoreCard } = await import("../../core/report/score-card.ts");
    for (const line of scoreCard(score, cli.host.output.width())) cli.host.output.out(line);
    return;
  }
  const app = await cli.host.openApp(options);
  const ask = await cli.host.prompter();
  for (const line of await meanwhile(app, incident)) ask.say(line);
  await guidedSession(app, incident, ask);
}

/** A word that is no command: commander's own refusal, which suggests the nearest one. */
function refuseUnknown(program: Command): void {
  // Not in commander's types, because a program without an action of its own never needs it.
  (program as Command & { unknownCommand(): void }).unknownCommand();
}

/** Register `resume` and the bare command. */
export function registerResume(cli: Cli): void {
  cli.program
    .command("resume")
    .description("go on where you left, from any terminal and folder")
    .helpGroup("In an incident:")
    .action((_options: unknown, command: Command) => resume(cli, command));
  cli.program.action(async (_options: unknown, command: Command) => {
    if (command.args.length > 0) refuseUnknown(command);
    const { bare } = await import("../bare.ts");
    await bare(cli, optionsOf(command));
  });
}
