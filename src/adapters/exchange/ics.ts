// Dates for a calendar (RFC 5545): entries with a reminder, that are the same entry when they are imported again.
import ical, {
  ICalAlarmType,
  ICalCalendarMethod,
  ICalEventClass,
  ICalEventStatus,
  type ICalCalendar,
} from "ical-generator";
import { DAY, SECOND, toEpoch, type Instant } from "../../core/instant.ts";
import type { CalendarDeadline } from "../../core/report/format/format.ts";

export interface CalendarEntry {
  /** Stays the same from one export to the next. */
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  readonly at: Instant;
}

/** A reminder comes so long before, in ms. */
const REMIND = 14 * DAY;

/** The calendar's text of all-day entries, CRLF line ends. `now` is the stamp of this export. */
export function writeIcs(title: string, entries: readonly CalendarEntry[], now: Instant): string {
  const calendar = ical({
    name: title,
    prodId: { company: "claro-ir", product: "keys", language: "EN" },
  });
  for (const { uid, title: summary, description, at } of entries) {
    const event = calendar.createEvent({
      id: `${uid}@claro-ir`,
      start: new Date(at),
      allDay: true,
      stamp: new Date(toEpoch(now)),
      summary,
      description,
    });
    event.createAlarm({
      type: ICalAlarmType.display,
      trigger: REMIND / SECOND,
      description: summary,
    });
  }
  return textOf(calendar);
}

/** The calendar's text of deadlines to the second; one that is met is cancelled, so that it goes where it was imported before. */
export function writeDeadlines(
  title: string,
  entries: readonly CalendarDeadline[],
  now: Instant,
): string {
  const calendar = ical({
    name: title,
    prodId: { company: "claro-ir", product: "deadlines", language: "EN" },
    method: ICalCalendarMethod.PUBLISH,
  });
  for (const { uid, title: summary, at, remind, cancelled, sequence } of entries) {
    const event = calendar.createEvent({
      id: `${uid}@claro-ir`,
      start: new Date(at),
      end: new Date(at),
      stamp: new Date(now),
      sequence,
      summary,
      class: ICalEventClass.PRIVATE,
      status: cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    });
    if (!cancelled)
      event.createAlarm({
        type: ICalAlarmType.display,
        trigger: remind / SECOND,
        description: summary,
      });
  }
  return textOf(calendar);
}

/** RFC 5545 ends every line, the last one too. */
function textOf(calendar: ICalCalendar): string {
  return `${calendar.toString().replace(/(?:\r\n)?$/, "")}\r\n`;
}
