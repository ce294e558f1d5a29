// The client that only reads: what could change something never leaves, and clocks are compared by the way.
import { describe, expect, it } from "vitest";
import { readOnlyHttp } from "../../../src/adapters/http/read-only.ts";
import { HttpFailure, type Http, type HttpRequest } from "../../../src/ports/http.ts";

const NOW = Date.parse("2026-11-25T12:00:00Z");
const URL_OF = "https://api.acme.example/v1/keys";

function recorded(date = new Date(NOW).toUTCString()): { http: Http; sent: HttpRequest[] } {
  const sent: HttpRequest[] = [];
  return {
    sent,
    http: {
      send(request) {
        sent.push(request);
        return Promise.resolve({ status: 200, headers: { date }, text: "", retryAfter: undefined });
      },
    },
  };
}

function aws(target: string): Partial<HttpRequest> {
  return { method: "POST", headers: { "X-Amz-Target": `secretsmanager.${target}` }, text: "{}" };
}

function form(text: string): Partial<HttpRequest> {
  return { method: "POST", headers: { "Content-Type": "application/x-www-form-urlencoded" }, text };
}

describe("a client for looking", () => {
  it.each<[string, Partial<HttpRequest>]>([
    ["GET", { method: "GET" }],
    ["HEAD", { method: "HEAD" }],
    ["AWS's GetSecretValue", aws("GetSecretValue")],
    ["AWS's DescribeSecret", aws("DescribeSecret")],
    ["an access token of one's own", form("grant_type=client_credentials&scope=x")],
  ])("sends %s", async (_name, request) => {
    const { http, sent } = recorded();
    await readOnlyHttp(http, () => NOW).send({ method: "GET", url: URL_OF, ...request });
    expect(sent.length).toBe(1);
  });

  it.each<[string, Partial<HttpRequest>]>([
    ["POST", { method: "POST", body: { name: "x" } }],
    ["PUT", { method: "PUT" }],
    ["PATCH", { method: "PATCH" }],
    ["DELETE", { method: "DELETE" }],
    ["AWS's PutSecretValue", aws("PutSecretValue")],
    ["a form that is no grant", form("action=delete")],
  ])("refuses %s before it leaves", async (_name, request) => {
    const { http, sent } = recorded();
    const refused = await readOnlyHttp(http, () => NOW)
      .send({ method: "GET", url: URL_OF, ...request })
      .catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(HttpFailure);
    expect(refused).toMatchObject({ sent: false });
    expect(sent).toEqual([]);
  });

  it("tells how far ahead a host's clock is", async () => {
    const http = readOnlyHttp(recorded(new Date(NOW + 90_000).toUTCString()).http, () => NOW);
    expect(http.skewOf("api.acme.example")).toBeUndefined();
    await http.send({ method: "GET", url: URL_OF });
    expect(http.skewOf("api.acme.example")).toBe(90_000);
    const silent = readOnlyHttp(recorded("").http, () => NOW);
    await silent.send({ method: "GET", url: URL_OF });
    expect(silent.skewOf("api.acme.example")).toBeUndefined();
  });
});
