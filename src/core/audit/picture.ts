// An audit as a picture: requests over time, what is usual, who was not ours, gaps, exposure and the key's end. SVG without any script.
import { toEpoch } from "../instant.ts";
import { forXml } from "../redaction/escape.ts";
import { CANVAS, number, rect, text, wideOf, type Canvas, type Paper } from "./picture-canvas.ts";
import { legend, uprights } from "./picture-labels.ts";
import { barsOf, lengthFor, roundUp, timeMarks, type Bar } from "./picture-scale.ts";
import { shownSpan, type Marks } from "./picture-window.ts";
import { pictureWords, shownWords } from "./picture-words.ts";
import type { AuditReport, CredentialAudit, Gap, Span } from "./report.ts";
import { figure } from "./words.ts";

// Strangers differ from ours by pattern and outline too, not by colour alone; print is always light.
/** Its style sheet, for a page that must name what it allows. */
export const AUDIT_PICTURE_STYLE = `
.audit{font:12px system-ui,sans-serif;--ink:#1b1f24;--soft:#59636e;--line:#d1d9e0;--ours:#6e8fb5;--band:#1b1f24;--open:#fdf3d8;--foreign:#b3261e;--gap:#8b949e;--paper:#fff}
@media screen and (prefers-color-scheme:dark){.audit{--ink:#e6edf3;--soft:#9aa4af;--line:#3d444d;--ours:#7aa2d6;--band:#e6edf3;--open:#2b2413;--foreign:#ff7b72;--gap:#8b949e;--paper:#0d1117}}
.audit text{fill:var(--ink)}.audit .soft{fill:var(--soft)}.audit .head{font-weight:600;font-size:14px}
.audit .paper{fill:var(--paper)}.audit .grid{stroke:var(--line)}.audit .ours{fill:var(--ours)}.audit .usual{stroke:var(--band);stroke-width:1.5;fill:none}.audit .open{fill:var(--open)}
.audit .foreign{fill:url(#foreign-page);stroke:var(--foreign);stroke-width:.8}.audit .hatch{stroke:var(--foreign);stroke-width:3}
.audit .gap{fill:url(#gap-page)}.audit.for-phone .foreign{fill:url(#foreign-phone)}.audit.for-phone .gap{fill:url(#gap-phone)}.audit .dots{stroke:var(--gap)}.audit .mark{stroke:var(--ink);stroke-dasharray:4 3}.audit .said{paint-order:stroke;stroke:var(--paper);stroke-width:4px}`;

/** One set for each paper: a page hides one of the two, and with it what lies in it. */
function patterns(paper: Paper): string {
  return `<defs><pattern id="foreign-${paper}" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><line class="hatch" x1="0" y1="0" x2="0" y2="5"/></pattern><pattern id="gap-${paper}" width="6" height="6" patternUnits="userSpaceOnUse"><line class="dots" x1="0" y1="6" x2="6" y2="0"/></pattern></defs>`;
}

interface Frame {
  readonly canvas: Canvas;
  readonly span: Span;
  readonly top: number;
  x(at: number): number;
  y(requests: number): number;
}

function frameOf(bars: readonly Bar[], span: Span, canvas: Canvas): Frame {
  const [from, to] = [toEpoch(span.from), toEpoch(span.to)];
  const { left, right, top: above, bottom } = canvas;
  const top = roundUp(
    Math.max(...bars.map((bar) => Math.max(bar.ours + bar.foreign, bar.usual ?? 0))),
  );
  return {
    canvas,
    span,
    top,
    x: (at) => left + ((Math.min(Math.max(at, from), to) - from) / (to - from)) * (right - left),
    y: (requests) => bottom - (requests / top) * (bottom - above),
  };
}

/** A shape over the whole height of the drawing. */
function column(kind: string, from: number, to: number, least: number, frame: Frame): string {
  const { x, canvas } = frame;
  const wide = Math.max(least, x(to) - x(from));
  return wide <= 0 ? "" : rect(kind, x(from), canvas.top, wide, canvas.bottom - canvas.top);
}

function grid({ y, top, canvas: { left, right } }: Frame): string {
  return [0, top / 2, top]
    .map(
      (value) =>
        `<line class="grid" x1="${number(left)}" x2="${number(right)}" y1="${number(y(value))}" y2="${number(y(value))}"/>${text(left - 6, y(value) + 4, figure(value), ' class="soft" text-anchor="end"')}`,
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
function exposure({ exposedFrom, containedAt }: Marks, frame: Frame): string {
  if (exposedFrom === null) return "";
  return column("open", toEpoch(exposedFrom), toEpoch(containedAt ?? frame.span.to), 0, frame);
}

/** Hours without logs. What was not read may be of any time: it is said in words. */
function gapColumns(gaps: readonly Gap[], frame: Frame): readonly string[] {
  const { span } = frame;
  return gaps.flatMap(({ from, to }) =>
    from === null || to === null || to <= span.from || from >= span.to
      ? []
      : [column("gap", toEpoch(from), toEpoch(to), 2, frame)],
  );
}

/** Times below, each inside the paper. */
function times({ x, span, canvas }: Frame): readonly string[] {
  return timeMarks(span, canvas.mostTimes).map(({ at, text: words }) => {
    const half = wideOf(words) / 2;
    const middle = Math.min(Math.max(x(at), half), canvas.width - half);
    return text(middle, canvas.bottom + 18, words, ' class="soft" text-anchor="middle"');
  });
}

/** The key and the verdict, and what part of the time is shown. */
function heading(title: string, { span, canvas }: Frame): string {
  const { left, right, width } = canvas;
  const isWide = width === CANVAS.page.width;
  const when = isWide
    ? text(right, 20, shownWords(span), ' class="soft" text-anchor="end"')
    : text(left, 38, shownWords(span), ' class="soft"');
  return text(left, 20, title, ' class="head"') + when;
}

/**
 * The picture of one key as an SVG element of its own, for a page or for a phone; it scales to its place and is readable on light, dark and
 * paper. Text of logs is escaped. Gaps are hatched over their whole height: nothing is known of them.
 */
export function drawAudit(
  audit: CredentialAudit,
  report: AuditReport,
  marks: Marks,
  paper: Paper = "page",
): string {
  const canvas = CANVAS[paper];
  const { width, height } = canvas;
  const span = shownSpan(audit, report.window, marks);
  const length = lengthFor(toEpoch(span.to) - toEpoch(span.from), canvas.mostBars);
  const bars = barsOf(audit, span, length);
  const frame = frameOf(bars, span, canvas);
  const gaps = gapColumns(report.gaps, frame);
  const upright = uprights(marks, span, canvas, frame.x);
  const title = `${audit.credential}: misuse ${audit.misuse}`;
  const id = `audit-${paper}-${audit.credential.replaceAll(/[^A-Za-z0-9]/g, "-")}`;
  const open = exposure(marks, frame);
  const shown = {
    usual: audit.usual !== null,
    foreign: bars.some(({ foreign }) => foreign > 0),
    gaps: gaps.length > 0,
    open: open !== "",
  };
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="audit for-${paper}" viewBox="0 0 ${String(width)} ${String(height)}" role="img" aria-labelledby="${id}-title ${id}-desc">`,
    `<title id="${id}-title">${forXml(title)}</title><desc id="${id}-desc">${forXml(pictureWords(audit, report))}</desc>`,
    `<style>${AUDIT_PICTURE_STYLE}</style>${patterns(paper)}`,
    rect("paper", 0, 0, width, height),
    heading(title, frame),
    legend(length, shown, span, marks, canvas, paper === "page" ? 43 : 58),
    open,
    grid(frame),
    barRects(bars, length, frame),
    usualLine(bars, length, frame),
    ...gaps,
    ...times(frame),
    ...upright.map(({ line }) => line),
    ...upright.map(({ said }) => said),
    "</svg>",
  ].join("\n");
}
