// What an audit says to people, in the order in which they ask: was it misused, why, what was done, how sure, what next.
import { toEpoch, type Instant } from "../instant.ts";
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
  counted,
  figure,
  lengthWords,
  minuteWords,
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

function span({ from, to }: Span): string {
  return spanWords(toEpoch(from), toEpoch(to));
}

function minute(at: Instant): string {
  return minuteWords(toEpoch(at));
}

/** At most so many lines, and how many more there are. */
function some(lines: readonly string[], most = MOST): readonly string[] {
  return lines.length <= most
    ? lines
    : [...lines.slice(0, most), `… and ${figure(lines.length - most)} more (--json has all)`];
}

function countedWords({ value, count, isKnown }: Counted): string {
  return `${value}${isKnown ? "" : " (new)"} ${figure(count)}`;
}

/** New ones first: they are what is looked for. */
function values(list: readonly Counted[], distinct: number): string {
  const sorted = list.toSorted((a, b) => Number(a.isKnown) - Number(b.isKnown));
  const shown = sorted.slice(0, 4).map(countedWords).join(", ");
  return distinct > 4 ? `${shown} … ${figure(distinct)} in all` : shown;
}

function requestsLine({ requests, denied, errors, errorRate, first, last }: Figures): string {
  if (requests === 0 || first === null || last === null) return "no request of it in that time";
  const failed = errorRate === null ? "" : `, ${percent(errorRate)} failed`;
  return `${counted(requests, "request")}${failed} (${figure(denied)} refused, ${figure(errors)} errors), ${spanWords(toEpoch(first), toEpoch(last))}`;
}

/** A day of the baseline against a day of the window. */
function pace({ window, baseline }: CredentialAudit): readonly string[] {
  function perDay({ requests, span: { from, to } }: Figures): number {
    return (requests * 86_400_000) / (toEpoch(to) - toEpoch(from));
  }
  const usual =
    baseline.requests === 0 ? "none before" : `${figure(Math.round(perDay(baseline)))} before`;
  return window.requests === 0 && baseline.requests === 0
    ? []
    : [`${figure(Math.round(perDay(window)))} a day, ${usual}`];
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
  const { window } = audit;
  const { addresses, countries, agents, actions, distinct } = window;
  return {
    title: "use",
    lines: [
      requestsLine(window),
      ...pace(audit),
      ...peak(window),
      ...volume(window),
      ...dimension("from", addresses, distinct.addresses),
      ...dimension("countries", countries, distinct.countries),
      ...dimension("agents", agents, distinct.agents),
      ...dimension("did", actions, distinct.actions),
    ],
  };
}

function findingLine({ id, level, confidence, title, judged, samples }: Finding): string {
  const [sample] = samples;
  const said = judged === null ? "" : `, ${judged}`;
  const where = sample === undefined ? "" : `, e.g. ${sample.where}`;
  return `${id} ${level} (${confidence} confidence${said}): ${title}${where}`;
}

function partsOf(audit: CredentialAudit): readonly Part[] {
  const { findings, reached, derived, cleared } = audit;
  return [
    use(audit),
    { title: "findings", lines: some(findings.map(findingLine), 8) },
    {
      title: "reached by strangers",
      lines: some(reached.map(({ value, count }) => `${value} (${figure(count)})`)),
    },
    {
      title: "made with it",
      lines: some(
        derived.map(
          ({ kind, id, madeAt, requests, removedAt }) =>
            `${kind} ${id}, ${minute(madeAt)}: ${counted(requests, "request")}${removedAt === null ? "" : ", removed again"}`,
        ),
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

function verdictOf(audit: CredentialAudit): Outline["verdicts"][number] {
  const { credential, names, misuse, because, firstAbuse, lastAbuse } = audit;
  const [name] = names.filter((one) => one !== credential);
  const called = name === undefined ? credential : `${credential} ${name}`;
  const abuse =
    firstAbuse === null || lastAbuse === null
      ? []
      : [`misused ${spanWords(toEpoch(firstAbuse), toEpoch(lastAbuse))}`];
  return {
    title: `${called}: misuse ${misuse}`,
    lines: [...because.slice(0, 4), ...abuse],
    parts: partsOf(audit),
  };
}

function sourceLine(source: SourceCoverage): string {
  const { name, format, lines, events, duplicates, rejected, from, to } = source;
  if (format === null) return `${name}: ${source.notes[0] ?? "not recognised"}`;
  const times = from === null || to === null ? "no time in it" : span({ from, to });
  return [
    `${name} (${format}): ${times}`,
    counted(lines, "line"),
    `${figure(events)} counted`,
    ...(duplicates === 0 ? [] : [`${figure(duplicates)} there twice`]),
    ...(rejected === 0 ? [] : [`${figure(rejected)} could not be read`]),
  ].join(", ");
}

function sourceLines(sources: readonly SourceCoverage[]): readonly string[] {
  return some(sources.map(sourceLine));
}

function noteLines(sources: readonly SourceCoverage[]): readonly string[] {
  const notes = sources
    .filter(({ format }) => format !== null)
    .flatMap(({ name, notes: all, samples }) => [
      ...all.map((note) => `${name}: ${note}`),
      ...samples.slice(0, 2).map(({ line, why }) => `${name}:${String(line)}: ${why}`),
    ]);
  return some(notes, 6);
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
          gaps.map(
            ({ from, to, source, why }) =>
              `${span({ from, to })}${source === null ? "" : ` in ${source}`}: ${why}`,
          ),
        ),
      },
      { title: "not known", lines: some(limits, 6) },
      { title: "about the logs", lines: noteLines(sources) },
    ].filter(({ lines }) => lines.length > 0),
  };
}
