// The response as a picture: phases against their deadlines, who could use the key, outage, cut and recovery. SVG without any script.
import { liveCredentials } from "../incident/checklist.ts";
import type { CredentialState, IncidentState } from "../incident/state.ts";
import { between, type Instant } from "../instant.ts";
import { forXml } from "../redaction/escape.ts";
import { dateTime, momentWords, spell, type ReportInput } from "./input.ts";
import { phaseMetrics } from "./phase-metrics.ts";
import { PhaseScale } from "./phase-scale.ts";
import { deadSince, factValue, inUseSince, isAtTheLatest } from "./terms.ts";

const WIDTH = 720;
const LEFT = 150;
/** Room for the words beside what ended last. */
const RIGHT = 130;
const TOP = 74;
const ROW = 30;
const BAR = 12;

// Late and exposed differ by pattern and form too, not by colour alone; print is always light.
/** Its style sheet, for a page that must name what it allows. */
export const RESPONSE_STYLE = `
.response{font:12px system-ui,sans-serif;--ink:#1b1f24;--soft:#59636e;--line:#d1d9e0;--open:#b3261e;--new:#1a7f37;--out:#9a6700;--paper:#fff;--band:#f6f8fa}
@media screen and (prefers-color-scheme:dark){.response{--ink:#e6edf3;--soft:#9aa4af;--line:#3d444d;--open:#ff7b72;--new:#3fb950;--out:#d29922;--paper:#0d1117;--band:#161b22}}
.response text{fill:var(--ink)}.response .soft{fill:var(--soft);paint-order:stroke;stroke:var(--paper);stroke-width:4px}.response .head{font-weight:600;font-size:14px}.response .paper{fill:var(--paper)}.response .band{fill:var(--band)}
.response .due{stroke:var(--ink);stroke-dasharray:3 3}.response .row{stroke:var(--line)}.response .open{fill:var(--open)}.response .new{fill:var(--new)}.response .out{fill:url(#response-out)}.response .stripe{stroke:var(--out);stroke-width:4}
.response .met{fill:var(--soft)}.response .undone{fill:none;stroke:var(--soft)}.response .late{fill:none;stroke:var(--open);stroke-width:2}.response .mark{stroke:var(--ink);stroke-width:2}`;

const PATTERN = `<defs><pattern id="response-out" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><line class="stripe" x1="0" y1="0" x2="0" y2="6"/></pattern></defs>`;

function n(value: number): string {
  return value.toFixed(1);
}

interface Row {
  readonly title: string;
  readonly svg: string;
}

interface Frame {
  readonly input: ReportInput;
  readonly scale: PhaseScale;
  since(at: Instant): number;
}

function bar(kind: string, from: number, to: number, words: string, { scale }: Frame): string {
  const [left, right] = [scale.x(from), scale.x(to)];
  return `<rect class="${kind}" x="${n(left)}" y="${String(-BAR / 2)}" width="${n(Math.max(2, right - left))}" height="${String(BAR)}" rx="2"><title>${forXml(words)}</title></rect>`;
}

/** Columns of a letter of 12 pixels, wide ones included. */
const LETTER = 6.6;

/** Words on the right of an instant, on paper of their own where a deadline's line would run through them. */
function label(at: number, words: string, { scale, input }: Frame): string {
  const left = scale.x(at) + 4;
  const wide = words.length * LETTER + 4;
  const isCrossed = input.runbook.phases.some(({ until }) => {
    const line = scale.x(until);
    return line > left && line < left + wide;
  });
  const paper = isCrossed
    ? `<rect class="paper" x="${n(left)}" y="-7" width="${n(wide)}" height="14"/>`
    : "";
  return `${paper}<text class="soft" x="${n(scale.x(at) + 6)}" y="4">${forXml(words)}</text>`;
}

function stroke(at: number, words: string, frame: Frame): string {
  const x = n(frame.scale.x(at));
  return `<line class="mark" x1="${x}" x2="${x}" y1="${String(-BAR / 2 - 3)}" y2="${String(BAR / 2 + 3)}"/>${label(at, words, frame)}`;
}

function exposureWords(state: IncidentState, exposed: string | null, dead: Instant | null): string {
  const since = exposed === null ? "an unknown time" : shown(exposed);
  const bound = exposed !== null && isAtTheLatest(state, exposed) ? " at the latest" : "";
  return `could be used by others since ${since}${bound}, ${dead === null ? "not proved dead" : `dead since ${dateTime(dead)}`}`;
}

/** A fact's instant; a day stays a day. */
function shown(stated: string): string {
  return momentWords(stated, stated.length === 10 ? "day" : "second");
}

/** How long the old key worked in other hands, as far as anybody knows. */
function exposureRow(credential: CredentialState, frame: Frame): Row {
  const { state, now } = frame.input;
  const exposed =
    factValue(credential.facts, "exposedFrom") ?? factValue(state.facts, "exposedFrom");
  const dead = deadSince(credential);
  const from = exposed === null ? frame.since(state.detectedAt) : frame.since(exposed);
  const to = frame.since(dead ?? state.closedAt ?? now);
  const words = exposureWords(state, exposed, dead);
  const cut = credential.old.blockedAt;
  return {
    title: `${credential.id} old key works`,
    svg:
      bar("open", from, Math.max(to, from), words, frame) +
      (cut === null ? "" : stroke(frame.since(cut), dead === null ? "cut" : "", frame)) +
      (dead === null ? "" : stroke(frame.since(dead), "dead", frame)),
  };
}

/** From its making until it is in use everywhere. */
function replacementRow(credential: CredentialState, frame: Frame): readonly Row[] {
  const { createdAt } = credential.new;
  if (createdAt === null) return [];
  const used = inUseSince(credential);
  const { state, now } = frame.input;
  const [from, to] = [frame.since(createdAt), frame.since(used ?? state.closedAt ?? now)];
  const words = used === null ? "not in use everywhere yet" : `in use everywhere ${dateTime(used)}`;
  return [
    {
      title: `${credential.id} new key`,
      svg:
        bar("new", from, Math.max(from, to), `made ${dateTime(createdAt)}, ${words}`, frame) +
        stroke(Math.max(from, to), used === null ? "not in use yet" : "in use", frame),
    },
  ];
}

/** From the cut until the replacement is in use everywhere. */
function outageRow(credential: CredentialState, frame: Frame): readonly Row[] {
  const cut = credential.old.blockedAt;
  const used = inUseSince(credential);
  if (cut === null) return [];
  const { state, now } = frame.input;
  const [from, to] = [frame.since(cut), frame.since(used ?? state.closedAt ?? now)];
  if (to <= from) return [];
  const words = `outage of ${spell(to - from)}${used === null ? " so far" : ""}`;
  return [
    {
      title: `${credential.id} outage`,
      svg: bar("out", from, to, words, frame) + stroke(to, spell(to - from), frame),
    },
  ];
}

/** One row a phase: from when it begins until its last core step or proof, and whether that was in time. */
function phaseRows(frame: Frame): readonly Row[] {
  const { state, runbook, now } = frame.input;
  const metrics = phaseMetrics(state, runbook);
  return runbook.phases.map(({ title, from, until }, index): Row => {
    const { ms = null, note = null } = metrics[index] ?? {};
    const ended = ms ?? frame.since(state.closedAt ?? now);
    if (ms === null && ended <= from) return { title, svg: "" };
    const isLate = ended > until;
    const words = ms === null ? (isLate ? "late, not done" : "not done") : (note ?? "");
    const kind = isLate ? "late" : ms === null ? "undone" : "met";
    return {
      title,
      svg:
        bar(kind, Math.min(from, ended), ended, `${title}: ${spell(ended)}, ${words}`, frame) +
        label(ended, words, frame),
    };
  });
}

/** Deadlines as upright lines, the time before the declaration as a band. */
function columns(frame: Frame, height: number): string {
  const { runbook } = frame.input;
  const zero = frame.scale.x(0);
  const declared =
    zero > LEFT
      ? `<rect class="band" x="${String(LEFT)}" y="${String(TOP - 30)}" width="${n(zero - LEFT)}" height="${String(height - TOP + 22)}"/><text class="soft" x="${n(zero - 6)}" y="${String(TOP - 16)}" text-anchor="end">before</text>`
      : "";
  const phases = runbook.phases.map(({ until }) => {
    const right = frame.scale.x(until);
    return `<text class="soft" x="${n(right - 4)}" y="${String(TOP - 14)}" text-anchor="end">${forXml(spell(until))}</text><line class="due" x1="${n(right)}" x2="${n(right)}" y1="${String(TOP - 26)}" y2="${String(height - 8)}"/>`;
  });
  return declared + phases.join("");
}

/** Earliest instant that is drawn, in ms before the declaration. */
function lead({ state }: ReportInput): number {
  const exposed = [state.facts, ...liveCredentials(state).map((one) => one.facts)]
    .map((facts) => factValue(facts, "exposedFrom"))
    .filter((at) => at !== null);
  const first = [state.detectedAt, ...exposed].map((at) => between(at, state.declaredAt));
  return Math.max(0, ...first);
}

/** The picture. Each column is a phase at its own scale, its right edge the deadline; a hollow bar ended late. */
export function responsePicture(input: ReportInput): string {
  const { state, runbook } = input;
  const frame: Frame = {
    input,
    scale: new PhaseScale(
      runbook.phases.map(({ until }) => until),
      lead(input),
      { left: LEFT, width: WIDTH - LEFT - RIGHT },
    ),
    since: (at) => between(state.declaredAt, at),
  };
  const rows = [
    ...phaseRows(frame),
    ...liveCredentials(state).flatMap((credential) => [
      exposureRow(credential, frame),
      ...replacementRow(credential, frame),
      ...outageRow(credential, frame),
    ]),
  ];
  const height = TOP + rows.length * ROW + 12;
  const drawn = rows.map(({ title, svg }, index) => {
    const y = TOP + index * ROW + ROW / 2;
    return `<line class="row" x1="12" x2="${String(WIDTH - 14)}" y1="${String(y + ROW / 2)}" y2="${String(y + ROW / 2)}"/><text x="${String(LEFT - 12)}" y="${String(y + 4)}" text-anchor="end">${forXml(title)}</text><g transform="translate(0 ${String(y)})">${svg}</g>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" class="response" viewBox="0 0 ${String(WIDTH)} ${String(height)}" role="img" aria-labelledby="response-title response-desc"><title id="response-title">The response against its deadlines</title><desc id="response-desc">Each column is a phase at its own scale, its right edge the deadline. Full bars were in time, hollow ones late.</desc><style>${RESPONSE_STYLE}</style>${PATTERN}<rect class="paper" width="${String(WIDTH)}" height="${String(height)}"/><text class="head" x="12" y="22">The response against its deadlines</text><text class="soft" x="${String(WIDTH - 14)}" y="22" text-anchor="end">each column a phase, its right edge the deadline</text>${columns(frame, height)}${drawn.join("")}</svg>
`;
}

/** What the picture shows, in words. */
export function responseWords(input: ReportInput): string {
  const { state, runbook } = input;
  const metrics = phaseMetrics(state, runbook);
  const phases = runbook.phases.map(({ title, until }, index) => {
    const { ms = null, note = null } = metrics[index] ?? {};
    const limit = `of ${spell(until)}`;
    return ms === null
      ? `${title}: not done (${limit})`
      : `${title}: ${spell(ms)} ${limit}, ${note ?? ""}`;
  });
  const keys = liveCredentials(state).map((one) => {
    const exposed = factValue(one.facts, "exposedFrom") ?? factValue(state.facts, "exposedFrom");
    const cut = one.old.blockedAt;
    const used = inUseSince(one);
    return [
      `${one.id}: the old key ${exposureWords(state, exposed, deadSince(one))}`,
      ...(cut === null ? [] : [`cut ${dateTime(cut)}`]),
      used === null
        ? "the new key is not in use everywhere"
        : `the new key is in use everywhere since ${dateTime(used)}`,
    ].join(", ");
  });
  return `${[...phases, ...keys].join(". ")}.`;
}
