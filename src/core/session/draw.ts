// Drawing the live view as lines of a given width: 40 columns over ssh, 80 on a desk.
import type { Instant } from "../instant.ts";
import { boardHead, boardLines, keyLines } from "./draw-key.ts";
import { across, countdown, firstFitting, fit, line, wrap, wrapItems, type Line } from "./line.ts";
import type { SessionRow } from "./row.ts";
import type { SessionKey } from "./key.ts";
import type { SessionView } from "./view.ts";

export interface DrawOptions {
  readonly width: number;
  readonly now: Instant;
  /** Index of the row the cursor is on. */
  readonly selected: number;
  /** In a rehearsal whose time can be moved on. */
  readonly canSkip: boolean;
}

const BLANK = line("");

/** What the incident is called on a line of that width. */
function subject(view: SessionView, room: number): string {
  const drill = view.drill ? "DRILL " : "";
  const [key] = view.keys;
  const several = view.board ? `${String(view.keys.length)} keys` : "";
  const environment = key?.environment.toUpperCase() ?? "";
  const what = view.board
    ? [several]
    : [
        `${environment} ${key?.provider ?? ""} ..${key?.last4 ?? ""}`,
        `${environment.slice(0, 4)} ${key?.provider ?? ""}`,
        environment.slice(0, 4),
      ];
  const names = [view.incident, view.incident.slice(-4)];
  return firstFitting(
    what.flatMap((words) => names.map((name) => `${drill}${name} ${view.severity} ${words}`)),
    room,
  );
}

function header(view: SessionView, { width, now }: DrawOptions): readonly Line[] {
  const due = countdown(view.dueAt, now);
  const right = width >= 72 ? `${view.phase} ${due}` : due;
  const text = across(subject(view, width - right.length - 1), right, width);
  return [line(text, due.startsWith("OVERDUE") ? "red" : "bold")];
}

function milestones(view: SessionView, width: number): readonly Line[] {
  function since(word: string, at: Instant | null): readonly string[] {
    return at === null ? [] : [`${word} ${at.slice(11, 19)}Z`];
  }
  const reached = [...since("CONTAINED", view.contained), ...since("RESTORED", view.restored)];
  const fits = reached.join("  ").length <= width;
  return (fits && reached.length > 0 ? [reached.join("  ")] : reached).map((text) =>
    line(text, "green"),
  );
}

function mark(row: SessionRow): string {
  if (row.state === "busy") return row.who === null ? "busy" : `${row.who} is at it`;
  if (row.state === "unknown") return "UNKNOWN";
  if (row.state === "waiting") return "waits";
  if (row.due !== undefined) return row.due;
  return row.minutes === null ? "" : roughly(row.minutes);
}

/** About how long, in the unit people count in. */
function roughly(minutes: number): string {
  const hours = Math.round(minutes / 60);
  return hours < 2 ? `~${String(Math.max(1, minutes))}m` : `~${String(hours)}h`;
}

function rowLines(row: SessionRow, index: number, options: DrawOptions): readonly Line[] {
  const selected = index === options.selected;
  const text = across(
    `${selected ? ">" : " "}${index < 9 ? String(index + 1) : " "} ${row.title}`,
    mark(row),
    options.width,
  );
  const style = selected ? "bold" : row.state === "waiting" ? "dim" : null;
  const first = line(text, row.state === "unknown" ? "red" : style);
  if (!selected || row.why === "") return [first];
  return [first, ...wrap(`why: ${row.why}`, options.width - 3).map((words) => line(`   ${words}`))];
}

function lines(view: SessionView, options: DrawOptions): readonly Line[] {
  return view.rows.flatMap((row, index) => {
    const key = view.keys.find((one) => row.kind === "key" && one.id === row.id);
    const selected = index === options.selected;
    if (key !== undefined) return boardLines(key, row, index + 1, selected, options.width);
    const isFirst = view.board && view.rows[index - 1]?.kind === "key";
    return [...(isFirst ? [BLANK] : []), ...rowLines(row, index, options)];
  });
}

/** The keys that do something, as many as fit. */
function footer(view: SessionView, { width, canSkip }: DrawOptions): readonly Line[] {
  const wide = width >= 72;
  const others = wide ? `, ${String(view.notApplicable)} not needed` : "";
  const counts = `${view.phase}: ${String(view.answered)} settled${others}, ${String(view.later)} later`;
  const keys = [
    view.isFocused ? "b all keys" : "",
    canSkip ? (wide ? "> skip ahead" : "> skip") : "",
    wide ? "a steps" : "a all",
    "s order",
    "+ add",
    "n note",
    "e answers",
    ...(wide ? ["t timeline"] : []),
    "? help",
    wide ? "q leave (safe)" : "q leave",
  ];
  return [
    ...(view.unknown > 0
      ? [line(fit(`${String(view.unknown)} outcome(s) UNKNOWN: r = look`, width), "red")]
      : []),
    ...(view.telling === null ? [] : [line(fit(`${view.telling}: m = message`, width), "red")]),
    line(
      wide ? across(counts, `${view.operator}  record ${view.head}`, width) : fit(counts, width),
      "dim",
    ),
    ...wrapItems(keys, width).map((text) => line(text, "dim")),
  ];
}

/** Where the key stands; of one that was found harmless there is nothing to cut. */
function lanes(view: SessionView, key: SessionKey, width: number): readonly Line[] {
  if (!view.isBenign) return keyLines(key, view.misuse, width);
  const words = "BENIGN: the key stays, nothing is cut";
  return [line(firstFitting([`verdict ${words}`, words], width), "green")];
}

/** The duty to notify that comes due first. */
function clockLines({ clock }: SessionView, { width, now }: DrawOptions): readonly Line[] {
  if (clock === null) return [];
  const left = countdown(clock.dueAt, now);
  const style = left.startsWith("OVERDUE") ? "red" : clock.isNear ? "yellow" : "dim";
  return wrap(`tell ${clock.name}: ${left} (no legal advice)`, width).map((text) =>
    line(text, style),
  );
}

/** The whole screen. */
export function drawView(view: SessionView, options: DrawOptions): readonly Line[] {
  const [key] = view.keys;
  return [
    ...header(view, options),
    ...(view.board || key === undefined ? [] : lanes(view, key, options.width)),
    ...milestones(view, options.width),
    ...clockLines(view, options),
    BLANK,
    ...(view.board ? boardHead(options.width) : []),
    ...lines(view, options),
    ...(view.rows.length === 0
      ? [
          line(
            fit(
              `Nothing is left to do here. ${view.isFocused ? "b = all keys" : "q = leave"}`,
              options.width,
            ),
          ),
        ]
      : []),
    BLANK,
    ...footer(view, options),
  ];
}
