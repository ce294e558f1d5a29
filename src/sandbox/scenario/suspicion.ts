// Odd usage of a staging key that turns out to be the company's own load test. Nothing was leaked, and nothing should be cut.
import type { Scenario, ScenarioKey, ScenarioService } from "./scenario.ts";

const KEY: ScenarioKey = { name: "staging-web-app", vendor: "claro" };

const STAGING: ScenarioService = {
  name: "staging",
  key: KEY.name,
  file: "staging/app.env",
  format: "docker-env-file",
  variable: "BAYT_API_KEY",
  ip: "10.20.1.11",
  userAgent: "baytos-claro/0.0.1 acme-web/2.5.0-rc1",
  host: null,
  target: { id: "staging-env", environment: "staging" },
};

export const suspicion: Scenario = {
  id: "suspicion",
  title: "odd usage in staging that turns out to be the company's own load test",
  summary: "odd usage of the staging key",
  runbook: "suspicious-usage",
  exposed: [KEY],
  services: [STAGING],
  misuse: { who: "load-test", keys: [KEY.name] },
  configured: true,
  given: { kind: "name", name: KEY.name },
  answers: {
    evidenceLevel: "suspected-anomaly",
    abuse: "unknown",
    data: "none",
    outageTolerance: "unknown",
    facts: {},
    later: {
      "ask-service-owner": [
        "ownerAnswer=Kim: our load test, three workers in Ireland, until the evening",
        "ownTraffic=198.51.100.71 198.51.100.72 198.51.100.73 k6",
      ],
    },
  },
  place: null,
  end: "stood-down",
  good: "the owner asked within minutes, stood down with no key cut, looked at again after a day",
  story: ({ workspace, dashboard, at }) => [
    `${at}  The gateway alarms: staging-web-app, thirty requests a minute.`,
    "Three addresses that nobody has seen before, one agent. No value is known to have leaked.",
    `  the alarm      ${workspace}/messages/gateway.txt`,
    `  the owner, Kim ${workspace}/messages/kim.txt   (read it once you have asked)`,
    `  the dashboard  ${dashboard}`,
  ],
  files: (facts) => [
    { path: STAGING.file, text: `BAYT_API_KEY=${facts.secret(KEY.name)}\nLOG_LEVEL=debug\n` },
    {
      path: "messages/gateway.txt",
      text: `${facts.now}  gateway: key staging-web-app, 30 requests a minute, usual 6.
New since ${facts.exposedAt}: 198.51.100.71, 198.51.100.72, 198.51.100.73 (IE), agent k6/0.54.0.
Paths: GET /v1/prompts only. No errors.
`,
    },
    {
      path: "messages/kim.txt",
      text: `Kim, owner of staging, asked whether this is hers:
"Yes! Load test for the sale, three workers at our provider in Ireland, k6, until the evening.
I should have told you. It only lists prompts, on staging. It ends by itself in about three hours."
`,
    },
  ],
};
