// Lines folded at words to the width of a terminal, which would cut through them. A command or a path stays whole, to be copied.
import { stripVTControlCharacters } from "node:util";
import { wrapAnsi } from "fast-wrap-ansi";

/** A line that is typed or copied as it stands, whatever stands before the command; one that ends as a sentence does is none. */
const TYPED = /^\s*(?:\d+ |next:? +)?claro-ir (?!.*\.$)/;

/** What follows a fold is indented by so much more than the line it belongs to. */
const HANGING = 2;

function foldLine(line: string, width: number): string {
  // Styles take no room on the screen.
  if (stripVTControlCharacters(line).length <= width || TYPED.test(line)) return line;
  const indent = line.length - line.trimStart().length;
  const room = Math.max(1, width - indent - HANGING);
  const [first = "", ...rest] = wrapAnsi(line.trimStart(), room, { hard: false }).split("\n");
  const margin = " ".repeat(indent + HANGING);
  return [" ".repeat(indent) + first, ...rest.map((part) => margin + part)].join("\n");
}

/** Text whose lines fit `width` columns; styles go on over a fold. */
export function fold(text: string, width: number): string {
  return text
    .split("\n")
    .map((line) => foldLine(line, width))
    .join("\n");
}
