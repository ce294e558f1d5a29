// The public leak as it meets a stranger's laptop: no configuration, no admin API, one service on a host that is far away.
import { post, WEB, WEB_KEY } from "./company-files.ts";
import type { Scenario, ScenarioService } from "./scenario.ts";

/** The far host's own disk, as far as this machine can show one. */
const HOST: ScenarioService = {
  ...WEB,
  name: "prod",
  file: ".sandbox/prod-1/app.env",
  format: "docker-env-file",
  host: "prod-1",
  target: null,
};

export const cold: Scenario = {
  id: "cold",
  title: "the public leak on a stranger's laptop: no configuration, one far host",
  summary: "production key posted on a public page",
  runbook: "compromised-key",
  exposed: [WEB_KEY],
  services: [HOST],
  misuse: { who: "thief", keys: [WEB_KEY.name] },
  configured: false,
  given: { kind: "value", file: "leaked.key" },
  answers: {
    evidenceLevel: "public-exposure",
    abuse: "unknown",
    data: "internal",
    outageTolerance: "minutes",
    facts: {},
    later: {},
  },
  place: {
    id: "prod-1",
    kind: "exec",
    options: { write: ["./prod-1", "put-key"], reload: ["./prod-1", "restart"] },
  },
  end: "closed",
  good: "the leaked key deleted in the dashboard, prod-1 on the new one, proved by its use",
  story: ({ workspace, dashboard, at }) => [
    `${at}  A customer writes: your key is on paste.example, 214 views.`,
    "Kim, web team: it runs the shop on prod-1. I am on a plane now.",
    "This is a laptop that has never seen the company.",
    `  the post       ${workspace}/leak.txt`,
    `  the key alone  ${workspace}/leaked.key`,
    `  the dashboard  ${dashboard}`,
    "The host prod-1, as ssh would reach it (claro-ir starts these in the right folder):",
    "  store a key    ./prod-1 put-key   (the key on stdin)",
    "  restart it     ./prod-1 restart",
  ],
  files: (facts) => {
    const secret = facts.secret(WEB_KEY.name);
    return [
      { path: HOST.file, text: `SHOP_CURRENCY=EUR\nBAYT_API_KEY=${secret}\n` },
      post(facts),
      { path: "leaked.key", text: secret },
    ];
  },
};
