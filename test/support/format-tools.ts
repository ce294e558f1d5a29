// The tools of every format at once, as each gets its own from the program.
import { formatTools } from "../../src/adapters/exchange/format-tools.ts";
import type { FormatTools } from "../../src/core/report/format/format.ts";

/** Digests, ids and calendars, all of them real. */
export async function allTools(): Promise<FormatTools> {
  const [ics, stix] = await Promise.all([formatTools("ics"), formatTools("stix")]);
  return { ...stix, calendar: ics.calendar };
}
