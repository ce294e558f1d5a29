// A production key on a public page, used by a thief; everything that a company would have is at hand.
import { post, WEB, WEB_KEY, webAndWorker, WORKER } from "./company-files.ts";
import type { Scenario } from "./scenario.ts";

export const publicLeak: Scenario = {
  id: "public-leak",
  title: "a production key on a public page, and a thief who uses it",
  summary: "production key posted on a public page",
  runbook: "compromised-key",
  exposed: [WEB_KEY],
  services: [WEB, WORKER],
  misuse: { who: "thief", keys: [WEB_KEY.name] },
  configured: true,
  given: { kind: "value", file: "leaked.key" },
  answers: {
    evidenceLevel: "public-exposure",
    abuse: "unknown",
    data: "internal",
    outageTolerance: "minutes",
    facts: {},
    later: {},
  },
  place: null,
  end: "closed",
  good: "the leaked key cut within minutes, web and worker on the new one, closed within the week",
  story: ({ workspace, dashboard, at }) => [
    `${at}  A customer writes: your key is on paste.example, 214 views.`,
    "Kim, web team: it is the production key of web and worker.",
    "Somebody is using it. It is yours to end.",
    `  the post       ${workspace}/leak.txt`,
    `  the key alone  ${workspace}/leaked.key`,
    `  the dashboard  ${dashboard}`,
  ],
  files: (facts) => [
    ...webAndWorker(facts),
    post(facts),
    { path: "leaked.key", text: facts.secret(WEB_KEY.name) },
  ],
};
