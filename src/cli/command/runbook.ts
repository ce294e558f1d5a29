// `runbook list|show|follow|validate|check|graph`: the playbooks themselves.
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
  const { keyStates, ways, breaches } = proveRunbook(runbook);
  const { output } = cli.host;
  if (breaches.length > 0) cli.exit(EXIT.found);
  if (optionsOf(command).json === true) {
    const { id, steps } = runbook;
    output.json({ id, steps: steps.length, keyStates, ways, breaches });
    return;
  }
  const walked = `${String(keyStates)} states of a key, ${String(ways)} ways through ${String(runbook.steps.length)} steps`;
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

/** Register `runbook`. */
export function registerRunbook(cli: Cli): void {
  const group = cli.program
    .command("runbook")
    .description("the playbooks: list, show, follow, validate, check")
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
}
