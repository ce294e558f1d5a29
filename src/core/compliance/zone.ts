// Time zones: whether a name is one, and a moment as its clocks show it.
import type { Instant } from "../instant.ts";

/** Whether this machine knows an IANA zone of that name, such as Europe/Berlin. */
export function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    // It throws for names that are none; there is no way to ask first.
    return false;
  }
}

/** `2027-02-03 23:59`, as the clocks of a zone show it. */
export function localMinute(at: Instant, zone: string): string {
  const format = new Intl.DateTimeFormat("en", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
  });
  const parts = format.formatToParts(Date.parse(at));
  const [year, month, day, hour, minute] = (
    ["year", "month", "day", "hour", "minute"] as const
  ).map((wanted) => parts.find(({ type }) => type === wanted)?.value ?? "");
  return `${year ?? ""}-${month ?? ""}-${day ?? ""} ${hour ?? ""}:${minute ?? ""}`;
}

/**
 * A date as people read it: `2026-11-26 18:59Z`, and where days of another zone are counted, theirs first:
 * `2027-02-03 23:59 America/Sao_Paulo = 2027-02-04 02:59Z`.
 */
export function dateIn(at: Instant, zone: string | null): string {
  const utc = `${at.slice(0, 16).replace("T", " ")}Z`;
  return zone === null || zone === "UTC" ? utc : `${localMinute(at, zone)} ${zone} = ${utc}`;
}
