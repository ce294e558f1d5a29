// A screen of its own on the terminal, drawn over again and again; what was there before comes back when it is closed.
import { wrapAnsi } from "fast-wrap-ansi";
import type { Output } from "./output.ts";

export interface Screen {
  /** Show these lines instead of the last ones, as many as fit. */
  draw(lines: readonly string[]): void;
  /** Give the terminal back as it was. */
  close(): void;
}

/** ECMA-48 and xterm control sequences: every terminal that is not dumb knows them. */
const OPEN = "\u001b[?1049h\u001b[?25l";
const CLOSE = "\u001b[?25h\u001b[?1049l";
const HOME = "\u001b[H";
const CLEAR_LINE = "\u001b[K";
const CLEAR_BELOW = "\u001b[J";

/** Open a screen on stdout, which must be a terminal. `rows` of it, asked each time. */
export function openScreen(
  output: Pick<Output, "raw" | "clean" | "width">,
  rows: () => number,
): Screen {
  let open = false;
  return {
    draw(lines) {
      const wrapped = lines.flatMap((line) =>
        wrapAnsi(output.clean(line), output.width(), { hard: true, trim: false }).split("\n"),
      );
      const frame = wrapped.slice(0, rows()).map((line) => `${line}${CLEAR_LINE}`);
      output.raw(`${open ? "" : OPEN}${HOME}${frame.join("\n")}${CLEAR_BELOW}`);
      open = true;
    },
    close() {
      if (open) output.raw(CLOSE);
      open = false;
    },
  };
}
