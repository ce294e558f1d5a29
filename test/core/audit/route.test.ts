// Routes: what is an id goes, what a developer named stays.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { barePath, pageOf, routeOf } from "../../../src/core/audit/route.ts";

describe("routeOf", () => {
  it.each([
    ["/v1/prompts", "/v1/prompts"],
    ["/v1/prompts/prm_0a1b2c?limit=1", "/v1/prompts/{id}"],
    ["/v1/context/ctx_1/download", "/v1/context/{id}/download"],
    ["/users/42/orders/9f86d081884c7d65", "/users/{id}/orders/{id}"],
    ["/o/3f2504e0-4f89-11d3-9a0c-0305e82c3301", "/o/{id}"],
    ["/k/AKIAIOSFODNN7EXAMPLE", "/k/{id}"],
    ["/m/dana@example.com", "/m/{id}"],
    ["/d/2026-11-23/13:05", "/d/{id}/{id}"],
    ["/api/v2beta1/health-check", "/api/v2beta1/health-check"],
    ["/v1/web-app/oauth2/token", "/v1/web-app/oauth2/token"],
    ["/w/@acme/summary", "/w/@acme/summary"],
    ["https://api.baytos.ai/v1/prompts#x", "/v1/prompts"],
    ["https://api.baytos.ai", "/"],
    ["*", "*"],
    ["", ""],
  ])("%s is %s", (path, route) => {
    expect(routeOf(path)).toBe(route);
  });

  it("of a route is the route", () => {
    fc.assert(
      fc.property(fc.webPath(), (path) => {
        expect(routeOf(routeOf(path))).toBe(routeOf(path));
      }),
    );
  });

  it("never grows beyond what a path may hold, whatever comes", () => {
    const long = [`/${"a".repeat(1_048_576)}`, "/1".repeat(524_288), "?".repeat(1_048_576)];
    expect(long.map((path) => routeOf(path).length <= 8_192)).toEqual([true, true, true]);
  });
});

describe("pageOf", () => {
  it.each([
    ["/v1/prompts?limit=100&page=7", "?page=7"],
    ["/v1/prompts?offset=200&limit=100#x", "?offset=200"],
    ["/v1/prompts?page=7x", ""],
    ["/v1/prompts?mypage=7", ""],
    ["/v1/prompts?cursor=sk_live_abc", ""],
    ["/v1/page=7", ""],
  ])("of %s is %j", (path, page) => {
    expect(pageOf(path)).toBe(page);
  });
});

it("a query never stays, because it may hold a key", () => {
  expect(barePath("/v1/x?api_key=sk_live_abc&b=1")).toBe("/v1/x");
});
