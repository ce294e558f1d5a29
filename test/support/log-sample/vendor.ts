// Samples of the audit logs of GitHub, Okta and Cloudflare.
import { event, lines, type Sample } from "./sample.ts";

const NOW = "2026-11-23T13:05:07.120Z";
const AT = "2026-11-23T13:05:07Z";
const HASH = "iN8d4Y0Tq8x0m3rJp0o5r1hQF8p3kq0m9b2s6uV1w2c=";

const GITHUB: Sample = {
  format: "github-audit",
  what: "an export: a clone, a deploy key, streaming ended",
  text: lines(
    {
      "@timestamp": 1_795_439_107_120,
      _document_id: "d1",
      action: "git.clone",
      actor: "ci-bot",
      actor_id: 42,
      actor_ip: "203.0.113.9",
      actor_location: { country_code: "NL" },
      hashed_token: HASH,
      token_id: 77,
      org: "acme",
      repo: "acme/web",
      user_agent: "git/2.43.0",
    },
    {
      "@timestamp": 1_795_439_107_120,
      _document_id: "d2",
      action: "public_key.create",
      actor: "ci-bot",
      token_id: 77,
      fingerprint: "SHA256:abc",
      org: "acme",
      repo: "acme/web",
    },
    {
      "@timestamp": 1_795_439_107_120,
      _document_id: "d3",
      action: "audit_log_streaming.destroy",
      actor: "dana",
      business: "acme-inc",
    },
  ),
  events: [
    event(NOW, {
      key: HASH,
      alias: "77",
      principal: "ci-bot",
      ip: "203.0.113.9",
      country: "NL",
      userAgent: "git/2.43.0",
      action: "git.clone",
      resource: "acme/web",
      id: "d1",
    }),
    event(NOW, {
      key: "77",
      alias: "77",
      principal: "ci-bot",
      action: "public_key.create",
      resource: "acme/web",
      id: "d2",
      change: { does: "creates", what: "key", id: "SHA256:abc" },
    }),
    event(NOW, {
      alias: null,
      principal: "dana",
      action: "audit_log_streaming.destroy",
      resource: "acme-inc",
      id: "d3",
      change: { does: "disables-logging", what: "log", id: "acme-inc" },
    }),
  ],
};

const OKTA: Sample = {
  format: "okta",
  what: "a token made, a sign-on denied by policy",
  text: JSON.stringify([
    {
      uuid: "u-1",
      published: NOW,
      eventType: "system.api_token.create",
      actor: { id: "00u1", type: "User", alternateId: "dana@example.com" },
      client: {
        ipAddress: "203.0.113.9",
        userAgent: { rawUserAgent: "Mozilla/5.0" },
        geographicalContext: { country: "Netherlands" },
      },
      outcome: { result: "SUCCESS" },
      target: [{ id: "00T1", type: "Token", alternateId: "ci", displayName: "ci" }],
      securityContext: { asNumber: 64_500 },
      transaction: { detail: { requestApiTokenId: "00T0" } },
    },
    {
      uuid: "u-2",
      published: NOW,
      eventType: "policy.evaluate_sign_on",
      actor: { id: "00u1", alternateId: "dana@example.com" },
      client: { ipAddress: "203.0.113.9" },
      outcome: { result: "DENY", reason: "Sign-on policy evaluation resulted in DENY" },
      target: null,
    },
    {
      uuid: "u-3",
      published: NOW,
      eventType: "policy.evaluate_sign_on",
      actor: { id: "00u1", alternateId: "dana@example.com" },
      outcome: { result: "CHALLENGE" },
    },
  ]),
  events: [
    event(NOW, {
      key: "00T0",
      principal: "dana@example.com",
      ip: "203.0.113.9",
      asn: "AS64500",
      userAgent: "Mozilla/5.0",
      action: "system.api_token.create",
      resource: "ci",
      id: "u-1",
      change: { does: "creates", what: "key", id: "00T1" },
    }),
    event(NOW, {
      principal: "dana@example.com",
      ip: "203.0.113.9",
      action: "policy.evaluate_sign_on",
      outcome: "denied",
      errorCode: "Sign-on policy evaluation resulted in DENY",
      id: "u-2",
    }),
    event(NOW, { principal: "dana@example.com", action: "policy.evaluate_sign_on", id: "u-3" }),
  ],
};

const CLOUDFLARE: Sample = {
  format: "cloudflare-audit",
  what: "a page: a token made by a token, a Logpush job ended",
  text: JSON.stringify({
    success: true,
    result: [
      {
        id: "f1",
        action: { description: "Create", result: "success", time: AT, type: "create" },
        actor: {
          id: "u1",
          context: "api_token",
          email: "dana@example.com",
          ip_address: "203.0.113.9",
          token_id: "tok1",
          type: "user",
        },
        raw: { method: "POST", status_code: 200, uri: "/user/tokens", user_agent: "curl/8.5.0" },
        resource: { id: "tok2", product: "iam", type: "api_token" },
      },
      {
        id: "f2",
        action: { result: "failure", time: AT, type: "delete" },
        actor: { id: "u1", context: "dash", type: "user" },
        raw: { method: "DELETE", status_code: 403, uri: "/logpush/jobs/7" },
        resource: { id: "7", product: "logpush", type: "logpush_job" },
      },
    ],
  }),
  events: [
    event(AT, {
      key: "tok1",
      principal: "dana@example.com",
      ip: "203.0.113.9",
      userAgent: "curl/8.5.0",
      method: "POST",
      action: "iam:create",
      resource: "tok2",
      status: 200,
      id: "f1",
      change: { does: "creates", what: "key", id: "tok2" },
    }),
    event(AT, {
      principal: "u1",
      method: "DELETE",
      action: "logpush:delete",
      resource: "7",
      status: 403,
      outcome: "denied",
      id: "f2",
      change: { does: "disables-logging", what: "log", id: "7" },
    }),
  ],
};

export const VENDOR: readonly Sample[] = [GITHUB, OKTA, CLOUDFLARE];
