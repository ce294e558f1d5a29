// Drawing a long list with a cursor: a window of it around the line the cursor is on.
import { across, fit, line, wrap, type Line, type Style } from "./line.ts";

export interface ListItem {
  readonly text: string;
  /** A word at the right: a state, a value. */
  readonly mark: string;
  readonly style: Style | null;
  /** Heading under which it stands; shown where it changes. */
  readonly heading: string | null;
  /** More about it, shown under the cursor. */
  readonly detail: string;
}

/** Items of the window; a small terminal has 24 lines. */
const WINDOW = 14;

/** First item of the window, so that the cursor stands in its middle where it can. */
function windowStart(count: number, selected: number): number {
  return Math.max(0, Math.min(selected - WINDOW / 2, count - WINDOW));
}

/** The list as lines of that width. `footer` says what the keys do. */
export function drawList(
  title: string,
  items: readonly ListItem[],
  options: { readonly selected: number; readonly width: number; readonly footer: string },
): readonly Line[] {
  const { selected, width } = options;
  const from = windowStart(items.length, selected);
  const shown = items.slice(from, from + WINDOW);
  const body = shown.flatMap((item, index) => {
    const isSelected = from + index === selected;
    const heading = item.heading !== shown[index - 1]?.heading ? item.heading : null;
    // A long value never pushes its label off.
    const mark = fit(item.mark, Math.floor(width / 2));
    const text = across(`${isSelected ? ">" : " "} ${item.text}`, mark, width);
    const detail = isSelected && item.detail !== "" ? wrap(item.detail, width - 4) : [];
    return [
      ...(heading === null ? [] : [line(fit(heading, width), "bold")]),
      line(text.trimEnd(), isSelected ? "bold" : item.style),
      ...detail.map((words) => line(`    ${words}`)),
    ];
  });
  const place = `${String(Math.min(selected + 1, items.length))} of ${String(items.length)}`;
  return [
    line(across(title, place, width), "bold"),
    ...body,
    ...(items.length === 0 ? [line("  nothing yet")] : []),
    line(fit(options.footer, width), "dim"),
  ];
}
