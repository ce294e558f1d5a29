// Opening an incident for a command, and printing what it recorded.
import type { Command } from "commander";
import type { Answer } from "../app/answer.ts";
import type { App } from "../app/context.ts";
import type { Occurred } from "../app/incident.ts";
import { chooseIncident } from "../app/choose.ts";
import { ClaroIrError } from "../core/error.ts";
import { machineTrouble } from "../core/machine-trouble.ts";
import {
  between,
  cameTwice,
  noTimeWords,
  parseWhen,
  PRECISIONS,
  SECOND,
  typedPrecision,
  WHEN_FORMATS,
  type Instant,
} from "../core/instant.ts";
import type { Cli } from "./cli.ts";
import type { GlobalOptions } from "./host.ts";

/** A command at work on one incident. */
export interface Session<Options> {
  readonly app: App;
  readonly incident: string;
  readonly options: Options & GlobalOptions;
}

/** What a command came to: lines for people, and what `--json` holds beside them. */
export type Told =
  | readonly string[]
  | { readonly lines: readonly string[]; readonly more: Readonly<Record<string, unknown>> };

const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** Options of a command with the global ones. Exit 2 for an operation id that is no UUID. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- commander gives untyped options; the caller names their shape
export function optionsOf<Options>(command: Command): Options & GlobalOptions {
  const options = command.optsWithGlobals<Options & GlobalOptions>();
  if (options.opId !== undefined && !UUID.test(options.opId))
    throw new ClaroIrError("usage", "bad-op-id", "--op-id is no UUID.", {
      hint: "--op-id $(uuidgen)",
    });
  return options;
}

/** Which configuration, operator and record are in use: said at the start of an incident, and with --verbose. */
export function sayWhere(cli: Cli, app: App): void {
  const { output } = cli.host;
  output.err(
    app.config.file === null
      ? `no configuration: provider claro, ${app.actor.id} as owner by your own word, no places known`
      : `configuration ${app.config.file}, ${app.actor.id} as ${app.actor.role}`,
  );
  output.err(`record in ${app.vault.location}`);
}

function linesOf(told: Told): readonly string[] {
  return "lines" in told ? told.lines : told;
}

function print(cli: Cli, answer: Answer, told: Told, json: boolean): void {
  const lines = linesOf(told);
  if (json) {
    cli.host.output.json({ ...answer, lines, ...("more" in told ? told.more : {}) });
    return;
  }
  for (const line of lines) cli.host.output.out(line);
  const number = `#${String(answer.seq)} ${answer.head.slice(0, 8)}`;
  cli.host.output.err([{ text: `${answer.incident} ${number}`, style: "dim" }]);
}

/** Print what has been recorded; `told` is the result in words. */
export async function finish(
  cli: Cli,
  session: Pick<Session<unknown>, "app" | "incident" | "options">,
  told: Told,
): Promise<void> {
  const { answerOf } = await import("../app/answer.ts");
  const answer = await answerOf(session.app, session.incident);
  print(cli, answer, told, session.options.json === true);
}

/** The incident or rotation that this operation id was run on before, if any. */
export async function ranBefore(app: App): Promise<string | undefined> {
  const { ranOn } = await import("../app/answer.ts");
  return ranOn(app);
}

/** The incident that is meant. The one that this very command has ended is meant too. */
async function incidentFor(cli: Cli, app: App, options: GlobalOptions): Promise<string> {
  try {
    return await chooseIncident(app, options.incident ?? cli.host.env["CLARO_IR_INCIDENT"]);
  } catch (error) {
    const before = options.opId === undefined ? undefined : await ranBefore(app);
    if (before === undefined) throw error;
    return before;
  }
}

/**
 * Run a mutating command on its incident: opens it, gives the first answer again when its operation id has been run before, else does
 * `act` and prints what was recorded. `isThere` tells of a command that makes something beside the record whether it came to that.
 */
export async function mutate<Options>(
  cli: Cli,
  command: Command,
  act: (session: Session<Options>) => Promise<Told>,
  isThere: (session: Session<Options>) => Promise<boolean> = () => Promise.resolve(true),
): Promise<void> {
  const options = optionsOf<Options>(command);
  const app = await cli.host.openApp(options);
  if (options.verbose === true) sayWhere(cli, app);
  const incident = await incidentFor(cli, app, options);
  const session = { app, incident, options };
  if (options.opId !== undefined) {
    const { firstAnswer } = await import("../app/answer.ts");
    const first = await firstAnswer(app, incident);
    if (first !== undefined && (await isThere(session))) {
      print(cli, first, ["already done: this is the first answer"], options.json === true);
      return;
    }
  }
  if (options.dryRun === true)
    cli.host.output.err("dry run: nothing is sent and nothing is recorded");
  const told = await act(session);
  if (options.dryRun === true) {
    const lines = linesOf(told);
    if (options.json === true) cli.host.output.json({ incident, dryRun: true, plan: lines });
    else for (const line of lines) cli.host.output.out(line);
    return;
  }
  try {
    await finish(cli, session, told);
  } catch (error) {
    const { afterActing } = await import("../app/after-acting.ts");
    throw afterActing(app, error);
  }
  await tell(cli, app, incident);
}

/** What goes wrong after the answer is printed changes neither it nor the exit code. */
async function tell(cli: Cli, app: App, incident: string): Promise<void> {
  try {
    const { tellAfter } = await import("./telling.ts");
    await tellAfter(cli, app, incident);
  } catch (error) {
    const trouble = machineTrouble(error);
    if (trouble === undefined) throw error;
    cli.host.output.err(`people were not told: ${trouble.message}`);
    cli.host.output.err("  claro-ir notify send");
  }
}

/** A word where a local time came twice, as clocks were put back: which of the two was taken. */
export function saidTwice(text: string, now: Instant): readonly string[] {
  const both = cameTwice(text, now);
  return both === undefined
    ? []
    : [
        `${text} came twice, as clocks were put back: taken as the first, ${both.first}; the second was ${both.second}`,
      ];
}

/** When it happened, from `--occurred-at` and `--precision`, by the incident's own clock. Exit 2 for what is no instant, or lies ahead. */
export async function occurredOf({
  app,
  incident,
  options,
}: Pick<
  Session<{ readonly occurredAt?: string; readonly precision?: string }>,
  "app" | "incident" | "options"
>): Promise<Occurred | undefined> {
  if (options.occurredAt === undefined) return undefined;
  const { loadIncident, worldOf } = await import("../app/incident.ts");
  const { now } = worldOf(app, await loadIncident(app, incident));
  const at = parseWhen(options.occurredAt, now);
  if (at === undefined)
    throw new ClaroIrError(
      "usage",
      "bad-instant",
      `--occurred-at is no time: ${noTimeWords(options.occurredAt, now)}.`,
      { hint: `--occurred-at ${WHEN_FORMATS}` },
    );
  for (const line of saidTwice(options.occurredAt, now)) app.say(line);
  if (between(now, at) > SECOND)
    throw new ClaroIrError("usage", "future", "--occurred-at lies in the future.", {
      hint: "leave it out for now",
    });
  const wanted = options.precision ?? typedPrecision(options.occurredAt);
  const precision = PRECISIONS.find((one) => one === wanted);
  if (precision === undefined)
    throw new ClaroIrError("usage", "bad-precision", `--precision is ${PRECISIONS.join(", ")}.`);
  return { at, precision };
}

/** For commander's repeatable options. */
export function collect(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value];
}
