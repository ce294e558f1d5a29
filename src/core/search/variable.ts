// What a value is called where it stands: read off the text before it on its line.

/** What may stand between the name's sign and the value: quotes, a scheme, the beginning of a longer base64 text. */
const NAMED =
  /(?:^|[\s"'`,;{([<-])(\w[\w.-]{0,127})["'`]?\]?\s{0,8}(?:=>|:=|=|:)\s{0,8}["'`]{0,3}(?:(?:Bearer|Basic|token)\s)?[A-Za-z0-9+/_-]{0,256}$/i;

/** Dockerfile's older way: a name, a space, the value. */
const DOCKERFILE = /^\s*(?:ENV|ARG)\s+([A-Za-z_]\w{0,127})\s+["']?$/i;

/** The variable, key or header that holds the value; null where nothing says. `before` is the line up to the value. */
export function variableBefore(before: string): string | null {
  const text = before.replaceAll("\0", "");
  return DOCKERFILE.exec(text)?.[1] ?? NAMED.exec(text)?.[1] ?? null;
}
