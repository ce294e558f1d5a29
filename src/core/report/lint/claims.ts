// What people claim in their words: instants, lengths of time, journal numbers, findings, counts. The record must carry each of them.
import { DAY, HOUR, MINUTE, SECOND } from "../../instant.ts";
import type { Region } from "../keep.ts";
import type { LintFinding } from "./finding.ts";

/** Places for plans and signatures: their dates and numbers lie outside the record. */
const PLANS: ReadonlySet<string> = new Set([
  "status",
  "actions",
  "detection-gaps",
  "follow-up",
  "sign-off",
]);

const UNIT_MS: Readonly<Record<string, number>> = { s: SECOND, m: MINUTE, h: HOUR, d: DAY };

const LENGTH =
  /\b\d+ (?:s|sec|seconds?|m|min|minutes?|h|hours?|d|days?)\b(?:,? (?:and )?\d+ (?:s|sec|seconds?|m|min|minutes?|h|hours?|d|days?)\b)*/g;
const DATE = /\b\d{4}-\d{2}-\d{2}\b/g;
const TIME = /\b\d{1,2}:\d{2}(?::\d{2})?\b/g;
const NUMBER = /#(\d{1,7})\b/g;
const FINDING = /\bF-[a-z0-9]{6}\b/g;
const COUNT =
  /\b(\d[\d,]*) (?:requests?|calls?|records?|people|persons?|customers?|users?|files?|keys?|tenants?|prompts?)\b/gi;

/** `1,440` as the record writes it is one figure. */
const FIGURE = /\b\d{1,3}(?:,\d{3})+\b|\b\d+\b/g;

function plainFigure(figure: string): string {
  return figure.replaceAll(",", "");
}

interface Length {
  readonly ms: number;
  /** The smallest unit that was said. */
  readonly unit: number;
}

function lengthOf(words: string): Length {
  const parts = [...words.matchAll(/(\d+) ([smhd])/g)].map(([, count, unit]) => {
    const size = UNIT_MS[unit ?? "s"] ?? SECOND;
    return { ms: Number(count) * size, unit: size };
  });
  return {
    ms: parts.reduce((sum, part) => sum + part.ms, 0),
    unit: Math.min(...parts.map((part) => part.unit)),
  };
}

/** Cut or rounded to the unit that was said. */
function agrees(said: Length, known: Length): boolean {
  const { unit } = said;
  return (
    said.ms === Math.floor(known.ms / unit) * unit || said.ms === Math.round(known.ms / unit) * unit
  );
}

function all(text: string, pattern: RegExp, part = 0): string[] {
  return [...text.matchAll(pattern)].map((match) => match[part] ?? "");
}

/** What the record's own part of a document says, to look claims up in. */
interface Carried {
  readonly dates: ReadonlySet<string>;
  readonly times: ReadonlySet<string>;
  readonly lengths: readonly Length[];
  readonly findings: ReadonlySet<string>;
  readonly figures: ReadonlySet<string>;
  readonly last: number;
}

/** `record`: the document as the journal alone gives it; `last`: number of the last event. */
export function carriedBy(record: string, last: number): Carried {
  const times = all(record, TIME);
  return {
    dates: new Set(all(record, DATE)),
    times: new Set([...times, ...times.map((time) => time.slice(0, 5))]),
    lengths: all(record, LENGTH).map(lengthOf),
    findings: new Set(all(record, FINDING)),
    figures: new Set(all(record, FIGURE).map(plainFigure)),
    last,
  };
}

function unknownIn(text: string, carried: Carried): string[] {
  return [
    ...all(text, DATE).filter((date) => !carried.dates.has(date)),
    ...all(text, TIME).filter((time) => !carried.times.has(time.padStart(5, "0"))),
    ...all(text, LENGTH).filter((words) => {
      const said = lengthOf(words);
      return !carried.lengths.some((known) => agrees(said, known));
    }),
    ...all(text, NUMBER, 1)
      .filter((number) => Number(number) < 1 || Number(number) > carried.last)
      .map((number) => `#${number}`),
    ...all(text, FINDING).filter((id) => !carried.findings.has(id)),
    ...[...text.matchAll(COUNT)]
      .filter(([, figure = ""]) => !carried.figures.has(plainFigure(figure)))
      .map(([words]) => words),
  ];
}

/** Claims of people that the record does not carry, line by line. */
export function uncarried({ name, content, line }: Region, carried: Carried): LintFinding[] {
  if (PLANS.has(name)) return [];
  return content.split("\n").flatMap((text, index) =>
    unknownIn(text, carried).map((claim) => ({
      line: line + 1 + index,
      rule: "not-on-record" as const,
      text: claim,
      hint: 'put it on record first: claro-ir note "<what>" --occurred-at <when>, or claro-ir fact; else leave it out',
    })),
  );
}
