// The notification clocks of an incident, from its record and the table of duties.
import { answersOf } from "../core/compliance/answers.ts";
import { clocksOf, standings, type ClockInput, type ClockRow } from "../core/compliance/clocks.ts";
import type { Regime, RegimeTable } from "../core/compliance/regime.ts";
import type { Standing } from "../core/compliance/standing.ts";
import { statedStarts } from "../core/compliance/start-facts.ts";
import type { IncidentState } from "../core/incident/state.ts";
import type { Instant } from "../core/instant.ts";
import type { Config } from "../ports/config.ts";
import type { App } from "./context.ts";
import { loadIncident, worldOf } from "./incident.ts";

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

function inputOf(
  state: IncidentState,
  { compliance }: Pick<Config, "compliance">,
  now: Instant,
): ClockInput {
  return {
    decisions: decided(state),
    sent: Object.fromEntries(
      state.notices.map(({ regime, stage, at }) => [`${regime}.${stage}`, at]),
    ),
    facts: statedStarts(state),
    detectedAt: state.detectedAt,
    declaredAt: state.declaredAt,
    now,
    personalData: personalData(state),
    answers: answersOf(state),
    switched: compliance.regimes,
    zone: compliance.zone,
    calendars: compliance.calendars,
  };
}

/** Every clock of an incident at a moment; `wanted` = those of these duties alone. */
export function clockRows(
  table: RegimeTable,
  state: IncidentState,
  config: Pick<Config, "compliance">,
  now: Instant,
  wanted?: readonly Regime[],
): readonly ClockRow[] {
  return clocksOf(table, inputOf(state, config, now), wanted);
}

/** A duty with the last decision on it. */
export interface StandingRow extends Omit<Standing, "isMatched" | "isDeclined"> {
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
  return standings(table, inputOf(state, config, now)).map(
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
