// `keys rotate`: open the planned rotation of a key, and on a terminal be led through it.
import type { Command } from "commander";
import { watchLength } from "../../../core/credential/rotation.ts";
import { ClaroIrError } from "../../../core/error.ts";
import type { Cli } from "../../cli.ts";
import type { GlobalOptions } from "../../host.ts";
import { collect, finish, optionsOf, ranBefore, sayWhere } from "../../session.ts";

interface RotateOptions extends GlobalOptions {
  readonly watch: string;
  readonly staging?: readonly string[];
}

function inputOf(name: string, options: RotateOptions) {
  if (watchLength(options.watch) === undefined)
    throw new ClaroIrError("usage", "bad-duration", "--watch lasts from 24h to 48h.", {
      hint: "--watch 48h",
    });
  return { name, watch: options.watch, staging: options.staging ?? [] };
}

async function rotate(cli: Cli, name: string, command: Command): Promise<void> {
  const options = optionsOf<RotateOptions>(command);
  const { output, interactive } = cli.host;
  const input = inputOf(name, options);
  const app = await cli.host.openApp(options);
  const before = options.opId === undefined ? undefined : await ranBefore(app);
  if (before !== undefined) {
    await finish(cli, { app, incident: before, options }, [`${before} was opened by this id`]);
    return;
  }
  const { planRotation, rotateKey } = await import("../../../app/rotate.ts");
  if (options.dryRun === true) {
    const plan = await planRotation(app, input);
    if (options.json === true) output.json({ incident: null, dryRun: true, plan });
    else for (const line of plan) output.out(line);
    return;
  }
  const { id, lines } = await rotateKey(app, input);
  sayWhere(cli, app);
  const asksPeople = interactive && options.input !== false && options.json !== true;
  if (!asksPeople) {
    await finish(cli, { app, incident: id, options }, [
      ...lines,
      `next: claro-ir next --incident ${id}`,
    ]);
    return;
  }
  const { guidedSession } = await import("../../../app/guided/session.ts");
  const ask = await cli.host.prompter();
  for (const line of lines) ask.say(line);
  await guidedSession(app, id, ask);
}

/** Register `keys rotate`. */
export function registerKeyRotate(cli: Cli, group: Command): void {
  group
    .command("rotate <name>")
    .description("replace a key that did not leak, and delete the old one days later")
    .option("--staging <target>", "a place that gets it first, for tests (repeatable)", collect)
    .option("--watch <duration>", "how long both keys are watched, 24h to 48h", "24h")
    .action((name: string, _options: unknown, command: Command) => rotate(cli, name, command));
}
