// `status`, `list`, `next`: where we are. Fast: they read the folded state and load no machine unless it is stale.
import type { Command } from "commander";
import { readRecords } from "../../app/list.ts";
import { kindOf } from "../../core/incident/kind.ts";
import { howTo } from "../../core/incident/next.ts";
import { containedAt, restoredAt } from "../../core/incident/status.ts";
import type { Cli } from "../cli.ts";
import type { GlobalOptions } from "../host.ts";
import { exitLeftOut } from "../say-left-out.ts";
import { optionsOf } from "../session.ts";
import { statusReader } from "../status-reading.ts";
import { titleOf } from "../title.ts";
import { statusLines } from "../status-text.ts";

interface StatusOptions extends GlobalOptions {
  readonly watch?: boolean;
}

async function showStatus(cli: Cli, command: Command): Promise<void> {
  const options = optionsOf<StatusOptions>(command);
  if (options.watch === true) {
    const { watchStatus } = await import("../watch.ts");
    await watchStatus(cli, options);
    return;
  }
  const { look } = await statusReader(cli, options);
  const told = await look();
  if (options.json === true) cli.host.output.json(told.status);
  else cli.host.output.out(statusLines(told).join("\n"));
}

async function showNext(cli: Cli, command: Command): Promise<void> {
  const options = optionsOf(command);
  const { look } = await statusReader(cli, options);
  const { status } = await look();
  const { incident, next, unknown } = status;
  const { output } = cli.host;
  if (options.json === true) {
    output.json({ incident, next });
    return;
  }
  for (const { plan } of unknown) output.out(`UNKNOWN ${plan}; look before you repeat anything:`);
  if (unknown.length > 0) output.out("  claro-ir reconcile");
  if (next.length === 0) output.out(`${incident} is ${status.state}: nothing is left to do.`);
  for (const [index, one] of next.entries()) {
    output.out(`${String(index + 1)} ${one.command}`);
    output.out(`  why: ${one.why}`);
    const how = howTo(one);
    if (how === null) continue;
    output.out("  it records what you have done; how to do it:");
    output.out(`  ${how}`);
  }
}

async function showList(cli: Cli, command: Command): Promise<void> {
  const options = optionsOf(command);
  const reading = await cli.host.openReading(options);
  const { states, damaged } = await readRecords(reading);
  const { output } = cli.host;
  exitLeftOut(cli, damaged);
  const rows = states.map((state) => ({
    incident: state.id,
    kind: kindOf(state.id),
    state: state.state,
    drill: state.drill,
    severity: state.severity,
    declaredAt: state.declaredAt,
    phase: state.phase,
    contained: containedAt(state),
    restored: restoredAt(state),
    summary: titleOf(state),
  }));
  if (options.json === true) {
    output.json({ incidents: rows, damaged });
    return;
  }
  if (rows.length + damaged.length === 0)
    output.out("No incident here. claro-ir start, or claro-ir drill");
  for (const row of rows) {
    if (row.kind === "rotation") {
      output.out(`${row.incident} rotation ${row.state}  ${row.summary}`);
      continue;
    }
    const drill = row.drill ? " DRILL" : "";
    const contained = row.contained === null ? "not contained" : "contained";
    output.out(
      `${row.incident} ${row.severity ?? "--"} ${row.state}${drill} ${contained}  ${row.summary}`,
    );
  }
  for (const { incident, isDamaged } of damaged)
    output.out(`${incident} ${isDamaged ? "DAMAGED" : "NOT READABLE"}`);
  for (const { incident, why } of damaged) {
    output.err(why);
    output.err(
      `next: claro-ir verify --incident ${incident} (to work on another: --incident <id>)`,
    );
  }
}

/** Register `status`, `list` and `next`. */
export function registerStatus(cli: Cli): void {
  cli.program
    .command("status")
    .description("where we are: keys, places, deadlines, unknowns")
    .option("--watch", "redraw each second; in a pipe whenever something changed")
    .helpGroup("In an incident:")
    .action((_options: unknown, command: Command) => showStatus(cli, command));
  cli.program
    .command("next")
    .description("what to do next, and why")
    .helpGroup("In an incident:")
    .action((_options: unknown, command: Command) => showNext(cli, command));
  cli.program
    .command("list")
    .description("all incidents and rotations")
    .helpGroup("The record:")
    .action((_options: unknown, command: Command) => showList(cli, command));
}
