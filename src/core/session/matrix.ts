// The places of one key as a table: what lies there now, what was written, whether its process was reloaded, and which key it uses.
import type { CredentialState, TargetRecord } from "../incident/state.ts";
import { across, fit, line, wrap, wrapItems, type Line, type Style } from "./line.ts";

/** What a look at a place found; null while nobody has looked yet. */
export interface PlaceLook {
  readonly holds: "old" | "new" | "other" | "nothing" | "unreadable";
  /** Whether the program can make its consumer take the key. */
  readonly reloads: boolean;
  readonly isManual: boolean;
  /** What deploying would do there, line by line. */
  readonly plan: readonly string[];
}

export interface Matrix {
  readonly credential: CredentialState;
  readonly looks: ReadonlyMap<string, PlaceLook>;
  /** Places that are written or proved right now. */
  readonly isRunning: boolean;
  /** The newest words about a place: what its consumer said, why a write was refused. */
  readonly said: ReadonlyMap<string, string>;
}

interface Cells {
  readonly now: string;
  readonly wrote: string;
  readonly reload: string;
  readonly inUse: string;
}

const WRITTEN = ["written", "reloaded", "in-use", "attested"];

function nowCell(place: TargetRecord, look: PlaceLook | undefined): string {
  if (look === undefined) return "..";
  if (look.holds === "unreadable") return WRITTEN.includes(place.state) ? "(new)" : "?";
  return look.holds === "nothing" ? "none" : look.holds;
}

function wroteCell(place: TargetRecord, look: PlaceLook | undefined): string {
  if (place.state === "attested" && place.writtenAt === null) return "-";
  if (WRITTEN.includes(place.state)) return "ok";
  if (place.state === "failed") return "FAILED";
  if (place.state === "unknown") return "UNKNOWN";
  if (place.state === "waived") return "waived";
  return look?.isManual === true ? "you" : "-";
}

function reloadCell(place: TargetRecord, look: PlaceLook | undefined): string {
  if (["reloaded", "in-use", "attested"].includes(place.state)) return "ok";
  if (place.state === "waived") return "-";
  const byHand = look !== undefined && !look.reloads;
  if (place.state === "written") return byHand ? "you" : "NO !";
  return byHand ? "you" : "-";
}

function inUseCell(place: TargetRecord, isRunning: boolean): string {
  if (place.state === "in-use") return "ok";
  if (place.state === "attested") return "word";
  if (WRITTEN.includes(place.state)) return isRunning ? ".." : "?";
  return "-";
}

function cellsOf(place: TargetRecord, matrix: Matrix): Cells {
  const look = matrix.looks.get(place.id);
  return {
    now: nowCell(place, look),
    wrote: wroteCell(place, look),
    reload: reloadCell(place, look),
    inUse: inUseCell(place, matrix.isRunning),
  };
}

function row(mark: string, id: string, cells: Cells, width: number): string {
  // On 40 columns the head of the last column still has its room.
  const name = width >= 72 ? 24 : 11;
  const text = `${mark}${fit(id, name).padEnd(name)} ${cells.now.padEnd(6)}${cells.wrote.padEnd(8)}${cells.reload.padEnd(7)}${cells.inUse}`;
  return fit(text, width);
}

function styleOf(place: TargetRecord, selected: boolean): Style | null {
  if (place.state === "failed" || place.state === "unknown") return "red";
  if (place.state === "in-use" || place.state === "attested") return "green";
  return selected ? "bold" : null;
}

/** What a person does about a place that was written but is not proved, or not written. */
function remedy(place: TargetRecord, look: PlaceLook | undefined): readonly string[] {
  if (place.state === "written" && look?.reloads === false)
    return ["Restart it there; Enter asks it again."];
  if (place.state === "written" || place.state === "reloaded")
    return ["Enter restarts it and asks again; y when you have seen it work."];
  if (look?.holds === "other") return ["Look whose it is. o writes over it, w leaves it out."];
  if (look?.isManual === true)
    return ["r shows the key for the host; y when it runs with it, and how you know."];
  return [];
}

/** What there is to know about the place under the cursor: what was said of it, else what would happen there. */
function detail(place: TargetRecord, matrix: Matrix): readonly string[] {
  const look = matrix.looks.get(place.id);
  if (place.state === "in-use" || place.state === "attested" || place.state === "waived")
    return place.detail === null ? [] : [place.detail];
  const said = matrix.said.get(place.id);
  const isAsked = matrix.isRunning && WRITTEN.includes(place.state);
  if (isAsked)
    return [said ?? "written", "its use is looked for, here and at the vendor, up to a minute"];
  if (said !== undefined) return [said, ...remedy(place, look)];
  if (place.state === "pending") return look?.plan ?? ["looking what lies there"];
  return place.detail === null ? [] : [place.detail];
}

/** One key for each thing that can be done with the place under the cursor. */
function footer(matrix: Matrix, place: TargetRecord | undefined, width: number): readonly string[] {
  const { credential, isRunning } = matrix;
  const isOther = place !== undefined && matrix.looks.get(place.id)?.holds === "other";
  const open = credential.targets.some((one) => !WRITTEN.includes(one.state));
  const act = isRunning ? "" : open ? "Enter = deploy to all" : "Enter = ask again";
  const wide = width >= 72;
  return [
    act,
    "+ place",
    ...(isOther ? ["o write over it"] : []),
    wide ? "y I saw it use the new key" : "y seen in use",
    "w waive",
    wide ? "r reveal the key for a host" : "r reveal",
    "b back",
  ];
}

/** The table, and under it the place that the cursor is on. `header` stands above, `selected` is an index into the places. */
export function drawMatrix(
  matrix: Matrix,
  options: { readonly selected: number; readonly width: number; readonly due: string },
): readonly Line[] {
  const { credential } = matrix;
  const { width, selected } = options;
  const place = credential.targets[selected];
  const heads = { now: "now", wrote: "wrote", reload: "reload", inUse: "in use" };
  const keys = `DEPLOY ..${credential.old.last4 ?? "????"} -> ..${credential.new.last4 ?? "????"}`;
  return [
    line(across(keys, options.due, width), options.due.startsWith("OVERDUE") ? "red" : "bold"),
    line(""),
    line(row(" ", "place", heads, width), "dim"),
    ...credential.targets.map((one, index) =>
      line(
        row(index === selected ? ">" : " ", one.id, cellsOf(one, matrix), width),
        styleOf(one, index === selected),
      ),
    ),
    line(""),
    ...(place === undefined
      ? []
      : detail(place, matrix).flatMap((text) =>
          wrap(text, width - 2).map((one) => line(`  ${one}`)),
        )),
    ...(credential.strategy !== "contain-first" && credential.old.state === "alive"
      ? [line(fit("the old key stays until every place is in use", width), "dim")]
      : []),
    ...wrapItems(footer(matrix, place, width), width).map((text) => line(text, "dim")),
  ];
}
