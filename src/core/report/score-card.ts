// The score as people see it: a bar for each milestone, so that they look rather than read. Plain signs, any width from 40.
import { durationWords } from "../instant.ts";
import { wrap } from "../session/line.ts";
import type { Milestone, Score } from "./score.ts";

/** Columns of a milestone's name and of its time. */
const NAME = 8;
const TIME = 11;
/** Misses beyond these are counted, not listed: the card stays within sixteen lines. */
const MOST_MISSES = 2;

/** A line that is too long goes on below itself: what cost time is never cut off. */
function hang(text: string, width: number): readonly string[] {
  const [first = "", ...rest] = wrap(text, width);
  const more = rest.length === 0 ? [] : wrap(rest.join(" "), width - 2);
  return [first, ...more.map((one) => `  ${one}`)];
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

function verdictLine({ verdict, milestones }: Score): readonly string[] {
  if (verdict === null) return [];
  const isCut = milestones.some((one) => one.id === "cut" && one.after !== null);
  const rest =
    verdict.value !== "benign" ? "" : isCut ? ", but a key was cut" : ", nothing was cut: right";
  return [`verdict ${verdict.value} after ${words(verdict.after)}${rest}`];
}

/** Lines of at most `width` columns (40 or more), sixteen of them where it is wide enough. */
export function scoreCard(score: Score, width: number): readonly string[] {
  const { waits, scenario, seed, strategy } = score;
  // Where nothing was to be cut, what was not reached is no lack.
  const isBenign = score.verdict?.value === "benign";
  const milestones = score.milestones.filter((one) => !isBenign || one.after !== null);
  const longest = Math.max(0, ...milestones.map((one) => one.after ?? 0));
  const waited = waits.map(
    ({ start, end, ms, meanwhile }) =>
      `waited ${durationWords(ms)} ${start} > ${end}: ${meanwhile}`,
  );
  return [
    `DRILL ${scenario ?? "?"} seed ${String(seed ?? "?")} ${strategy}`,
    ...milestones.map((one) => bar(one, longest, width)),
    ...verdictLine(score),
    `closed ${words(score.closedAfter)}, ${String(score.stepsDone)} steps, ${String(score.stepsLeft)} left`,
    ...waited,
    ...missLines(score),
  ].flatMap((text) => hang(text, width));
}
