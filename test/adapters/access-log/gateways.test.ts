// Lines as well-known gateways and libraries write them by default: understood without being told anything.
import { describe, expect, it } from "vitest";
import { formatById, recogniseFormat } from "../../../src/adapters/access-log/format/index.ts";
import { claroAccess } from "../../../src/adapters/access-log/format/claro-access.ts";
import { linesOf, openScene } from "../../sandbox/scene.ts";
import { eventsOf, readAll } from "../../support/log-sample/sample.ts";

const EXPECTED = {
  at: Date.parse("2026-11-23T13:05:07.000Z"),
  ip: "203.0.113.9",
  method: "GET",
  action: "GET /v1/prompts",
  status: 200,
  userAgent: "curl/8.5.0",
};

const LINES: Readonly<Record<string, object>> = {
  "nginx with log_format json": {
    time_iso8601: "2026-11-23T13:05:07+00:00",
    remote_addr: "203.0.113.9",
    request_method: "GET",
    request_uri: "/v1/prompts?limit=1",
    status: "200",
    body_bytes_sent: "18342",
    http_user_agent: "curl/8.5.0",
  },
  Caddy: {
    level: "info",
    ts: 1_795_439_107,
    logger: "http.log.access",
    request: {
      remote_ip: "203.0.113.9",
      method: "GET",
      host: "api.example.com",
      uri: "/v1/prompts",
      headers: { "User-Agent": ["curl/8.5.0"] },
    },
    size: 18_342,
    status: 200,
  },
  Kong: {
    started_at: 1_795_439_107_000,
    client_ip: "203.0.113.9",
    consumer: { id: "7f3a", username: "web" },
    request: { method: "GET", uri: "/v1/prompts", headers: { "user-agent": "curl/8.5.0" } },
    response: { status: 200, size: 18_342 },
  },
  Traefik: {
    ClientHost: "203.0.113.9",
    DownstreamStatus: 200,
    DownstreamContentSize: 18_342,
    RequestMethod: "GET",
    RequestPath: "/v1/prompts",
    StartUTC: "2026-11-23T13:05:07.000000001Z",
    "request_User-Agent": "curl/8.5.0",
  },
  Envoy: {
    start_time: "2026-11-23T13:05:07.000Z",
    method: "GET",
    path: "/v1/prompts",
    response_code: 200,
    bytes_sent: 18_342,
    user_agent: "curl/8.5.0",
    downstream_remote_address: "203.0.113.9:51234",
  },
  "pino-http": {
    level: 30,
    time: 1_795_439_107_000,
    req: {
      method: "GET",
      url: "/v1/prompts",
      remoteAddress: "::ffff:203.0.113.9",
      headers: { "user-agent": "curl/8.5.0" },
    },
    res: { statusCode: 200 },
    msg: "request completed",
  },
  "Elastic Common Schema": {
    "@timestamp": "2026-11-23T13:05:07.000Z",
    event: { outcome: "success" },
    source: { ip: "203.0.113.9" },
    http: { request: { method: "GET" }, response: { status_code: 200 } },
    url: { path: "/v1/prompts" },
    user_agent: { original: "curl/8.5.0" },
  },
  "Google Cloud load balancer": {
    timestamp: "2026-11-23T13:05:07.000Z",
    insertId: "x1",
    httpRequest: {
      remoteIp: "203.0.113.9",
      requestMethod: "GET",
      requestUrl: "https://api.example.com/v1/prompts",
      status: 200,
      responseSize: "18342",
      userAgent: "curl/8.5.0",
    },
  },
};

describe.each(Object.entries(LINES))("%s", (_name, line) => {
  it("is understood", () => {
    const text = `${JSON.stringify(line)}\n`;
    expect(recogniseFormat({ text, name: "" })?.id).toBe("jsonl");
    expect(eventsOf(readAll(formatById("jsonl"), { text }).reads)).toMatchObject([EXPECTED]);
  });
});

it("the sandbox's own log is claro-access, line by line", async () => {
  const scene = await openScene();
  const key = scene.oldSecret;
  await scene.call("GET", "/v1/prompts?limit=1", { key });
  await scene.call("GET", "/v1/prompts", { key: "sk_live_nobodyknowsthiskey" });
  const lines = linesOf(scene.sandbox.accessLog);
  const text = lines.map((line) => JSON.stringify(line)).join("\n");
  expect(recogniseFormat({ text, name: "" })?.id).toBe("claro-access");
  const events = eventsOf(readAll(claroAccess, { text }).reads);
  expect(events.map(({ at, ip, status }) => ({ at, ip, status }))).toEqual(
    lines.map(({ time, ip, status }) => ({ at: Date.parse(String(time)), ip, status })),
  );
  expect(events.slice(-2)).toMatchObject([
    { key: scene.sandbox.oldKeyId, action: "GET /v1/prompts", outcome: "success" },
    { key: "skey", outcome: "denied" },
  ]);
});
