// Checks documents against the schemas that OASIS publishes, where they are at hand (CLARO_IR_CONTRACTS), as JSON Schema draft-07.
import { Ajv, type ValidateFunction } from "ajv";
import { contractSchemas } from "./double/contracts.ts";

/** What is wrong with a document, one line each. */
export type Check = (document: unknown) => readonly string[];

function checkOf(validate: ValidateFunction): Check {
  return (document) => {
    validate(document);
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) =>
        `${instancePath}: ${message ?? ""} ${JSON.stringify(params)}`,
    );
  };
}

/** A check for each schema whose `$id` ends so; undefined where the schemas are not at hand. */
export function oasisChecks(
  folder: string,
  endings: readonly string[],
): ReadonlyMap<string, Check> | undefined {
  const schemas = contractSchemas(folder);
  if (schemas === undefined) return undefined;
  const ajv = new Ajv({
    strict: false,
    allErrors: true,
    validateFormats: false,
    // Some of the patterns are none with the flag u.
    unicodeRegExp: false,
  });
  // STIX's declare a later draft; what they use of it is the same in this one.
  for (const schema of schemas)
    if (schema.$id !== undefined)
      ajv.addSchema({ ...schema, $schema: "http://json-schema.org/draft-07/schema#" });
  const ids = schemas.map(({ $id = "" }) => $id);
  return new Map(
    endings.map((ending) => {
      const id = ids.find((one) => one.endsWith(ending));
      const validate = id === undefined ? undefined : ajv.getSchema(id);
      if (validate === undefined) throw new Error(`there is no schema ${ending} in ${folder}`);
      return [ending, checkOf(validate)];
    }),
  );
}
