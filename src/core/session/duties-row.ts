// The board's row of duties to notify: how many are undecided or untold, and which comes due first. No legal advice.
import type { ClockRow } from "../compliance/clocks.ts";
import { durationWords, HOUR, toEpoch, type Instant } from "../instant.ts";
import type { SessionRow } from "./row.ts";

/** What is due within this time comes before everything that is left for later, in ms. */
const PRESSING = 24 * HOUR;

export interface DutiesRow {
  readonly row: SessionRow;
  /** It comes before what is left for later. */
  readonly isPressing: boolean;
}

/** Notices to decide or to send; of an undecided duty the first stands for all. */
export function openDuties(rows: readonly ClockRow[]): readonly ClockRow[] {
  return rows.filter(({ state, regime, isNotice }, at) =>
    state === "undecided"
      ? rows.findIndex((one) => one.regime === regime) === at
      : isNotice && (state === "running" || state === "late" || state === "waiting"),
  );
}

/** When it is due, or would be had its clock begun with the detection. */
function dateOf({ dueAt, provisionalDueAt }: ClockRow): Instant | null {
  return dueAt ?? provisionalDueAt;
}

function counted(open: readonly ClockRow[]): string {
  const undecided = open.filter(({ state }) => state === "undecided").length;
  const toTell = open.length - undecided;
  return [
    ...(toTell === 0 ? [] : [`${String(toTell)} to tell`]),
    ...(undecided === 0 ? [] : [`${String(undecided)} undecided`]),
  ].join(", ");
}

/**
 * The row of an incident, null where it has none: until a duty applies, or may apply with a date. `isConcerned`: data about people is, so
 * that every undecided duty counts; else only those that an answer speaks for.
 */
export function dutiesRow(
  rows: readonly ClockRow[],
  isConcerned: boolean,
  now: Instant,
): DutiesRow | null {
  const open = openDuties(rows).filter(
    (row) => row.state !== "undecided" || ((isConcerned || row.isMatched) && dateOf(row) !== null),
  );
  if (open.length === 0) return null;
  const [first] = open
    .flatMap((row) => {
      const at = dateOf(row);
      return at === null ? [] : [{ row, left: toEpoch(at) - toEpoch(now) }];
    })
    .toSorted((a, b) => a.left - b.left);
  const left =
    first === undefined ? "" : `${first.left < 0 ? "LATE " : ""}${durationWords(first.left)}`;
  const which = first === undefined ? "" : `; first: ${first.row.name} (${left})`;
  return {
    row: {
      kind: "duties",
      id: "duties",
      title: "Whom must we tell?",
      credential: null,
      state: "open",
      why: `${counted(open)}${which}. No legal advice.`,
      who: null,
      minutes: null,
      due: left,
    },
    isPressing: first !== undefined && first.left < PRESSING,
  };
}

/** Put it among at most `most` rows: before what is left for later where it presses or other rows are open, else behind. */
export function withDuties(
  rows: readonly SessionRow[],
  duties: DutiesRow | null,
  later: string | undefined,
  most: number,
): readonly SessionRow[] {
  if (duties === null) return rows.slice(0, most);
  const kept = rows.slice(0, most - 1);
  const at = kept.findIndex(({ id, kind }) => kind === "row" && id === later);
  const place = at === -1 ? kept.length : at === 0 && !duties.isPressing ? 1 : at;
  return kept.toSpliced(place, 0, duties.row);
}
