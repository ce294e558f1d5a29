// Texts that the made-up company's folders hold in every scenario: env files, compose file, the post on a public page.
import type { FileFacts, ScenarioFile, ScenarioKey, ScenarioService } from "./scenario.ts";

/** The key that most stories are about. */
export const WEB_KEY: ScenarioKey = { name: "production-web-app", vendor: "claro" };

const VARIABLE = "BAYT_API_KEY";

export const WEB: ScenarioService = {
  name: "web",
  key: WEB_KEY.name,
  file: "app/.env",
  format: "dotenv",
  variable: VARIABLE,
  ip: "10.20.0.11",
  userAgent: "baytos-claro/0.0.1 acme-web/2.4.1",
  host: null,
  target: { id: "web-env", environment: "production" },
};

export const WORKER: ScenarioService = {
  name: "worker",
  key: WEB_KEY.name,
  file: "deploy/app.env",
  format: "docker-env-file",
  variable: VARIABLE,
  ip: "10.20.0.27",
  userAgent: "baytos-claro/0.0.1 acme-worker/2.4.1",
  host: null,
  target: { id: "worker-env", environment: "production" },
};

function dotenv(secret: string): string {
  return `# Web application, production
NODE_ENV=production
PORT=8080
PUBLIC_NAME="Acme Support Desk"   # shown in the page title

# Prompts come from Claro
BAYT_API_KEY=${secret}
BAYT_TIMEOUT_MS=8000

# Other vendors (placeholders: nothing here is real)
OPENAI_API_KEY='sk-proj-placeholder-not-a-key'
export SMTP_URL="smtp://mailer:placeholder@mail.acme.example:587"
GREETING="Hello,\\nhow can we help?"
`;
}

function dockerEnv(secret: string): string {
  return `# Worker, read by docker compose: no quotes, no comments behind values
WORKER_CONCURRENCY=4
BAYT_API_KEY=${secret}
QUEUE_URL=amqp://queue.acme.example:5672
OPENAI_API_KEY=sk-proj-placeholder-not-a-key
`;
}

const COMPOSE = `services:
  worker:
    image: registry.acme.example/worker:2.4.1
    env_file: app.env
    restart: unless-stopped
    command: ["node", "worker.js"]
`;

/** The files of the web application and its worker. */
export function webAndWorker(facts: FileFacts): readonly ScenarioFile[] {
  const secret = facts.secret(WEB_KEY.name);
  return [
    { path: WEB.file, text: dotenv(secret) },
    { path: WORKER.file, text: dockerEnv(secret) },
    { path: "deploy/docker-compose.yml", text: COMPOSE },
  ];
}

/** The post on a public page. */
export function post(facts: FileFacts): ScenarioFile {
  return {
    path: "leak.txt",
    text: `Posted ${facts.exposedAt} on paste.example by "buildbot-fan", public, 214 views

> Title: my deploy fails, what is wrong??

worker exits with code 1, here is everything I have:

    docker compose up
    WORKER_CONCURRENCY=4
    BAYT_API_KEY=${facts.secret(WEB_KEY.name)}
    QUEUE_URL=amqp://queue.acme.example:5672
`,
  };
}
