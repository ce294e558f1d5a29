// The checklist as people see it: at most seven rows, the recommended one first. Fifty-three steps stay behind `a`.
import { checklist, isSettled, type ChecklistItem } from "../incident/checklist.ts";
import { nextSteps, type NextStep } from "../incident/next.ts";
import type { IncidentState } from "../incident/state.ts";
import { MINUTE, type Instant } from "../instant.ts";
import type { Runbook } from "../runbook/runbook.ts";

/** One row: a group of steps, and the step that opening it leads to. */
export interface SessionRow {
  readonly id: string;
  readonly title: string;
  /** Step that comes first in it; what opens when the row is opened. */
  readonly step: string;
  readonly credential: string | null;
  readonly state: "open" | "waiting" | "busy" | "unknown";
  /** Reason in one line; only the recommended row shows it. */
  readonly why: string;
  /** Who is at it, where somebody claimed it. */
  readonly who: string | null;
  /** Rough minutes left in it, from the budgets of its open steps; null when set by a clock. */
  readonly minutes: number | null;
}

export interface SessionRows {
  readonly rows: readonly SessionRow[];
  readonly answered: number;
  readonly notApplicable: number;
  /** Open steps that no row shows yet. */
  readonly later: number;
}

/** People see this many rows at most. */
const MOST_ROWS = 7;

function minutesOf(items: readonly ChecklistItem[]): number | null {
  const budgets = items.map((item) => item.step.budget);
  if (budgets.length === 0 || budgets.includes(null)) return null;
  return Math.round(budgets.reduce<number>((sum, budget) => sum + (budget ?? 0), 0) / MINUTE);
}

function stateOf(item: ChecklistItem): SessionRow["state"] {
  if (item.state === "unknown") return "unknown";
  if (item.state === "started") return "busy";
  return item.state === "locked" ? "waiting" : "open";
}

/** The open item of a row that `next` names first, else its first ready one, else its first. */
function leadOf(
  items: readonly ChecklistItem[],
  next: readonly NextStep[],
): ChecklistItem | undefined {
  for (const one of next) {
    const found = items.find(
      (item) => item.step.id === one.step && (item.credential?.id ?? null) === one.credential,
    );
    if (found !== undefined) return found;
  }
  return items.find((item) => item.state !== "locked") ?? items[0];
}

function rowOf(
  runbook: Runbook,
  row: Runbook["rows"][number],
  items: readonly ChecklistItem[],
  next: readonly NextStep[],
): SessionRow | undefined {
  const lead = leadOf(items, next);
  if (lead === undefined) return undefined;
  const named = next.find(
    (one) => one.step === lead.step.id && one.credential === (lead.credential?.id ?? null),
  );
  return {
    id: row.id,
    title: row.title,
    step: lead.step.id,
    credential: lead.credential?.id ?? null,
    state: stateOf(lead),
    why: named?.why ?? runbook.help[lead.step.id]?.why ?? "",
    who: lead.record?.status === "started" ? lead.record.by : null,
    minutes: minutesOf(items),
  };
}

/** How work that runs beside the person names its step. */
function runningName(item: ChecklistItem): string {
  return `${item.step.id}/${item.credential?.id ?? ""}`;
}

/** Rows in the order that `next` recommends, then the runbook's. */
export function sessionRows(
  runbook: Runbook,
  state: IncidentState,
  now: Instant,
  running: ReadonlySet<string>,
): SessionRows {
  const items = checklist(runbook, state);
  const open = items.filter((item) => !isSettled(item.state));
  // What runs beside the person needs no hands.
  const needsHands = open.filter((item) => !running.has(runningName(item)));
  const next = nextSteps(runbook, state, now);
  const rows = runbook.rows
    .map((row) =>
      rowOf(
        runbook,
        row,
        needsHands.filter((item) => item.step.row === row.id),
        next,
      ),
    )
    .filter((row) => row !== undefined);
  function rank(row: SessionRow): number {
    const at = next.findIndex((one) => one.step === row.step && one.credential === row.credential);
    return at === -1 ? next.length + runbook.rows.findIndex((one) => one.id === row.id) : at;
  }
  const sorted = rows.toSorted((a, b) => rank(a) - rank(b)).slice(0, MOST_ROWS);
  const last = runbook.rows.at(-1)?.id;
  return {
    rows: sorted,
    answered: items.filter((item) => item.state === "done").length,
    notApplicable: items.filter((item) => item.state === "not-applicable").length,
    later: open.filter((item) => item.step.row === last).length,
  };
}
