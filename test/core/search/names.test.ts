// What a path and the text before a value say about it.
import { describe, expect, it } from "vitest";
import { environmentIn, fileKind, isExample } from "../../../src/core/search/place-kind.ts";
import { variableBefore } from "../../../src/core/search/variable.ts";

describe("the kind of a file", () => {
  it.each([
    [".env", "env-file"],
    ["app/.env.production", "env-file"],
    ["deploy/app.env", "env-file"],
    [".envrc", "env-file"],
    ["environment.ts", "file"],
    ["compose.yaml", "compose"],
    ["deploy/docker-compose.prod.yml", "compose"],
    ["Dockerfile", "dockerfile"],
    ["docker/Dockerfile.worker", "dockerfile"],
    ["worker.dockerfile", "dockerfile"],
    [".github/workflows/deploy.yml", "ci"],
    ["sub/.gitlab-ci.yml", "ci"],
    ["Jenkinsfile", "ci"],
    ["/home/dana/.bash_history", "shell-history"],
    ["/home/dana/.local/share/fish/fish_history", "shell-history"],
    ["var/log/app.log.3.gz", "log"],
    ["logs/today", "log"],
    ["catalogue/today", "file"],
    ["k8s/web.yaml", "manifest"],
    ["config/settings.json", "config"],
    [".git/config", "git-file"],
    ["src/main.ts", "file"],
  ])("%s is %s", (path, kind) => {
    expect(fileKind(path)).toBe(kind);
  });

  it("of a template is known by its name", () => {
    expect([".env.example", "env.sample", ".env", "exampled.env"].map(isExample)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it.each([
    [".env.production", "production"],
    ["deploy/staging/app.env", "staging"],
    ["config/dev.json", "development"],
    [".env", null],
    ["production/staging.env", null],
    ["products/.env", null],
  ])("%s speaks of the environment %s", (path, environment) => {
    expect(environmentIn(path)).toBe(environment);
  });
});

describe("the name of a value", () => {
  it.each([
    ["BAYT_API_KEY=", "BAYT_API_KEY"],
    ["export BAYT_API_KEY='", "BAYT_API_KEY"],
    ["      - BAYT_API_KEY=", "BAYT_API_KEY"],
    ["      BAYT_API_KEY: ", "BAYT_API_KEY"],
    ["ENV BAYT_API_KEY ", "BAYT_API_KEY"],
    ["ARG BAYT_API_KEY=", "BAYT_API_KEY"],
    ['{"a": 1, "apiKey": "', "apiKey"],
    ["const apiKey = `", "apiKey"],
    ["config['api.key'] = '", "api.key"],
    ["docker run -e BAYT_API_KEY=", "BAYT_API_KEY"],
    ["Authorization: Bearer ", "Authorization"],
    ["Authorization: Basic c3ZjOm", "Authorization"],
    ["GET /v1?key=", null],
    ["the key is ", null],
    ["", null],
  ])("after %j is %s", (before, name) => {
    expect(variableBefore(before)).toBe(name);
  });
});
