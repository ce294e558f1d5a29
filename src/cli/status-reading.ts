// Reading where an incident stands, once or again and again: the record itself only when somebody has added to it.
import { chooseIncident, pinnedRunbook, readState } from "../app/list.ts";
import { startFactOf } from "../core/compliance/start-facts.ts";
import { nextDue } from "../core/incident/next-due.ts";
import { statusOf, type StatusClock } from "../core/incident/status.ts";
import type { IncidentState } from "../core/incident/state.ts";
import { toInstant, type Instant } from "../core/instant.ts";
import type { Runbook } from "../core/runbook/runbook.ts";
import type { Via } from "../core/journal/event.ts";
import type { Cli } from "./cli.ts";
import type { GlobalOptions, Reading } from "./host.ts";
import type { Told } from "./status-text.ts";

/** Whether the process behind a pending effect still runs; asked only when something is pending. */
async function aliveness(cli: Cli): Promise<(via: Via) => boolean> {
  const { processTable } = await import("../adapters/system/process-table.ts");
  const processes = processTable(cli.host.version);
  return (via) => processes.isAlive(via) === "alive";
}

/** Whether anybody has said anything that starts a clock: until then the table of duties is not even read. */
function concernsClocks({ decisions, notices, facts }: IncidentState): boolean {
  return (
    notices.length > 0 ||
    decisions.some(({ kind, value }) => kind === "notify" || value === "yes") ||
    Object.keys(facts).some((name) => startFactOf(name) !== undefined)
  );
}

async function runningClocks(
  cli: Cli,
  { config }: Reading,
  state: IncidentState,
  now: Instant,
): Promise<readonly StatusClock[]> {
  const { clockRows } = await import("../app/clocks.ts");
  return clockRows(await cli.host.regimes(), state, config, now).flatMap(
    ({ regime, stage, dueAt, state: stands }) =>
      stands === "running" || stands === "late" || stands === "waiting"
        ? [{ regime, stage, dueAt, state: stands }]
        : [],
  );
}

interface Known {
  readonly stamp: string;
  readonly state: IncidentState;
  readonly runbook: Runbook;
}

/** The incident's record and the runbook it goes by, read again when its newest event is another one. */
function follow(reading: Reading, id: string): () => Promise<Known> {
  let known: Known | undefined;
  return async () => {
    const stamp = await reading.journal.stamp(id);
    if (known?.stamp === stamp) return known;
    const state = await readState(reading, id);
    known = { stamp, state, runbook: await pinnedRunbook(reading, state) };
    return known;
  };
}

/** The incident that the options name, and how it stands each time it is looked at. */
export async function statusReader(
  cli: Cli,
  options: GlobalOptions,
): Promise<{ readonly reading: Reading; look(): Promise<Told> }> {
  const reading = await cli.host.openReading(options);
  const id = await chooseIncident(reading, options.incident ?? cli.host.env["CLARO_IR_INCIDENT"]);
  const current = follow(reading, id);
  return {
    reading,
    async look() {
      const { state, runbook } = await current();
      const now = toInstant(reading.clock.now());
      const clocks = concernsClocks(state) ? await runningClocks(cli, reading, state, now) : [];
      const status = statusOf(runbook, state, {
        now,
        isAlive: state.pending.length === 0 ? () => false : await aliveness(cli),
        targetKind: (target) =>
          reading.config.targets.find((one) => one.id === target)?.kind ?? null,
        clocks,
      });
      const { restricted, codename } = state;
      return { status, due: nextDue(runbook, state, now), restricted, codename };
    },
  };
}
