// The notification clocks for people: what runs first, when it is due, and what is still to be decided. Never without its disclaimer.
import type { StandingRow } from "../app/clocks.ts";
import type { ClockRow } from "../core/compliance/clocks.ts";
import type { RegimeTable } from "../core/compliance/regime.ts";
import { between, durationWords, type Instant } from "../core/instant.ts";
import { wrap } from "../core/session/line.ts";

function minute(at: Instant): string {
  return `${at.slice(0, 16).replace("T", " ")}Z`;
}

/** When, as far as it is known. */
function due(row: ClockRow, now: Instant): string {
  const { state, dueAt, provisionalDueAt, sentAt, startedAt, startsWith } = row;
  if (sentAt !== null) return `told ${minute(sentAt)}`;
  if (state === "declined") return "decided: no";
  if (dueAt !== null) {
    const left = durationWords(between(now, dueAt));
    return `${state === "late" ? `LATE by ${left}, was due` : `in ${left}, by`} ${minute(dueAt)}`;
  }
  if (startsWith.endsWith(".sent_at")) return `no date before ${startsWith.slice(0, -8)} is told`;
  if (provisionalDueAt !== null)
    return `would be ${minute(provisionalDueAt)} if it had started at detection; start not known: ${startsWith}`;
  const since =
    startedAt === null ? "" : `, ${durationWords(between(startedAt, now))} since its start`;
  return `without undue delay${since}`;
}

function rowLines(row: ClockRow, now: Instant, width: number): readonly string[] {
  const head = `${row.state.toUpperCase().padEnd(10)} ${row.regime} ${row.stage}`;
  const facts = [
    `to ${row.to}`,
    due(row, now),
    ...(row.warn === null ? [] : [`${String(row.warn * 100)} % of the time has passed`]),
    ...(row.rule === null ? [] : [row.rule]),
    ...(row.warning === null ? [] : [`! ${row.warning}`]),
  ];
  return [
    ...wrap(head, width),
    ...facts.flatMap((text) => wrap(text, width - 2).map((line) => `  ${line}`)),
  ];
}

function undecidedLines(rows: readonly ClockRow[], now: Instant, width: number): readonly string[] {
  const regimes = [...new Set(rows.map((row) => row.regime))];
  if (regimes.length === 0) return [];
  const dated = rows.flatMap((row) => {
    const at = row.dueAt ?? row.provisionalDueAt;
    return at === null ? [] : [{ ...row, at }];
  });
  const [first] = dated.toSorted((a, b) => between(b.at, a.at));
  return [
    "UNDECIDED: does it apply to us?",
    ...wrap(regimes.join(", "), width - 2).map((line) => `  ${line}`),
    ...(first === undefined
      ? []
      : wrap(
          `earliest: ${first.regime} ${first.stage}, in ${durationWords(between(now, first.at))}, by ${minute(first.at)}${first.dueAt === null ? " if it had started at detection" : ""}`,
          width - 2,
        ).map((line) => `  ${line}`)),
    '  claro-ir decide notify <regime>[,<regime>]:yes|no --because "<why>"',
  ];
}

const STANDING = {
  running: "RUNNING",
  watch: "WATCH",
  "not-applicable": "NOT APPLICABLE",
} as const;

/** How every duty stands and why, one a paragraph. */
export function standingLines(rows: readonly StandingRow[], width: number): readonly string[] {
  return (["running", "watch", "not-applicable"] as const).flatMap((standing) => {
    const own = rows.filter((row) => row.standing === standing);
    return own.length === 0
      ? []
      : [
          STANDING[standing],
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
  return decision === null ? "" : `, by ${decision.by} ${minute(decision.at)}: ${decision.because}`;
}

/** Lines of at most `width` columns; only a command is longer. */
export function clockLines(
  rows: readonly ClockRow[],
  hidden: number,
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
    ...(hidden > 0 ? [`${String(hidden)} met or declined: claro-ir clocks --all`] : []),
    ...wrap(`${disclaimer} Table of ${checkedOn}.`, width),
  ];
}
