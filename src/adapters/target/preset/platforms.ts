// Presets for platforms that run code and keep its secrets.
import { VARIABLE, type Preset } from "./preset.ts";

export const platforms: readonly Preset[] = [
  {
    id: "gh",
    title:
      "a secret of a GitHub repository, with the sign-in of gh; also Dependabot's and Codespaces'",
    asks: {
      secret: { meaning: "name of the secret", pattern: VARIABLE },
      repo: { meaning: "repository with its owner", pattern: /^[\w.-]+(\/[\w.-]+){1,2}$/ },
      environment: { meaning: "GitHub environment", optional: true },
      app: {
        meaning: "actions, dependabot or codespaces; actions when left out",
        optional: true,
        pattern: /^(actions|dependabot|codespaces)$/,
      },
    },
    write: [
      "gh",
      "secret",
      "set",
      "<secret>",
      "--repo",
      "<repo>",
      ["--env", "<environment>"],
      ["--app", "<app>"],
    ],
    env: ["GH_TOKEN", "GH_HOST", "GH_CONFIG_DIR", "GH_ENTERPRISE_TOKEN"],
    traps: [
      "Write-only, and a secret that is not there is made: check the name. The kind github-actions looks first.",
      "Not for organisation secrets: gh would set who sees them anew. The kind github-actions keeps that.",
    ],
  },
  {
    id: "heroku",
    title: "a config var of a Heroku app, through its API",
    asks: {
      app: { meaning: "name of the app", pattern: /^[a-z][a-z0-9-]+$/ },
      variable: { meaning: "name of the config var", pattern: VARIABLE },
    },
    write: [
      "curl",
      "--silent",
      "--fail",
      "--netrc",
      "--request",
      "PATCH",
      "https://api.heroku.com/apps/<app>/config-vars",
      "--header",
      "Accept: application/vnd.heroku+json; version=3",
      "--header",
      "Content-Type: application/json",
      "--data-binary",
      "@-",
    ],
    stdin: '{"<variable>":"{{key}}"}',
    read: ["heroku", "config:get", "<variable>", "--app", "<app>"],
    env: ["HEROKU_API_KEY"],
    traps: [
      "heroku config:set takes the value as an argument, which ps shows: so curl writes, signed in by the entry for api.heroku.com in ~/.netrc.",
      "The app restarts by itself; a release phase or pipeline promotes nothing.",
    ],
  },
  {
    id: "fly",
    title: "a secret of a Fly.io app",
    asks: {
      app: { meaning: "name of the app", pattern: /^[a-z0-9-]+$/ },
      variable: { meaning: "name of the secret", pattern: VARIABLE },
    },
    write: ["fly", "secrets", "import", "--app", "<app>"],
    stdin: "<variable>={{key}}\n",
    env: ["FLY_API_TOKEN"],
    traps: [
      "Write-only. The machines are restarted by the command, which takes longer than 30 s for some apps: raise timeoutSeconds.",
    ],
  },
  {
    id: "wrangler",
    title: "a secret of a Cloudflare Worker",
    asks: {
      secret: { meaning: "name of the secret", pattern: VARIABLE },
      worker: { meaning: "name of the Worker", pattern: /^[\w-]+$/ },
      environment: { meaning: "environment in wrangler's configuration", optional: true },
    },
    write: [
      "wrangler",
      "secret",
      "put",
      "<secret>",
      "--name",
      "<worker>",
      ["--env", "<environment>"],
    ],
    env: ["CLOUDFLARE_API_TOKEN", "CLOUDFLARE_ACCOUNT_ID"],
    traps: [
      "Write-only. The Worker is deployed anew by the command; with gradual deployments the older version keeps the old key.",
      "Pages projects and the account's Secrets Store are other places.",
    ],
  },
  {
    id: "vercel",
    title: "an environment variable of a Vercel project",
    asks: {
      variable: { meaning: "name of the variable", pattern: VARIABLE },
      environment: { meaning: "production, preview, development or one of your own" },
      folder: { meaning: "folder that is linked to the project" },
    },
    write: ["vercel", "env", "add", "<variable>", "<environment>", "--force", "--cwd", "<folder>"],
    env: ["VERCEL_ORG_ID", "VERCEL_PROJECT_ID"],
    traps: [
      "Write-only here. Deployments keep the value they were built with: reload: [vercel, redeploy, <address>].",
      "Each environment has its own value: one target for each.",
    ],
  },
];
