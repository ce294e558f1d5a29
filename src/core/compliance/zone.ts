// Whether a name is a time zone.

/** Whether this machine knows an IANA zone of that name, such as Europe/Berlin. */
export function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    // It throws for names that are none; there is no way to ask first.
    return false;
  }
}
