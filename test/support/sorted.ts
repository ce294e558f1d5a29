// Maps, sets and columns in an order of their own, so that only what is in them is compared.
import { Minutes } from "../../src/core/audit/minutes.ts";
import { Names } from "../../src/core/audit/names.ts";
import { Values } from "../../src/core/audit/values.ts";

export function sorted(value: unknown): unknown {
  if (value instanceof Names) return sorted(value.sizes());
  if (value instanceof Map || value instanceof Minutes || value instanceof Values)
    return [...value]
      .map(([key, one]) => [String(key), sorted(one)] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1));
  if (value instanceof Set) return [...value].map(String).sort();
  if (Array.isArray(value)) return value.map(sorted);
  if (value !== null && typeof value === "object")
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, sorted(one)]));
  return value;
}
