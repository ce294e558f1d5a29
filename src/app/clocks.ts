// The notification clocks of an incident, from its record and the table of duties; and putting on record that somebody was told.
import { clocksOf, type ClockInput, type ClockRow } from "../core/compliance/clocks.ts";
import type { RegimeTable } from "../core/compliance/regime.ts";
import { statedStarts } from "../core/compliance/start-facts.ts";
import { ClaroIrError } from "../core/error.ts";
import { requireOpen } from "../core/incident/decide/world.ts";
import type { IncidentState } from "../core/incident/state.ts";
import { toEpoch, type Instant } from "../core/instant.ts";
import type { Config } from "../ports/config.ts";
import type { App } from "./context.ts";
import { change, loadIncident, worldOf, type Change, type Occurred } from "./incident.ts";

/** What people decided about duties: the last word on each. */
function decided({ decisions }: IncidentState): Readonly<Record<string, "yes" | "no">> {
  return Object.fromEntries(
    decisions
      .filter(({ kind }) => kind === "notify")
      .map(({ value }) => value.split(":") as [string, "yes" | "no"]),
  );
}

function personalData({ decisions }: IncidentState): ClockInput["personalData"] {
  const last = decisions.findLast(({ kind }) => kind === "personal-data");
  return last === undefined ? null : (last.value as "yes" | "no" | "not-yet");
}

/** Every clock of an incident at a moment. */
export function clockRows(
  table: RegimeTable,
  state: IncidentState,
  { compliance }: Pick<Config, "compliance">,
  now: Instant,
): readonly ClockRow[] {
  return clocksOf(table, {
    decisions: decided(state),
    sent: Object.fromEntries(
      state.notices.map(({ regime, stage, at }) => [`${regime}.${stage}`, at]),
    ),
    facts: statedStarts(state),
    detectedAt: state.detectedAt,
    declaredAt: state.declaredAt,
    now,
    personalData: personalData(state),
    switched: compliance.regimes,
    zone: compliance.zone,
    calendars: compliance.calendars,
  });
}

/** Duties that stop an ending: whether they apply is open although data about people is concerned, or they run and nobody was told. */
export function openClocks(rows: readonly ClockRow[], isConcerned: boolean): readonly ClockRow[] {
  return rows.filter(({ state, dueAt }) =>
    state === "undecided"
      ? isConcerned
      : (state === "running" || state === "late") && dueAt !== null,
  );
}

export interface Notice {
  readonly regime: string;
  readonly stage: string;
  readonly receipt: string | undefined;
  readonly because: string | undefined;
  readonly occurred: Occurred | undefined;
}

function stageOf(table: RegimeTable, { regime, stage }: Notice): string {
  const found = table.regimes.find((one) => one.id === regime);
  const at = found?.stages.find((one) => one.id === stage);
  if (at !== undefined) return at.to;
  const known = found?.stages.map((one) => one.id).join(", ");
  throw new ClaroIrError(
    "usage",
    "unknown-clock",
    known === undefined
      ? `There is no regime "${regime}".`
      : `${regime} has no notice "${stage}"; it has ${known}.`,
    { hint: "claro-ir clocks --all" },
  );
}

/** Record that a notice was sent. Exit 4 when it is on record, 2 when it is late and nobody says why. */
export async function recordNotice(
  app: App,
  incident: string,
  table: RegimeTable,
  notice: Notice,
): Promise<Change> {
  const to = stageOf(table, notice);
  const { regime, stage, receipt, because, occurred } = notice;
  return change(
    app,
    incident,
    (world) => {
      requireOpen(world.state);
      const before = world.state.notices.find(
        (one) => one.regime === regime && one.stage === stage,
      );
      if (before !== undefined)
        throw new ClaroIrError(
          "conflict",
          "already-sent",
          `${regime} ${stage} was sent at ${before.at}, by ${before.by}.`,
          { hint: "claro-ir clocks" },
        );
      const row = clockRows(table, world.state, app.config, world.now).find(
        (one) => one.regime === regime && one.stage === stage,
      );
      const sentAt = occurred?.at ?? world.now;
      const isLate =
        row?.dueAt !== undefined && row.dueAt !== null && toEpoch(sentAt) > toEpoch(row.dueAt);
      if (isLate && (because ?? "") === "")
        throw new ClaroIrError(
          "usage",
          "reason-missing",
          `${regime} ${stage} was due at ${row.dueAt ?? ""}: a late notice has to give its reason.`,
          { hint: `add --because "<why it is late>"` },
        );
      return [
        {
          type: "clock.notified",
          data: {
            regime,
            stage,
            to,
            receipt: receipt === undefined ? null : app.clean(receipt),
            because: because === undefined ? null : app.clean(because),
          },
        },
      ];
    },
    occurred,
  );
}

/** The rows of an incident as it stands, for commands that change it. */
export async function clocksNow(
  app: App,
  incident: string,
  table: RegimeTable,
): Promise<{ readonly rows: readonly ClockRow[]; readonly state: IncidentState }> {
  const world = worldOf(app, await loadIncident(app, incident));
  return { rows: clockRows(table, world.state, app.config, world.now), state: world.state };
}
