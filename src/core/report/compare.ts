// Rehearsals side by side: what each came to, and whether it went better than the one before of the same scenario, people's with people's.
import type { IncidentState } from "../incident/state.ts";
import { durationWords, type Instant } from "../instant.ts";
import { PLAYED_FACT, type Score } from "./score.ts";

export interface Rehearsed {
  readonly incident: string;
  readonly scenario: string | null;
  readonly seed: number | null;
  readonly who: string;
  /** When it was declared. */
  readonly at: Instant;
  /** Whether a person played it; null where that is not on record. */
  readonly played: "person" | "itself" | null;
  readonly state: IncidentState["state"];
  readonly containedAfter: number | null;
  readonly restoredAfter: number | null;
  readonly toldAfter: number | null;
  readonly closedAfter: number | null;
  readonly misses: number;
  /** Against the one before of the same scenario, played by a person or by itself as this one; null where there is none. */
  readonly trend: Trend | null;
}

export interface Trend {
  readonly incident: string;
  readonly verdict: "better" | "worse" | "same";
  /** Milliseconds faster (negative) or slower; null where either was not reached. */
  readonly contained: number | null;
  readonly restored: number | null;
  readonly told: number | null;
  readonly misses: number;
}

/** Differences below this are no progress, ms. */
const NOISE = 1000;

type Row = Omit<Rehearsed, "trend">;

function rowOf(state: IncidentState, score: Score): Row {
  const played = state.facts[PLAYED_FACT]?.value;
  return {
    incident: state.id,
    scenario: score.scenario,
    seed: score.seed,
    who: state.declaredBy,
    at: state.declaredAt,
    played: played === "person" || played === "itself" ? played : null,
    state: state.state,
    containedAfter: score.containedAfter,
    restoredAfter: score.restoredAfter,
    toldAfter: score.milestones.find((one) => one.id === "told")?.after ?? null,
    closedAfter: score.closedAfter,
    misses: score.misses.length,
  };
}

function difference(now: number | null, before: number | null): number | null {
  return now === null || before === null ? null : now - before;
}

/** -1 better, 1 worse: what was reached at all counts before how soon. */
function compared(now: number | null, before: number | null): number {
  if (now === null || before === null) return Number(now === null) - Number(before === null);
  return Math.abs(now - before) < NOISE ? 0 : Math.sign(now - before);
}

/** Containing counts first, then restoring, telling, and what was missed. */
function trendOf(now: Row, before: Row): Trend {
  const order = [
    compared(now.containedAfter, before.containedAfter),
    compared(now.restoredAfter, before.restoredAfter),
    compared(now.toldAfter, before.toldAfter),
    Math.sign(now.misses - before.misses),
  ];
  const first = order.find((one) => one !== 0) ?? 0;
  return {
    incident: before.incident,
    verdict: first === 0 ? "same" : first < 0 ? "better" : "worse",
    contained: difference(now.containedAfter, before.containedAfter),
    restored: difference(now.restoredAfter, before.restoredAfter),
    told: difference(now.toldAfter, before.toldAfter),
    misses: now.misses - before.misses,
  };
}

/** Rehearsals, oldest first. */
export function compareScores(
  rehearsals: readonly { readonly state: IncidentState; readonly score: Score }[],
): readonly Rehearsed[] {
  const rows = rehearsals
    .map(({ state, score }) => rowOf(state, score))
    .toSorted((a, b) => a.at.localeCompare(b.at));
  return rows.map((row, index) => {
    const before = rows
      .slice(0, index)
      .findLast((one) => one.scenario === row.scenario && one.played === row.played);
    return { ...row, trend: before === undefined ? null : trendOf(row, before) };
  });
}

function time(ms: number | null): string {
  return ms === null ? "-" : durationWords(ms);
}

function change(ms: number | null): string {
  if (ms === null || Math.abs(ms) < NOISE) return "";
  return ` (${ms < 0 ? "-" : "+"}${durationWords(ms)})`;
}

/** The first line a day and hour people remember it by. */
function headOf(row: Rehearsed): string {
  const when = `${row.at.slice(5, 10)} ${row.at.slice(11, 16)}`;
  const who = row.played === "itself" ? "itself" : row.who;
  return `${row.incident.slice(-4)} ${when} ${who} ${row.scenario ?? "?"} ${String(row.seed ?? "?")}`;
}

/** Three short lines for each. */
function narrow(row: Rehearsed): readonly string[] {
  const { trend } = row;
  const missed = `missed ${String(row.misses)}`;
  return [
    headOf(row),
    ` contained ${time(row.containedAfter)}${change(trend?.contained ?? null)}`,
    ` restored ${time(row.restoredAfter)}${change(trend?.restored ?? null)}`,
    ` told ${time(row.toldAfter)}, ${missed}${trend === null ? "" : `, ${trend.verdict}`}`,
  ];
}

const COLUMNS = ["which", "contained", "restored", "told", "missed", ""] as const;

function cells(row: Rehearsed): readonly string[] {
  const { trend } = row;
  return [
    headOf(row),
    `${time(row.containedAfter)}${change(trend?.contained ?? null)}`,
    `${time(row.restoredAfter)}${change(trend?.restored ?? null)}`,
    time(row.toldAfter),
    String(row.misses),
    trend?.verdict ?? "first",
  ];
}

/** A table where there is room for it, else a few lines for each. */
export function compareLines(rows: readonly Rehearsed[], width: number): readonly string[] {
  const table = [COLUMNS, ...rows.map(cells)];
  const widths = COLUMNS.map((_, at) => Math.max(...table.map((line) => (line[at] ?? "").length)));
  for (const gap of ["  ", " "]) {
    const lines = table.map((line) =>
      line
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join(gap)
        .trimEnd(),
    );
    if (lines.every((line) => line.length <= width)) return lines;
  }
  return rows.flatMap(narrow);
}
