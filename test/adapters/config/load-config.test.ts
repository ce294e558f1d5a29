import { execFileSync } from "node:child_process";
import { chmod, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { defaultConfig } from "../../../src/adapters/config/default-config.ts";
import { loadConfig } from "../../../src/adapters/config/load-config.ts";
import { ClaroIrError } from "../../../src/core/error.ts";
import type { Config } from "../../../src/ports/config.ts";

let folder = "";
let file = "";
let home = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "claro-ir-config-"));
  home = join(folder, "home");
  file = join(folder, "claro-ir.yaml");
});

afterAll(() => rm(folder, { recursive: true }));

async function load(text: string, env: Record<string, string> = {}): Promise<Config> {
  await writeFile(file, text);
  await chmod(file, 0o600);
  return loadConfig(file, { osUser: "dana", home, env });
}

async function problem(text: string): Promise<ClaroIrError> {
  const error: unknown = await load(text).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(ClaroIrError);
  return error as ClaroIrError;
}

const FULL = `# yaml-language-server: $schema=./claro-ir.schema.json
version: 1
workspace: acme
store: incidents
operators: [{ id: dana, role: owner }, { id: sam, role: member }]
recipients: [age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p]
identity: ~/id.txt
providers:
  claro: { kind: claro, baseUrl: "https://api.baytos.ai", management: dashboard }
  acme:
    kind: http
    baseUrl: "https://api.acme.example"
    auth: "\${ACME_ADMIN_KEY}"
    headers: { x-api-key: "{{auth}}", authorization: "Basic \${BASIC}" }
    create: { method: POST, path: /v1/keys, body: { name: "{{name}}" }, id: /id, secret: /secret }
targets:
  - { id: web-env, kind: dotenv, path: app/.env, variable: BAYT_API_KEY }
  - { id: aws, kind: aws-secrets-manager, region: eu-central-1, secretId: claro/api-keys-2026, jsonKey: BAYT_API_KEY }
  - { id: azure, kind: azure-key-vault, vaultUrl: "https://acme.vault.azure.net", secret: production-web-app-api-key-2026 }
  - { id: gh, kind: github-actions, owner: acme, repo: web, secret: BAYT_API_KEY_PRODUCTION_2, auth: "\${GITHUB_TOKEN}" }
  - { id: gl, kind: gitlab-ci, project: acme/web, variable: BAYT_API_KEY, auth: "file:gitlab.token" }
  - { id: k8s, kind: exec, key: prod-web, environment: staging, provider: acme, write: [kubectl, apply, -f, "-"], reload: [curl, -X, POST, "http://deployer.internal/reload"] }
  - { id: prod-1, kind: manual, note: "http://wiki.internal/prod-1 says how" }
notifiers:
  - { id: sec, kind: slack, webhook: "\${SLACK_WEBHOOK_URL}" }
  - { id: pager, kind: pagerduty, routingKey: "\${PD_ROUTING_KEY}" }
  - { id: mail, kind: email, smtp: "smtp://user:\${SMTP_PASSWORD}@localhost:2525", from: ir@acme.example, to: [security@acme.example] }
  - { id: hook, kind: webhook, url: "https://hooks.acme.example/ir", secret: "\${HOOK_SECRET}" }
audit: { ownNetworks: [10.0.0.0/8, "fd00::/8"], baselineDays: 30, knownAgents: [acme-worker], team: [dana], geo: geo.csv, singleLocation: [prod-web], thresholds: { spike-2x: { factor: 3 } } }
endpoints: { github-actions: "http://127.0.0.1:4010" }
`;

describe("loadConfig", () => {
  it("reads everything the documentation shows", async () => {
    const config = await load(FULL);
    expect(config).toMatchObject({
      file,
      folder,
      workspace: "acme",
      store: join(folder, "incidents"),
      identity: join(home, "id.txt"),
      operators: [
        { id: "dana", role: "owner" },
        { id: "sam", role: "member" },
      ],
      endpoints: { "github-actions": "http://127.0.0.1:4010" },
      audit: {
        ownNetworks: ["10.0.0.0/8", "fd00::/8"],
        baselineDays: 30,
        knownAgents: ["acme-worker"],
        team: ["dana"],
        thresholds: { "spike-2x": { factor: 3 } },
        geo: join(folder, "geo.csv"),
        singleLocation: ["prod-web"],
      },
    });
    expect(config.providers.map(({ id, kind }) => [id, kind])).toEqual([
      ["claro", "claro"],
      ["acme", "http"],
    ]);
    expect(config.providers[1]?.options["auth"]).toBe("${ACME_ADMIN_KEY}");
    expect(config.providers[1]?.options).not.toHaveProperty("kind");
    expect(config.targets).toHaveLength(7);
    expect(config.targets[0]).toEqual({
      id: "web-env",
      kind: "dotenv",
      key: null,
      environment: "production",
      provider: null,
      options: { path: "app/.env", variable: "BAYT_API_KEY" },
    });
    expect(config.targets[5]).toMatchObject({
      key: "prod-web",
      environment: "staging",
      provider: "acme",
    });
    expect(config.notifiers[0]).toEqual({
      id: "sec",
      kind: "slack",
      options: { webhook: "${SLACK_WEBHOOK_URL}" },
    });
  });

  it("fills in what is not there as if there were no file", async () => {
    const config = await load("version: 1\n");
    const without = defaultConfig({ osUser: "dana", home, cwd: folder });
    expect(config).toEqual({ ...without, file });
    expect(without).toMatchObject({
      file: null,
      operators: [{ id: "dana", role: "owner" }],
      providers: [{ id: "claro", kind: "claro", options: {} }],
      targets: [],
      identity: join(home, ".config/claro-ir/identity.txt"),
    });
  });

  it("takes the identity from CLARO_IR_IDENTITY first, and knows XDG_CONFIG_HOME", async () => {
    const own = "version: 1\nidentity: keys/me.txt\n";
    expect((await load(own)).identity).toBe(join(folder, "keys/me.txt"));
    expect((await load(own, { CLARO_IR_IDENTITY: "~/x.txt" })).identity).toBe(join(home, "x.txt"));
    expect((await load("version: 1", { XDG_CONFIG_HOME: "/xdg" })).identity).toBe(
      "/xdg/claro-ir/identity.txt",
    );
    expect((await load("version: 1", { XDG_CONFIG_HOME: "relative" })).identity).toBe(
      join(home, ".config/claro-ir/identity.txt"),
    );
  });

  it("leaves a store in a database as it is written", async () => {
    for (const store of ["${DATABASE_URL}", "postgres://ir:${PASSWORD}@db.internal/ir"])
      expect((await load(`version: 1\nstore: "${store}"\n`)).store).toBe(store);
    expect((await load("version: 1\nstore: ~/incidents\n")).store).toBe(join(home, "incidents"));
  });

  it.each<[string, string, string]>([
    ["an unknown key", "version: 1\nworkspaec: acme\n", "2:1 workspaec: is not known here"],
    [
      "an unknown key inside",
      "version: 1\naudit:\n  days: 3\n",
      "3:3 audit.days: is not known here",
    ],
    [
      "a rule that there is none of",
      "version: 1\naudit:\n  thresholds:\n    spike-3x: { factor: 3 }\n",
      "4:5 audit.thresholds.spike-3x: is not known here",
    ],
    [
      "a threshold that the rule does not have",
      "version: 1\naudit:\n  thresholds:\n    spike-2x: { factr: 3 }\n",
      "4:17 audit.thresholds.spike-2x.factr: is not known here",
    ],
    ["an unknown version", "version: 2\n", "1:10 version: Invalid input: expected 1"],
    ["a missing version", "workspace: acme\n", "1:1 version: Invalid input: expected 1"],
    ["an empty file", "", "1:1 version: Invalid input: expected 1"],
    ["a list for a file", "- a\n", "1:1 Invalid input: expected object, received array"],
    [
      "an unknown role",
      "version: 1\noperators:\n  - { id: d, role: boss }\n",
      "3:20 operators.0.role: Invalid option",
    ],
    [
      "a target without a kind",
      "version: 1\ntargets:\n  - id: web\n",
      "3:5 targets.0.kind: is missing",
    ],
    [
      "a provider without a kind",
      "version: 1\nproviders:\n  acme: {}\n",
      "3:9 providers.acme.kind: is missing",
    ],
    ["a bad id", "version: 1\nproviders:\n  a b: { kind: http }\n", "3:8 providers.a b: is no id"],
    [
      "an id used twice",
      "version: 1\ntargets:\n  - { id: a, kind: x }\n  - { id: a, kind: y }\n",
      "4:11 targets.1.id: is used twice",
    ],
    [
      "an unknown provider",
      "version: 1\ntargets:\n  - { id: a, kind: x, provider: acme }\n",
      "3:33 targets.0.provider: is no name under providers",
    ],
    [
      "a bad recipient",
      "version: 1\nrecipients: [ssh-ed25519]\n",
      "2:14 recipients.0: is no age recipient (age1…)",
    ],
    [
      "a bad network",
      "version: 1\naudit: { ownNetworks: [here] }\n",
      "2:24 audit.ownNetworks.0: is no network",
    ],
    [
      "an endpoint elsewhere",
      'version: 1\nendpoints: { claro: "https://api.example.com" }\n',
      "2:21 endpoints.claro: is no loopback address",
    ],
    [
      "plain http",
      "version: 1\nproviders:\n  acme:\n    kind: http\n    baseUrl: http://api.acme.example\n",
      "5:14 providers.acme.baseUrl: plain http is for loopback addresses alone",
    ],
    [
      "plain http to a notifier",
      "version: 1\nnotifiers: [{ id: h, kind: webhook, url: http://10.0.0.1/x }]\n",
      "2:42 notifiers.url: plain http is for loopback",
    ],
    [
      "the same key twice",
      "version: 1\nworkspace: a\nworkspace: b\n",
      "3:1 is not valid YAML here (duplicate key)",
    ],
    ["an open bracket", "version: 1\nrecipients: [\n", "3:1 is not valid YAML here"],
    [
      "a tab",
      "version: 1\naudit:\n\tbaselineDays: 3\n",
      "3:1 is not valid YAML here (tab as indent)",
    ],
    [
      "an alias",
      "version: 1\nworkspace: &a acme\nstore: *a\n",
      "3:8 holds an alias, which is not supported",
    ],
    [
      "an unknown tag",
      "version: 1\nworkspace: !exec rm\n",
      "2:12 is not valid YAML here (tag resolve failed)",
    ],
    [
      "two documents",
      "version: 1\n---\nversion: 1\n",
      "2:1 is not valid YAML here (multiple docs)",
    ],
    [
      "a key that is no text",
      "version: 1\n? [a]\n: 1\n",
      "2:3 is not valid YAML here (non string key)",
    ],
  ])("refuses %s at its place", async (_case, text, message) => {
    const error = await problem(text);
    expect([error.kind, error.code]).toEqual(["usage", "bad-config"]);
    expect(error.message).toContain(`${file}:${message}`);
    expect(error.message).not.toContain("\n");
  });

  it("counts what else is wrong", async () => {
    const error = await problem("version: 1\na: 1\naudit: { baselineDays: 0 }\noperators: 3\n");
    expect(error.message).toMatch(/ \(and 2 more\)$/);
  });

  it("refuses a file beyond 256 kB, and takes one just below", async () => {
    function filler(size: number): string {
      return `version: 1\n#${"x".repeat(size - 12)}`;
    }
    expect((await load(filler(256 * 1024))).file).toBe(file);
    expect((await problem(filler(256 * 1024 + 1))).message).toBe(`${file} is larger than 256 kB`);
  });

  it("refuses a file that others may write, also through a link, and one that is no file", async () => {
    await load("version: 1\n");
    for (const mode of [0o620, 0o602, 0o666]) {
      await chmod(file, mode);
      const link = `${file}-${String(mode)}`;
      await symlink(file, link);
      for (const path of [file, link])
        await expect(loadConfig(path, { osUser: "dana", home })).rejects.toMatchObject({
          kind: "usage",
          code: "config-writable",
          hint: `chmod go-w ${path}`,
        });
    }
    await expect(loadConfig(dirname(file), { osUser: "d", home })).rejects.toThrow("is not a file");
    await expect(loadConfig(join(folder, "none"), { osUser: "d", home })).rejects.toThrow("ENOENT");
  });
});

it("a named pipe that nobody writes to is no configuration, and holds nobody up", async () => {
  const pipe = join(folder, "pipe.yaml");
  execFileSync("mkfifo", ["-m", "600", pipe]);
  await expect(loadConfig(pipe, { osUser: "dana", home, env: {} })).rejects.toThrow(
    "is not a file",
  );
});
