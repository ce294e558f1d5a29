import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { configJsonSchema } from "../../../src/adapters/config/schema.ts";

describe("configJsonSchema", () => {
  const schema = configJsonSchema() as { properties: Record<string, { description?: string }> };
  const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(schema);

  it("accepts what the program accepts, and refuses a typo and a missing kind", () => {
    expect(validate({ version: 1 })).toBe(true);
    expect(validate({ version: 1, targets: [{ id: "a", kind: "dotenv", path: ".env" }] })).toBe(
      true,
    );
    expect(validate({ version: 1, targetz: [] })).toBe(false);
    expect(validate({ version: 1, targets: [{ id: "a" }] })).toBe(false);
    expect(validate({})).toBe(false);
  });

  it("describes every key", () => {
    const undescribed = Object.entries(schema.properties).filter(
      ([, { description }]) => !description,
    );
    expect(undescribed).toEqual([]);
  });
});
