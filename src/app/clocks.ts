// The notification clocks of an incident, from its record and the table of duties.
import { answersOf } from "../core/compliance/answers.ts";
import { clocksOf, standings, type ClockInput, type ClockRow } from "../core/compliance/clocks.ts";
import type { Regime, RegimeTable } from "../core/compliance/regime.ts";
import type { Standing, Word } from "../core/compliance/standing.ts";
import { movedStarts, statedStarts } from "../core/compliance/start-facts.ts";
import { factValue } from "../core/incident/facts.ts";
import { kindOf } from "../core/incident/kind.ts";
import type { IncidentState } from "../core/incident/state.ts";
import type { Instant } from "../core/instant.ts";
import type { Config } from "../ports/config.ts";
import type { App } from "./context.ts";
import { loadIncident, worldOf } from "./incident.ts";

/** What people decided about duties: the last word on each. */
function decided({ decisions }: IncidentState): Readonly<Record<string, Word>> {
  return Object.fromEntries(
    decisions
      .filter(({ kind }) => kind === "notify")
      .map(({ value }) => value.split(":") as [string, Word]),
  );
}

function personalData({ decisions }: IncidentState): ClockInput["personalData"] {
  const last = decisions.findLast(({ kind }) => kind === "personal-data");
  return last === undefined ? null : (last.value as "yes" | "no" | "not-yet");
}

/** When each notice went out: by its own word, else by the step that is done when it is. */
function sentOf({ regimes }: RegimeTable, state: IncidentState): Readonly<Record<string, Instant>> {
  const bySteps = regimes.flatMap(({ id, stages }) =>
    stages.flatMap(({ id: stage, step }) => {
      const record = step === undefined ? undefined : state.steps[step];
      return record?.status === "done" ? [[`${id}.${stage}`, record.occurredAt] as const] : [];
    }),
  );
  const told = state.notices.map(({ regime, stage, at }) => [`${regime}.${stage}`, at] as const);
  return Object.fromEntries([...bySteps, ...told]);
}

function inputOf(
  table: RegimeTable,
  state: IncidentState,
  { compliance }: Pick<Config, "compliance">,
  now: Instant,
): ClockInput {
  return {
    decisions: decided(state),
    sent: sentOf(table, state),
    facts: statedStarts(state),
    moved: movedStarts(state),
    detectedAt: state.detectedAt,
    declaredAt: state.declaredAt,
    now,
    personalData: personalData(state),
    answers: answersOf(state),
    dataRole: factValue(state, "dataRole") ?? null,
    switched: compliance.regimes,
    zone: compliance.zone,
    calendars: compliance.calendars,
  };
}

/** Every clock of an incident at a moment; `wanted` = those of these duties alone. A planned rotation has none: nothing leaked. */
export function clockRows(
  table: RegimeTable,
  state: IncidentState,
  config: Pick<Config, "compliance">,
  now: Instant,
  wanted?: readonly Regime[],
): readonly ClockRow[] {
  if (kindOf(state.id) === "rotation") return [];
  return clocksOf(table, inputOf(table, state, config, now), wanted);
}

/** A duty with the last decision on it. */
export interface StandingRow extends Pick<
  Standing,
  "regime" | "name" | "where" | "standing" | "reason"
> {
  readonly decision: {
    readonly value: string;
    readonly by: string;
    readonly at: Instant;
    readonly because: string;
  } | null;
}

/** How every duty of the table stands: running, to be watched, or not applicable and why. */
export function standingRows(
  table: RegimeTable,
  state: IncidentState,
  config: Pick<Config, "compliance">,
  now: Instant,
): readonly StandingRow[] {
  if (kindOf(state.id) === "rotation") return [];
  return standings(table, inputOf(table, state, config, now)).map(
    ({ regime, name, where, standing, reason }) => {
      const last = state.decisions.findLast(
        ({ kind, value }) => kind === "notify" && value.startsWith(`${regime}:`),
      );
      const decision =
        last === undefined
          ? null
          : {
              value: last.value.slice(regime.length + 1),
              by: last.by,
              at: last.at,
              because: last.because,
            };
      return { regime, name, where, standing, reason, decision };
    },
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
