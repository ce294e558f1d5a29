// An audit as a picture: requests over time, what is usual, who was not ours, gaps, exposure and cut. SVG without any script.
import { toEpoch, type Instant } from "../instant.ts";
import { forXml } from "../redaction/escape.ts";
import { barsOf, lengthFor, roundUp, timeMarks, type Bar } from "./picture-scale.ts";
import type { AuditReport, CredentialAudit } from "./report.ts";
import { counted, figure, lengthWords, notOursWords, spanWords } from "./words.ts";

const WIDTH = 720;
const HEIGHT = 300;
const LEFT = 52;
const RIGHT = 12;
const TOP = 62;
const BOTTOM = 30;
const MOST_BARS = 180;
const MOST_MARKS = 7;

// Strangers differ from ours by pattern and outline too, not by colour alone; print is always light.
/** Its style sheet, for a page that must name what it allows. */
export const AUDIT_PICTURE_STYLE = `
.audit{font:12px system-ui,sans-serif;--ink:#1b1f24;--soft:#59636e;--line:#d1d9e0;--ours:#6e8fb5;--band:#1b1f24;--open:#fdf3d8;--foreign:#b3261e;--gap:#8b949e;--paper:#fff}
@media screen and (prefers-color-scheme:dark){.audit{--ink:#e6edf3;--soft:#9aa4af;--line:#3d444d;--ours:#7aa2d6;--band:#e6edf3;--open:#2b2413;--foreign:#ff7b72;--gap:#8b949e;--paper:#0d1117}}
.audit text{fill:var(--ink)}.audit .soft{fill:var(--soft)}.audit .head{font-weight:600;font-size:14px}
.audit .paper{fill:var(--paper)}.audit .grid{stroke:var(--line)}.audit .ours{fill:var(--ours)}.audit .usual{stroke:var(--band);stroke-width:1.5;fill:none}.audit .open{fill:var(--open)}
.audit .foreign{fill:url(#audit-foreign);stroke:var(--foreign);stroke-width:.8}.audit .hatch{stroke:var(--foreign);stroke-width:3}
.audit .gap{fill:url(#audit-gap)}.audit .dots{stroke:var(--gap)}.audit .mark{stroke:var(--ink);stroke-dasharray:4 3}.audit .said{paint-order:stroke;stroke:var(--paper);stroke-width:4px}`;

const PATTERNS = `<defs><pattern id="audit-foreign" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><line class="hatch" x1="0" y1="0" x2="0" y2="5"/></pattern><pattern id="audit-gap" width="6" height="6" patternUnits="userSpaceOnUse"><line class="dots" x1="0" y1="6" x2="6" y2="0"/></pattern></defs>`;

/** Instants that are drawn as upright lines, where they lie inside. */
export interface Marks {
  readonly exposedFrom: Instant | null;
  readonly containedAt: Instant | null;
}

interface Frame {
  x(at: number): number;
  y(requests: number): number;
  readonly top: number;
}

function number(value: number): string {
  return String(Math.round(value * 10) / 10);
}

function rect(kind: string, x: number, y: number, width: number, height: number): string {
  return `<rect class="${kind}" x="${number(x)}" y="${number(y)}" width="${number(width)}" height="${number(height)}"/>`;
}

function text(x: number, y: number, words: string, of = ""): string {
  return `<text x="${number(x)}" y="${number(y)}"${of}>${forXml(words)}</text>`;
}

function frameOf(bars: readonly Bar[], from: number, to: number): Frame {
  const top = roundUp(
    Math.max(...bars.map((bar) => Math.max(bar.ours + bar.foreign, bar.usual ?? 0))),
  );
  return {
    top,
    x: (at) =>
      LEFT + ((Math.min(Math.max(at, from), to) - from) / (to - from)) * (WIDTH - LEFT - RIGHT),
    y: (requests) => HEIGHT - BOTTOM - (requests / top) * (HEIGHT - TOP - BOTTOM),
  };
}

function grid({ y, top }: Frame): string {
  return [0, top / 2, top]
    .map(
      (value) =>
        `<line class="grid" x1="${String(LEFT)}" x2="${String(WIDTH - RIGHT)}" y1="${number(y(value))}" y2="${number(y(value))}"/>${text(LEFT - 6, y(value) + 4, figure(value), ' class="soft" text-anchor="end"')}`,
    )
    .join("");
}

function barRects(bars: readonly Bar[], length: number, { x, y }: Frame): string {
  return bars
    .map(({ from, ours, foreign }) => {
      const left = x(from);
      const wide = x(from + length) - left;
      const thin = Math.max(0.8, wide - Math.min(1, wide / 4));
      return [
        ours === 0 ? "" : rect("ours", left, y(ours), thin, y(0) - y(ours)),
        foreign === 0
          ? ""
          : rect("foreign", left, y(ours + foreign), thin, y(ours) - y(ours + foreign)),
      ].join("");
    })
    .join("");
}

/** What was to be expected, as steps over the bars. */
function usualLine(bars: readonly Bar[], length: number, { x, y }: Frame): string {
  const steps = bars.flatMap(({ from, usual }) =>
    usual === null
      ? []
      : [`${number(x(from))},${number(y(usual))} ${number(x(from + length))},${number(y(usual))}`],
  );
  return steps.length === 0 ? "" : `<polyline class="usual" points="${steps.join(" ")}"/>`;
}

/** The time in which it was in other hands and alive. */
function exposure({ exposedFrom, containedAt }: Marks, report: AuditReport, { x }: Frame): string {
  if (exposedFrom === null) return "";
  const left = x(toEpoch(exposedFrom));
  const right = x(toEpoch(containedAt ?? report.window.to));
  return right <= left ? "" : rect("open", left, TOP, right - left, HEIGHT - TOP - BOTTOM);
}

/** An upright line, and words beside it. The words come last of all, so that their halo parts them from every line. */
function mark(
  at: Instant | null,
  words: string,
  row: number,
  report: AuditReport,
  { x }: Frame,
): { readonly line: string; readonly said: string } {
  if (at === null || at < report.window.from || at >= report.window.to)
    return { line: "", said: "" };
  const place = x(toEpoch(at));
  const isRight = place > WIDTH - 150;
  const anchor = isRight ? ' text-anchor="end"' : "";
  const beside = isRight ? place - 4 : place + 4;
  return {
    line: `<line class="mark" x1="${number(place)}" x2="${number(place)}" y1="${String(TOP - 4)}" y2="${String(HEIGHT - BOTTOM)}"/>`,
    said: text(
      beside,
      TOP + 12 + row * 14,
      `${words} ${at.slice(11, 16)}`,
      ` class="said"${anchor}`,
    ),
  };
}

interface Shown {
  readonly usual: boolean;
  readonly foreign: boolean;
  readonly gaps: boolean;
  readonly open: boolean;
}

function legend(length: number, shown: Shown): string {
  const items = [
    ["ours", `ours, requests in ${lengthWords(length)}`],
    ...(shown.foreign ? [["foreign", "not ours"]] : []),
    ...(shown.usual ? [["usual", "usual"]] : []),
    ...(shown.gaps ? [["gap", "no logs"]] : []),
    ...(shown.open ? [["open", "exposed"]] : []),
  ];
  let x = LEFT;
  return items
    .map(([kind = "", words = ""]) => {
      const item =
        (kind === "usual"
          ? `<path class="usual" d="M${number(x)} 39h12"/>`
          : rect(kind, x, 34, 12, 10)) + text(x + 17, 43, words, ' class="soft"');
      x += 34 + words.length * 6.6;
      return item;
    })
    .join("");
}

/** The hatched part; an older report does not say how much of it came to nothing. */
function strangers({ notOurs, series }: CredentialAudit): string {
  if (notOurs !== undefined) return notOurs.requests === 0 ? "" : `; ${notOursWords(notOurs)}`;
  const foreign = series.reduce((sum, [, , strange]) => sum + strange, 0);
  return `; ${counted(foreign, "request")} not ours`;
}

/** What the picture shows, in words, for who cannot see it. */
export function pictureWords(audit: CredentialAudit, report: AuditReport): string {
  const span = spanWords(toEpoch(report.window.from), toEpoch(report.window.to));
  const all = audit.series.reduce((sum, [, requests]) => sum + requests, 0);
  const peak = audit.window.peakPerMinute;
  return [
    `${counted(all, "request")} of ${audit.credential}, ${span}${strangers(audit)}.`,
    ...(peak === null
      ? []
      : [
          `At most ${counted(peak.requests, "request")} a minute, at ${peak.at.slice(0, 16).replace("T", " ")} UTC.`,
        ]),
    ...(report.gaps.length === 0 ? [] : [`${counted(report.gaps.length, "gap")} in the logs.`]),
  ].join(" ");
}

/**
 * The picture of one key as an SVG element of its own: 720 by 300, scales to its place, readable on light, dark and paper.
 * Text of logs is escaped. Gaps are hatched over their whole height: nothing is known of them.
 */
export function drawAudit(audit: CredentialAudit, report: AuditReport, marks: Marks): string {
  const from = toEpoch(report.window.from);
  const to = toEpoch(report.window.to);
  const length = lengthFor(to - from, MOST_BARS);
  const bars = barsOf(audit, report.window, length);
  const frame = frameOf(bars, from, to);
  const { x } = frame;
  const gaps = report.gaps.flatMap((gap) => {
    // What was not read may be of any time: it is said in words.
    if (gap.from === null || gap.to === null) return [];
    const left = x(toEpoch(gap.from));
    return [rect("gap", left, TOP, Math.max(2, x(toEpoch(gap.to)) - left), HEIGHT - TOP - BOTTOM)];
  });
  const upright = [
    mark(marks.exposedFrom, "exposed", 0, report, frame),
    mark(marks.containedAt, "cut", 1, report, frame),
  ];
  const title = `${audit.credential}: misuse ${audit.misuse}`;
  const id = `audit-${audit.credential.replaceAll(/[^A-Za-z0-9]/g, "-")}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="audit" viewBox="0 0 ${String(WIDTH)} ${String(HEIGHT)}" role="img" aria-labelledby="${id}-title ${id}-desc">`,
    `<title id="${id}-title">${forXml(title)}</title><desc id="${id}-desc">${forXml(pictureWords(audit, report))}</desc>`,
    `<style>${AUDIT_PICTURE_STYLE}</style>${PATTERNS}`,
    rect("paper", 0, 0, WIDTH, HEIGHT),
    text(LEFT, 20, title, ' class="head"'),
    legend(length, {
      usual: audit.usual !== null,
      foreign: bars.some(({ foreign }) => foreign > 0),
      gaps: gaps.length > 0,
      open: marks.exposedFrom !== null,
    }),
    exposure(marks, report, frame),
    grid(frame),
    barRects(bars, length, frame),
    usualLine(bars, length, frame),
    ...gaps,
    ...timeMarks(report.window, MOST_MARKS).map(({ at, text: words }) =>
      text(x(at), HEIGHT - BOTTOM + 18, words, ' class="soft" text-anchor="middle"'),
    ),
    ...upright.map(({ line }) => line),
    ...upright.map(({ said }) => said),
    "</svg>",
  ].join("\n");
}
