// Takes out of people's own words what an audience may not know: first what the record itself knows by name, then everything of that shape.
import type { IncidentEvent } from "../../incident/event.ts";
import { redactPersonal } from "../../redaction/personal.ts";
import type { Audience } from "./audience.ts";
import { namesIn } from "./names.ts";

/** Shapes of places, in the order in which they are looked for; each in linear time. */
const SHAPES: readonly (readonly [RegExp, string])[] = [
  [/\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s"'<>]+/gi, "[address]"],
  [/\b(?:[0-9a-f]{0,4}:){3,8}[0-9a-f.]{0,15}(?![\w:])/gi, "[address]"],
  [/(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?:\/\d{1,2}|:\d{1,5})?(?![\w.])/g, "[address]"],
  [/(?<![\w/])(?:[A-Za-z]:\\|\\\\|~?\/|\.{1,2}\/)[^\s"'<>,;]+/g, "[path]"],
  [/(?<![\w/.-])[\w.-]{1,64}(?:[/\\][\w.-]{1,64})+/g, "[path]"],
  [/(?<![\w.])\.[a-z][\w.-]{1,64}/gi, "[path]"],
  [
    /(?<![\w.-])(?:[a-z0-9-]{1,63}\.){1,8}[a-z][a-z0-9-]{1,23}(?::\d{1,5})?(?![\w-])/gi,
    "[address]",
  ],
  [/(?<![A-Za-z0-9])[0-9a-f]{12,}(?:-[0-9a-f]{4,12}){0,4}(?![A-Za-z0-9])/gi, "[id]"],
  [/(?<![A-Za-z0-9])[A-Z][A-Z0-9]{0,40}(?:_[A-Z0-9]{1,40}){1,12}(?![A-Za-z0-9])/g, "[setting]"],
];

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);
}

/**
 * A filter for words that an audience may read: names of what it may not know (`person` says what stands for an operator; `people` are
 * known from elsewhere), then addresses, paths, hosts, settings, e-mail, phone and card numbers.
 */
export function createScrub(
  events: readonly IncidentEvent[],
  audience: Audience,
  person: (operator: string) => string,
  people: readonly string[],
): (text: string) => string {
  const names = namesIn(events, audience, people);
  const sorted = [...names.keys()].toSorted((a, b) => b.length - a.length);
  const known =
    sorted.length === 0
      ? undefined
      : new RegExp(`(?<![A-Za-z0-9])(?:${sorted.map(escaped).join("|")})(?![A-Za-z0-9])`, "gi");
  const operators = new Set(events.map((event) => event.by));
  function stands(text: string): string {
    if (operators.has(text)) return person(text);
    return `[${names.get(text) ?? "name"}]`;
  }
  return (text) => {
    const named = known === undefined ? text : text.replaceAll(known, stands);
    return SHAPES.reduce(
      (words, [shape, instead]) => words.replaceAll(shape, instead),
      redactPersonal(named),
    );
  };
}
