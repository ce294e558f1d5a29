// Errors in words: whatever they quote, they stay short.
import { expect, it } from "vitest";
import { renderError } from "../../src/cli/render-error.ts";
import type { Host } from "../../src/cli/host.ts";
import { ClaroIrError } from "../../src/core/error.ts";

it("a megabyte that an error quotes is cut short, for people and for programs", () => {
  const said: string[] = [];
  const output = {
    err: (words: string | readonly { readonly text: string }[]) =>
      said.push(typeof words === "string" ? words : words.map((one) => one.text).join("")),
    json: (value: unknown) => said.push(JSON.stringify(value)),
  };
  const host = { output, signal: new AbortController().signal } as unknown as Host;
  const long = "a".repeat(1_000_000);
  const error = new ClaroIrError("usage", "bad", `column ${long}`, { hint: `--map "${long}"` });
  for (const json of [false, true])
    expect(renderError(host, error, { json, help: "claro-ir --help" })).toBe(2);
  expect(said).toHaveLength(3);
  for (const text of said) {
    expect(text.length).toBeLessThan(2500);
    expect(text).toMatch(/column aaa|--map "aaa/);
  }
});
