// Samples of the audit logs and usage reports of OpenAI and Anthropic.
import { event, type Sample } from "./sample.ts";

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

export const MODELS: readonly Sample[] = [...OPENAI, ...ANTHROPIC];
