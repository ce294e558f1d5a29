import { describe, expect, it } from "vitest";

import { createHttp } from "../../../src/adapters/http/client.ts";
import { Secret } from "../../../src/core/credential/secret.ts";
import { githubDouble, type GithubDouble } from "../../support/double/github.ts";
import { connectDouble, useDouble } from "./arrange.ts";
import { connect, failureOf } from "./support.ts";

const KIND = "github-actions";
const OLD = "sk_live_OLDoldOLDold9876";
const NEW = "sk_live_NEWnewNEWnew1234";
const TOKEN = "3f0d8f2e-6c1b-4a57-9c3e-0b1f2a3c4d5e";
const ORGANISATION = "/orgs/acme/actions/secrets/BAYT_API_KEY";

async function start(): Promise<GithubDouble> {
  return useDouble(await githubDouble(OLD));
}

describe("an Actions secret at GitHub", () => {
  it.each([
    ["a repository", {}, "/repos/acme/web/actions/secrets/BAYT_API_KEY", "acme/web BAYT_API_KEY"],
    [
      "an environment",
      { environmentName: "eu/production" },
      "/repos/acme/web/environments/eu%2Fproduction/secrets/BAYT_API_KEY",
      "acme/web eu/production BAYT_API_KEY",
    ],
    ["an organisation", { repo: undefined }, ORGANISATION, "acme BAYT_API_KEY"],
  ])("of %s is sealed for that place's own key", async (_what, options, path, where) => {
    const double = await start();
    const target = connectDouble(KIND, double, { options });
    expect(target.where).toBe(where);
    const { detail, version } = await target.write(new Secret(NEW), TOKEN);
    expect(version).toBe("2026-01-15T09:30:01.000Z");
    expect(detail).toBe(`${where}: replaced, GitHub says at 2026-01-15T09:30:01.000Z`);
    for (const [at, { values }] of double.secrets)
      expect([at, values]).toEqual([at, at === path ? [OLD, NEW] : [OLD]]);
    const bodies = double.server.arrivals.map(({ body }) => body).join("");
    expect(bodies).not.toContain(NEW);
    expect(bodies).not.toContain(Buffer.from(NEW).toString("base64").slice(0, -4));
  });

  it("of an organisation stays visible to the same repositories, all of them", async () => {
    const double = await start();
    const target = connectDouble(KIND, double, { options: { repo: undefined } });
    expect(await target.plan()).toContain("it stays visible to the 250 selected repositories");
    await target.write(new Secret(NEW), TOKEN);
    const secret = double.secrets.get(ORGANISATION);
    expect(secret?.visibility).toBe("selected");
    expect(secret?.repositories).toEqual(Array.from({ length: 250 }, (_none, at) => at + 1));
    double.secrets.set(ORGANISATION, {
      values: [OLD],
      updatedAt: "2026-02-01T00:00:00Z",
      visibility: "private",
    });
    expect(await target.plan()).toContain("it stays visible to all private repositories");
    await target.write(new Secret(NEW), TOKEN);
    expect(double.secrets.get(ORGANISATION)?.visibility).toBe("private");
  });

  it("of an organisation is not written when the list of repositories is not whole", async () => {
    const double = await start();
    const secret = double.secrets.get(ORGANISATION)!;
    secret.repositories = Array.from({ length: 5001 }, (_none, at) => at);
    const target = connectDouble(KIND, double, { options: { repo: undefined } });
    const error = await failureOf(target.write(new Secret(NEW), TOKEN));
    expect([error.certain, double.server.changes.length]).toEqual([true, 0]);
    expect(error.message).toContain("more than 5000");
  });

  it("is written when GitHub then does not say at what time", async () => {
    const double = await start();
    const http = createHttp({ env: {} });
    const target = connect(KIND, "/", double.options, {
      endpoints: double.endpoints,
      http: {
        async send(request) {
          const answer = await http.send(request);
          if (request.method === "PUT")
            double.server.misbehave("read", { applied: false, reply: { status: 503 } });
          return answer;
        },
      },
    });
    expect(await target.write(new Secret(NEW), TOKEN)).toEqual({
      detail: "acme/web BAYT_API_KEY: replaced",
      version: null,
    });
    expect(double.versions()).toEqual([OLD, NEW]);
  });

  it("is never made: it would be a second place, and the old key would stay in use", async () => {
    const double = await start();
    const target = connectDouble(KIND, double, { options: { secret: "BAYT_APIKEY" } });
    const error = await failureOf(target.write(new Secret(NEW), TOKEN));
    expect([error.certain, double.server.changes.length]).toEqual([true, 0]);
    expect(error.message).toContain("made by hand once");
    expect((await target.plan()).join("\n")).toMatch(/^! .*nothing could be written$/);
  });

  it.each([
    ["empty", ""],
    ["too large for GitHub", "k".repeat(48 * 1024 + 1)],
  ])("that would be %s is refused before anything is sent", async (_what, value) => {
    const double = await start();
    const error = await failureOf(connectDouble(KIND, double).write(new Secret(value), TOKEN));
    expect([error.certain, double.server.arrivals.length]).toEqual([true, 0]);
  });

  it("says what may have happened when its seal is refused", async () => {
    const double = await start();
    double.server.misbehave("write", { applied: false, reply: { status: 422 } });
    const error = await failureOf(connectDouble(KIND, double).write(new Secret(NEW), TOKEN));
    expect([error.certain, error.message]).toEqual([true, expect.stringContaining("public key")]);
  });

  it("is asked for at the server that is configured, and the token is sent nowhere else", async () => {
    const double = await start();
    const seen: string[] = [];
    const options = { baseUrl: "https://ghe.acme.example/api/v3/" };
    await connectDouble(
      KIND,
      { ...double, endpoints: {} },
      { options, seen: (url) => seen.push(url) },
    ).plan();
    expect(seen).toEqual([
      "https://ghe.acme.example/api/v3/repos/acme/web/actions/secrets/BAYT_API_KEY",
    ]);
  });
});
