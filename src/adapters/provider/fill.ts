// Placeholders in a provider's calls: {{name}}, {{id}}, {{key}} and {{auth}}, and no others.

export const PLACEHOLDERS = ["name", "id", "key", "auth"] as const;
export type Placeholder = (typeof PLACEHOLDERS)[number];

/** What the placeholders stand for in one call. */
export type Values = Readonly<Partial<Record<Placeholder, string>>>;

const ANY = /\{\{([^{}]*)\}\}/g;

/** Names between double braces in every string of a value, known or not. */
export function mentioned(value: unknown): ReadonlySet<string> {
  const found = new Set<string>();
  visit(value, (text) => {
    for (const match of text.matchAll(ANY)) found.add(match[1] ?? "");
  });
  return found;
}

/** `text` with its placeholders filled in, each once: a value that looks like a placeholder stays as it is. */
export function fill(text: string, values: Values, encode = asIs): string {
  return text.replace(ANY, (whole, name: string) => {
    const value = values[name as Placeholder];
    return value === undefined ? whole : encode(value);
  });
}

/** Every string in a JSON value filled in. */
export function fillAll(value: unknown, values: Values): unknown {
  if (typeof value === "string") return fill(value, values);
  if (Array.isArray(value)) return value.map((item) => fillAll(item, values));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, fillAll(item, values)]),
  );
}

function visit(value: unknown, look: (text: string) => void): void {
  if (typeof value === "string") look(value);
  else if (typeof value === "object" && value !== null)
    for (const item of Object.values(value)) visit(item, look);
}

function asIs(text: string): string {
  return text;
}
