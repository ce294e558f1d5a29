// What a person sees: a terminal's cells, kept by xterm's own model and read as text, with styles, or as the raw bytes.
import headless from "@xterm/headless";
import type { IBufferCell, IBufferLine, Terminal as Model } from "@xterm/headless";

const COLOURS = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"];

/** The screen of one terminal. Sizes are in character cells. */
export interface ScreenModel {
  readonly model: Model;
  /** Let the model read what a program wrote; resolves when the cells show it. */
  feed(text: string): Promise<void>;
  /** The visible rows without trailing blanks, rows below the last text left out. */
  text(): string;
  /** As `text`, then one line for each run of styled cells: row number, style names, the words. `from`: from the last row on that matches. */
  cells(from?: RegExp): string;
  /** Everything still in the scrollback and on the screen; what was wrapped at the edge is one line again. */
  history(): string;
  /** Whether a person sees the cursor. */
  cursorShown(): boolean;
}

function styleOf(cell: IBufferCell): string {
  const names = [
    cell.isBold() !== 0 && "bold",
    cell.isDim() !== 0 && "dim",
    cell.isItalic() !== 0 && "italic",
    cell.isUnderline() !== 0 && "underline",
    cell.isInverse() !== 0 && "inverse",
    !cell.isFgDefault() && colourOf(cell.getFgColor()),
    !cell.isBgDefault() && `on-${colourOf(cell.getBgColor())}`,
  ];
  return names.filter((name) => name !== false).join(" ");
}

function colourOf(index: number): string {
  return index < 8
    ? (COLOURS[index] ?? String(index))
    : index < 16
      ? `bright-${COLOURS[index - 8] ?? ""}`
      : `colour-${String(index)}`;
}

interface Run {
  readonly style: string;
  text: string;
}

function runsOf(line: IBufferLine): readonly Run[] {
  const runs: Run[] = [];
  for (let column = 0; column < line.length; column += 1) {
    const cell = line.getCell(column);
    if (cell === undefined || cell.getWidth() === 0) continue;
    const style = styleOf(cell);
    const chars = cell.getChars() || " ";
    const last = runs.at(-1);
    if (last?.style === style) last.text += chars;
    else runs.push({ style, text: chars });
  }
  return runs.filter((run) => run.style !== "" && run.text.trim() !== "");
}

function textOf(lines: readonly IBufferLine[]): string {
  return lines
    .map((line) => line.translateToString(true).trimEnd())
    .join("\n")
    .trimEnd();
}

/** A screen of this size, empty. */
export function createScreen(columns: number, rows: number): ScreenModel {
  const model = new headless.Terminal({
    cols: columns,
    rows,
    scrollback: 5000,
    allowProposedApi: true,
  });
  let cursor = true;
  // DECTCEM, the one mode that xterm's model keeps to itself.
  for (const [final, shown] of [
    ["h", true],
    ["l", false],
  ] as const)
    model.parser.registerCsiHandler({ prefix: "?", final }, (params) => {
      if (params.includes(25)) cursor = shown;
      return false;
    });
  function visible(): readonly IBufferLine[] {
    const { active } = model.buffer;
    return Array.from({ length: model.rows }, (_, row) =>
      active.getLine(active.baseY + row),
    ).filter((line) => line !== undefined);
  }
  return {
    model,
    feed: (written) => new Promise((resolve) => model.write(written, resolve)),
    text: () => textOf(visible()),
    cells(from) {
      const all = visible();
      const first = all.findLastIndex((line) => from?.test(line.translateToString(true)));
      const shown = all.slice(Math.max(0, first));
      const styled = shown.flatMap((line, row) =>
        runsOf(line).map(
          (run) => `${String(row + 1).padStart(3)} ${run.style}: ${run.text.trim()}`,
        ),
      );
      return `${textOf(shown)}\n\n-- styles --\n${styled.join("\n")}`.trimEnd() + "\n";
    },
    history() {
      const { active } = model.buffer;
      let all = "";
      for (let row = 0; row < active.length; row += 1) {
        const line = active.getLine(row);
        if (line === undefined) continue;
        all += `${line.isWrapped || row === 0 ? "" : "\n"}${line.translateToString(true)}`;
      }
      return all.trimEnd();
    },
    cursorShown: () => cursor,
  };
}
