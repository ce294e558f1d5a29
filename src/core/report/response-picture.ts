// The response as a picture: phases against their deadlines, who could use the key, outage, cut and recovery. SVG without any script.
import { liveCredentials } from "../incident/checklist.ts";
import { between } from "../instant.ts";
import { forXml } from "../redaction/escape.ts";
import { spell, type ReportInput } from "./input.ts";
import { PhaseScale } from "./phase-scale.ts";
import { BAR, LAYOUT, n, type Frame, type Layout, type Paper } from "./response-frame.ts";
import { responseRows, type Row } from "./response-rows.ts";
import { exposedFrom } from "./response-words.ts";

// Late and exposed differ by pattern and form too, not by colour alone; print is always light.
/** Its style sheet, for a page that must name what it allows. */
export const RESPONSE_STYLE = `
.response{font:12px system-ui,sans-serif;--ink:#1b1f24;--soft:#59636e;--line:#d1d9e0;--open:#b3261e;--new:#1a7f37;--out:#9a6700;--paper:#fff;--band:#f6f8fa}
@media screen and (prefers-color-scheme:dark){.response{--ink:#e6edf3;--soft:#9aa4af;--line:#3d444d;--open:#ff7b72;--new:#3fb950;--out:#d29922;--paper:#0d1117;--band:#161b22}}
.response text{fill:var(--ink)}.response .soft{fill:var(--soft)}.response .head{font-weight:600;font-size:14px}.response .paper{fill:var(--paper)}.response .band{fill:var(--band)}
.response .due{stroke:var(--ink);stroke-dasharray:3 3}.response .row{stroke:var(--line)}.response .open{fill:var(--open)}.response .new{fill:var(--new)}.response .out{fill:url(#out-page)}.response.for-phone .out{fill:url(#out-phone)}.response .stripe{stroke:var(--out);stroke-width:4}
.response .met{fill:var(--soft)}.response .undone{fill:none;stroke:var(--soft)}.response .late{fill:none;stroke:var(--open);stroke-width:2}.response .mark{stroke:var(--ink);stroke-width:2}`;

/** One for each paper: a page hides one of the two, and with it what lies in it. */
function pattern(paper: Paper): string {
  return `<defs><pattern id="out-${paper}" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><line class="stripe" x1="0" y1="0" x2="0" y2="6"/></pattern></defs>`;
}

function words(
  { x, y, anchor }: Layout["title"],
  said: string,
  kind: "soft" | "head" | "" = "",
): string {
  const of = `${kind === "" ? "" : ` class="${kind}"`}${anchor === "end" ? ' text-anchor="end"' : ""}`;
  return `<text${of} x="${n(x)}" y="${n(y)}">${forXml(said)}</text>`;
}

/** The time before the declaration as a band, and what each deadline is. */
function columns({ scale, layout, input }: Frame, height: number): string {
  const { left, top } = layout;
  const zero = scale.x(0);
  const band = `<rect class="band" x="${n(left)}" y="${n(top - 30)}" width="${n(zero - left)}" height="${n(height - top + 22)}"/>`;
  const before =
    zero > left ? band + words({ x: zero - 4, y: top - 14, anchor: "end" }, "before", "soft") : "";
  const limits = input.runbook.phases.map(({ until }) =>
    words({ x: scale.x(until) - 4, y: top - 14, anchor: "end" }, spell(until), "soft"),
  );
  return before + limits.join("");
}

/** A row's stretch of each deadline's line; on a phone it leaves the words above the bar alone. */
function dueLines({ scale, layout, input }: Frame): string {
  const half = layout === LAYOUT.page ? layout.row / 2 : BAR / 2 + 4;
  return input.runbook.phases
    .map(({ until }) => {
      const x = n(scale.x(until));
      return `<line class="due" x1="${x}" x2="${x}" y1="${n(-half)}" y2="${n(half)}"/>`;
    })
    .join("");
}

function drawn({ title, verdict, svg }: Row, index: number, frame: Frame): string {
  const { top, row, middle, width, ...layout } = frame.layout;
  const y = top + index * row;
  return [
    `<g transform="translate(0 ${n(y)})">`,
    `<line class="row" x1="10" x2="${n(width - 10)}" y1="${n(row)}" y2="${n(row)}"/>`,
    words(layout.title, title),
    words(layout.verdict, verdict, "soft"),
    `<g transform="translate(0 ${n(middle)})">${dueLines(frame)}${svg}</g></g>`,
  ].join("");
}

/** Earliest instant that is drawn, in ms before the declaration. */
function lead({ state }: ReportInput): number {
  const exposed = liveCredentials(state)
    .map((one) => exposedFrom(one, state))
    .filter((at) => at !== null);
  const first = [state.detectedAt, ...exposed].map((at) => between(at, state.declaredAt));
  return Math.max(0, ...first);
}

const TITLE = "The response against its deadlines";
const HOW = "each column a phase, its right edge the deadline";

function heading(paper: Paper): string {
  const { width } = LAYOUT[paper];
  const how =
    paper === "page"
      ? ({ x: width - 10, y: 22, anchor: "end" } as const)
      : ({ x: 10, y: 42, anchor: "start" } as const);
  return words({ x: 10, y: 22, anchor: "start" }, TITLE, "head") + words(how, HOW, "soft");
}

/** The picture, for a page or for a phone. Each column is a phase at its own scale, its right edge the deadline; a hollow bar ended late. */
export function responsePicture(input: ReportInput, paper: Paper = "page"): string {
  const { state, runbook } = input;
  const layout = LAYOUT[paper];
  const frame: Frame = {
    input,
    layout,
    scale: new PhaseScale(
      runbook.phases.map(({ until }) => until),
      lead(input),
      { left: layout.left, width: layout.right - layout.left },
    ),
    since: (at) => between(state.declaredAt, at),
  };
  const rows = responseRows(frame);
  const height = layout.top + rows.length * layout.row + 12;
  const id = `response-${paper}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="response for-${paper}" viewBox="0 0 ${n(layout.width)} ${n(height)}" role="img" aria-labelledby="${id}-title ${id}-desc">`,
    `<title id="${id}-title">${TITLE}</title><desc id="${id}-desc">Each column is a phase at its own scale, its right edge the deadline. Full bars were in time, hollow ones late.</desc>`,
    `<style>${RESPONSE_STYLE}</style>${pattern(paper)}<rect class="paper" width="${n(layout.width)}" height="${n(height)}"/>`,
    heading(paper),
    columns(frame, height),
    ...rows.map((row, index) => drawn(row, index, frame)),
    "</svg>\n",
  ].join("");
}
