// Drawing keys: two tracks for one key, one line each on the board of several.
import type { SessionKey, Track } from "./key.ts";
import { across, firstFitting, fit, line, wrap, type Line, type Style } from "./line.ts";
import type { SessionRow } from "./row.ts";

/** Where a lane stands, as a colour: what still works for a thief, what is on its way, what is safe. */
function oldStyle(key: SessionKey): Style {
  if (key.old.word.startsWith("DEAD")) return "green";
  return key.alarm === null ? "yellow" : "red";
}

function newStyle(track: Track): Style | null {
  if (track.word === "IN USE") return "green";
  if (track.word === "REJECTED") return "red";
  return track.word === "NONE" ? null : "yellow";
}

function trackLine(name: string, track: Track, style: Style | null, width: number): Line {
  const text = fit(`${name} ${track.stations.join(" > ")}`, width);
  const at = text.indexOf(track.stations[track.at] ?? "", name.length);
  if (style === null || at === -1) return line(text);
  return { text, style: null, accent: { at, length: track.word.length, style } };
}

/** Both lanes of one key, and what is known beside them. */
export function keyLines(key: SessionKey, misuse: string | null, width: number): readonly Line[] {
  const replaced = key.newLast4 === null ? "new" : `new ..${key.newLast4}`;
  const known = misuse === "unknown" ? "?" : (misuse ?? "");
  const risk = misuse === null ? "" : `  misuse ${known}  outage ${key.outage}`;
  const narrow = `places ${key.places.replace("none known", "?")}${risk}`;
  const beside = `places ${key.places}${risk.replaceAll("  ", "   ")}`;
  return [
    trackLine(`old ..${key.last4}`, key.old, oldStyle(key), width),
    trackLine(replaced, key.new, newStyle(key.new), width),
    line(firstFitting([beside, narrow], width), "dim"),
    ...alarmLines(key, width),
    ...(key.notice === null
      ? []
      : wrap(`! ${key.notice}`, width).map((text) => line(text, "yellow"))),
  ];
}

/** What is wrong, and the keys that put it right. */
function alarmLines(key: SessionKey, width: number): readonly Line[] {
  if (key.alarm === null) return [];
  return [
    ...wrap(`!! ${key.alarm}`, width).map((text) => line(text, "red")),
    ...(key.putRight
      ? [
          line(
            firstFitting(
              ["   w = put it right   or wait: it is asked again", "   w = put it right, or wait"],
              width,
            ),
            "red",
          ),
        ]
      : []),
  ];
}

function boardStyle(key: SessionKey, row: SessionRow, selected: boolean): Style | null {
  if (key.alarm !== null || row.state === "unknown") return "red";
  if (row.state === "finished") return "green";
  return selected ? "bold" : null;
}

/** What the columns of the board are. Narrow ones name themselves. */
export function boardHead(width: number): readonly Line[] {
  if (width < 72) return [];
  const left = `   ${"key".padEnd(18)} ${"vendor".padEnd(7)} ${"env".padEnd(4)} ends`;
  const right = `${"old".padEnd(16)} ${"new".padEnd(8)} in use who  `;
  return [line(across(left, right, width).trimEnd(), "dim")];
}

/** A key's line on the board, with its reason under the cursor. */
export function boardLines(
  key: SessionKey,
  row: SessionRow,
  number: number,
  selected: boolean,
  width: number,
): readonly Line[] {
  const wide = width >= 72;
  const mark = `${selected ? ">" : " "}${number > 9 ? " " : String(number)}`;
  const environment = key.environment.slice(0, 4);
  const left = wide
    ? `${mark} ${key.id} ${fit(key.name, 15).padEnd(15)} ${fit(key.provider, 7).padEnd(7)} ${environment} ..${key.last4}`
    : `${mark} ${key.id} ..${key.last4} ${environment}`;
  const who = row.who ?? (row.state === "finished" ? "ok" : "");
  const right = wide
    ? `${key.old.word.padEnd(16)} ${key.new.word.padEnd(8)} ${key.places.replace("none known", "-").padEnd(4)} ${fit(who, 5).padEnd(5)}`
    : `${key.old.word} / ${key.new.word}`;
  const first = line(across(left, right, width).trimEnd(), boardStyle(key, row, selected));
  if (!selected) return [first];
  const reason = [row.who === null ? "" : `${row.who} is at it. `, row.why].join("");
  return [first, ...wrap(reason, width - 4).map((text) => line(`    ${text}`))];
}
