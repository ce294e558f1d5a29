// Deadlines for a calendar. Calendars are shared: no entry says more than the codename and which deadline it is.
import { HOUR } from "../../instant.ts";
import { nameOf, type TimelineFormat } from "./format.ts";

/** A reminder half a day before, or when a quarter of a short window is left. */
const REMIND = 12 * HOUR;
const SHARE = 4;

export const ics: TimelineFormat = {
  id: "ics",
  title: "deadlines for a calendar (iCalendar)",
  extension: "ics",
  mime: "text/calendar",
  render(_rows, context, tools) {
    const { id, codename, drill, head } = context.state;
    const name = codename === null ? id : context.clean(codename);
    const title = `${drill ? "DRILL " : ""}[${name}]`;
    const entries = (context.deadlines ?? []).map((deadline) => ({
      uid: `${id}.${deadline.id}`,
      title: `${title} ${deadline.title}`,
      at: deadline.at,
      remind: Math.min(REMIND, Math.floor(deadline.window / SHARE)),
      cancelled: deadline.met,
      sequence: head.seq,
    }));
    return tools.calendar(
      `${drill ? "DRILL " : ""}${nameOf(context)}: deadlines`,
      entries,
      context.now,
    );
  },
};
