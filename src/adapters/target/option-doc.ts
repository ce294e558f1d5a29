// Options of a kind as people read them, generated from the schema that parses them, so that the two cannot differ.
import { z } from "zod";

/** One option, nested ones by path (`inUse.url`). */
export interface OptionDoc {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  readonly meaning: string;
  /** As JSON; undefined when there is none. */
  readonly default: string | undefined;
}

/** Every option of an object schema, in its order. */
export function optionsOf(schema: z.ZodType): readonly OptionDoc[] {
  return docs(z.toJSONSchema(schema, { io: "input" }), "");
}

function docs(schema: z.core.JSONSchema._JSONSchema, prefix: string): readonly OptionDoc[] {
  if (typeof schema === "boolean") return [];
  const required = schema.required ?? [];
  return Object.entries(schema.properties ?? {}).flatMap(([name, option]) => {
    if (typeof option === "boolean") return [];
    const doc: OptionDoc = {
      name: prefix + name,
      type: typeOf(option),
      required: required.includes(name),
      meaning: option.description ?? "",
      default: option.default === undefined ? undefined : JSON.stringify(option.default),
    };
    return [doc, ...docs(option, `${prefix}${name}.`)];
  });
}

function typeOf(schema: z.core.JSONSchema._JSONSchema): string {
  if (typeof schema === "boolean") return "any";
  if (schema.type === "array") return "list of words";
  return schema.type === undefined ? "any" : String(schema.type);
}
