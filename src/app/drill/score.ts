// Scores of rehearsals in a store: one, or all that there are.
import { ClaroIrError } from "../../core/error.ts";
import type { IncidentEvent } from "../../core/incident/event.ts";
import type { IncidentState } from "../../core/incident/state.ts";
import { compareScores, type Rehearsed } from "../../core/report/compare.ts";
import { scoreOf, type Score } from "../../core/report/score.ts";
import { chooseIncident } from "../choose.ts";
import {
  pinnedRunbook,
  readRecords,
  readState,
  type LeftOut,
  type Reader,
  type Records,
} from "../list.ts";

async function scored(
  app: Reader,
  state: IncidentState,
): Promise<{ readonly state: IncidentState; readonly score: Score }> {
  const [runbook, { events }] = await Promise.all([
    pinnedRunbook(app, state),
    app.journal.read(state.id),
  ]);
  return { state, score: scoreOf(runbook, state, events as readonly IncidentEvent[]) };
}

/** The score of one rehearsal as it stands. */
export async function scoreOfDrill(app: Reader, incident: string): Promise<Score> {
  return (await scored(app, await readState(app, incident))).score;
}

/** Rehearsals against each other, and incidents that could not be read. */
export interface Comparison {
  readonly drills: readonly Rehearsed[];
  readonly damaged: readonly LeftOut[];
}

async function readNamed(app: Reader, named: readonly string[]): Promise<Records> {
  const ids = await Promise.all(named.map((one) => chooseIncident(app, one)));
  const states = await Promise.all([...new Set(ids)].map((id) => readState(app, id)));
  return { states, damaged: [] };
}

/** The named rehearsals, else all in this store that are whole, oldest first, and what is damaged. Exit 2 for an incident that is none. */
export async function compareDrills(app: Reader, named: readonly string[]): Promise<Comparison> {
  const { states, damaged } =
    named.length === 0 ? await readRecords(app) : await readNamed(app, named);
  const real = states.find((state) => !state.drill);
  if (named.length > 0 && real !== undefined)
    throw new ClaroIrError("usage", "no-drill", `${real.id} is no rehearsal.`, {
      hint: "claro-ir list",
    });
  const drills = states.filter((state) => state.drill);
  const rehearsed = await Promise.all(drills.map((state) => scored(app, state)));
  return { drills: compareScores(rehearsed), damaged };
}
