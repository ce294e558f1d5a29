// `status`, `list`, `next`: where we are. Fast: they read the folded state and load no machine unless it is stale.
import type { Command } from "commander";
import { chooseIncident, incidentIds, pinnedRunbook, readState } from "../../app/list.ts";
import { nextSteps } from "../../core/incident/next.ts";
import { containedAt, restoredAt, statusOf, type Status } from "../../core/incident/status.ts";
import { toInstant } from "../../core/instant.ts";
import type { Via } from "../../core/journal/event.ts";
import type { Cli } from "../cli.ts";
import { optionsOf } from "../session.ts";
import { statusLines } from "../status-text.ts";

async function statusDocument(
  cli: Cli,
  command: Command,
): Promise<{ status: Status; json: boolean }> {
  const options = optionsOf(command);
  const reading = await cli.host.openReading(options);
  const id = await chooseIncident(reading, options.incident ?? cli.host.env["CLARO_IR_INCIDENT"]);
  const state = await readState(reading, id);
  const runbook = await pinnedRunbook(reading, state);
  const isAlive = state.pending.length === 0 ? () => false : await aliveness(cli);
  const status = statusOf(runbook, state, {
    now: toInstant(reading.clock.now()),
    isAlive,
    targetKind: (target) => reading.config.targets.find((one) => one.id === target)?.kind ?? null,
  });
  return { status, json: options.json === true };
}

/** Whether the process behind a pending effect still runs; asked only when something is pending. */
async function aliveness(cli: Cli): Promise<(via: Via) => boolean> {
  const { processTable } = await import("../../adapters/system/process-table.ts");
  const processes = processTable(cli.host.version);
  return (via) => processes.isAlive(via) === "alive";
}

async function showStatus(cli: Cli, command: Command): Promise<void> {
  const { status, json } = await statusDocument(cli, command);
  if (json) cli.host.output.json(status);
  else for (const line of statusLines(status)) cli.host.output.out(line);
}

async function showNext(cli: Cli, command: Command): Promise<void> {
  const options = optionsOf(command);
  const reading = await cli.host.openReading(options);
  const id = await chooseIncident(reading, options.incident ?? cli.host.env["CLARO_IR_INCIDENT"]);
  const state = await readState(reading, id);
  const runbook = await pinnedRunbook(reading, state);
  const next = nextSteps(runbook, state, toInstant(reading.clock.now()));
  const { output } = cli.host;
  if (options.json === true) {
    output.json({ incident: id, next });
    return;
  }
  if (next.length === 0) output.out(`${id} is ${state.state}: nothing is left to do.`);
  for (const [index, one] of next.entries()) {
    output.out(`${String(index + 1)} ${one.command}`);
    output.out(`  why: ${one.why}`);
  }
}

async function showList(cli: Cli, command: Command): Promise<void> {
  const options = optionsOf(command);
  const reading = await cli.host.openReading(options);
  const states = await Promise.all(
    (await incidentIds(reading)).map((id) => readState(reading, id)),
  );
  const { output } = cli.host;
  const rows = states.map((state) => ({
    incident: state.id,
    state: state.state,
    drill: state.drill,
    severity: state.severity,
    declaredAt: state.declaredAt,
    phase: state.phase,
    contained: containedAt(state),
    restored: restoredAt(state),
    summary: state.restricted ? (state.codename ?? "restricted") : state.summary,
  }));
  if (options.json === true) {
    output.json({ incidents: rows });
    return;
  }
  if (rows.length === 0) output.out("No incident here. claro-ir start, or claro-ir drill");
  for (const row of rows) {
    const drill = row.drill ? " DRILL" : "";
    const contained = row.contained === null ? "not contained" : "contained";
    output.out(
      `${row.incident} ${row.severity ?? "--"} ${row.state}${drill} ${contained}  ${row.summary}`,
    );
  }
}

/** Register `status`, `list` and `next`. */
export function registerStatus(cli: Cli): void {
  cli.program
    .command("status")
    .description("where we are: deadlines, keys, places, what is unknown")
    .helpGroup("In an incident:")
    .action((_options: unknown, command: Command) => showStatus(cli, command));
  cli.program
    .command("next")
    .description("the next steps and why")
    .helpGroup("In an incident:")
    .action((_options: unknown, command: Command) => showNext(cli, command));
  cli.program
    .command("list")
    .description("all incidents")
    .helpGroup("The record:")
    .action((_options: unknown, command: Command) => showList(cli, command));
}
