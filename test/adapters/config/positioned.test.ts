import { describe, expect, it } from "vitest";
import { checkConfig, type Complaint } from "../../../src/adapters/config/positioned.ts";

const CANARY = "sk_live_CanaryCanaryCanary1234";

function problem(text: string): Complaint {
  const checked = checkConfig(text);
  if (checked.ok) throw new Error("accepted");
  return checked.complaints[0];
}

describe("checkConfig", () => {
  it.each([
    ["a Claro key", `targets: [{ id: a, kind: x, value: ${CANARY} }]`, "targets.value"],
    [
      "a Claro key in prose",
      `targets: [{ id: a, kind: manual, note: "paste ${CANARY} there" }]`,
      "targets.note",
    ],
    ["a Claro key as a name", `providers: { ${CANARY}: { kind: http } }`, "providers"],
    ["a Claro key as an unknown key", `${CANARY}: 1`, ""],
    ["an AWS key id", "targets: [{ id: a, kind: x, auth: AKIACANARYCANARY1234 }]", "targets.auth"],
    ["a GitHub token", "targets: [{ id: a, kind: x, auth: ghp_Canary0123456789 }]", "targets.auth"],
    [
      "a GitLab token",
      "targets: [{ id: a, kind: x, other: glpat-Canary0123456789 }]",
      "targets.other",
    ],
    [
      "a Slack token",
      "notifiers: [{ id: a, kind: slack, other: xoxb-Canary0123456789 }]",
      "notifiers.other",
    ],
    [
      "a Slack webhook",
      'notifiers: [{ id: a, kind: slack, webhook: "https://hooks.slack.com/services/T0/B0/Canary" }]',
      "notifiers.webhook",
    ],
    [
      "another webhook with a token",
      'notifiers: [{ id: a, kind: x, webhook: "https://chat.example/hooks/Canary0a1b2c3d4e5f6" }]',
      "notifiers.webhook",
    ],
    [
      "a routing key",
      "notifiers: [{ id: a, kind: pagerduty, routingKey: canary0123456789abcdef0123456789 }]",
      "notifiers.routingKey",
    ],
    [
      "an HMAC secret",
      "notifiers: [{ id: a, kind: webhook, secret: Canary9f8e7d6c5b4a3210 }]",
      "notifiers.secret",
    ],
    [
      "an admin key",
      "providers: { a: { kind: http, auth: Canary-0123456789-abcdef } }",
      "providers.a.auth",
    ],
    [
      "a key in a header",
      'providers: { a: { kind: http, headers: { x-api-key: "Canary0123456789abcdef" } } }',
      "providers.a.headers.x-api-key",
    ],
    [
      "half a key beside a reference",
      'providers: { a: { kind: http, auth: "${PREFIX}Canary0123456789abcdef" } }',
      "providers.a.auth",
    ],
    ["a password in a URL", 'store: "postgres://ir:Canary@db.internal/ir"', "store"],
    ["an age identity", "recipients: [AGE-SECRET-KEY-1CANARY]", "recipients"],
    [
      "a private key",
      'targets: [{ id: a, kind: x, pem: "-----BEGIN PRIVATE KEY-----Canary" }]',
      "targets.pem",
    ],
  ])("refuses %s that is written out, without repeating it", (_case, text, path) => {
    const error = problem(`version: 1\n${text}\n`);
    expect([error.line, error.path]).toEqual([2, path]);
    expect(error.message).toBe("looks like a secret written out, which is refused");
    expect(error.hint).toContain("${VARIABLE}");
    expect(JSON.stringify(error)).not.toMatch(/canary/i);
  });

  it.each([
    `version: 1\nworkspace: [${CANARY}\n`,
    `version: 1\n${CANARY}\n`,
    `version: 1\nworkspace: "${CANARY}\n`,
    `version: 1\nworkspace: *${CANARY}\n`,
    `version: 1\nworkspace: !${CANARY} x\n`,
    `%${CANARY}\n---\nversion: 1\n`,
    `version: 1\nworkspace: "\\q${CANARY}"\n`,
  ])("repeats no secret from a file that is no YAML", (text) => {
    const error = problem(text);
    expect(JSON.stringify(error)).not.toContain("Canary");
  });
});
