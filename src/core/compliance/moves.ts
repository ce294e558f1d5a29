// What a stated start does to the clocks: which begin, and which are moved from when to when.
import type { ClockRow } from "./clocks.ts";
import { dateIn } from "./zone.ts";

const COUNTS: readonly ClockRow["state"][] = ["running", "late", "waiting", "undecided"];

function key({ regime, stage }: ClockRow): string {
  return `${regime} ${stage}`;
}

/** A line for each date that came or changed; those of duties that nobody decided are only counted. */
export function moves(before: readonly ClockRow[], after: readonly ClockRow[]): readonly string[] {
  const old = new Map(before.map((row) => [key(row), row.dueAt]));
  const changed = after.filter(
    (row) => COUNTS.includes(row.state) && row.dueAt !== (old.get(key(row)) ?? null),
  );
  const decided = changed.filter(({ state }) => state !== "undecided");
  const others = new Set(
    changed.filter(({ state }) => state === "undecided").map(({ regime }) => regime),
  ).size;
  return [
    ...decided.map((row) => {
      const was = old.get(key(row)) ?? null;
      const is = row.dueAt === null ? "no date" : dateIn(row.dueAt, row.zone);
      return was === null
        ? `starts ${key(row)}: by ${is}`
        : `moves ${key(row)} from ${dateIn(was, null)} to ${is}`;
    }),
    ...(others === 0
      ? []
      : [
          `${String(others)} ${others === 1 ? "duty" : "duties"} nobody has decided: claro-ir clocks`,
        ]),
  ];
}
