// The timeline as JSON Lines: one row a line, for log pipelines.
import { cleanRow, eachRow, safeJson, type TimelineFormat } from "./format.ts";

export const jsonl: TimelineFormat = {
  id: "jsonl",
  title: "JSON Lines, one row a line",
  extension: "jsonl",
  mime: "application/jsonl",
  render(rows, context) {
    const stamp = context.state.drill ? { drill: true } : {};
    return eachRow(rows, (row) => `${safeJson({ ...cleanRow(row, context), ...stamp })}\n`);
  },
};
