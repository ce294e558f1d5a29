// Checks a request against a Google discovery document: path, method and body.
import { Ajv, type ValidateFunction } from "ajv";

interface Method {
  readonly httpMethod: string;
  readonly flatPath?: string;
  readonly path: string;
  readonly parameters: Readonly<
    Record<string, { readonly location: string; readonly pattern?: string }>
  >;
  readonly request?: { readonly $ref: string };
  readonly response: { readonly $ref: string };
}

interface Resource {
  readonly methods?: Readonly<Record<string, Method>>;
  readonly resources?: Readonly<Record<string, Resource>>;
}

export interface Discovery extends Resource {
  readonly schemas: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export interface Call {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}

/** A checker of calls and of their answers. Each gives what is wrong, one line each, never a value. */
export function discoveryChecks(document: Discovery) {
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
  for (const [name, { id: _id, ...schema }] of Object.entries(document.schemas))
    ajv.addSchema({ additionalProperties: false, ...plain(schema), $id: name });
  const methods = [...methodsOf(document)];

  function methodOf({ method, path }: Call): Method | undefined {
    return methods.find((one) => one.httpMethod === method && fits(one.flatPath ?? one.path, path));
  }

  function body(ref: string, value: unknown): string[] {
    const validate = ajv.getSchema(ref) as ValidateFunction;
    validate(value);
    return (validate.errors ?? []).map(
      (error) => `${ref}${error.instancePath}: ${error.message ?? ""}`,
    );
  }

  return {
    request(call: Call): string[] {
      const method = methodOf(call);
      if (method === undefined) return [`${call.method} ${call.path}: no such method`];
      if (method.request === undefined) return call.body === undefined ? [] : ["takes no body"];
      return body(method.request.$ref, call.body);
    },
    answer(call: Call, value: unknown): string[] {
      const method = methodOf(call);
      return method === undefined ? [] : body(method.response.$ref, value);
    },
  };
}

/** Google's schemas are JSON Schema but for one word of its own. */
function plain(schema: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return JSON.parse(JSON.stringify(schema), (name, value: unknown) =>
    name === "type" && value === "any" ? undefined : value,
  ) as Record<string, unknown>;
}

function* methodsOf(resource: Resource): Generator<Method> {
  yield* Object.values(resource.methods ?? {});
  for (const inner of Object.values(resource.resources ?? {})) yield* methodsOf(inner);
}

/** `v1/projects/{projectsId}/secrets/{secretsId}:addVersion` against a path. */
function fits(template: string, path: string): boolean {
  const pattern = template
    .replaceAll(/[.*+?^$()|[\]\\]/g, String.raw`\$&`)
    .replaceAll(/\{[^}]+\}/g, "[^/:]+");
  return new RegExp(`^/${pattern}$`).test(path);
}
