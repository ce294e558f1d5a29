// What `claro-ir` alone does: go on with what is open, else a menu; without a terminal it says what to type.
import { leftOutLine, leftOutWords, openIncidents, type LeftOut } from "../app/list.ts";
import { kindOf } from "../core/incident/kind.ts";
import type { IncidentState } from "../core/incident/state.ts";
import type { Choice } from "../ports/prompter.ts";
import type { Cli } from "./cli.ts";
import type { GlobalOptions } from "./host.ts";
import { exitLeftOut } from "./say-left-out.ts";
import { titleOf } from "./title.ts";

/** One key chooses; more than this many are reached by `resume --incident`. */
const MOST_CHOICES = 9;

function say(cli: Cli, open: readonly IncidentState[], damaged: readonly LeftOut[]): void {
  const { output } = cli.host;
  for (const state of open)
    output.out(`${state.id} is open: claro-ir resume --incident ${state.id.slice(-4)}`);
  for (const one of damaged)
    output.out(`${one.incident} ${leftOutWords(one)}: claro-ir verify --incident ${one.incident}`);
  if (open.length === 0) output.out("No incident is open here.");
  output.out("  claro-ir start     a key leaked");
  output.out("  claro-ir drill     practise, nothing real");
  output.out("  claro-ir doctor    would one go well today?");
  output.out("  claro-ir --help    everything else");
}

function openWords(open: readonly IncidentState[]): string {
  const rotations = open.filter((state) => kindOf(state.id) === "rotation").length;
  if (rotations === 0)
    return open.length === 1
      ? "One incident is open. Which?"
      : `${String(open.length)} incidents are open. Which?`;
  if (rotations === open.length) return "No incident is open; a rotation is.";
  return `${String(open.length)} are open, rotations among them. Which?`;
}

/** Several are open, or a rotation is, or a damaged one may be meant: which one, or a new incident. */
async function chooseOpen(cli: Cli, open: readonly IncidentState[]): Promise<readonly string[]> {
  const shown = open.slice(-MOST_CHOICES).toReversed();
  const choices: readonly Choice[] = [
    ...shown.map((state, at) => ({
      key: String(at + 1),
      words: `${state.id.slice(-4)} ${state.severity ?? ""} ${titleOf(state)}`,
    })),
    { key: "s", words: "start another" },
    { key: "q", words: "leave" },
  ];
  const ask = await cli.host.prompter();
  const key = await ask.choose(openWords(open), choices, "1");
  if (key === "s") return ["start"];
  const chosen = shown[Number(key) - 1];
  return chosen === undefined ? [] : ["resume", "--incident", chosen.id];
}

/** Nothing real is open: start, or prepare. Doctor is offered where the program has one. */
async function menu(cli: Cli, rehearsal: IncidentState | undefined): Promise<readonly string[]> {
  const hasDoctor = cli.program.commands.some((one) => one.name() === "doctor");
  const choices: readonly Choice[] = [
    { key: "s", words: "start: a key leaked" },
    ...(rehearsal === undefined
      ? []
      : [{ key: "r", words: `go on with drill ${rehearsal.id.slice(-4)}` }]),
    { key: "d", words: "drill: practise, nothing real" },
    ...(hasDoctor ? [{ key: "c", words: "doctor: would one go well today?" }] : []),
    { key: "q", words: "leave" },
  ];
  const ask = await cli.host.prompter();
  const key = await ask.choose("No incident is open here.", choices, "s");
  const commands: Readonly<Record<string, readonly string[]>> = {
    s: ["start"],
    r: ["resume", "--incident", rehearsal?.id ?? ""],
    d: ["drill"],
    c: ["doctor"],
  };
  return commands[key] ?? [];
}

/** Nobody can be asked: what is open, what is damaged, and what to type. */
function show(
  cli: Cli,
  open: readonly IncidentState[],
  damaged: readonly LeftOut[],
  options: GlobalOptions,
): void {
  exitLeftOut(cli, damaged);
  if (options.json === true) cli.host.output.json({ open: open.map((state) => state.id), damaged });
  else say(cli, open, damaged);
}

/** Run bare `claro-ir`. */
export async function bare(cli: Cli, options: GlobalOptions): Promise<void> {
  const { states, damaged } = await openIncidents(await cli.host.openReading(options));
  const all = states.toSorted((a, b) => a.declaredAt.localeCompare(b.declaredAt));
  // Incidents come last here, so that the newest of them is offered first.
  const real = all.filter((state) => !state.drill);
  const open = (["rotation", "incident"] as const).flatMap((kind) =>
    real.filter((state) => kindOf(state.id) === kind),
  );
  if (options.json === true || !cli.host.interactive || options.input === false) {
    show(cli, open, damaged, options);
    return;
  }
  for (const one of damaged) cli.host.output.err(leftOutLine(one));
  const [only] = open;
  const isNamed = (options.incident ?? cli.host.env["CLARO_IR_INCIDENT"]) !== undefined;
  const isIncident = only !== undefined && kindOf(only.id) === "incident";
  // Beside a damaged one the other is not gone on with unasked.
  if (isNamed || (isIncident && open.length === 1 && damaged.length === 0)) {
    cli.exit(await cli.again(["resume"]));
    return;
  }
  const drill = all.findLast((state) => state.drill);
  const words = only === undefined ? await menu(cli, drill) : await chooseOpen(cli, open);
  if (words.length > 0) cli.exit(await cli.again(words));
}
