// The score as people see it: a bar for each milestone, so that they look rather than read. Plain signs, any width from 40.
import { durationWords } from "../instant.ts";
import type { Milestone, Score } from "./score.ts";

/** Columns of a milestone's name and of its time. */
const NAME = 8;
const TIME = 11;
/** Misses beyond these are counted, not listed: the card stays within sixteen lines. */
const MOST_MISSES = 2;

function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, width - 1)}~`;
}

function words(ms: number | null): string {
  return ms === null ? "not reached" : durationWords(ms);
}

function bar({ id, after }: Milestone, longest: number, width: number): string {
  const room = width - NAME - TIME - 2;
  const length =
    after === null || after <= 0 ? 0 : Math.max(1, Math.round((after / longest) * room));
  return `${id.padEnd(NAME)} ${words(after).padStart(TIME)} ${"#".repeat(length)}`.trimEnd();
}

function missLines({ misses }: Score): readonly string[] {
  if (misses.length === 0) return ["missed nothing"];
  const more = misses.length - MOST_MISSES;
  const listed = more > 1 ? misses.slice(0, MOST_MISSES) : misses.slice(0, MOST_MISSES + 1);
  return [
    ...listed.map((miss) => `missed ${miss}`),
    ...(more > 1 ? [`missed ${String(more)} more`] : []),
  ];
}

/** At most sixteen lines of at most `width` columns (40 or more). */
export function scoreCard(score: Score, width: number): readonly string[] {
  const { milestones, waits, scenario, seed, strategy } = score;
  const longest = Math.max(0, ...milestones.map((one) => one.after ?? 0));
  const waited = waits.map(
    ({ start, end, ms, meanwhile }) =>
      `waited ${durationWords(ms)} ${start} > ${end}: ${meanwhile}`,
  );
  return [
    `DRILL ${scenario ?? "?"} seed ${String(seed ?? "?")} ${strategy}`,
    ...milestones.map((one) => bar(one, longest, width)),
    `closed ${words(score.closedAfter)}, ${String(score.stepsDone)} steps, ${String(score.stepsLeft)} left`,
    ...waited,
    ...missLines(score),
  ].map((line) => cut(line, width));
}
