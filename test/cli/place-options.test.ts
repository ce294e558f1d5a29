import { describe, expect, it } from "vitest";

import { describeTarget } from "../../src/adapters/target/index.ts";
import { placeOptions, type PlaceFlags } from "../../src/cli/command/place-options.ts";
import { ClaroIrError } from "../../src/core/error.ts";

function optionsOf(kind: string, more: Partial<PlaceFlags>): Record<string, unknown> {
  return placeOptions({ kind, ...more }, describeTarget(kind).options);
}

describe("options of a place, given as flags", () => {
  it("have the type that the kind gives them, and names with a dot nest", () => {
    const option = [
      "project=12345",
      "variable=BAYT_API_KEY",
      "masked=true",
      "protected=false",
      "inUse.url=https://app.example/health?a=b",
      "inUse.keyId=/key/id",
    ];
    expect(optionsOf("gitlab-ci", { option })).toEqual({
      project: "12345",
      variable: "BAYT_API_KEY",
      masked: true,
      protected: false,
      inUse: { url: "https://app.example/health?a=b", keyId: "/key/id" },
    });
    const preset = ["preset=pass", "with.entry=bayt/key", "timeoutSeconds=60", "env=A B"];
    expect(optionsOf("exec", { option: preset })).toEqual({
      preset: "pass",
      with: { entry: "bayt/key" },
      timeoutSeconds: 60,
      env: ["A", "B"],
    });
  });

  it("stay words where they do not fit, so that the kind itself complains", () => {
    const option = ["masked=perhaps", "nonsense=1"];
    expect(optionsOf("gitlab-ci", { option })).toEqual({ masked: "perhaps", nonsense: "1" });
  });

  it("need a name", () => {
    expect(() => optionsOf("exec", { option: ["=x"] })).toThrow(ClaroIrError);
    expect(() => optionsOf("exec", { write: '["cat"' })).toThrow("no JSON list of words");
  });
});
