import { parse } from "yaml";
import { describe, expect, it } from "vitest";

import {
  connectTarget,
  describeTarget,
  targetModules,
} from "../../../src/adapters/target/index.ts";
import { ClaroIrError } from "../../../src/core/error.ts";
import { ManualOnly } from "../../../src/ports/deploy-target.ts";
import { Secret } from "../../../src/core/credential/secret.ts";
import { connect, depsFor, newFolder } from "./support.ts";

function usageError(kind: string, options: Readonly<Record<string, unknown>>): ClaroIrError {
  try {
    connect(kind, "/", options);
  } catch (error) {
    if (error instanceof ClaroIrError && error.kind === "usage") return error;
    throw error;
  }
  throw new Error("it was accepted");
}

describe("the list of target kinds", () => {
  it("names the kinds it knows when asked for another", () => {
    expect(usageError("dotnev", {}).message).toBe(
      `there is no target kind "dotnev"; the kinds are ${targetModules.map(({ id }) => id).join(", ")}`,
    );
    expect(usageError("sk_live_abc123", {}).message).not.toContain("sk_live");
    expect(() => describeTarget("nope")).toThrow(ClaroIrError);
  });

  it.each([
    ["dotenv", { variable: "KEY" }, "path"],
    ["dotenv", { path: "x", variable: "A B" }, "variable: is no variable name"],
    ["dotenv", { path: "x", variable: "A", varaible: "B" }, "unknown option varaible"],
    ["aws-secrets-manager", { region: "europe", secretId: "a" }, "region: is no AWS region"],
    [
      "aws-secrets-manager",
      { region: "eu-central-1", secretId: "a b" },
      "secretId: is no secret name",
    ],
    [
      "aws-secrets-manager",
      {
        region: "eu-central-1",
        secretId: "arn:aws:secretsmanager:us-east-1:123456789012:secret:a-AbCdEf",
      },
      "region: is not the ARN's region",
    ],
    ["gcp-secret-manager", { project: "acme-prod", secret: "a.b" }, "secret: is no secret name"],
    ["azure-key-vault", { vaultUrl: "http://acme.vault.azure.net", secret: "a" }, "vaultUrl"],
    [
      "azure-key-vault",
      { vaultUrl: "https://acme.vault.azure.net/x", secret: "a" },
      "vaultUrl: has more",
    ],
    ["azure-key-vault", { vaultUrl: "nonsense", secret: "a" }, "vaultUrl: not a URL"],
    [
      "azure-key-vault",
      { vaultUrl: "https://a.vault.azure.net", secret: "BAYT_API_KEY" },
      "call it BAYT-API-KEY",
    ],
    ["github-actions", { owner: "a/b", secret: "A" }, "owner: is no name"],
    ["github-actions", { owner: "a", repo: "..", secret: "A" }, "repo: is no repository name"],
    ["github-actions", { owner: "a", repo: "acme/web", secret: "A" }, "without its owner"],
    ["github-actions", { owner: "a", repo: "b", secret: "a-b" }, "secret: is no secret name"],
    ["github-actions", { owner: "a", repo: "b", secret: "GitHub_X" }, "GITHUB_"],
    ["github-actions", { owner: "a", secret: "A", environmentName: "x" }, "needs repo"],
    ["github-actions", { owner: "a", secret: "A", auth: "ghp_abcdefgh1" }, "auth: is no reference"],
    ["github-actions", { owner: "a", secret: "A", baseUrl: "http://ghe.example" }, "baseUrl"],
    ["gitlab-ci", { variable: "A" }, "give project or group"],
    ["gitlab-ci", { variable: "A", project: "a/b", group: "a" }, "give project or group"],
    ["gitlab-ci", { variable: "A-B", project: "a/b" }, "variable: is no variable name"],
    ["gitlab-ci", { variable: "A", project: "a/../b" }, "project: is no path"],
    [
      "gitlab-ci",
      { variable: "A", project: "a/b", scope: "a?b" },
      "scope: is no environment scope",
    ],
    ["gitlab-ci", { variable: "A", group: "a", auth: "$TOKEN" }, "auth: is no reference"],
    ["exec", { write: [] }, "write: names no program"],
    ["exec", {}, "write: give write or preset"],
    ["exec", { write: ["cat"], preset: "pass" }, "write: give write or preset"],
    ["exec", { write: ["cat"], with: { a: "b" } }, "with: is for a preset"],
    ["exec", { preset: "kubctl" }, "preset"],
    ["exec", { preset: "pass" }, "with.entry: is missing: name of the entry"],
    ["exec", { preset: "pass", with: { entry: "--clip" } }, "with.entry: does not fit"],
    ["exec", { preset: "pass", with: { entry: "a\nb" } }, "with.entry: does not fit"],
    ["exec", { preset: "pass", with: { entry: "${KEY}" } }, "with.entry: does not fit"],
    ["exec", { preset: "pass", with: { entry: "a", toString: "b" } }, "with: only these are asked"],
    ["exec", { preset: "kubectl", with: { secret: "a", entry: 'b"' } }, "with.entry: does not fit"],
    ["exec", { preset: "ssh-file", with: { host: "a", path: "/a;b" } }, "with.path: does not fit"],
    ["exec", { write: "kubectl apply" }, "write"],
    ["exec", { write: ["vault", "k={{secret}}"] }, "write.1"],
    ["exec", { write: ["vault", "k={{ key }}"] }, "write.1"],
    ["exec", { write: ["vault", "${TOKEN}"] }, "write.1"],
    ["exec", { write: ["cat"], stdin: "no place" }, "{{key}}"],
    ["manual", { note: "  " }, "note"],
    ["manual", {}, "note: is missing"],
    [
      "dotenv",
      { path: 7 },
      "path: Invalid input: expected string, received number; variable: is missing",
    ],
    ["manual", { note: "x", inUse: { url: "http://example.org/", last4: "/a" } }, "inUse.url"],
    ["manual", { note: "x", inUse: { url: "https://u:p@example.org/", last4: "/a" } }, "inUse.url"],
    ["manual", { note: "x", inUse: { url: "https://example.org/" } }, "needs last4 or keyId"],
    ["manual", { note: "x", inUse: { url: "https://example.org/", last4: "a" } }, "inUse.last4"],
    ["manual", { note: "x", reload: ["a", "{{secret}}"] }, "reload.1"],
  ])("refuses %s with %j", (kind, options, why) => {
    const error = usageError(kind, options);
    expect(error.message).toContain(why);
    expect(error.hint).toBe(`claro-ir targets show ${kind}`);
  });

  it("never quotes a value", () => {
    const canary = "sk_live_CANARYcanary1234";
    const all = [
      usageError("dotenv", { path: [canary], variable: `${canary} `, [canary]: canary }),
      usageError("exec", { write: [`{{secret}}${canary}`], env: [`${canary}-`], stdin: canary }),
      usageError("exec", { preset: canary }),
      usageError("exec", { preset: "pass", with: { entry: `-${canary}`, [canary]: canary } }),
      usageError("manual", {
        note: 1,
        inUse: { url: `http://${canary}.example/?${canary}`, last4: canary },
      }),
    ];
    all.push(
      usageError("aws-secrets-manager", { region: canary, secretId: `${canary} ` }),
      usageError("gcp-secret-manager", { project: canary, secret: `${canary}.`, location: canary }),
      usageError("azure-key-vault", { vaultUrl: canary, secret: canary }),
      usageError("github-actions", {
        owner: canary,
        repo: canary,
        secret: `${canary}-`,
        auth: canary,
      }),
      usageError("gitlab-ci", { project: `${canary} `, variable: `${canary}-`, auth: canary }),
    );
    for (const error of all) expect(`${error.message}${String(error.cause)}`).not.toContain(canary);
  });

  it("accepts what each kind's example shows", () => {
    for (const module of targetModules) {
      const parsed = parse(
        module.example.startsWith("-") ? module.example : `- ${module.example}`,
      ) as [Record<string, unknown>];
      const { id, kind, ...options } = parsed[0];
      expect(kind).toBe(module.id);
      const shared = { key: null, environment: "production", provider: null } as const;
      const target = connectTarget(
        { id: String(id), kind: module.id, options, ...shared },
        depsFor("/"),
      );
      expect([target.id, target.kind]).toEqual([id, module.id]);
    }
  });

  it("describes every kind from the schema that parses it", () => {
    for (const module of targetModules) {
      const { options, traps, title } = describeTarget(module.id);
      expect(title).not.toBe("");
      expect(traps.length).toBeGreaterThan(0);
      expect(options.map((option) => option.name)).toContain("inUse.last4");
      const silent = options.filter((option) => option.meaning === "").map((option) => option.name);
      expect(silent).toEqual([]);
    }
    expect(describeTarget("exec").options.find((one) => one.name === "timeoutSeconds")).toEqual({
      name: "timeoutSeconds",
      type: "number",
      required: false,
      meaning: "time for one run",
      default: "30",
    });
    expect(describeTarget("dotenv").options[0]).toMatchObject({ name: "path", required: true });
  });
});

describe("a place that only a person can reach", () => {
  it("gives the note as instructions and is not readable", async () => {
    const target = connect("manual", newFolder(), { note: "ssh prod-1\nedit /etc/app.env\n" });
    const failure = await target
      .write(new Secret("sk_live_x"), "op")
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ManualOnly);
    expect((failure as ManualOnly).instructions).toEqual(["ssh prod-1", "edit /etc/app.env"]);
    expect(await target.read()).toMatchObject({ state: "unreadable" });
    expect("reload" in target).toBe(false);
    expect(await target.inUse()).toEqual({ state: "no-check" });
  });
});
