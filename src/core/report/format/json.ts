// The timeline as one JSON document: for scripts.
import { cleanRow, nameOf, safeJson, type FormatContext, type TimelineFormat } from "./format.ts";

export const json: TimelineFormat = {
  id: "json",
  title: "one JSON document",
  extension: "json",
  mime: "application/json",
  render(rows, context) {
    const { id, drill, severity, declaredAt, head } = context.state;
    if (context.told?.codenameOnly === true)
      return `${safeJson({ restricted: true, drill, ...told(context), codename: nameOf(context), timeline: [] })}\n`;
    const document = {
      incident: id,
      drill,
      severity,
      declaredAt,
      now: context.now,
      version: context.version,
      head,
      ...told(context),
      timeline: rows.map((row) => cleanRow(row, context)),
    };
    return `${safeJson(document)}\n`;
  },
};

/** For whom it was made; a document for the own screen says nothing of that. */
function told({ told: to, state, clean }: FormatContext): object {
  if (to === undefined) return {};
  const { id, tlp, mark } = to.audience;
  return {
    audience: id,
    marking: { tlp, text: mark },
    ...(to.statements.length === 0 ? {} : { statements: to.statements }),
    codename: state.codename === null ? null : clean(state.codename),
  };
}
