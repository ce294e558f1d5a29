// Checks a request or an answer against AWS's service model in botocore's format.

interface Shape {
  readonly type: string;
  readonly required?: readonly string[];
  readonly members?: Readonly<Record<string, { readonly shape: string }>>;
  readonly member?: { readonly shape: string };
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly enum?: readonly string[];
}

export interface ServiceModel {
  readonly operations: Readonly<
    Record<string, { readonly input: { shape: string }; readonly output?: { shape: string } }>
  >;
  readonly shapes: Readonly<Record<string, Shape>>;
}

/** What is wrong with a value, one line each; paths and rules, never the value. */
export function breaches(model: ServiceModel, name: string, value: unknown, at = name): string[] {
  const shape = model.shapes[name];
  if (shape === undefined) return [`${at}: no shape ${name}`];
  if (shape.type === "structure") return structure(model, shape, value, at);
  if (shape.type === "list") {
    if (!Array.isArray(value)) return [`${at}: is no list`];
    return value.flatMap((item, index) =>
      breaches(model, shape.member?.shape ?? "", item, `${at}[${String(index)}]`),
    );
  }
  if (shape.type === "string")
    return typeof value === "string" ? text(shape, value, at) : [`${at}: is no string`];
  if (shape.type === "boolean") return typeof value === "boolean" ? [] : [`${at}: is no boolean`];
  if (shape.type === "timestamp") return typeof value === "number" ? [] : [`${at}: is no time`];
  return [];
}

function structure(model: ServiceModel, shape: Shape, value: unknown, at: string): string[] {
  if (typeof value !== "object" || value === null) return [`${at}: is no structure`];
  const members = shape.members ?? {};
  const absent = (shape.required ?? []).filter((name) => !Object.hasOwn(value, name));
  return [
    ...absent.map((name) => `${at}.${name}: is required`),
    ...Object.entries(value).flatMap(([name, member]) => {
      const known = members[name];
      if (known === undefined) return [`${at}.${name}: is no member`];
      return breaches(model, known.shape, member, `${at}.${name}`);
    }),
  ];
}

function text(shape: Shape, value: string, at: string): string[] {
  const found: string[] = [];
  if (value.length < (shape.min ?? 0)) found.push(`${at}: shorter than ${String(shape.min)}`);
  if (value.length > (shape.max ?? Infinity)) found.push(`${at}: longer than ${String(shape.max)}`);
  if (shape.enum?.includes(value) === false) found.push(`${at}: not one of its values`);
  if (shape.pattern !== undefined && !new RegExp(`^(?:${shape.pattern})$`).test(value))
    found.push(`${at}: does not fit its pattern`);
  return found;
}
