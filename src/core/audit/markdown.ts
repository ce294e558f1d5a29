// The audit as Markdown: for a ticket, or a report. Nothing of a log becomes markup.
import { forMarkdown } from "../redaction/escape.ts";
import { outlineOf, type Part } from "./outline.ts";
import type { AuditReport } from "./report.ts";

function partText({ title, lines }: Part): string {
  return [`### ${forMarkdown(title)}`, "", ...lines.map((line) => `- ${forMarkdown(line)}`)].join(
    "\n",
  );
}

/** A whole document; escaped. */
export function auditMarkdown(report: AuditReport): string {
  const { verdicts, parts } = outlineOf(report);
  const blocks = [
    "# Audit of access logs",
    ...verdicts.flatMap(({ title, lines, parts: own }) => [
      `## ${forMarkdown(title)}`,
      ...(lines.length === 0 ? [] : [lines.map((line) => `- ${forMarkdown(line)}`).join("\n")]),
      ...own.map(partText),
    ]),
    "## What this rests on",
    ...parts.map(partText),
  ];
  return `${blocks.join("\n\n")}\n`;
}
