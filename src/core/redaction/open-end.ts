// May something that began in these lines go on in the next ones? A private key may, and a known value of several lines.
import { SECRET_RULES } from "./rules.ts";

const BEGIN = "-----BEGIN ";
const KEY = SECRET_RULES.find((rule) => rule.id === "private-key");
/** After so many characters that belong to no key, it has ended. */
const DECIDED = 256;

function keyFrom(lines: string): number {
  // Almost never there, and to be found from the front in a fraction of the time that it takes from the back.
  if (KEY === undefined || !lines.includes(BEGIN)) return lines.length;
  const at = lines.lastIndexOf(BEGIN);
  KEY.pattern.lastIndex = at;
  const body = KEY.pattern.exec(lines)?.[0];
  if (body === undefined || body.includes("-----END ")) return lines.length;
  return lines.length - at - body.length >= DECIDED ? lines.length : at;
}

function valueFrom(lines: string, forms: readonly string[]): number {
  let from = lines.length;
  for (const form of forms)
    for (let at = form.indexOf("\n"); at >= 0; at = form.indexOf("\n", at + 1))
      if (at + 1 < form.length && lines.endsWith(form.slice(0, at + 1)))
        from = Math.min(from, lines.length - at - 1);
  return from;
}

/** Where the line begins from which on complete lines must wait for more; their length when none must. */
export function openFrom(lines: string, forms: readonly string[]): number {
  const from = Math.min(keyFrom(lines), valueFrom(lines, forms));
  return from === lines.length ? from : lines.lastIndexOf("\n", from - 1) + 1;
}
