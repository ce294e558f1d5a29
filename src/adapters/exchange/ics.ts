// Dates for a calendar (RFC 5545): all-day entries with a reminder, that are the same entry when they are imported again.
import ical, { ICalAlarmType } from "ical-generator";
import { DAY, SECOND, toEpoch, type Instant } from "../../core/instant.ts";

export interface CalendarEntry {
  /** Stays the same from one export to the next. */
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  readonly at: Instant;
}

/** A reminder comes so long before, in ms. */
const REMIND = 14 * DAY;

/** The calendar's text, CRLF line ends. `now` is the stamp of this export. */
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
  // RFC 5545 ends every line, the last one too.
  return `${calendar.toString().replace(/(?:\r\n)?$/, "")}\r\n`;
}
