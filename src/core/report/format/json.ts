// The timeline as one JSON document: for scripts.
import { cleanRow, safeJson, type TimelineFormat } from "./format.ts";

export const json: TimelineFormat = {
  id: "json",
  title: "one JSON document",
  extension: "json",
  mime: "application/json",
  render(rows, context) {
    const { id, drill, severity, declaredAt, head } = context.state;
    const document = {
      incident: id,
      drill,
      severity,
      declaredAt,
      now: context.now,
      version: context.version,
      head,
      timeline: rows.map((row) => cleanRow(row, context)),
    };
    return `${safeJson(document)}\n`;
  },
};
