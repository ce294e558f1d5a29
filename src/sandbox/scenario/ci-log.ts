// A pipeline printed six keys of three vendors into a public log: production and staging, and somebody has found two of them.
import type { FileFacts, Scenario, ScenarioKey, ScenarioService, Vendor } from "./scenario.ts";

interface App {
  readonly name: string;
  readonly purpose: string;
  readonly vendor: Vendor;
  readonly variable: string;
  /** Last part of its address; staging lies ten further. */
  readonly host: number;
}

const APPS: readonly App[] = [
  { name: "web", purpose: "web-app", vendor: "claro", variable: "BAYT_API_KEY", host: 11 },
  {
    name: "assistant",
    purpose: "assistant",
    vendor: "openai",
    variable: "OPENAI_API_KEY",
    host: 12,
  },
  {
    name: "releases",
    purpose: "releases",
    vendor: "github-token",
    variable: "GITHUB_TOKEN",
    host: 13,
  },
];

const ENVIRONMENTS = ["production", "staging"] as const;

function keyOf(app: App, environment: (typeof ENVIRONMENTS)[number]): ScenarioKey {
  return { name: `${environment}-${app.purpose}`, vendor: app.vendor };
}

function serviceOf(app: App, environment: (typeof ENVIRONMENTS)[number]): ScenarioService {
  const isLive = environment === "production";
  return {
    name: isLive ? app.name : `${app.name}staging`,
    key: keyOf(app, environment).name,
    file: `${environment}/${app.name}.env`,
    format: "docker-env-file",
    variable: app.variable,
    ip: `10.20.0.${String(app.host + (isLive ? 0 : 10))}`,
    userAgent: `acme-${app.name}/3.1.0`,
    host: null,
    target: { id: `${app.name}-${isLive ? "prod" : "staging"}`, environment },
  };
}

/** The log as the pipeline's page shows it: somebody left `set -x` and `printenv` in a deploy step. */
function log(facts: FileFacts): string {
  const printed = ENVIRONMENTS.flatMap((environment) => [
    `##[group]deploy to ${environment}`,
    "+ printenv",
    ...APPS.map((app) => `${app.variable}=${facts.secret(keyOf(app, environment).name)}`),
    `DEPLOY_ENV=${environment}`,
    "+ ./deploy.sh",
    `deployed acme@3.1.0 to ${environment}`,
    "##[endgroup]",
  ]);
  return `Run 4711 of workflow "deploy" in acme/shop, public, started ${facts.exposedAt}\n${printed.join("\n")}\n`;
}

export const ciLog: Scenario = {
  id: "ci-log",
  title: "a public CI log with six keys of three vendors, production and staging",
  summary: "CI log printed six keys of three vendors",
  runbook: "ci-secret-exposure",
  exposed: ENVIRONMENTS.flatMap((environment) => APPS.map((app) => keyOf(app, environment))),
  services: ENVIRONMENTS.flatMap((environment) => APPS.map((app) => serviceOf(app, environment))),
  misuse: { who: "thief", keys: ["production-web-app", "production-assistant"] },
  configured: true,
  given: { kind: "text", file: "ci.log" },
  answers: {
    evidenceLevel: "public-exposure",
    abuse: "unknown",
    data: "internal",
    outageTolerance: "minutes",
    facts: { exposureLocation: "log of run 4711, workflow deploy, acme/shop" },
    later: {},
  },
  place: null,
  end: "closed",
  good: "six keys cut, worst first, six places on new ones, the log gone, the workflow mended",
  story: ({ workspace, dashboard, at }) => [
    `${at}  Sam, platform team: run 4711 has printed its whole environment.`,
    "The project is public, so the log is. It has been there for some minutes.",
    "Six keys: Claro, OpenAI and GitHub, each for production and staging.",
    `  the CI log     ${workspace}/ci.log   (its keys are taken from it)`,
    `  the dashboard  ${dashboard}`,
  ],
  files: (facts) => [
    ...ENVIRONMENTS.flatMap((environment) =>
      APPS.map((app) => ({
        path: serviceOf(app, environment).file,
        text: `# ${app.name}, ${environment}\n${app.variable}=${facts.secret(keyOf(app, environment).name)}\nLOG_LEVEL=info\n`,
      })),
    ),
    { path: "ci.log", text: log(facts) },
    {
      path: "messages/sam.txt",
      text: `${facts.now}  Sam: run 4711 of "deploy" shows printenv. I have not touched it. Who can stop the workflow?\n`,
    },
  ],
};
