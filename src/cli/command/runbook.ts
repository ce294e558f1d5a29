// `runbook list|show|follow|validate|check|graph|export`: the playbooks themselves.
import { Option, type Command } from "commander";
import { ClaroIrError, EXIT } from "../../core/error.ts";
import type { GlobalOptions } from "../host.ts";
import type { Cli } from "../cli.ts";
import { mutate, optionsOf, type Session } from "../session.ts";

async function list(cli: Cli, command: Command): Promise<void> {
  const { listRunbooks } = await import("../../adapters/runbook/shipped.ts");
  const ids = await listRunbooks(cli.host.packageRoot);
  const runbooks = await Promise.all(
    ids.map(async (id) => {
      const { runbook } = await cli.host.loadRunbook(id);
      const { version, title, steps } = runbook;
      return { id, version, title, for: runbook.for, steps: steps.length };
    }),
  );
  const { output } = cli.host;
  if (optionsOf(command).json === true) {
    output.json({ runbooks });
    return;
  }
  for (const one of runbooks) output.out(`${one.id.padEnd(20)} ${one.for ?? one.title}`);
}

async function show(cli: Cli, named: string, command: Command): Promise<void> {
  const { runbook, sha256 } = await cli.host.loadRunbook(named);
  const { output } = cli.host;
  if (optionsOf(command).json === true) {
    output.json({ ...runbook, sha256 });
    return;
  }
  output.out([
    { text: `${runbook.title} (${runbook.id} v${String(runbook.version)})`, style: "bold" },
  ]);
  output.out([{ text: "  step, tier, kind, title", style: "dim" }]);
  for (const phase of runbook.phases) {
    output.out(phase.title);
    for (const step of runbook.steps.filter((one) => one.phase === phase.id))
      output.out(
        `  ${step.id.padEnd(28)} ${step.tier.padEnd(8)} ${step.kind.padEnd(13)} ${step.title}`,
      );
  }
}

async function validate(cli: Cli, file: string, command: Command): Promise<void> {
  const { inspectRunbookFile } = await import("../../adapters/runbook/shipped.ts");
  const { problemLine } = await import("../../adapters/runbook/parse.ts");
  const { problems, runbook } = await inspectRunbookFile(file, cli.host.packageRoot);
  const { output } = cli.host;
  if (problems.length > 0) cli.exit(EXIT.found);
  if (optionsOf(command).json === true) {
    output.json({ file, valid: problems.length === 0, problems });
    return;
  }
  for (const problem of problems) output.out(problemLine(problem));
  if (problems.length === 0)
    output.out(
      `${file}: ${runbook?.id ?? ""}, ${String(runbook?.steps.length ?? 0)} steps, no problem`,
    );
}

interface FollowOptions {
  readonly because?: string;
}

/** The open incident goes on with another runbook; what is done stays done. */
async function follow(named: string, session: Session<FollowOptions>): Promise<readonly string[]> {
  const { followRunbook } = await import("../../app/follow-runbook.ts");
  const { app, incident, options } = session;
  if (options.because === undefined || options.because.trim() === "")
    throw new ClaroIrError("usage", "reason-missing", "Another runbook needs its reason.", {
      hint: `add --because "<why>"`,
    });
  const { runbook } = await app.loadRunbook(named);
  if (options.dryRun === true) return [`would follow ${runbook.id}: ${runbook.title}`];
  const { events } = await followRunbook(app, incident, named, app.clean(options.because));
  if (events.length === 0) return [`${runbook.id} is followed already`];
  return [`now ${runbook.id}: ${runbook.title}; what is done stays done`, "next: claro-ir next"];
}

async function check(cli: Cli, named: string, command: Command): Promise<void> {
  const { proveRunbook } = await import("../../core/incident/walk-runbook.ts");
  const { runbook } = await cli.host.loadRunbook(named);
  const { keyStates, incidentStates, ways, breaches } = proveRunbook(runbook);
  const { output } = cli.host;
  if (breaches.length > 0) cli.exit(EXIT.found);
  if (optionsOf(command).json === true) {
    const { id, steps } = runbook;
    output.json({ id, steps: steps.length, keyStates, incidentStates, ways, breaches });
    return;
  }
  const walked = `${String(keyStates)} states of a key, ${String(incidentStates)} of the incident, ${String(ways)} ways through ${String(runbook.steps.length)} steps`;
  output.out(`${runbook.id}: ${walked}${breaches.length === 0 ? ", every rule holds" : ""}`);
  for (const { invariant, trace } of breaches) {
    output.out(`broken: ${invariant}`);
    for (const [index, move] of trace.entries()) output.out(`  ${String(index + 1)} ${move}`);
  }
}

interface GraphOptions extends GlobalOptions {
  readonly format: string;
}

async function graph(cli: Cli, named: string, command: Command): Promise<void> {
  const options = optionsOf<GraphOptions>(command);
  const { toGraph, toMermaid } = await import("../../core/runbook/graph.ts");
  const { runbook } = await cli.host.loadRunbook(named);
  if (options.json === true || options.format === "json") {
    cli.host.output.json(toGraph(runbook));
    return;
  }
  if (options.format !== "mermaid")
    throw new ClaroIrError("usage", "bad-format", `There is no format "${options.format}".`, {
      hint: "--format mermaid|json",
    });
  // As it is, for a page that draws it: a graph that is folded to the terminal is none.
  cli.host.output.raw(cli.host.output.clean(toMermaid(runbook)));
}

interface ExportOptions extends GlobalOptions {
  readonly format: string;
  readonly output?: string;
}

/** The named runbook, or the one that an incident follows with what became of its steps. */
async function cacaoInput(cli: Cli, named: string | undefined, options: ExportOptions) {
  const { toInstant } = await import("../../core/instant.ts");
  if (named !== undefined) {
    const { runbook } = await cli.host.loadRunbook(named);
    const { systemClock } = await import("../../adapters/system/clock.ts");
    return { runbook, now: toInstant(systemClock().now()) };
  }
  const { loadReport } = await import("../load-report.ts");
  const { input } = await loadReport(cli, options);
  const { cacaoPlay } = await import("../../core/report/cacao-play.ts");
  return { runbook: input.runbook, now: input.now, played: cacaoPlay(input) };
}

async function exportRunbook(cli: Cli, named: string | undefined, command: Command): Promise<void> {
  const options = optionsOf<ExportOptions>(command);
  if (options.format !== "cacao")
    throw new ClaroIrError("usage", "bad-format", `There is no format "${options.format}".`, {
      hint: "--format cacao",
    });
  if (named !== undefined && options.incident !== undefined)
    throw new ClaroIrError(
      "usage",
      "two-runbooks",
      "A runbook and an incident were named: the incident follows one of its own.",
      { hint: "leave one of them out" },
    );
  const input = await cacaoInput(cli, named, options);
  const [{ toCacao }, { cacaoIds }] = await Promise.all([
    import("../../core/runbook/cacao.ts"),
    import("../../adapters/exchange/format-tools.ts"),
  ]);
  const playbook = toCacao(input, await cacaoIds());
  if (options.output === undefined) {
    cli.host.output.json(playbook);
    return;
  }
  const { safeJson } = await import("../../core/report/format/format.ts");
  await cli.host.files.write(options.output, `${safeJson(playbook)}\n`);
  if (options.json === true) cli.host.output.json({ file: options.output });
  else cli.host.output.err(`written: ${options.output}`);
}

/** Register `runbook`. */
export function registerRunbook(cli: Cli): void {
  const group = cli.program
    .command("runbook")
    .description("the playbooks: list, follow, validate, check, export")
    .helpGroup("Before one:");
  group
    .command("list")
    .description("those that come with claro-ir")
    .action((_options: unknown, command: Command) => list(cli, command));
  group
    .command("show <id|file>")
    .description("its phases and steps")
    .action((named: string, _options: unknown, command: Command) => show(cli, named, command));
  group
    .command("follow <id|file>")
    .description("go on with another one in the open incident")
    .option("--because <text>", "the reason")
    .action((named: string, _options: unknown, command: Command) =>
      mutate<FollowOptions>(cli, command, (session) => follow(named, session)),
    );
  group
    .command("validate <file|id>")
    .description("every problem with its line; exit 1 if any")
    .action((file: string, _options: unknown, command: Command) => validate(cli, file, command));
  group
    .command("check <id|file>")
    .description("walk its whole machine: what may never happen does not; exit 1 if it can")
    .action((named: string, _options: unknown, command: Command) => check(cli, named, command));
  group
    .command("graph <id|file>")
    .description("what needs what, as a picture")
    .addOption(new Option("--format <name>", "mermaid or json").default("mermaid"))
    .action((named: string, _options: unknown, command: Command) => graph(cli, named, command));
  group
    .command("export [id|file]")
    .description("for a SOAR tool; without a name what became of the incident's own")
    .addOption(new Option("--format <name>", "cacao").default("cacao"))
    .option("--output <file>", "write it there instead of stdout")
    .action((named: string | undefined, _options: unknown, command: Command) =>
      exportRunbook(cli, named, command),
    );
}
