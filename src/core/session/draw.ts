// Drawing the live view as lines of a given width: 40 columns over ssh, 80 on a desk. Styles are names; a terminal may ignore them.
import { durationWords, toEpoch, type Instant } from "../instant.ts";
import type { SessionRow } from "./rows.ts";
import type { SessionKey, SessionView } from "./view.ts";

export type Style = "bold" | "dim" | "red" | "green" | "yellow";

/** One line: its text and at most one style for the whole of it. */
export interface Line {
  readonly text: string;
  readonly style: Style | null;
}

export interface DrawOptions {
  readonly width: number;
  readonly now: Instant;
  /** Index of the row the cursor is on. */
  readonly selected: number;
}

function line(text: string, style: Style | null = null): Line {
  return { text, style };
}

/** Cut to a width, with a mark that something is missing. */
function fit(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}~`;
}

/** Left and right on one line; the right side wins where both do not fit. */
function across(left: string, right: string, width: number): string {
  const room = width - right.length - 1;
  return `${fit(left, room).padEnd(room)} ${right}`;
}

/** Time left in the phase, or how long it is over. */
function countdown(dueAt: Instant, now: Instant): string {
  const left = toEpoch(dueAt) - toEpoch(now);
  return left >= 0 ? `${durationWords(left)} left` : `OVERDUE ${durationWords(left)}`;
}

function header(view: SessionView, options: DrawOptions): readonly Line[] {
  const wide = options.width >= 72;
  const due = countdown(view.dueAt, options.now);
  const [key] = view.keys;
  const name = wide ? view.incident : view.incident.slice(-4);
  const what =
    key === undefined
      ? ""
      : view.keys.length > 1
        ? `${String(view.keys.length)} keys`
        : `${wide ? key.environment.toUpperCase() : key.environment.slice(0, 4).toUpperCase()} ${key.provider} ..${key.last4}`;
  const drill = view.drill ? "DRILL " : "";
  const right = wide ? `${due}  ${view.operator}  ${view.head}` : due;
  const late = due.startsWith("OVERDUE");
  return [
    line(
      across(`${drill}${name} ${view.severity} ${what}`, right, options.width),
      late ? "red" : "bold",
    ),
  ];
}

function lanes(view: SessionView, width: number): readonly Line[] {
  const [key] = view.keys;
  if (key === undefined) return [];
  if (view.keys.length > 1) return board(view.keys, width);
  const contained = view.contained === null ? "" : `  CONTAINED ${view.contained.slice(11, 19)}Z`;
  const restored = view.restored === null ? "" : `  RESTORED ${view.restored.slice(11, 19)}Z`;
  const done = `${contained}${restored}`;
  const words =
    width >= 72
      ? `old ${key.old}   new ${key.new}   places ${key.places}   misuse ${view.misuse}   outage ${key.outage}`
      : `old ${key.old}  new ${key.new}  misuse ${view.misuse === "unknown" ? "?" : view.misuse}`;
  return [
    line(fit(words, width)),
    ...(done === "" ? [] : [line(fit(done.trim(), width), "green")]),
    ...(key.alarm === null ? [] : wrap(`!! ${key.alarm}`, width).map((text) => line(text, "red"))),
  ];
}

function board(keys: readonly SessionKey[], width: number): readonly Line[] {
  const wide = width >= 72;
  return keys.map((key) => {
    const left = wide
      ? `${key.id} ${fit(key.name, 26).padEnd(26)} ${key.environment.slice(0, 4)} ..${key.last4}`
      : `${key.id} ..${key.last4} ${key.environment.slice(0, 4)}`;
    const right = wide
      ? `old ${key.old.padEnd(14)} new ${key.new.padEnd(8)} ${key.places}`
      : `${key.old} / ${key.new}`;
    const style = key.alarm !== null ? "red" : key.old === "DEAD" ? "green" : null;
    return line(across(left, right, width), style);
  });
}

/** Words wrapped at blanks. */
function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let current = "";
  for (const word of text.split(" ")) {
    if (current !== "" && current.length + 1 + word.length > width) {
      lines.push(current);
      current = word;
    } else current = current === "" ? word : `${current} ${word}`;
  }
  return [...lines, current];
}

function minutes(row: SessionRow): string {
  if (row.state === "busy") return row.who === null ? "busy" : `${row.who} is at it`;
  if (row.state === "unknown") return "UNKNOWN";
  if (row.state === "waiting") return "waits";
  return row.minutes === null ? "" : `~${String(Math.max(1, row.minutes))}m`;
}

function rowLines(row: SessionRow, index: number, options: DrawOptions): readonly Line[] {
  const selected = index === options.selected;
  const text = across(
    `${selected ? ">" : " "}${String(index + 1)} ${row.title}${row.credential === null || row.credential === "c1" ? "" : ` (${row.credential})`}`,
    minutes(row),
    options.width,
  );
  const style = selected ? "bold" : row.state === "waiting" ? "dim" : null;
  const first = line(text, row.state === "unknown" ? "red" : style);
  if (!selected || row.why === "") return [first];
  return [first, ...wrap(`why: ${row.why}`, options.width - 3).map((words) => line(`   ${words}`))];
}

/** The keys that do something, as many as fit. */
function footer(view: SessionView, width: number): readonly Line[] {
  const counts = `${String(view.answered)} done, ${String(view.notApplicable)} n/a, ${String(view.later)} later (a = all)`;
  const keys =
    width >= 72
      ? "Enter open  s order  + key/place  n note  e answers  ? help  q leave (safe)"
      : "Enter s order + key/place n e ? q(safe)";
  return [
    ...(view.unknown > 0
      ? [line(`${String(view.unknown)} outcome(s) UNKNOWN: r = look`, "red")]
      : []),
    line(fit(counts, width), "dim"),
    line(fit(keys, width), "dim"),
  ];
}

/** The whole screen. */
export function drawView(view: SessionView, options: DrawOptions): readonly Line[] {
  return [
    ...header(view, options),
    ...lanes(view, options.width),
    ...view.rows.flatMap((row, index) => rowLines(row, index, options)),
    ...(view.rows.length === 0 ? [line("Nothing is left to do here. c = close, q = leave")] : []),
    ...footer(view, options.width),
  ];
}
