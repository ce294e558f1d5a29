// What the logs can show at all: which time they cover, where they have gaps, and what they cannot say.
import { DAY, MINUTE, toEpoch, toInstant } from "../instant.ts";
import type { AuditContext, AuditInput } from "./context.ts";
import { gapsOf, hasMark, noticed, roundedUp, type Stretch } from "./marks.ts";
import type { Gap, SourceCoverage, Span } from "./report.ts";
import { counted, figure, lengthWords, minuteWords } from "./words.ts";

/** Files of one format are one log: rotated ones follow each other. */
interface Timeline {
  readonly name: string;
  readonly namesKeys: boolean;
  /** Epoch ms of minutes with a line, ascending. */
  readonly marks: readonly number[];
  /** The shortest pause that is a gap, in ms. */
  readonly shortest: number;
  /** Only lines of the keys in question are known: silence may be theirs. */
  readonly isOfKeysAlone: boolean;
}

export interface Coverage {
  /** Within the window, and what was not read that may be of any time. */
  readonly gaps: readonly Gap[];
  /** Days (epoch ms of their beginning) of the baseline that are wholly covered by logs that name keys. */
  readonly baselineDays: readonly number[];
  /** How many days of it any log covers, whoever its lines are of. */
  readonly trafficDays: number;
  /** Some line of some log could be read. */
  readonly isAnythingRead: boolean;
  /** At least one source tells the keys apart. */
  readonly namesKeys: boolean;
  /** Pauses below this (ms) do not show, because some log is silent so long by itself; 0 without any log. */
  readonly shortestGap: number;
  readonly limits: readonly string[];
}

function ends({ from, to }: SourceCoverage): readonly number[] {
  return [from, to].flatMap((at) => (at === null ? [] : [Math.floor(toEpoch(at) / MINUTE)]));
}

function timelines({ sources, keys, beats }: AuditInput): readonly Timeline[] {
  const formats = new Set(sources.flatMap(({ format }) => (format === null ? [] : [format])));
  return [...formats].flatMap((format) => {
    const files = sources
      .map((source, index) => ({ source, beats: beats?.[index] ?? [] }))
      .filter(({ source }) => source.format === format && source.from !== null);
    if (files.length === 0) return [];
    const namesKeys = files.some(({ source }) => source.namesKeys);
    const isOfKeysAlone = files.every((file) => file.beats.length === 0);
    const minutes = new Set(files.flatMap(({ source }) => ends(source)));
    for (const file of files) for (const minute of file.beats) minutes.add(minute);
    const own = isOfKeysAlone && namesKeys ? keys : [];
    for (const activity of own.flatMap(({ window, baseline }) => [baseline, window]))
      for (const minute of activity.minutes.keys()) minutes.add(minute);
    // A typed array sorts numbers ten times as fast.
    const marks = Array.from(Float64Array.from(minutes).sort(), (minute) => minute * MINUTE);
    const [first] = files;
    const name = files.length === 1 && first !== undefined ? first.source.name : format;
    return [{ name, namesKeys, marks, shortest: noticed(marks), isOfKeysAlone }];
  });
}

/** Some line of some source could be read, whoever it is of. */
export function isAnythingRead(sources: readonly Pick<SourceCoverage, "from">[]): boolean {
  return sources.some(({ from }) => from !== null);
}

function clip(stretch: Stretch, { from, to }: Stretch): Stretch | null {
  const cut = { from: Math.max(stretch.from, from), to: Math.min(stretch.to, to) };
  return cut.from < cut.to ? cut : null;
}

function gap({ from, to }: Stretch, source: string | null, why: string): Gap & Span {
  return { from: toInstant(from), to: toInstant(to), source, why };
}

/** Pauses within each log. Where the cut explains it, silence of the keys alone is none. */
function innerGaps(
  lines: readonly Timeline[],
  window: Stretch,
  cut: number,
): readonly (Gap & Span)[] {
  return lines.flatMap(({ name, marks, shortest, isOfKeysAlone }) =>
    gapsOf(marks, shortest).flatMap((pause) => {
      const inside = clip(pause, window);
      if (inside === null || (isOfKeysAlone && inside.from >= cut)) return [];
      const words = isOfKeysAlone
        ? "no line of the key, which is never silent so long at this time"
        : "no line at all, although the log is never silent so long at this time";
      return [gap(inside, name, words)];
    }),
  );
}

/** What lies before the first and behind the last line of all logs. A key that was cut writes no more lines. */
function outerGaps(
  lines: readonly Timeline[],
  window: Stretch,
  cut: number,
): readonly (Gap & Span)[] {
  const telling = lines.filter((line) => line.marks.length > 0);
  if (telling.length === 0) return [gap(window, null, "no log covers it")];
  const first = Math.min(...telling.map(({ marks }) => marks[0] ?? Infinity));
  const last = Math.max(...telling.map(({ marks }) => (marks.at(-1) ?? -Infinity) + MINUTE));
  const slack = Math.max(...telling.map(({ shortest }) => shortest));
  const before = clip({ from: -Infinity, to: first }, window);
  const isCut = telling.every((line) => line.isOfKeysAlone) && last + slack >= cut;
  const behind = isCut ? null : clip({ from: last, to: Infinity }, window);
  return [
    ...(before === null || before.to - before.from <= slack
      ? []
      : [gap(before, null, "the logs begin later")]),
    ...(behind === null || behind.to - behind.from <= slack
      ? []
      : [gap(behind, null, "the logs end earlier")]),
  ];
}

/** Behind the last line that was read of a log that is cut, up to where another of its files goes on. */
function restGap(
  { name, format, unread }: SourceCoverage,
  sources: readonly SourceCoverage[],
  window: Stretch,
): readonly (Gap & Span)[] {
  if (unread === null || unread.after === null) return [];
  const from = toEpoch(unread.after);
  const next = sources
    .filter((other) => other.format === format && other.from !== null)
    .map((other) => toEpoch(other.from ?? unread.after ?? toInstant(from)))
    .filter((at) => at > from);
  const rest = clip({ from, to: Math.min(Infinity, ...next) }, window);
  return rest === null ? [] : [gap(rest, name, unread.why)];
}

/** What was not read and may be of any time. */
function unreadGaps(sources: readonly SourceCoverage[]): readonly Gap[] {
  return sources.flatMap(({ name, unread }) =>
    unread === null || unread.after !== null
      ? []
      : [{ from: null, to: null, source: name, why: unread.why }],
  );
}

function coveredDays(telling: readonly Timeline[], { from, to }: Stretch): readonly number[] {
  const days: number[] = [];
  for (let day = Math.ceil(from / DAY) * DAY; day + DAY <= to; day += DAY) {
    const isCovered = telling.some(({ marks, isOfKeysAlone }) => {
      const first = marks[0] ?? Infinity;
      const last = marks.at(-1) ?? -Infinity;
      if (first >= day + DAY || last < day) return false;
      return isOfKeysAlone
        ? Math.floor(first / DAY) * DAY <= day && last >= day
        : hasMark(marks, { from: day, to: day + DAY });
    });
    if (isCovered) days.push(day);
  }
  return days;
}

function sourceLimits(sources: readonly SourceCoverage[]): readonly string[] {
  return sources.flatMap(({ name, format, rejected, lines, namesKeys, events }) => [
    ...(rejected === 0
      ? []
      : [`${name}: ${figure(rejected)} of ${counted(lines, "line")} could not be read.`]),
    ...(format !== null && !namesKeys && events > 0
      ? [`${name}: its lines do not name the key; figures are of all callers together.`]
      : []),
  ]);
}

/** A log whose own pauses are long cannot show that an hour is missing. */
function blindness(lines: readonly Timeline[]): readonly string[] {
  return lines.flatMap(({ name, marks, shortest }) =>
    marks.length > 1 && shortest <= 60 * MINUTE
      ? []
      : [
          `${name}: so quiet at times that a gap of less than ${lengthWords(roundedUp(shortest))} may not show.`,
        ],
  );
}

/** Where the logs end before what was asked, too shortly before to be called a gap: said all the same. */
function earlyEnd(lines: readonly Timeline[], { to }: Stretch, cut: number): readonly string[] {
  const last = Math.max(...lines.map(({ marks }) => marks.at(-1) ?? -Infinity));
  const missing = Math.min(to, cut) - last - MINUTE;
  if (!Number.isFinite(last) || missing < 60 * MINUTE) return [];
  return [
    `The logs end at ${minuteWords(last)}, ${lengthWords(missing)} before the end of the window.`,
  ];
}

/** What the logs cover of the window and of the baseline. */
export function coverageOf(read: AuditInput, context: AuditContext): Coverage {
  const { baselineFrom, from, to } = context.windows;
  const lines = timelines(read);
  const cuts = context.keys.map(({ containedAt }) => containedAt ?? Infinity);
  const window = { from, to };
  const cut = Math.max(-Infinity, ...cuts);
  const { sources } = read;
  const spans = [
    ...outerGaps(lines, window, cut),
    ...innerGaps(lines, window, cut),
    ...sources.flatMap((source) => restGap(source, sources, window)),
  ].sort((a, b) => toEpoch(a.from) - toEpoch(b.from));
  const baseline = { from: baselineFrom, to: from };
  const naming = lines.filter((line) => line.namesKeys);
  const first = Math.min(...lines.map(({ marks }) => marks[0] ?? Infinity));
  const exposed = Math.min(...context.keys.map(({ exposedFrom }) => exposedFrom ?? Infinity));
  return {
    gaps: [...spans, ...unreadGaps(sources)],
    baselineDays: coveredDays(naming, baseline),
    trafficDays: coveredDays(lines, baseline).length,
    isAnythingRead: isAnythingRead(sources),
    namesKeys: naming.length > 0,
    shortestGap: Math.max(0, ...lines.map(({ shortest }) => roundedUp(shortest))),
    limits: [
      ...(exposed < first && Number.isFinite(first)
        ? [
            `The key was exposed from ${minuteWords(exposed)}; the logs begin at ${minuteWords(first)}.`,
          ]
        : []),
      ...earlyEnd(lines, window, cut === -Infinity ? Infinity : cut),
      ...blindness(lines),
      ...sourceLimits(sources),
    ],
  };
}
