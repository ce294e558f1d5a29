// Action items that nobody could follow up: without owner, date, ticket or type.
import type { Region } from "../keep.ts";
import type { LintFinding } from "./finding.ts";

function cellsOf(line: string): string[] {
  return line
    .trim()
    .replaceAll(/^\||\|$/g, "")
    .split("|")
    .map((cell) => cell.trim());
}

interface Column {
  readonly title: string;
  readonly rule: LintFinding["rule"];
  readonly hint: string;
  isFilled(cell: string): boolean;
}

const COLUMNS: readonly Column[] = [
  {
    title: "owner",
    rule: "action-owner",
    hint: "give it an owner role",
    isFilled: (cell) => cell !== "",
  },
  {
    title: "due",
    rule: "action-due",
    hint: "give it a date, YYYY-MM-DD",
    isFilled: (cell) => /^\d{4}-\d{2}-\d{2}$/.test(cell),
  },
  {
    title: "ticket",
    rule: "action-ticket",
    hint: "give it a ticket",
    isFilled: (cell) => cell !== "",
  },
  {
    title: "type",
    rule: "action-type",
    hint: "prevent, detect, respond or recover",
    isFilled: (cell) => /^(?:prevent|detect|respond|recover)$/i.test(cell),
  },
];

/** What is missing of each row of a table that asks for it; a column that is not there is not asked for. */
export function looseActions(region: Region): LintFinding[] {
  const lines = region.content.split("\n");
  const head = lines.findIndex((line) => line.trim().startsWith("|"));
  const titles = cellsOf(lines[head] ?? "").map((title) => title.toLowerCase());
  const asked = COLUMNS.map((column) => ({
    ...column,
    at: titles.findIndex((title) => title.startsWith(column.title)),
  })).filter(({ at }) => at >= 0);
  return lines.flatMap((text, index): LintFinding[] => {
    if (head < 0 || index < head + 2 || !text.trim().startsWith("|")) return [];
    const cells = cellsOf(text);
    const action = cells
      .slice(0, 2)
      .filter((cell) => cell !== "")
      .join(" ");
    return asked
      .filter(({ at, isFilled }) => !isFilled(cells[at] ?? ""))
      .map(({ rule, hint }) => ({ line: region.line + 1 + index, rule, text: action, hint }));
  });
}
