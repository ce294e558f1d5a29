// Times across incidents as a picture: one row a figure, one dot an incident, a stroke at the median. SVG without any script.
import { DAY, HOUR, MINUTE, SECOND } from "../instant.ts";
import { counted } from "../audit/words.ts";
import { forXml } from "../redaction/escape.ts";
import type { Across, AcrossIncidents } from "./across.ts";
import { spell } from "./input.ts";

const WIDTH = 720;
const LEFT = 210;
const RIGHT = 90;
const TOP = 58;
const ROW = 26;
const RADIUS = 4;

/** Upright lines, from ten seconds to a month: times differ by powers of ten, so the scale does. */
const MARKS: readonly (readonly [ms: number, words: string])[] = [
  [10 * SECOND, "10 s"],
  [MINUTE, "1 min"],
  [10 * MINUTE, "10 min"],
  [HOUR, "1 h"],
  [6 * HOUR, "6 h"],
  [DAY, "1 d"],
  [7 * DAY, "7 d"],
  [30 * DAY, "30 d"],
];
const LEAST = 5 * SECOND;
const MOST = 40 * DAY;

// Rehearsals differ by form too, not by colour alone; print is always light.
const STYLE = `
.across{font:12px system-ui,sans-serif;--ink:#1b1f24;--soft:#59636e;--line:#d1d9e0;--dot:#0b5cad;--drill:#59636e;--paper:#fff}
@media screen and (prefers-color-scheme:dark){.across{--ink:#e6edf3;--soft:#9aa4af;--line:#3d444d;--dot:#7ab7ff;--drill:#9aa4af;--paper:#0d1117}}
.across text{fill:var(--ink)}.across .soft{fill:var(--soft)}.across .head{font-weight:600;font-size:14px}.across .paper{fill:var(--paper)}
.across .grid{stroke:var(--line)}.across .real{fill:var(--dot)}.across .drill{fill:none;stroke:var(--drill);stroke-width:1.5}.across .median{stroke:var(--ink);stroke-width:2}`;

function x(ms: number): string {
  const share =
    (Math.log(Math.min(Math.max(ms, LEAST), MOST)) - Math.log(LEAST)) /
    (Math.log(MOST) - Math.log(LEAST));
  return (LEFT + share * (WIDTH - LEFT - RIGHT)).toFixed(1);
}

function grid(height: number): string {
  return MARKS.map(
    ([ms, words]) =>
      `<line class="grid" x1="${x(ms)}" x2="${x(ms)}" y1="${String(TOP - 6)}" y2="${String(height - 8)}"/><text class="soft" x="${x(ms)}" y="${String(TOP - 12)}" text-anchor="middle">${words}</text>`,
  ).join("");
}

function row({ title, incidents, drills, values }: Across, index: number): string {
  const y = TOP + index * ROW + ROW / 2;
  const summary = incidents ?? drills;
  // What played itself took no person's time.
  const dots = values
    .filter(({ selfPlayed }) => !selfPlayed)
    .map(
      ({ incident, drill, ms }) =>
        `<circle class="${drill ? "drill" : "real"}" cx="${x(ms)}" cy="${String(y)}" r="${String(RADIUS)}"><title>${forXml(`${incident}: ${spell(ms)}`)}</title></circle>`,
    )
    .join("");
  const median =
    incidents === null
      ? ""
      : `<line class="median" x1="${x(incidents.median)}" x2="${x(incidents.median)}" y1="${String(y - 9)}" y2="${String(y + 9)}"/>`;
  const words = summary === null ? "" : spell(summary.median);
  return `<text x="${String(LEFT - 12)}" y="${String(y + 4)}" text-anchor="end">${forXml(title)}</text>${dots}${median}<text class="soft" x="${String(WIDTH - RIGHT + 8)}" y="${String(y + 4)}">${words}</text>`;
}

/** Instead of an empty grid. */
function nothing(selfPlayed: number): string {
  const played =
    selfPlayed === 0
      ? ""
      : ` ${counted(selfPlayed, "drill")} played ${selfPlayed === 1 ? "itself" : "themselves"}: no person's time.`;
  return `<text class="soft" x="12" y="${String(TOP)}">Nothing has been timed yet.${played}</text>`;
}

/** The times and phases; steps are too many for a picture. */
export function acrossPicture(across: AcrossIncidents): string {
  const rows = across.figures.filter(
    ({ kind, incidents: real, drills: played }) =>
      kind !== "step" && (real !== null || played !== null),
  );
  const height = TOP + Math.max(rows.length, 1) * ROW + 12;
  const { incidents, drills, selfPlayed } = across;
  const what = `${counted(incidents, "incident")} (dots, stroke = median), ${counted(drills, "drill")} (rings)`;
  return `<svg xmlns="http://www.w3.org/2000/svg" class="across" viewBox="0 0 ${String(WIDTH)} ${String(height)}" role="img" aria-labelledby="across-title across-desc"><title id="across-title">Times across incidents</title><desc id="across-desc">${what}; the scale is logarithmic.</desc><style>${STYLE}</style><rect class="paper" width="${String(WIDTH)}" height="${String(height)}"/><text class="head" x="12" y="22">Times across incidents</text><text class="soft" x="${String(WIDTH - 12)}" y="22" text-anchor="end">${what}</text>${rows.length === 0 ? nothing(selfPlayed) : grid(height)}${rows.map(row).join("")}</svg>
`;
}
