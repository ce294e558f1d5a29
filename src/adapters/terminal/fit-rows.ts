// A screen cut to the height of the terminal: what is higher scrolls away, cannot be drawn over, and would be there twice a second later.
import type { Line } from "../../core/session/line.ts";

/** Lines under the cursor's that belong to it: its reason. */
const REASON = 2;

/** At most `rows` lines: the first one, which has the deadline, and as many of the others from the top as leave the cursor's (`>`) in sight. */
export function fitRows(lines: readonly Line[], rows: number): readonly Line[] {
  const [head, ...rest] = lines;
  if (head === undefined || lines.length <= rows) return lines;
  const room = Math.max(1, rows - 1);
  const cursor = rest.findIndex((line) => line.text.startsWith(">"));
  const from = Math.min(Math.max(0, cursor + REASON + 1 - room), rest.length - room);
  return [head, ...rest.slice(from, from + room)];
}
