// Judging a document by its published schema, and by the same schema closed: then every key that is not described is an error.
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { publishedSchemas } from "../../../src/cli/schema/index.ts";

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

/** The same schema, but objects with named properties take no others. */
export function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== "object" || schema === null) return schema;
  const copy = Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [key, closed(value)]),
  );
  const names = copy["type"] === "object" && copy["properties"] !== undefined;
  return names && copy["additionalProperties"] === undefined
    ? { ...copy, additionalProperties: false }
    : copy;
}

/** Strict draft 2020-12: an unknown word in a schema is an error too. */
export function newAjv(): Ajv2020 {
  return new Ajv2020({
    strict: true,
    allErrors: true,
    formats: { "date-time": INSTANT },
  });
}

const schemas = publishedSchemas();
const made = new Map<string, readonly [open: ValidateFunction, closed: ValidateFunction]>();

function validators(name: string): readonly [open: ValidateFunction, closed: ValidateFunction] {
  const before = made.get(name);
  if (before !== undefined) return before;
  const schema = schemas[name];
  if (schema === undefined) throw new Error(`there is no schema ${name}`);
  const pair = [newAjv().compile(schema), newAjv().compile(closed(schema) as object)] as const;
  made.set(name, pair);
  return pair;
}

/** What is wrong with `document` by the schema of that name: what the schema forbids, and what it does not describe. Empty = nothing. */
export function problemsOf(name: string, document: unknown): readonly string[] {
  return validators(name).flatMap((validate) => {
    if (validate(document)) return [];
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) =>
        `${name}${instancePath}: ${message ?? ""} ${JSON.stringify(params)}`,
    );
  });
}
