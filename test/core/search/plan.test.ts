// Which findings become places for the new key, under which id, and what a plan's file may hold.
import { describe, expect, it } from "vitest";
import type { Finding } from "../../../src/core/search/finding.ts";
import { copiesIn, placesIn, readPlan, type Plan } from "../../../src/core/search/plan.ts";

const PATHS = {
  absolute: (path: string) => `/repo/${path}`,
  option: (path: string) => path,
};

function finding(more: Partial<Finding>): Finding {
  return {
    kind: "file",
    path: null,
    line: 1,
    variable: null,
    form: "plain",
    more: 0,
    git: null,
    target: null,
    ...more,
  };
}

const GIT = {
  repository: ".",
  object: "0123abcd",
  commit: null,
  at: null,
  reach: "stash",
} as const;

describe("places", () => {
  it("are variables of env files, as the kind that reads them", () => {
    const found = placesIn(
      [
        finding({ kind: "env-file", path: "app/.env", variable: "KEY" }),
        finding({ kind: "env-file", path: "app/.env", variable: "KEY", line: 9 }),
        finding({ kind: "env-file", path: "app/.env", variable: "OTHER" }),
        finding({ kind: "env-file", path: "deploy/app.env", variable: "KEY" }),
      ],
      [],
      PATHS,
    );
    expect(found.map(({ id, kind, options, found: at }) => [id, kind, options, at.length])).toEqual(
      [
        ["app-env", "dotenv", { path: "app/.env", variable: "KEY" }, 2],
        ["app-env-2", "dotenv", { path: "app/.env", variable: "OTHER" }, 1],
        ["deploy-app-env", "docker-env-file", { path: "deploy/app.env", variable: "KEY" }, 1],
      ],
    );
  });

  it("that are known keep their id", () => {
    const options = { path: "app/.env", variable: "KEY" };
    const known = [
      { definition: { id: "web", kind: "dotenv", options }, spot: "/repo/app/.env KEY" },
      { definition: { id: "aws", kind: "aws-secrets-manager", options: {} }, spot: null },
    ];
    const found = placesIn(
      [
        finding({ kind: "env-file", path: "app/.env", variable: "KEY" }),
        finding({ kind: "target", target: "aws", line: null }),
      ],
      known,
      PATHS,
    );
    expect(found.map(({ id, known: isKnown }) => [id, isKnown])).toEqual([
      ["web", true],
      ["aws", true],
    ]);
  });

  it("are a person's where no program can write; copies are none", () => {
    const findings = [
      finding({ kind: "compose", path: "compose.yaml", variable: "KEY", line: 7 }),
      finding({ kind: "compose", path: "compose.yaml", variable: "KEY", line: 17 }),
      finding({ kind: "manifest", path: "k8s/a.yaml", form: "base64" }),
      finding({ kind: "file", path: "src/a.ts", variable: "key" }),
      finding({ kind: "file", path: "notes.txt" }),
      finding({ kind: "log", path: "a.log", variable: "key" }),
      finding({ kind: "git-blob", path: "app/.env", variable: "KEY", git: GIT }),
    ];
    const found = placesIn(findings, [], PATHS);
    expect(found.map(({ id, kind }) => `${id} ${kind}`)).toEqual([
      "compose-yaml manual",
      "k8s-a-yaml manual",
      "src-a-ts manual",
    ]);
    expect(found[0]?.options["note"]).toMatch(/^edit compose.yaml line 7 \(KEY\)/);
    expect(copiesIn(findings, found).map((one) => one.what)).toEqual([
      "notes.txt",
      "a.log",
      "0123abcd app/.env",
    ]);
  });
});

describe("a plan's file", () => {
  const plan: Plan = {
    version: 1,
    incident: null,
    credential: null,
    fingerprint: "0011223344556677",
    last4: "c123",
    places: [],
    copies: [],
  };

  it("is read as it was written", () => {
    expect(readPlan(JSON.stringify(plan), "p.json")).toEqual(plan);
  });

  it.each([
    ["no JSON", "{"],
    ["another document", "{}"],
    ["a later version", JSON.stringify({ ...plan, version: 2 })],
    ["more than it may hold", JSON.stringify({ ...plan, secret: "x" })],
  ])("is refused when it is %s", (_what, text) => {
    expect(() => readPlan(text, "p.json")).toThrow(/^p\.json is no plan/);
  });
});
