// The audit for a terminal: one screen, readable at 40 columns, without colour.
import { outlineOf, type Part } from "./outline.ts";
import type { AuditReport } from "./report.ts";

/** A line of the answer; the heads are what somebody reads who reads nothing else. */
export interface TableLine {
  readonly text: string;
  readonly isHead: boolean;
}

function plain(text: string): TableLine {
  return { text, isHead: false };
}

function partLines({ title, lines }: Part): readonly TableLine[] {
  return [plain(`${title}:`), ...lines.map((line) => plain(`  ${line}`))];
}

/** Its lines; what comes from logs is not escaped yet. */
export function auditTable(report: AuditReport): readonly TableLine[] {
  const { verdicts, parts } = outlineOf(report);
  return [
    ...verdicts.flatMap(({ title, lines, parts: own }) => [
      { text: title, isHead: true },
      ...lines.map((line) => plain(`  ${line}`)),
      ...own.flatMap(partLines),
      plain(""),
    ]),
    ...parts.flatMap(partLines),
  ];
}
