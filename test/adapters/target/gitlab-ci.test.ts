import { describe, expect, it } from "vitest";

import { Secret } from "../../../src/core/credential/secret.ts";
import { gitlabDouble, variable, type GitlabDouble } from "../../support/double/gitlab.ts";
import { connectDouble, useDouble } from "./arrange.ts";
import { failureOf } from "./support.ts";

const KIND = "gitlab-ci";
const OLD = "sk_live_OLDoldOLDold9876";
const NEW = "sk_live_NEWnewNEWnew1234";
const TOKEN = "3f0d8f2e-6c1b-4a57-9c3e-0b1f2a3c4d5e";
const PROJECT = "projects/acme/web";
const GROUP = "groups/acme";
const INGROUP = { project: undefined, group: "acme" };

async function start(): Promise<GitlabDouble> {
  return useDouble(await gitlabDouble(OLD));
}

function valuesAt(double: GitlabDouble, owner: string): string[] {
  return (double.variables.get(owner) ?? []).map(
    (one) => `${one.key} ${one.environment_scope} ${one.value}`,
  );
}

describe("a CI/CD variable at GitLab", () => {
  it.each([
    ["a project", {}, PROJECT, "acme/web BAYT_API_KEY (review/*)"],
    ["a group", INGROUP, GROUP, "acme BAYT_API_KEY (review/*)"],
  ])("of %s is replaced in its own scope alone", async (_what, options, owner, where) => {
    const double = await start();
    double.variables
      .get(owner)
      ?.push(variable("BAYT_API_KEY", "staging_value", { environment_scope: "review/*" }));
    const target = connectDouble(KIND, double, { options: { ...options, scope: "review/*" } });
    expect(target.where).toBe(where);
    await target.write(new Secret(NEW), TOKEN);
    expect(valuesAt(double, owner)).toEqual([
      `BAYT_API_KEY * ${OLD}`,
      `BAYT_API_KEY review/* ${NEW}`,
    ]);
    const reading = await target.read();
    expect(reading.state === "present" && reading.secret.reveal()).toBe(NEW);
    expect((await target.plan()).join("\n")).toContain(
      "! BAYT_API_KEY (*) has the same name in another scope, and stays as it is",
    );
  });

  it("of a group leaves the outcome unknown at a server that mistakes the scope", async () => {
    const double = await start();
    double.isOld = true;
    double.variables
      .get(GROUP)
      ?.push(variable("BAYT_API_KEY", OLD, { environment_scope: "production" }));
    const options = { ...INGROUP, scope: "production" };
    const error = await failureOf(
      connectDouble(KIND, double, { options }).write(new Secret(NEW), TOKEN),
    );
    expect([error.certain, error.message]).toEqual([false, expect.stringContaining("16.9")]);
  });

  it("keeps its settings, and takes those that are configured", async () => {
    const double = await start();
    const [stored] = double.variables.get(PROJECT) ?? [];
    Object.assign(stored!, { protected: true, variable_type: "file", description: "ours" });
    await connectDouble(KIND, double).write(new Secret(NEW), TOKEN);
    expect(stored).toMatchObject({
      value: NEW,
      protected: true,
      masked: false,
      variable_type: "file",
      description: "ours",
    });
    const options = { masked: true, protected: false };
    const target = connectDouble(KIND, double, { options });
    expect(await target.plan()).toEqual(
      expect.arrayContaining(["make it masked", "make it not protected"]),
    );
    // The value is there already, the settings are not.
    const { detail } = await target.write(new Secret(NEW), TOKEN);
    expect(detail).toBe("acme/web BAYT_API_KEY: replaced, masked, not protected");
    expect(stored).toMatchObject({ value: NEW, protected: false, masked: true });
    expect((await target.write(new Secret(NEW), TOKEN)).detail).toContain("already");
    expect(double.server.changes).toHaveLength(2);
  });

  it.each([
    [{ masked: true }, "short1", "8 characters"],
    [{ masked: true }, "has a space in it", "white space"],
    [{ masked: true }, "two\nlines_of_it", "white space"],
    [{ masked: true }, "signs(of)all,kinds", "raw: true"],
    [{ masked: true, raw: true }, "short1", "8 characters"],
    [{ masked: true, raw: true }, "has a space in it", "white space"],
    [{}, "costs$money", "raw: true"],
    [{}, "", "is empty"],
  ])(
    "with %j refuses what GitLab or its jobs would not take, before it is sent: %j",
    async (options, value, why) => {
      const double = await start();
      const target = connectDouble(KIND, double, { options });
      const error = await failureOf(target.write(new Secret(value), TOKEN));
      expect([error.certain, double.server.changes.length]).toEqual([true, 0]);
      expect(error.message).toContain(why);
    },
  );

  it.each([
    [{ masked: true }, "aZ09_+=/@:.~-"],
    [{ masked: true, raw: true }, "signs(of)all,$kinds"],
    [{ raw: true }, "costs$money"],
    [{}, "has a space"],
  ])("with %j takes what GitLab takes: %j", async (options, value) => {
    const double = await start();
    await connectDouble(KIND, double, { options }).write(new Secret(value), TOKEN);
    expect(double.versions()).toEqual([OLD, value]);
  });

  it("that is hidden is written and never read", async () => {
    const double = await start();
    Object.assign(double.variables.get(PROJECT)![0]!, { masked: true, hidden: true });
    const target = connectDouble(KIND, double);
    await target.write(new Secret(NEW), TOKEN);
    expect(double.versions()).toEqual([OLD, NEW]);
    const reading = await target.read();
    expect(reading.state === "unreadable" && reading.why).toContain("write-only");
    expect((await target.plan()).join("\n")).toContain("! it is hidden");
  });

  it("shows in the plan where the old key would stay, on every page", async () => {
    const double = await start();
    const others = Array.from({ length: 120 }, (_none, at) => variable(`OTHER_${String(at)}`, "x"));
    double.variables.set("projects/acme/web", [
      ...others,
      variable("BAYT_API_KEY", `${OLD}\n`, { variable_type: "file", protected: true }),
      variable("COPY", OLD, { environment_scope: "staging" }),
    ]);
    const target = connectDouble(KIND, double);
    const reading = await target.read();
    expect(reading.state === "present" && reading.secret.reveal()).toBe(OLD);
    expect(await target.plan()).toEqual([
      "replace the value of acme/web BAYT_API_KEY",
      "! it is not masked: job logs may show the key (masked: true)",
      "only protected branches and tags get it",
      "! its value ends with a line break, the new one will not",
      "! COPY (staging) holds the same value, and will keep it",
      "no reload is configured: restart the consumer yourself",
    ]);
  });

  it("is asked for at the server that is configured", async () => {
    const double = await start();
    const seen: string[] = [];
    const options = { baseUrl: "https://acme.example/gitlab", scope: "review/${CI}*" };
    await connectDouble(
      KIND,
      { ...double, endpoints: {} },
      { options, seen: (url) => seen.push(url) },
    ).read();
    expect(seen).toEqual([
      "https://acme.example/gitlab/api/v4/projects/acme%2Fweb/variables/BAYT_API_KEY?filter[environment_scope]=review%2F%24%7BCI%7D*",
    ]);
  });
});
