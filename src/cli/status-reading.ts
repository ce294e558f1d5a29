// Reading where an incident stands, once or again and again: the record itself only when somebody has added to it.
import { clocksIfAny } from "../app/clocks-lazily.ts";
import { pinnedRunbook, readState } from "../app/list.ts";
import { timeOf } from "../app/time-of.ts";
import type { ClockRow } from "../core/compliance/clocks.ts";
import { concernsPeople } from "../core/compliance/open-clocks.ts";
import { duesOf } from "../core/compliance/deadlines.ts";
import { nextNotices } from "../core/compliance/told.ts";
import { nextDue } from "../core/incident/next-due.ts";
import { statusOf, type StatusClock } from "../core/incident/status.ts";
import type { IncidentState } from "../core/incident/state.ts";
import { dutiesRow } from "../core/session/duties-row.ts";
import type { Instant } from "../core/instant.ts";
import type { Runbook } from "../core/runbook/runbook.ts";
import type { Via } from "../core/journal/event.ts";
import { chooseToRead } from "./choose-to-read.ts";
import type { Cli } from "./cli.ts";
import type { GlobalOptions, Reading } from "./host.ts";
import type { Told } from "./status-text.ts";

/** Whether the process behind a pending effect still runs; asked only when something is pending. */
async function aliveness(cli: Cli): Promise<(via: Via) => boolean> {
  const { processTable } = await import("../adapters/system/process-table.ts");
  const processes = processTable(cli.host.version);
  return (via) => processes.isAlive(via) === "alive";
}

function statusClocks(rows: readonly ClockRow[]): readonly StatusClock[] {
  return rows.flatMap(({ regime, stage, dueAt, state }) =>
    state === "running" || state === "late" || state === "waiting"
      ? [{ regime, stage, dueAt, state }]
      : [],
  );
}

/** Every clock of an incident that is only read. */
async function clocksNow(
  cli: Cli,
  { config }: Reading,
  state: IncidentState,
  now: Instant,
): Promise<readonly ClockRow[]> {
  return clocksIfAny({ config, regimes: () => cli.host.regimes(config) }, state, now);
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
  const id = await chooseToRead(cli, reading, options);
  const current = follow(reading, id);
  return {
    reading,
    async look() {
      const { state, runbook } = await current();
      const now = await timeOf(reading, state);
      const rows = await clocksNow(cli, reading, state, now);
      const status = statusOf(runbook, state, {
        now,
        isAlive: state.pending.length === 0 ? () => false : await aliveness(cli),
        targetKind: (target) =>
          reading.config.targets.find((one) => one.id === target)?.kind ?? null,
        clocks: statusClocks(rows),
      });
      const next = nextNotices(status.next, runbook, state, rows);
      const { restricted, codename } = state;
      const duties = dutiesRow(rows, concernsPeople(state), now)?.row.why;
      const due = nextDue(runbook, state, now, duesOf(rows));
      return { status: { ...status, next }, due, duties, restricted, codename };
    },
  };
}
