// Samples of vendors' own logs: GitHub, OpenAI, Anthropic, Okta, Cloudflare.
import { event, lines, type Sample } from "./sample.ts";

const NOW = "2026-11-23T13:05:07.120Z";
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
      principal: "ci-bot",
      action: "public_key.create",
      resource: "acme/web",
      id: "d2",
      change: { does: "creates", what: "key", id: "SHA256:abc" },
    }),
    event(NOW, {
      principal: "dana",
      action: "audit_log_streaming.destroy",
      resource: "acme-inc",
      id: "d3",
      change: { does: "disables-logging", what: "log", id: "acme-inc" },
    }),
  ],
};

const AT = "2026-11-23T13:05:07Z";
const ADMIN_KEY = {
  type: "api_key",
  api_key: { id: "key_7f3a", type: "service_account", service_account: { id: "svc-1" } },
};

const OPENAI: readonly Sample[] = [
  {
    format: "openai-audit",
    what: "a page: a key made, a log-in refused, logging of calls switched off",
    text: JSON.stringify({
      object: "list",
      data: [
        {
          id: "a-1",
          type: "api_key.created",
          effective_at: 1_795_439_107,
          project: { id: "proj_abc", name: "web" },
          actor: ADMIN_KEY,
          "api_key.created": { id: "key_9z8y", data: { scopes: ["all"] } },
        },
        {
          id: "a-2",
          type: "login.failed",
          effective_at: 1_795_439_107,
          actor: {
            type: "session",
            session: {
              user: { id: "user-1", email: "dana@example.com" },
              ip_address: "203.0.113.9",
            },
          },
          "login.failed": { error_code: "invalid_password", error_message: "no" },
        },
        {
          id: "a-3",
          type: "organization.updated",
          effective_at: 1_795_439_107,
          actor: ADMIN_KEY,
          "organization.updated": {
            id: "org-1",
            changes_requested: { api_call_logging: "disabled" },
          },
        },
      ],
      first_id: "a-1",
      last_id: "a-3",
      has_more: false,
    }),
    events: [
      event(AT, {
        key: "key_7f3a",
        principal: "svc-1",
        action: "api_key.created",
        resource: "key_9z8y",
        id: "a-1",
        change: { does: "creates", what: "key", id: "key_9z8y" },
      }),
      event(AT, {
        principal: "dana@example.com",
        ip: "203.0.113.9",
        action: "login.failed",
        outcome: "denied",
        errorCode: "invalid_password",
        id: "a-2",
      }),
      event(AT, {
        key: "key_7f3a",
        principal: "svc-1",
        action: "organization.updated",
        resource: "org-1",
        id: "a-3",
        change: { does: "disables-logging", what: "log", id: "org-1" },
      }),
    ],
  },
  {
    format: "openai-usage",
    what: "a page of minutes: two keys in one, none in the next, costs of a day",
    text: JSON.stringify({
      object: "page",
      data: [
        {
          object: "bucket",
          start_time: 1_795_439_100,
          end_time: 1_795_439_160,
          results: [
            {
              object: "organization.usage.completions.result",
              input_tokens: 5000,
              output_tokens: 1000,
              num_model_requests: 12,
              project_id: "proj_abc",
              user_id: null,
              api_key_id: "key_7f3a",
              model: "gpt-5",
            },
            {
              object: "organization.usage.completions.result",
              input_tokens: 1,
              output_tokens: 1,
              num_model_requests: 1,
              project_id: null,
              api_key_id: "key_other",
              model: "gpt-5-mini",
            },
          ],
        },
        { object: "bucket", start_time: 1_795_439_160, end_time: 1_795_439_220, results: [] },
        {
          object: "bucket",
          start_time: 1_795_392_000,
          end_time: 1_795_478_400,
          results: [
            {
              object: "organization.costs.result",
              amount: { value: 12.5, currency: "usd" },
              api_key_id: "key_7f3a",
              project_id: null,
            },
          ],
        },
      ],
      has_more: false,
      next_page: null,
    }),
    events: [
      event("2026-11-23T13:05:00Z", {
        key: "key_7f3a",
        principal: "proj_abc",
        action: "usage.completions",
        resource: "proj_abc",
        units: 6000,
        model: "gpt-5",
        bucket: { requests: 12, lastsMs: 60_000 },
      }),
      event("2026-11-23T13:05:00Z", {
        key: "key_other",
        action: "usage.completions",
        units: 2,
        model: "gpt-5-mini",
        bucket: { requests: 1, lastsMs: 60_000 },
      }),
      event("2026-11-23T00:00:00Z", {
        key: "key_7f3a",
        action: "costs",
        cost: 12.5,
        bucket: { requests: 0, lastsMs: 86_400_000 },
      }),
    ],
  },
];

const ANTHROPIC: readonly Sample[] = [
  {
    format: "anthropic-activity",
    what: "a page: a key made, a log-in refused",
    text: JSON.stringify({
      data: [
        {
          id: "activity_1",
          created_at: AT,
          organization_id: "org_1",
          actor: {
            type: "admin_api_key_actor",
            admin_api_key_id: "apikey_adm",
            ip_address: "203.0.113.9",
          },
          type: "api_key_created",
          api_key_id: "apikey_01Def",
        },
        {
          id: "activity_2",
          created_at: AT,
          organization_id: "org_1",
          actor: { type: "user_actor", email_address: "dana@example.com", user_id: "user_1" },
          type: "sso_login_failed",
        },
      ],
      has_more: false,
    }),
    events: [
      event(AT, {
        key: "apikey_adm",
        principal: "admin_api_key_actor",
        ip: "203.0.113.9",
        action: "api_key_created",
        resource: "apikey_01Def",
        id: "activity_1",
        change: { does: "creates", what: "key", id: "apikey_01Def" },
      }),
      event(AT, {
        principal: "dana@example.com",
        action: "sso_login_failed",
        resource: "org_1",
        outcome: "denied",
        id: "activity_2",
      }),
    ],
  },
  {
    format: "anthropic-usage",
    what: "a page of minutes",
    text: JSON.stringify({
      data: [
        {
          starting_at: "2026-11-23T13:05:00Z",
          ending_at: "2026-11-23T13:06:00Z",
          results: [
            {
              uncached_input_tokens: 4100,
              cache_creation: { ephemeral_1h_input_tokens: 0, ephemeral_5m_input_tokens: 500 },
              cache_read_input_tokens: 200,
              output_tokens: 900,
              api_key_id: "apikey_01Abc",
              workspace_id: "wrkspc_1",
              model: "claude-opus-4-6",
            },
          ],
        },
      ],
      has_more: false,
      next_page: null,
    }),
    events: [
      event("2026-11-23T13:05:00Z", {
        key: "apikey_01Abc",
        principal: "wrkspc_1",
        action: "usage.messages",
        resource: "wrkspc_1",
        units: 5700,
        model: "claude-opus-4-6",
        bucket: { requests: 1, lastsMs: 60_000 },
      }),
    ],
  },
];

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

export const VENDOR: readonly Sample[] = [GITHUB, ...OPENAI, ...ANTHROPIC, OKTA, CLOUDFLARE];
