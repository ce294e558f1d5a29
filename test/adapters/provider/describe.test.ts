// A kind's page is made from its definition: who does what, options by path with their usual values, clicks for people.
import { describe, expect, it } from "vitest";
import { describeProvider } from "../../../src/adapters/provider/index.ts";

function by(kind: string): Readonly<Record<string, string>> {
  return Object.fromEntries(describeProvider(kind).acts.map(({ act, by: who }) => [act, who]));
}

describe("the page of a kind of provider", () => {
  it("says what is done by API, by hand, and not at all", () => {
    expect(by("anthropic")).toEqual({
      create: "hand",
      list: "API",
      disable: "API",
      delete: "API",
      usage: "API",
      probe: "API",
    });
    expect(by("github-token")).toMatchObject({ create: "hand", delete: "API", usage: "hand" });
    expect(by("sendgrid")).toMatchObject({ create: "API", disable: "nobody" });
  });

  it("gives the clicks of what people do, and only of that", () => {
    const { clicks } = describeProvider("anthropic");
    expect(Object.keys(clicks)).toEqual(["create"]);
    expect(clicks["create"]?.join("\n")).toContain("Create Key and name it exactly {{name}}");
  });

  it("names nested options by their path, and usual values", () => {
    const http = describeProvider("http").options;
    expect(http.find(({ name }) => name === "disable.keep.members")?.required).toBe(true);
    expect(http.find(({ name }) => name === "probe.dead")?.text).toContain("(else [401])");
    const baseUrl = describeProvider("sendgrid").options.find(({ name }) => name === "baseUrl");
    expect(baseUrl).toMatchObject({ required: false });
    expect(baseUrl?.text).toContain('else "https://api.sendgrid.com"');
  });
});
