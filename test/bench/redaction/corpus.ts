// The corpus: lines made from a seed, each with the text that must not be left in it, or with none.
import { NAMES, SYNTAXES, VALUES } from "./contexts.ts";
import { drawFrom, fill, pick, type Draw } from "./draw.ts";
import { LOOK_ALIKES } from "./look-alikes.ts";
import { PERSONAL } from "./personal.ts";
import { VENDORS } from "./vendors.ts";

export type Kind = "prefixed" | "in context" | "personal" | "look-alike";

export interface Sample {
  readonly kind: Kind;
  /** Vendor, syntax or what it looks like. */
  readonly of: string;
  readonly text: string;
  /** What must not be left; null where nothing may be touched. */
  readonly secret: string | null;
}

/** Where a secret with a prefix turns up without a word that would give it away. */
const PLACES: readonly string[] = [
  "S",
  "2026-11-23T02:10:07Z INFO got S from upstream",
  '{"level":"info","msg":"using S"}',
  String.raw`{"msg":"line one\nS\nline three"}`,
  "see 'S' in the gist",
  "https://example.com/cb?k=S&x=1",
  "u=https%3A%2F%2Fx%2F%3Fk%3DS%26x",
  "a,S,b",
  "- S",
  "\u001B[31mS\u001B[0m",
  "<td>S</td>",
  "(S)",
];

function prefixed(draw: Draw): Sample[] {
  return VENDORS.flatMap(([of, template]) =>
    PLACES.filter((place) => place !== PLACES[6] || !template.includes("://")).map((place) => {
      const secret = fill(draw, template.replaceAll("|", ""));
      return { kind: "prefixed" as const, of, text: place.replace("S", () => secret), secret };
    }),
  );
}

/** Words are no value where the syntax ends at their signs. */
function fits(syntax: string, value: string): boolean {
  if (/^(?:encoded query|query|form)$/.test(syntax)) return !/[#+/]/.test(value);
  if (syntax.startsWith("URL")) return !/[/#]/.test(value);
  if (syntax.startsWith("bearer")) return /^[\w.~+/=-]{16,}$/.test(value);
  return syntax !== "docker config" || /^[A-Za-z0-9+/]{24,}$/.test(value);
}

function inContext(draw: Draw): Sample[] {
  return SYNTAXES.flatMap(([of, style, template]) =>
    Array.from({ length: 40 }, () => {
      const name = pick(draw, NAMES[style]);
      let secret = fill(draw, pick(draw, VALUES));
      while (!fits(of, secret)) secret = fill(draw, pick(draw, VALUES));
      const text = template.replaceAll("§", () => name).replace("¤", () => secret);
      return { kind: "in context" as const, of, text, secret };
    }),
  );
}

/** A number of 16 figures whose last one is right (Luhn). */
function card(draw: Draw): string {
  const first = fill(draw, pick(draw, ["4{n14}", "51{n13}", "2221{n11}", "6011{n11}"]));
  let sum = 0;
  for (const [place, figure] of first.split("").entries()) {
    const doubled = place % 2 === 0 ? Number(figure) * 2 : Number(figure);
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return first + String((10 - (sum % 10)) % 10);
}

function personal(draw: Draw): Sample[] {
  return PERSONAL.flatMap(([template, of]) =>
    Array.from({ length: 30 }, () => {
      const number = card(draw);
      const inFours = number.replaceAll(/(\d{4})(?=\d)/g, "$1 ");
      const text = fill(draw, template).replace("{card4}", inFours).replace("{card}", number);
      const found = /[\w.+]+(?:@|%40)[\w.]*\w|[+(]?\d[\d ()-]{8,}\d/.exec(text)?.[0] ?? "";
      return { kind: "personal" as const, of, text, secret: found };
    }),
  );
}

function lookAlikes(draw: Draw): Sample[] {
  return LOOK_ALIKES.flatMap(([of, templates]) =>
    templates.flatMap((template) =>
      Array.from({ length: /\{[a-zA-Z]/.test(template) ? 10 : 1 }, () => ({
        kind: "look-alike" as const,
        of,
        text: fill(draw, template),
        secret: null,
      })),
    ),
  );
}

/** The whole corpus of a seed. */
export function corpus(seed: number): readonly Sample[] {
  const draw = drawFrom(seed);
  return [...prefixed(draw), ...inContext(draw), ...personal(draw), ...lookAlikes(draw)];
}

/** Characters that may be left of a secret without giving it away: a public prefix, an id. */
const MAY_STAY = 12;

/** Whether `left` still says the secret: all of a short one, twelve characters in a row of a long one. */
export function isLeft(secret: string, left: string): boolean {
  if (secret.length <= MAY_STAY) return left.includes(secret);
  // Of a webhook's address only the last part is secret.
  const own = secret.startsWith("https://") ? secret.slice(secret.lastIndexOf("/") + 1) : secret;
  if (own.length <= MAY_STAY) return left.includes(own);
  for (let at = 0; at + MAY_STAY <= own.length; at += 1)
    if (left.includes(own.slice(at, at + MAY_STAY))) return true;
  return false;
}
