// Columns and cells of somebody's list of keys, as an entry, or as what is wrong with them.
import { describe, expect, it } from "vitest";
import { fieldsOf, importedRow } from "../../../src/core/credential/import-row.ts";

const NOW = "2026-11-23T02:10:00.000Z";

describe("columns", () => {
  it("are known by many names, and by what the person said", () => {
    const said = new Map([["Wofür", "purpose"] as const]);
    expect(fieldsOf(["Key Name", "ENV", "Used by", "Created", "Colour", "Wofür"], said)).toEqual([
      "name",
      "environment",
      "consumers",
      "createdAt",
      null,
      "purpose",
    ]);
  });
});

describe("a row", () => {
  it("is an entry; the environment may stand in the name alone", () => {
    const row = importedRow(
      {
        name: " production-web-app ",
        consumers: "web-env; worker",
        serviceAccount: "Yes",
        createdAt: "2026-11-01",
      },
      NOW,
    );
    expect(row).toMatchObject({
      name: "production-web-app",
      environment: "production",
      consumers: ["web-env", "worker"],
      serviceAccount: true,
      createdAt: "2026-11-01T00:00:00.000Z",
      owner: undefined,
    });
  });

  it.each([
    [{ name: "", environment: "prod" }, /no name/],
    [{ name: "web", environment: "moon" }, /"moon"/],
    [{ name: "web" }, /environment/],
    [{ name: "web", environment: "prod", createdAt: "yesterday" }, /"yesterday" is no date/],
    [{ name: "web", environment: "prod", createdAt: "2027-01-01" }, /future/],
  ])("%j is refused", (cells, why) => {
    expect(importedRow(cells, NOW)).toMatch(why);
  });
});
