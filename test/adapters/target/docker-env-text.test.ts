import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { dockerEnvSyntax } from "../../../src/adapters/target/docker-env-text.ts";
import { OutsideError } from "../../../src/ports/outside.ts";

const NEW = "sk_live_NEWnewNEWnew1234";

// Each value is what `docker create --env-file` (docker CLI 28.2) sends to the daemon for the same text.
describe("the value of one variable in a docker env file", () => {
  it.each([
    ['KEY="q"\n', '"q"'],
    ["KEY=x # y\n", "x # y"],
    ["KEY=a  \n", "a  "],
    ["  KEY=a\r\nB=1", "a"],
    ["\uFEFFKEY=a\n", "a"],
    ["KEY= a\n", " a"],
    ["A=1\nKEY=a\nKEY=b\n", "b"],
    ["#KEY=x\nKEY=y=z\n", "y=z"],
    ["A=1\n \t# KEY=3\nKEY=é\n", "é"],
    ["A=1\n", undefined],
  ])("of %j is %j", (text, value) => {
    const view = dockerEnvSyntax.view(Buffer.from(text).toString("latin1"), "KEY");
    expect(view.value).toBe(value);
    expect(view.problem).toBeUndefined();
  });

  it.each([
    ["A=1\nKEY\n", "line 2"],
    ["export KEY=a\n", "line 1"],
    ["KEY =a\n", "line 1"],
    ["A=\u0000", "UTF-8"],
  ])("is not read from %j", (text, problem) => {
    expect(dockerEnvSyntax.view(text, "KEY").problem).toContain(problem);
  });

  it.each([
    ["A=1\r\nKEY='old' # x\r\nB=2\r\n", `A=1\r\nKEY=${NEW}\r\nB=2\r\n`],
    ["KEY=a\nKEY=b", `KEY=${NEW}\nKEY=${NEW}`],
    ["A=1", `A=1\nKEY=${NEW}\n`],
    ["#KEY=a\nMY_KEY=b\n", `#KEY=a\nMY_KEY=b\nKEY=${NEW}\n`],
  ])("is replaced in %j", (before, after) => {
    expect(dockerEnvSyntax.replace(before, "KEY", NEW)).toBe(after);
  });

  it.each(["", "a b", "a#b", "'a'", "a$b", "a\nb", "ü", "a,b"])("refuses %j", (value) => {
    expect(() => dockerEnvSyntax.replace("KEY=old\n", "KEY", value)).toThrow(OutsideError);
  });

  it("leaves every other line alone", () => {
    const other = fc.stringMatching(/^(A|B_2|MY_KEY|KEY2|#.*|# KEY)=[ -~]{0,12}$/);
    const lines = fc.array(fc.oneof(other, fc.constant("KEY=old value # x")), { maxLength: 8 });
    fc.assert(
      fc.property(lines, fc.constantFrom("\n", "\r\n"), (texts, eol) => {
        const before = texts.map((text) => text + eol).join("");
        const expected = texts.map((text) => (text.startsWith("KEY=") ? `KEY=${NEW}` : text) + eol);
        const end = texts.some((text) => text.startsWith("KEY="))
          ? ""
          : `KEY=${NEW}${before === "" ? "\n" : eol}`;
        expect(dockerEnvSyntax.replace(before, "KEY", NEW)).toBe(expected.join("") + end);
      }),
    );
  });
});
