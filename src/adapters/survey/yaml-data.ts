// Data from other people's YAML: nothing is known of its shape.

/** How it is read: the library compares every pair of keys for doubles, which takes seconds for a hostile file. */
export const READ_YAML = { uniqueKeys: false } as const;

/** As an object; an empty one for what is none. */
export function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : {};
}

/** The texts in a list. */
export function textsIn(values: readonly unknown[]): readonly string[] {
  return values.filter((one) => typeof one === "string");
}

/** Every object in it, the outer before the inner. */
export function recordsIn(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  if (typeof value !== "object" || value === null) return [];
  const inner = Object.values(value).flatMap(recordsIn);
  return Array.isArray(value) ? inner : [recordOf(value), ...inner];
}
