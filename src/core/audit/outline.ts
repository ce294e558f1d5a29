// What an audit says to people, in the order in which they ask: was it misused, why, what was done, how sure, what next.
import { DAY, HOUR, MINUTE, toEpoch, toInstant, type Instant } from "../instant.ts";
import type {
  AuditReport,
  Counted,
  CredentialAudit,
  Figures,
  Finding,
  SourceCoverage,
  Span,
} from "./report.ts";
import {
  bytesWords,
  clipped,
  counted,
  figure,
  lengthWords,
  listWords,
  minuteWords,
  notOursWords,
  percent,
  spanWords,
} from "./words.ts";

/** A heading with its lines. */
export interface Part {
  readonly title: string;
  readonly lines: readonly string[];
}

export interface Outline {
  /** One for each key: what matters most. */
  readonly verdicts: readonly {
    readonly title: string;
    readonly lines: readonly string[];
    readonly parts: readonly Part[];
  }[];
  /** Of all keys together. */
  readonly parts: readonly Part[];
}

const MOST = 5;
/** What a thief made must be taken away one by one: it is not cut short like the rest. */
const MOST_MADE = 12;
/** Reasons of a verdict. */
const MOST_REASONS = 5;
/** One of several in a line. */
const LONGEST_LISTED = 48;

function span({ from, to }: Span): string {
  return spanWords(toEpoch(from), toEpoch(to));
}

function minute(at: Instant): string {
  return minuteWords(toEpoch(at));
}

/** At most so many lines, and how many more of the `total` there are. */
function some(lines: readonly string[], most = MOST, total = lines.length): readonly string[] {
  const shown = lines.slice(0, most);
  if (total <= shown.length) return shown;
  const all = total > lines.length ? `the first ${figure(lines.length)}` : "all";
  return [...shown, `… and ${figure(total - shown.length)} more (--json has ${all})`];
}

function countedWords({ value, count, isKnown }: Counted): string {
  return `${clipped(value, LONGEST_LISTED)}${isKnown ? "" : " (new)"} ${figure(count)}`;
}

/** New ones first: they are what is looked for. */
function values(list: readonly Counted[], distinct: number): string {
  const sorted = list.toSorted((a, b) => Number(a.isKnown) - Number(b.isKnown));
  const shown = sorted.slice(0, 4).map(countedWords).join(", ");
  return distinct > 4 ? `${shown} … ${figure(distinct)} in all` : shown;
}

function requestsLine(figures: Figures, namesKeys: boolean): string {
  const { requests, denied, errors, errorRate, first, last } = figures;
  if (requests === 0 || first === null || last === null)
    return namesKeys ? "no request of it in that time" : "no request in that time";
  const whose = namesKeys ? "" : " of all callers together";
  const failed =
    denied + errors === 0 || errorRate === null
      ? "none failed"
      : `${percent(errorRate)} failed (${figure(denied)} refused, ${counted(errors, "error")})`;
  return `${counted(requests, "request")}${whose}, ${failed}, ${spanWords(toEpoch(first), toEpoch(last))}`;
}

/** When it last worked, where what came later was refused or failed. */
function lastUse({ last, lastSuccess, lastRefused }: Figures): readonly string[] {
  if (last === null || lastSuccess === last || lastRefused === null) return [];
  const used = lastSuccess === null ? "no use succeeded" : `last use ${minute(lastSuccess)}`;
  return [`${used}; last try that was refused or failed ${minute(lastRefused)}`];
}

function perDay(requests: number, from: Instant, to: Instant): number {
  return (requests * DAY) / (toEpoch(to) - toEpoch(from));
}

/** Requests of a day of the baseline as far as logs cover it; of one that is too short, since its first request. */
function usualDay({ baseline, usual }: CredentialAudit): number {
  if (usual !== null) return usual.reduce((sum, aMinute) => sum + aMinute * (HOUR / MINUTE), 0);
  const { requests, first, span: time } = baseline;
  const lastDay = toInstant(toEpoch(time.to) - DAY);
  return perDay(requests, first !== null && first < lastDay ? first : lastDay, time.to);
}

/** A day of the baseline against a day of the window. */
function pace(audit: CredentialAudit): readonly string[] {
  const { window, baseline } = audit;
  const usual =
    baseline.requests === 0 ? "none before" : `${figure(Math.round(usualDay(audit)))} before`;
  return window.requests === 0 && baseline.requests === 0
    ? []
    : [
        `${figure(Math.round(perDay(window.requests, window.span.from, window.span.to)))} a day, ${usual}`,
      ];
}

function peak({ peakPerMinute }: Figures): readonly string[] {
  return peakPerMinute === null
    ? []
    : [`most in a minute: ${figure(peakPerMinute.requests)} at ${minute(peakPerMinute.at)}`];
}

function volume({ bytes, units, cost }: Figures): readonly string[] {
  const parts = [
    ...(bytes === null || bytes === 0 ? [] : [`${bytesWords(bytes)} sent back`]),
    ...(units === null || units === 0 ? [] : [`${figure(units)} units`]),
    ...(cost === null || cost === 0 ? [] : [`$${figure(cost)}`]),
  ];
  return parts.length === 0 ? [] : [parts.join(", ")];
}

function dimension(name: string, list: readonly Counted[], distinct: number): readonly string[] {
  return distinct === 0 ? [] : [`${name}: ${values(list, distinct)}`];
}

function use(audit: CredentialAudit): Part {
  const { window, namesKeys, notOurs } = audit;
  const { addresses, countries, agents, actions, distinct } = window;
  return {
    title: "use",
    lines: [
      requestsLine(window, namesKeys),
      ...lastUse(window),
      ...pace(audit),
      ...peak(window),
      ...volume(window),
      ...dimension("from", addresses, distinct.addresses),
      ...dimension("countries", countries, distinct.countries),
      ...dimension("agents", agents, distinct.agents),
      ...dimension("did", actions, distinct.actions),
      ...(notOurs === undefined || notOurs.requests === 0 ? [] : [notOursWords(notOurs)]),
    ],
  };
}

function findingLine({ id, level, confidence, title, judged, samples }: Finding): string {
  const [sample] = samples;
  const said = judged === null ? "" : `, ${judged}`;
  const where = sample === undefined ? "" : `, e.g. ${clipped(sample.where)}`;
  return `${id} ${level} (${confidence} confidence${said}): ${title}${where}`;
}

function partsOf(audit: CredentialAudit): readonly Part[] {
  const { findings, reached, reachedTotal, derived, cleared } = audit;
  return [
    use(audit),
    { title: "findings", lines: some(findings.map(findingLine), 8) },
    {
      title: "read or changed by strangers (requests that got through)",
      lines: some(
        reached.map(({ value, count }) => `${clipped(value)} (${figure(count)})`),
        MOST,
        reachedTotal,
      ),
    },
    {
      title: "made with it",
      lines: some(
        derived.map(
          ({ kind, id, madeAt, requests, removedAt, isOurs }) =>
            `${kind} ${clipped(id)}, ${minute(madeAt)}${isOurs ? ", by callers of ours" : ""}: ${counted(requests, "request")}${removedAt === null ? "" : ", removed again"}`,
        ),
        MOST_MADE,
      ),
    },
    {
      title: "not to blame",
      lines: some(
        cleared.map(({ who, why }) => `${who}: ${why}`),
        3,
      ),
    },
  ].filter(({ lines }) => lines.length > 0);
}

/** From when to when it was misused; tries that came to nothing stand apart. */
function abuseLines({ firstAbuse, lastAbuse, lastRefused }: CredentialAudit): readonly string[] {
  const isLater = lastRefused !== null && (lastAbuse === null || lastRefused > lastAbuse);
  return [
    ...(firstAbuse === null || lastAbuse === null
      ? []
      : [`misused ${spanWords(toEpoch(firstAbuse), toEpoch(lastAbuse))}`]),
    ...(isLater ? [`last try that was refused or failed: ${minute(lastRefused)}`] : []),
  ];
}

function verdictOf(audit: CredentialAudit): Outline["verdicts"][number] {
  const { credential, names, misuse, because } = audit;
  const [name] = names.filter((one) => one !== credential);
  const called = name === undefined ? credential : `${credential} ${name}`;
  return {
    title: `${called}: misuse ${misuse}`,
    lines: [...because.slice(0, MOST_REASONS), ...abuseLines(audit)],
    parts: partsOf(audit),
  };
}

function sourceLine(source: SourceCoverage): string {
  const { name, format, lines, events, duplicates, rejected, from, to } = source;
  if (format === null && source.unread !== null) return `${name}: not read, see the gaps`;
  if (format === null) return `${name}: ${source.bytes === 0 ? "nothing in it" : "no log in it"}`;
  const times = from === null || to === null ? "no time in it" : span({ from, to });
  return [
    `${name} (${format}): ${times}`,
    counted(lines, "line"),
    `${figure(events)} counted`,
    ...(duplicates === 0 ? [] : [`${figure(duplicates)} counted already`]),
    ...(rejected === 0 ? [] : [`${figure(rejected)} could not be read`]),
  ].join(", ");
}

function sourceLines(sources: readonly SourceCoverage[]): readonly string[] {
  // Those that the answer rests on first; what was not read stands among the gaps.
  return some(sources.toSorted((a, b) => b.events - a.events).map(sourceLine));
}

function noteLines(sources: readonly SourceCoverage[]): readonly string[] {
  const read = sources.filter(({ format }) => format !== null);
  const said = read.flatMap(({ name, notes }) => notes.map((note) => ({ name, note })));
  const notes = [...Map.groupBy(said, ({ note }) => note)].map(
    ([note, of]) =>
      `${listWords(
        of.map(({ name }) => name),
        2,
      )}: ${note}`,
  );
  const samples = read.flatMap(({ name, samples: all }) =>
    all.slice(0, 2).map(({ line, why }) => `${name}:${String(line)}: ${why}`),
  );
  return some([...notes, ...samples], 6);
}

/** The outline of a report. Texts of logs stand in it as they are: escape them for the medium. */
export function outlineOf(report: AuditReport): Outline {
  const { window, baseline, sources, gaps, limits, credentials } = report;
  const length = lengthWords(toEpoch(baseline.to) - toEpoch(baseline.from));
  return {
    verdicts: credentials.map(verdictOf),
    parts: [
      {
        title: "looked at",
        lines: [`${span(window)}, against the ${length} before`, ...sourceLines(sources)],
      },
      {
        title: "gaps",
        lines: some(
          gaps.map(({ from, to, source, why }) =>
            from === null || to === null
              ? `${source ?? "a log"}: ${why}`
              : `${span({ from, to })}${source === null ? "" : ` in ${source}`}: ${why}`,
          ),
        ),
      },
      { title: "not known", lines: some(limits, 6) },
      { title: "about the logs", lines: noteLines(sources) },
    ].filter(({ lines }) => lines.length > 0),
  };
}
