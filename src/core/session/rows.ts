// The checklist as people see it: at most seven rows, the recommended one first. Fifty-three steps stay behind `a`.
import { missingToBlock } from "../credential/guard.ts";
import { checklist, isSettled, type ChecklistItem } from "../incident/checklist.ts";
import { reason, type NextStep } from "../incident/next.ts";
import type { IncidentState } from "../incident/state.ts";
import { MINUTE, type Instant } from "../instant.ts";
import type { Runbook } from "../runbook/runbook.ts";
import { keyRows } from "./key-rows.ts";
import { isBoard, leadOf, nextAmong, openItems, type Focus } from "./open-items.ts";
import { markOf, type SessionRow } from "./row.ts";

export interface SessionRows {
  readonly rows: readonly SessionRow[];
  readonly answered: number;
  readonly notApplicable: number;
  /** Open steps that no row shows yet. */
  readonly later: number;
}

/** What the room of the cut gives by itself. */
const EVIDENCE_STEP = "capture-minimum-evidence";
const OUTAGE_STEP = "accept-outage";

/** People see this many rows at most; under a board of keys only the most urgent ones of the whole incident. */
const MOST_ROWS = 7;
const MOST_BELOW_BOARD = 4;

function minutesOf(items: readonly ChecklistItem[]): number | null {
  const budgets = items
    .filter((item) => item.step.kind !== "verification")
    .map((item) => item.step.budget);
  if (budgets.length === 0 || budgets.includes(null)) return null;
  return Math.round(budgets.reduce<number>((sum, budget) => sum + (budget ?? 0), 0) / MINUTE);
}

/** A row is worth its core step; the support steps before it are done on the way. */
function whyOf(
  runbook: Runbook,
  state: IncidentState,
  items: readonly ChecklistItem[],
  lead: ChecklistItem,
  now: Instant,
): string {
  const urgent = lead.state === "unknown" || lead.state === "failed";
  const core = urgent ? lead : (items.find((item) => item.step.tier === "core") ?? lead);
  const { credential, step } = core;
  if (urgent || credential === null || step.effect !== "block-key")
    return reason(runbook, state, core, now);
  // Evidence is taken in the same room, so it never holds the row up.
  const missing = missingToBlock(state, credential, now).find(
    (one) => one.what !== EVIDENCE_STEP && one.what !== OUTAGE_STEP,
  );
  return (
    missing?.why ??
    `${credential.strategyBecause ?? credential.strategy ?? ""} (${credential.rule ?? "advice"})`
  );
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
    const lead = leadOf(items, next);
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

/** What the cursor can be on: the keys first where there are several, then the rows. */
export function sessionRows(
  runbook: Runbook,
  state: IncidentState,
  now: Instant,
  focus: Focus,
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
  return {
    rows: board
      ? [...keyRows(runbook, state, now, focus.running), ...ordered.slice(0, MOST_BELOW_BOARD)]
      : ordered.slice(0, MOST_ROWS),
    answered: items.filter((item) => item.state === "done").length,
    notApplicable: items.filter((item) => item.state === "not-applicable").length,
    later: items.filter((item) => !isSettled(item.state) && item.step.row === last).length,
  };
}
