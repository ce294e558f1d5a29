// The notification clocks for people: what runs first, when it is due, and what is still to be decided. Never without its disclaimer.
import type { StandingRow } from "../app/clocks.ts";
import type { ClockRow } from "../core/compliance/clocks.ts";
import type { RegimeTable } from "../core/compliance/regime.ts";
import { startWords } from "../core/compliance/start-facts.ts";
import { dateIn } from "../core/compliance/zone.ts";
import { between, durationWords, type Instant } from "../core/instant.ts";
import { wrap } from "../core/session/line.ts";

/** By how much a notice went out too late; 0 where it was in time. */
function lateBy({ dueAt, sentAt }: ClockRow): number {
  return dueAt === null || sentAt === null ? 0 : Math.max(0, between(dueAt, sentAt));
}

function lateWords(row: ClockRow): string {
  return lateBy(row) === 0 ? "" : `, LATE by ${durationWords(lateBy(row))}`;
}

/** When, as far as it is known. */
function due(row: ClockRow, now: Instant): string {
  const { state, dueAt, provisionalDueAt, sentAt, startedAt, startsWith, zone } = row;
  if (sentAt !== null) return `told ${dateIn(sentAt, null)}${lateWords(row)}`;
  if (state === "declined" || state === "not-applicable") return row.reason;
  if (dueAt !== null) {
    const left = durationWords(between(now, dueAt));
    return `${state === "late" ? `LATE by ${left}, was due` : `in ${left}, by`} ${dateIn(dueAt, zone)}`;
  }
  if (startsWith.endsWith(".sent_at")) return `no date before ${startsWith.slice(0, -8)} is told`;
  if (provisionalDueAt !== null)
    return `would be ${dateIn(provisionalDueAt, zone)} if it had started at detection; start not known: ${startWords(startsWith)}`;
  const since =
    startedAt === null ? "" : `, ${durationWords(between(startedAt, now))} since its start`;
  return `without undue delay${since}`;
}

/** An instant of the record, or a day where no more was stated. */
function stated(value: string): string {
  return value.length === 10 ? value : dateIn(value, null);
}

function startMoved({ startMoved: moved, startedAt }: ClockRow): readonly string[] {
  if (moved === null) return [];
  const to = startedAt === null ? "" : ` to ${dateIn(startedAt, null)}`;
  return [
    `start moved from ${stated(moved.before)}${to}, #${String(moved.beforeSeq)} -> #${String(moved.seq)}: ${moved.because}`,
  ];
}

const HEAD: Partial<Readonly<Record<ClockRow["state"], string>>> = {
  "not-applicable": "DOES NOT APPLY",
};

function rowLines(row: ClockRow, now: Instant, width: number): readonly string[] {
  const head = `${(HEAD[row.state] ?? row.state.toUpperCase()).padEnd(10)} ${row.regime} ${row.stage}`;
  const facts = [
    `to ${row.to}`,
    due(row, now),
    ...(row.asksCounsel ? [`! ${row.reason}`] : []),
    ...startMoved(row),
    ...(row.warn === null ? [] : [`${String(row.warn * 100)} % of the time has passed`]),
    ...(row.rule === null ? [] : [row.rule]),
    ...(row.warning === null ? [] : [`! ${row.warning}`]),
  ];
  return [
    ...wrap(head, width),
    ...facts.flatMap((text) => wrap(text, width - 2).map((line) => `  ${line}`)),
  ];
}

/** The notice of a duty that comes due first; `~` where its start is not known. */
function firstDue(regime: string, rows: readonly ClockRow[], now: Instant): string {
  const dated = rows.flatMap((row) => {
    const at = row.dueAt ?? row.provisionalDueAt;
    return at === null ? [] : [{ ...row, at }];
  });
  const [first] = dated.toSorted((a, b) => between(b.at, a.at));
  if (first === undefined) return `${regime}: without undue delay`;
  const left = between(now, first.at);
  const when = left < 0 ? `LATE by ${durationWords(left)}` : `in ${durationWords(left)}`;
  const mark = first.dueAt === null ? "~" : "";
  return `${regime}: ${mark}${when}, by ${dateIn(first.at, first.zone)} (${first.stage})`;
}

function undecidedLines(rows: readonly ClockRow[], now: Instant, width: number): readonly string[] {
  if (rows.length === 0) return [];
  const isRough = rows.some((row) => row.dueAt === null && row.provisionalDueAt !== null);
  // Rows come in the order of their dates.
  const regimes = [...Map.groupBy(rows, ({ regime }) => regime)];
  return [
    ...wrap("UNDECIDED: does it apply to us?", width),
    ...regimes.flatMap(([regime, own]) =>
      wrap(firstDue(regime, own, now), width - 2).map((line) => `  ${line}`),
    ),
    ...(isRough
      ? wrap("~ if it had started at detection", width - 2).map((line) => `  ${line}`)
      : []),
    '  claro-ir decide notify <regime>[,<regime>]:yes|no|unknown --because "<why>"',
  ];
}

const STANDINGS: readonly {
  readonly title: string;
  holds(row: StandingRow): boolean;
}[] = [
  { title: "RUNNING", holds: ({ standing }) => standing === "running" },
  { title: "WATCH", holds: ({ standing }) => standing === "watch" },
  {
    title: "DECLINED",
    holds: ({ standing, decision }) => standing === "not-applicable" && decision !== null,
  },
  {
    title: "DOES NOT APPLY (by rule, nobody decided)",
    holds: ({ standing, decision }) => standing === "not-applicable" && decision === null,
  },
];

/** How every duty stands and why, one a paragraph. */
export function standingLines(rows: readonly StandingRow[], width: number): readonly string[] {
  return STANDINGS.flatMap(({ title, holds }) => {
    const own = rows.filter(holds);
    return own.length === 0
      ? []
      : [
          ...wrap(title, width),
          ...own.flatMap(({ regime, reason, decision }) =>
            wrap(`${regime}: ${reason}${decidedBy(decision)}`, width - 2).map(
              (line) => `  ${line}`,
            ),
          ),
          "",
        ];
  });
}

function decidedBy(decision: StandingRow["decision"]): string {
  return decision === null
    ? ""
    : `, by ${decision.by} ${dateIn(decision.at, null)}: ${decision.because}`;
}

/** What is not shown: `2 met, 1 told late, 2 declined by people, 12 duties do not apply`; undefined for nothing. */
export function hiddenLine(
  rows: readonly ClockRow[],
  standings: readonly StandingRow[],
): string | undefined {
  function count(state: ClockRow["state"]): number {
    return rows.filter((row) => row.state === state).length;
  }
  const late = rows.filter((row) => row.state === "met" && lateBy(row) > 0).length;
  const ruledOut = standings.filter(
    ({ standing, decision }) => standing === "not-applicable" && decision === null,
  ).length;
  const parts = [
    [count("met") - late, "met"],
    [late, "told late"],
    [count("declined"), "declined by people"],
    [ruledOut, ruledOut === 1 ? "duty does not apply" : "duties do not apply"],
  ] as const;
  const said = parts.flatMap(([many, words]) => (many === 0 ? [] : [`${String(many)} ${words}`]));
  return said.length === 0 ? undefined : `${said.join(", ")}: claro-ir clocks --all`;
}

/** Lines of at most `width` columns; only a command is longer. */
export function clockLines(
  rows: readonly ClockRow[],
  hidden: string | undefined,
  { checkedOn, disclaimer }: RegimeTable,
  now: Instant,
  width: number,
): readonly string[] {
  const undecided = rows.filter((row) => row.state === "undecided");
  const others = rows.filter((row) => row.state !== "undecided");
  return [
    ...others.flatMap((row) => rowLines(row, now, width)),
    ...undecidedLines(undecided, now, width),
    ...(rows.length === 0 ? ["No clock runs."] : []),
    ...(hidden === undefined ? [] : wrap(hidden, width)),
    ...wrap(`${disclaimer} Table of ${checkedOn}.`, width),
  ];
}
