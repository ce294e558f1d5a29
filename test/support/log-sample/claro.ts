// Samples of what Claro and applications that follow its guide write.
import { event, lines, type Sample } from "./sample.ts";

const DAY = 86_400_000;

export const CLARO: readonly Sample[] = [
  {
    format: "claro-access",
    what: "calls with a key, and with a value that is none",
    text: lines(
      {
        time: "2026-11-23T13:05:07.120Z",
        key_id: "key_1",
        last4: "c123",
        method: "POST",
        path: "/v1/prompts/get",
        status: 200,
        ip: "203.0.113.9",
        country: "NL",
        user_agent: "python-requests/2.32.3",
        bytes: 18_342,
      },
      {
        time: "2026-11-23T14:00:00.000Z",
        key_id: null,
        last4: "zzzz",
        method: "GET",
        path: "/v1/context/ctx_0a1b2c/download?x=1",
        status: 401,
        ip: "::ffff:198.51.100.7",
        country: null,
        user_agent: null,
        bytes: 70,
      },
    ),
    events: [
      event("2026-11-23T13:05:07.120Z", {
        key: "key_1",
        alias: "c123",
        ip: "203.0.113.9",
        country: "NL",
        userAgent: "python-requests/2.32.3",
        method: "POST",
        action: "POST /v1/prompts/get",
        resource: "/v1/prompts/get",
        status: 200,
        bytes: 18_342,
      }),
      event("2026-11-23T14:00:00Z", {
        key: "zzzz",
        alias: "zzzz",
        ip: "198.51.100.7",
        method: "GET",
        action: "GET /v1/context/{id}/download",
        resource: "/v1/context/ctx_0a1b2c/download",
        status: 401,
        outcome: "denied",
        bytes: 70,
      }),
    ],
  },
  {
    format: "claro-usage",
    what: "an answer, saved as it came",
    text: JSON.stringify(
      {
        requests_today: 1000,
        avg_requests: 240,
        last_used: "2026-11-23T13:59:58Z",
        error_rate: 0.02,
        total_requests: 41_230,
      },
      null,
      2,
    ),
    events: [
      event("2026-11-23T00:00:00Z", {
        action: "usage",
        bucket: { requests: 980, lastsMs: DAY },
      }),
      event("2026-11-23T00:00:00Z", {
        action: "usage",
        outcome: "error",
        bucket: { requests: 20, lastsMs: DAY },
      }),
    ],
    namesKeys: false,
  },
  {
    format: "claro-usage",
    what: "answers of several days, without a use today",
    text: lines(
      { requests_today: 0, avg_requests: 3, last_used: "2026-11-01T10:00:00Z", error_rate: 0 },
      { requests_today: 0, avg_requests: 0, last_used: null, error_rate: 0 },
    ),
    events: [
      event("2026-11-01T10:00:00Z", { action: "usage", bucket: { requests: 1, lastsMs: 0 } }),
    ],
    rejected: 1,
    namesKeys: false,
  },
  {
    format: "claro-dashboard",
    what: "typed off, with semicolons",
    text: "Name;Last used;Total requests;Error rate\nproduction-web-app;2026-11-23T13:59:58Z;41230;2 %\nold;never;0;0\n",
    events: [event("2026-11-23T13:59:58Z", { key: "production-web-app", action: "usage" })],
    rejected: 1,
  },
  {
    format: "claro-security-log",
    what: "JSON and Python's own, mixed",
    text: [
      "2026-11-23 14:05:07,120 INFO security: {'timestamp': '2026-11-23T13:05:07.120000', 'user_id': 'dana', 'action': \"it's {odd}\", 'success': True, 'ip': '203.0.113.9', 'details': None}",
      'WARNING:security:{"timestamp": "2026-11-23T13:06:00", "user_id": "eve", "action": "api_key_access", "success": false, "ip": "198.51.100.7", "key_name": "web"}',
      "WARNING:security:{'timestamp': '2026-11-23T13:07:00', 'user_id': 'O\\'Neil', 'action': 'True', 'success': False, 'ip': None}",
      "Traceback (most recent call last): KeyError: {'a'",
      "",
    ].join("\n"),
    events: [
      event("2026-11-23T13:05:07.120Z", {
        principal: "dana",
        ip: "203.0.113.9",
        action: "it's {odd}",
      }),
      event("2026-11-23T13:06:00Z", {
        key: "web",
        principal: "eve",
        ip: "198.51.100.7",
        action: "api_key_access",
        outcome: "error",
      }),
      event("2026-11-23T13:07:00Z", { principal: "O'Neil", action: "True", outcome: "error" }),
    ],
    rejected: 1,
  },
];
