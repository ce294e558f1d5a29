// A laptop with a .env on it is gone. Nobody misuses anything and nothing is public: replace first, then delete, within a day.
import type { Scenario, ScenarioKey, ScenarioService } from "./scenario.ts";

const KEY: ScenarioKey = { name: "production-reports", vendor: "claro" };

const REPORTS: ScenarioService = {
  name: "reports",
  key: KEY.name,
  file: "reports/.env",
  format: "dotenv",
  variable: "BAYT_API_KEY",
  ip: "10.20.0.31",
  userAgent: "baytos-claro/0.0.1 acme-reports/1.9.0",
  host: null,
  target: { id: "reports-env", environment: "production" },
};

export const laptopLost: Scenario = {
  id: "laptop-lost",
  title: "a laptop with a .env is gone: no misuse, nothing public",
  summary: "laptop with a .env lost on a train",
  runbook: "lost-key",
  exposed: [KEY],
  services: [REPORTS],
  misuse: null,
  configured: true,
  given: { kind: "name", name: KEY.name },
  answers: {
    evidenceLevel: "lost",
    abuse: "no",
    data: "internal",
    outageTolerance: "none",
    facts: { lossKind: "device" },
    later: {},
  },
  place: null,
  end: "closed",
  good: "reports on a new key without a minute of outage, the old one dead the same day",
  story: ({ workspace, dashboard, at }) => [
    `${at}  Kim, reports team: I left my laptop on the train.`,
    "Its .env holds the key production-reports. The disk is encrypted, I think it was locked.",
    "The reports service runs on the same key and must not stop tonight.",
    `  what Kim wrote ${workspace}/messages/kim.txt`,
    `  the service    ${workspace}/reports/.env`,
    `  the dashboard  ${dashboard}`,
  ],
  files: (facts) => [
    {
      path: REPORTS.file,
      text: `# Reports, production: the same key lay on the laptop\nBAYT_API_KEY=${facts.secret(KEY.name)}\nREPORT_HOUR=22\n`,
    },
    {
      path: "messages/kim.txt",
      text: `${facts.now}  Kim: laptop gone, train 617, coach 4, about an hour ago.
On it: the .env of reports (key production-reports), my mail, an ssh key for prod-1.
Disk encrypted. I closed the lid, so it should be locked. Police report follows.
`,
    },
  ],
};
