// One row per promise: what was measured, what is aimed at, whether it holds.

export interface Row {
  readonly name: string;
  readonly value: number;
  readonly unit: "x" | "ms" | "MB";
  /** At most this much; null = shown for comparison. */
  readonly goal: number | null;
  readonly note?: string;
}

/** A row that could not be measured yet, and why. */
export interface Absent {
  readonly name: string;
  readonly absent: string;
}

export function isMissed(row: Row | Absent): boolean {
  return "value" in row && row.goal !== null && row.value > row.goal;
}

/** The table as text, one line per row. */
export function table(rows: readonly (Row | Absent)[]): string {
  const width = Math.max(...rows.map((row) => row.name.length));
  return rows.map((row) => `${row.name.padEnd(width)}  ${cells(row)}`).join("\n");
}

/** The table as Markdown; what could not be measured is left out. */
export function markdownTable(rows: readonly (Row | Absent)[]): string {
  return [
    "| | measured | goal |",
    "|---|---|---|",
    ...rows.flatMap((row) => {
      if ("absent" in row) return [];
      const { name, value, unit, goal } = row;
      const digits = unit === "x" || value < 10 ? 2 : 0;
      const missed = isMissed(row) ? ", missed" : "";
      const aim = goal === null ? "" : `at most ${String(goal)} ${unit}${missed}`;
      return [`| ${name.replaceAll("|", "\\|")} | ${value.toFixed(digits)} ${unit} | ${aim} |`];
    }),
  ].join("\n");
}

function cells(row: Row | Absent): string {
  if ("absent" in row) return row.absent;
  const digits = row.unit === "x" || row.value < 10 ? 2 : 0;
  const value = `${row.value.toFixed(digits)} ${row.unit}`.padStart(10);
  const goal = row.goal === null ? "" : `goal ${String(row.goal)} ${row.unit}`;
  const verdict = row.goal === null ? "" : isMissed(row) ? "MISSED" : "ok";
  return `${value}  ${goal.padEnd(12)}  ${verdict.padEnd(6)}  ${row.note ?? ""}`.trimEnd();
}
