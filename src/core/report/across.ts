// Times across incidents: means, medians and worst of each figure; rehearsals apart, and apart from those that played themselves. A figure with an error in its data counts nowhere.
import type { IncidentEvent } from "../incident/event.ts";
import { kindOf } from "../incident/kind.ts";
import type { IncidentState } from "../incident/state.ts";
import { between } from "../instant.ts";
import { findStep, type Runbook } from "../runbook/runbook.ts";
import { computeMetrics } from "./metrics.ts";
import { summarise, type Summary } from "./metric.ts";
import { PLAYED_FACT } from "./score.ts";

/** One incident as its journal has it. */
export interface Told {
  readonly state: IncidentState;
  readonly events: readonly IncidentEvent[];
  readonly runbook: Runbook;
}

export interface Across {
  /** `time-to-contain`, `phase:immediate`, `step:block-compromised-key`. */
  readonly id: string;
  readonly title: string;
  readonly kind: "time" | "phase" | "step";
  /** Null = no incident has this figure. */
  readonly incidents: Summary | null;
  /** Rehearsals that people played. */
  readonly drills: Summary | null;
  /** Rehearsals that played themselves, on virtual time: no person was that fast. */
  readonly selfPlayed: Summary | null;
  /** Every value, in ms, in the order of the incidents. */
  readonly values: readonly {
    readonly incident: string;
    readonly drill: boolean;
    /** A rehearsal that played itself. */
    readonly selfPlayed: boolean;
    readonly ms: number;
  }[];
}

export interface AcrossIncidents {
  readonly incidents: number;
  readonly drills: number;
  readonly selfPlayed: number;
  readonly figures: readonly Across[];
  /** Figures that were left out, with why: negative, so their instants cannot be right. */
  readonly leftOut: readonly {
    readonly incident: string;
    readonly id: string;
    readonly why: string;
  }[];
}

type Group = "incidents" | "drills" | "selfPlayed";

interface Figure {
  readonly incident: string;
  readonly group: Group;
  readonly id: string;
  readonly title: string;
  readonly ms: number;
  readonly error: string | null;
}

function groupOf({ drill, facts }: IncidentState): Group {
  if (!drill) return "incidents";
  return facts[PLAYED_FACT]?.value === "itself" ? "selfPlayed" : "drills";
}

/** From the declaration until each step was first done. */
function stepFigures({ state, events, runbook }: Told): readonly Figure[] {
  const first = new Map<string, number>();
  for (const event of events) {
    if (event.type !== "step.completed") continue;
    const { step } = event.data;
    if (!first.has(step)) first.set(step, between(state.declaredAt, event.occurredAt));
  }
  return [...first].map(([step, ms]) => ({
    incident: state.id,
    group: groupOf(state),
    id: `step:${step}`,
    title: findStep(runbook, step)?.title ?? step,
    ms,
    // Work that was begun before anybody declared is no error.
    error: null,
  }));
}

function figuresOf(told: Told): readonly Figure[] {
  const { state, events, runbook } = told;
  const times = computeMetrics(state, events, runbook).flatMap((metric): readonly Figure[] =>
    metric.ms === null || /^(?:overlap|outage):/.test(metric.id)
      ? []
      : [
          {
            incident: state.id,
            group: groupOf(state),
            id: metric.id,
            title: metric.title,
            ms: metric.ms,
            error: metric.dataError,
          },
        ],
  );
  return [...times, ...stepFigures(told)];
}

function kindOfFigure(id: string): Across["kind"] {
  if (id.startsWith("phase:")) return "phase";
  return id.startsWith("step:") ? "step" : "time";
}

/** Every figure that at least one incident has, in the order in which the post-mortem lists them, steps last. Rotations are none. */
export function acrossIncidents(all: readonly Told[]): AcrossIncidents {
  const told = all.filter(({ state }) => kindOf(state.id) === "incident");
  const figures = told.flatMap(figuresOf);
  const titles = new Map(figures.map(({ id, title }) => [id, title]));
  const good = figures.filter(({ error }) => error === null);
  function summary(id: string, group: Group): Summary | null {
    return summarise(
      good.filter((one) => one.id === id && one.group === group).map(({ ms }) => ms),
    );
  }
  function many(group: Group): number {
    return told.filter(({ state }) => groupOf(state) === group).length;
  }
  const rows = [...titles].map(([id, title]) => ({
    id,
    title,
    kind: kindOfFigure(id),
    incidents: summary(id, "incidents"),
    drills: summary(id, "drills"),
    selfPlayed: summary(id, "selfPlayed"),
    values: good
      .filter((one) => one.id === id)
      .map(({ incident, group, ms }) => ({
        incident,
        drill: group !== "incidents",
        selfPlayed: group === "selfPlayed",
        ms,
      })),
  }));
  return {
    incidents: many("incidents"),
    drills: many("drills"),
    selfPlayed: many("selfPlayed"),
    figures: [
      ...rows.filter(({ kind }) => kind !== "step"),
      ...rows.filter(({ kind }) => kind === "step"),
    ],
    leftOut: figures.flatMap(({ incident, id, error }) =>
      error === null ? [] : [{ incident, id, why: error }],
    ),
  };
}
