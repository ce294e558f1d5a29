// Checks a request and its answer against an OpenAPI 3 description: path, parameters and bodies.
import { Ajv } from "ajv";

import { operationOf, type Call } from "./swagger.ts";

type Json = Readonly<Record<string, unknown>>;

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema?: Json;
}

interface Body {
  readonly content?: Readonly<Record<string, { readonly schema?: Json }>>;
}

interface Operation {
  readonly parameters?: readonly (Parameter | { readonly $ref: string })[];
  readonly requestBody?: Body;
  readonly responses: Readonly<Record<string, Body>>;
}

export interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components?: {
    readonly parameters?: Readonly<Record<string, Parameter>>;
    readonly schemas?: Readonly<Record<string, Json>>;
  };
}

const ROOT = "description";

/** A checker of calls and of their answers. Each gives what is wrong, one line each, never a value. `paging`: query parameters of lists that the description leaves out. */
export function openApiChecks(description: OpenApi, paging: readonly string[] = []) {
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
  ajv.addSchema(description, ROOT);

  function problems(what: string, schema: Json | undefined, value: unknown): string[] {
    if (schema === undefined) return [];
    const validate = ajv.compile(
      JSON.parse(JSON.stringify(schema).replaceAll('"$ref":"#/', `"$ref":"${ROOT}#/`)) as Json,
    );
    validate(value);
    return (validate.errors ?? []).map(
      (error) => `${what}${error.instancePath}: ${error.message ?? ""}`,
    );
  }

  /** A schema that is named elsewhere, where it stands. */
  function resolved(schema: Json | undefined): Json | undefined {
    const name = schema?.["$ref"];
    if (typeof name !== "string") return schema;
    return description.components?.schemas?.[name.split("/").at(-1) ?? ""];
  }

  function parametersOf({ parameters = [] }: Operation): readonly Parameter[] {
    return parameters.map((one) => {
      if (!("$ref" in one)) return one;
      const found = description.components?.parameters?.[one.$ref.split("/").at(-1) ?? ""];
      if (found === undefined) throw new Error(`the description has no ${one.$ref}`);
      return found;
    });
  }

  function parameterProblems(one: Parameter, call: Call, inPath: Record<string, string>) {
    const value = one.in === "query" ? call.url.searchParams.get(one.name) : inPath[one.name];
    if (one.in === "header") return [];
    if (value === null || value === undefined)
      return one.required === true ? [`${one.name}: is required`] : [];
    const isNumber = one.schema?.["type"] === "integer";
    return problems(one.name, one.schema, isNumber ? Number(value) : decodeURIComponent(value));
  }

  return {
    request(call: Call): string[] {
      const found = operationOf(description.paths, call);
      if (found === undefined) return [`${call.method} ${call.url.pathname}: no such operation`];
      const parameters = parametersOf(found.operation);
      const known = [...paging, ...parameters.map(({ name }) => name)];
      const schema = resolved(found.operation.requestBody?.content?.["application/json"]?.schema);
      return [
        ...parameters.flatMap((one) => parameterProblems(one, call, found.inPath)),
        ...[...call.url.searchParams.keys()]
          .filter((name) => !known.includes(name))
          .map((name) => `${name}: no such parameter`),
        ...(schema === undefined && call.body !== undefined ? ["body: none is described"] : []),
        // What the description does not name is a slip of ours.
        ...problems("body", schema && { additionalProperties: false, ...schema }, call.body),
      ];
    },
    answer(call: Call, status: number, value: unknown): string[] {
      const responses = operationOf(description.paths, call)?.operation.responses;
      const response = responses?.[String(status)];
      if (response === undefined) return [`${String(status)}: no such answer is described`];
      return problems("answer", response.content?.["application/json"]?.schema, value);
    },
  };
}
