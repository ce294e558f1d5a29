// A place that was found in a folder and may hold a key: what becomes a target of the first configuration.
import type { Environment } from "../incident/event.ts";

export interface FoundPlace {
  /** Kind of target. */
  readonly kind: string;
  /** As they stand in the configuration. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly environment: Environment;
  /** For people: `app/.env BAYT_API_KEY`. Never a value. */
  readonly where: string;
  /** Vendors that the value's prefix allows; empty where it says nothing or is not seen. */
  readonly vendors: readonly string[];
}

/** With the id that it will have. */
export interface NamedPlace extends FoundPlace {
  readonly id: string;
}

const SECRET_NAME = /(?:^|_)(?:API_?KEY|ACCESS_?KEY|KEY|TOKEN|SECRET|PAT)$/i;
/** Keys that are no secret, or none that a vendor issued. */
const OTHER_NAME = /PUBLIC|PUBLISHABLE|(?:^|_)(?:CSRF|SESSION|JWT|COOKIE)_|^GITHUB_TOKEN$|^CI_/i;

/** Whether a variable of this name probably holds a vendor's key. */
export function namesKey(variable: string): boolean {
  return SECRET_NAME.test(variable) && !OTHER_NAME.test(variable);
}

/** What a path says about the environment; production where it says nothing. */
export function environmentOf(path: string): Environment {
  const words = path.toLowerCase().split(/[^a-z]+/);
  if (words.some((word) => ["staging", "stage", "preview"].includes(word))) return "staging";
  return words.some((word) => ["dev", "development", "local", "test", "testing"].includes(word))
    ? "development"
    : "production";
}

/** Ids from what people call the places, each once: by the file alone where it holds one key. */
export function withIds(places: readonly FoundPlace[]): readonly NamedPlace[] {
  const taken = new Set<string>();
  const files = places.map((place) => fileOf(place));
  return places.map((place) => {
    const file = fileOf(place);
    const isAlone = files.indexOf(file) === files.lastIndexOf(file);
    const base = idOf(isAlone ? file : place.where);
    let id = base;
    for (let count = 2; taken.has(id); count += 1) id = `${base}-${String(count)}`;
    taken.add(id);
    return { ...place, id };
  });
}

function fileOf({ where }: FoundPlace): string {
  return where.slice(0, where.lastIndexOf(" "));
}

/** Small letters, figures and dashes, with room for a number behind. */
function idOf(where: string): string {
  const words = where.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
  return (
    words
      .replaceAll(/^-+|-+$/g, "")
      .slice(0, 56)
      .replace(/-+$/, "") || "place"
  );
}
