import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { jsonObject, withMember } from "../../../src/adapters/target/json-member.ts";
import { OutsideError } from "../../../src/ports/outside.ts";

describe("withMember", () => {
  it.each([
    ["one line", '{"A":"1","KEY":"old","B":2}', '{"A":"1","KEY":"new","B":2}'],
    [
      "tabs, line ends of Windows, numbers as they were written",
      '{\r\n\t"n": 1.50e3,\r\n\t"KEY" :\t"old\\u00e9",\r\n\t"deep": {"KEY": "stays"}\r\n}\r\n',
      '{\r\n\t"n": 1.50e3,\r\n\t"KEY" :\t"new",\r\n\t"deep": {"KEY": "stays"}\r\n}\r\n',
    ],
    ["a value that is no text", '{"KEY": null}', '{"KEY": "new"}'],
    [
      "a new member, in the style of the others",
      '{\n  "A": "1"\n}\n',
      '{\n  "A": "1",\n  "KEY": "new"\n}\n',
    ],
    ["an empty object", "{ }", '{"KEY": "new"}'],
    [
      "a dangerous name",
      '{"__proto__": {"a": 1}, "KEY": "old"}',
      '{"__proto__": {"a": 1}, "KEY": "new"}',
    ],
  ])("changes that member alone: %s", async (_what, before, after) => {
    expect(await withMember(before, "KEY", "new")).toBe(after);
  });

  it("escapes what JSON asks for", async () => {
    const value = 'a"b\\c\n$&\u2028';
    expect(jsonObject(await withMember('{"KEY":"x"}', "KEY", value))).toEqual({ KEY: value });
  });

  it.each(["", "sk_live_x", '["KEY"]', '"KEY"', "{KEY: old}", '{"KEY":"a","KEY":"b"}', '{"A":1,}'])(
    "refuses %j for certain, without quoting it",
    async (text) => {
      const error: unknown = await withMember(text, "KEY", "new").catch(
        (thrown: unknown) => thrown,
      );
      expect(error).toBeInstanceOf(OutsideError);
      expect((error as OutsideError).certain).toBe(true);
      expect((error as OutsideError).message).not.toContain("sk_live_x");
    },
  );

  it("keeps every other member of any object, however it is laid out", async () => {
    const anyIndent = fc.constantFrom(undefined, 2, 4, "\t");
    const anyObject = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 }));
    await fc.assert(
      fc.asyncProperty(
        anyObject,
        anyIndent,
        fc.string(),
        fc.string(),
        async (object, indent, name, value) => {
          const text = JSON.stringify(object, null, indent);
          const next = await withMember(text, name, value);
          expect(jsonObject(next)).toEqual({ ...(JSON.parse(text) as object), [name]: value });
        },
      ),
      { numRuns: 60 },
    );
  });
});
