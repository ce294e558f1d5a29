// The checklist as people see it: at most seven rows, the recommended one first. Fifty-three steps stay behind `a`.
import { checklist, isSettled, type ChecklistItem } from "../incident/checklist.ts";
import type { NextStep } from "../incident/next.ts";
import type { IncidentState } from "../incident/state.ts";
import { MINUTE, type Instant } from "../instant.ts";
import type { Runbook } from "../runbook/runbook.ts";
import { withDuties, type DutiesRow } from "./duties-row.ts";
import { keyRows } from "./key-rows.ts";
import { isBoard, leadOf, leadOfRow, nextAmong, openItems, type Focus } from "./open-items.ts";
import { markOf, type SessionRow } from "./row.ts";
import { whyOf } from "./why.ts";

export interface SessionRows {
  readonly rows: readonly SessionRow[];
  readonly answered: number;
  readonly notApplicable: number;
  /** Open steps that no row shows yet. */
  readonly later: number;
  /** Index of the recommended row: where the cursor begins. */
  readonly recommended: number;
}

/** People see this many rows at most; under a board of keys only the most urgent ones of the whole incident. */
const MOST_ROWS = 7;
const MOST_BELOW_BOARD = 4;

/** Minutes of a day: what adds up to more is no work of one sitting, its budgets are dates to meet. */
const DAY_OF_WORK = 24 * 60;

function minutesOf(items: readonly ChecklistItem[]): number | null {
  const budgets = items
    .filter((item) => item.step.kind !== "verification")
    .map((item) => item.step.budget);
  if (budgets.length === 0 || budgets.includes(null)) return null;
  const minutes = budgets.reduce<number>((sum, budget) => sum + (budget ?? 0), 0) / MINUTE;
  return minutes > DAY_OF_WORK ? null : Math.round(minutes);
}

function rowWith(runbook: Runbook, effect: string): string | undefined {
  return runbook.steps.find((step) => step.effect === effect)?.row;
}

/** The recommended row. Where a key is replaced first it is never the cut, as long as the new key is not in use: its evidence is taken there, too. */
function firstRow(
  runbook: Runbook,
  state: IncidentState,
  now: Instant,
  open: readonly ChecklistItem[],
  isCutLate: boolean,
): string | undefined {
  const cut = rowWith(runbook, "block-key");
  const replacing = open.filter((item) => item.credential !== null && item.step.row !== cut);
  const among = isCutLate && replacing.length > 0 ? replacing : open;
  return leadOf(among, nextAmong(runbook, state, now, among))?.step.row;
}

/** Rows in the runbook's order, but the recommended one first, and the cut behind the proof of use where a key is replaced first. */
function inOrder(
  runbook: Runbook,
  rows: readonly SessionRow[],
  first: string | undefined,
  isCutLate: boolean,
): readonly SessionRow[] {
  function rank(row: SessionRow): number {
    if (row.id === first) return -1;
    const isMoved = isCutLate && row.id === rowWith(runbook, "block-key");
    const place = isMoved ? rowWith(runbook, "prove-in-use") : row.id;
    return runbook.rows.findIndex((one) => one.id === place) + (isMoved ? 0.5 : 0);
  }
  return rows.toSorted((a, b) => rank(a) - rank(b));
}

function rowsOf(
  runbook: Runbook,
  state: IncidentState,
  now: Instant,
  open: readonly ChecklistItem[],
  next: readonly NextStep[],
): readonly SessionRow[] {
  return runbook.rows.flatMap((row): readonly SessionRow[] => {
    const items = open.filter((item) => item.step.row === row.id);
    const lead = leadOfRow(runbook, state, now, items, next);
    if (lead === undefined) return [];
    return [
      {
        kind: "row",
        id: row.id,
        title: row.title,
        credential: lead.credential?.id ?? null,
        state: markOf(state, lead, now),
        why: whyOf(runbook, state, items, lead, now),
        who: lead.record?.status === "started" ? lead.record.by : null,
        minutes: minutesOf(items),
      },
    ];
  });
}

/** Row of an open step that comes before any key is treated. */
function urgentRow(open: readonly ChecklistItem[]): string | undefined {
  return open.find((item) => item.step.first && item.state !== "locked")?.step.row;
}

/** What the cursor can be on: the keys first where there are several, then the rows. */
export function sessionRows(
  runbook: Runbook,
  state: IncidentState,
  now: Instant,
  focus: Focus,
  duties: DutiesRow | null = null,
): SessionRows {
  const items = checklist(runbook, state);
  const open = openItems(runbook, state, focus);
  const next = nextAmong(runbook, state, now, open);
  const rows = rowsOf(runbook, state, now, open, next);
  const isCutLate = open.some(
    ({ credential }) =>
      credential?.strategy === "replace-first" && credential.new.state !== "in-use",
  );
  const first = firstRow(runbook, state, now, open, isCutLate);
  const ordered = inOrder(runbook, rows, first, isCutLate);
  const board = isBoard(state, focus);
  const last = runbook.rows.at(-1)?.id;
  const shown = board
    ? [
        ...keyRows(runbook, state, now, focus.running),
        ...withDuties(ordered, duties, last, MOST_BELOW_BOARD),
      ]
    : withDuties(ordered, focus.credential === null ? duties : null, last, MOST_ROWS);
  // On a board a key comes first, unless something comes before any key.
  const before = shown.findIndex((row) => row.kind === "row" && row.id === urgentRow(open));
  return {
    rows: shown,
    recommended: Math.max(0, before),
    answered: items.filter((item) => item.state === "done").length,
    notApplicable: items.filter((item) => item.state === "not-applicable").length,
    later: items.filter((item) => !isSettled(item.state) && item.step.row === last).length,
  };
}
