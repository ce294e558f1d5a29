// Times across incidents for people: one figure a line, how many incidents it rests on always beside it.
import { fit } from "../session/line.ts";
import type { Across, AcrossIncidents } from "./across.ts";
import { spell } from "./input.ts";
import type { Summary } from "./metric.ts";
import { count } from "./sentence/sentences.ts";

/** Columns of one figure: median, worst tenth (of ten or more), and how many. */
const FIGURES = 34;
/** Below this width the figures stand under their title. */
const WIDE = 76;

function figures(summary: Summary | null): string {
  if (summary === null) return "";
  const { median, p90, n } = summary;
  const worst = p90 === null ? "-" : spell(p90);
  return `${spell(median).padStart(14)}${worst.padStart(14)}${String(n).padStart(4)}`;
}

function line({ title }: Across, summary: Summary, width: number): readonly string[] {
  if (width >= WIDE)
    return [`${fit(title, width - FIGURES).padEnd(width - FIGURES)}${figures(summary)}`];
  return [fit(title, width), figures(summary)];
}

function block(
  heading: string,
  rows: readonly (readonly [Across, Summary])[],
  width: number,
): readonly string[] {
  if (rows.length === 0) return [];
  const head = `${"median".padStart(14)}${"90 %".padStart(14)}${"n".padStart(4)}`;
  return [
    "",
    width >= WIDE ? `${heading.padEnd(width - FIGURES)}${head}` : heading,
    ...(width >= WIDE ? [] : [head]),
    ...rows.flatMap(([row, summary]) => line(row, summary, width)),
  ];
}

const HEADINGS = { time: "Times", phase: "Phases", step: "Steps, since declared" } as const;

/** Lines for a terminal of any width from 40. Means are left out: over a few incidents they mislead (they are in the JSON). */
export function acrossLines(across: AcrossIncidents, width: number): readonly string[] {
  const { incidents, drills, selfPlayed, leftOut } = across;
  function blocks(of: "incidents" | "drills" | "selfPlayed"): readonly string[] {
    return (["time", "phase", "step"] as const).flatMap((kind) =>
      block(
        HEADINGS[kind],
        across.figures.flatMap((row) =>
          row.kind === kind && row[of] !== null ? [[row, row[of]] as const] : [],
        ),
        width,
      ),
    );
  }
  return [
    `${count(incidents, "incident")}, ${count(drills, "drill")}${selfPlayed === 0 ? "" : `, ${String(selfPlayed)} self-played`}`,
    ...blocks("incidents"),
    ...(drills === 0 ? [] : ["", "Drills", ...blocks("drills").slice(1)]),
    ...(selfPlayed === 0
      ? []
      : ["", "Drills that played themselves", ...blocks("selfPlayed").slice(1)]),
    ...leftOut.map(({ incident, id, why }) => `left out: ${id} of ${incident}: ${why}`),
  ];
}
