// Checks a request against a Swagger 2.0 description: path, parameters and body.
import { Ajv } from "ajv";

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly pattern?: string;
  readonly schema?: Readonly<Record<string, unknown>>;
}

interface Operation {
  readonly parameters?: readonly Parameter[];
  readonly responses: Readonly<
    Record<string, { readonly schema?: Readonly<Record<string, unknown>> }>
  >;
}

export interface Swagger {
  readonly definitions: Readonly<Record<string, unknown>>;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

export interface Call {
  readonly method: string;
  readonly url: URL;
  readonly body: unknown;
}

/** A checker of calls and of their answers. Each gives what is wrong, one line each, never a value. */
export function swaggerChecks({ definitions, paths }: Swagger) {
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });

  function problems(
    schema: Readonly<Record<string, unknown>> | undefined,
    value: unknown,
  ): string[] {
    if (schema === undefined) return [];
    const validate = ajv.compile({ ...schema, definitions: closed(definitions) });
    validate(value);
    return (validate.errors ?? []).map(
      (error) => `body${error.instancePath}: ${error.message ?? ""}`,
    );
  }

  function parameter(
    one: Parameter,
    call: Call,
    inPath: Readonly<Record<string, string>>,
  ): string[] {
    if (one.in === "body") return problems(one.schema, call.body);
    const value = one.in === "query" ? call.url.searchParams.get(one.name) : inPath[one.name];
    if (value === null || value === undefined)
      return one.required === true ? [`${one.name}: is required`] : [];
    const isFit = one.pattern === undefined || new RegExp(one.pattern).test(value);
    return isFit ? [] : [`${one.name}: does not fit its pattern`];
  }

  return {
    request(call: Call): string[] {
      const found = operationOf(paths, call);
      if (found === undefined) return [`${call.method} ${call.url.pathname}: no such operation`];
      return (found.operation.parameters ?? []).flatMap((one) =>
        parameter(one, call, found.inPath),
      );
    },
    answer(call: Call, value: unknown): string[] {
      return problems(operationOf(paths, call)?.operation.responses["200"]?.schema, value);
    },
  };
}

/** Definitions that take no member they do not name. */
function closed(definitions: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(definitions).map(([name, definition]) => [
      name,
      { additionalProperties: false, ...(definition as object) },
    ]),
  );
}

/** The operation of a call, and what stands in its path, as sent. */
export function operationOf<T>(
  paths: Readonly<Record<string, Readonly<Record<string, T>>>>,
  { method, url }: Call,
) {
  for (const [template, operations] of Object.entries(paths)) {
    const operation = operations[method.toLowerCase()];
    const names = [...template.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name ?? "");
    const pattern = template.replaceAll(/\{[^}]+\}/g, "([^/]*)");
    const found = new RegExp(`^${pattern}$`).exec(url.pathname);
    if (operation !== undefined && found !== null)
      return {
        operation,
        inPath: Object.fromEntries(names.map((name, index) => [name, found[index + 1] ?? ""])),
      };
  }
  return undefined;
}
