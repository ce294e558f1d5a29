// The files of the made-up company: what a checkout with a leaked key in it looks like, and a configuration ready to use.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

export interface WorkspacePaths {
  readonly root: string;
  readonly config: string;
  readonly adminKey: string;
  readonly accessLog: string;
  readonly requestLog: string;
  readonly webEnv: string;
  readonly workerEnv: string;
  readonly state: string;
  readonly address: string;
}

export interface SeedFacts {
  readonly url: string;
  readonly oldSecret: string;
  readonly adminToken: string;
  /** When the key was posted, ISO. */
  readonly postedAt: string;
}

export function pathsIn(root: string): WorkspacePaths {
  return {
    root,
    config: join(root, "claro-ir.yaml"),
    adminKey: join(root, "admin.key"),
    accessLog: join(root, "access.jsonl"),
    requestLog: join(root, "requests.jsonl"),
    webEnv: join(root, "app", ".env"),
    workerEnv: join(root, "deploy", "app.env"),
    state: join(root, ".sandbox", "state.json"),
    address: join(root, ".sandbox", "address.json"),
  };
}

/** Make the private folder. Throws when the folder already holds files of somebody else under our names. */
export function claimFolder(paths: WorkspacePaths): void {
  const own = dirname(paths.state);
  if (existsSync(own)) return;
  const taken = [paths.config, paths.webEnv, paths.workerEnv, paths.accessLog, paths.adminKey].find(
    (path) => existsSync(path),
  );
  if (taken !== undefined)
    throw new Error(`${taken} exists and is not a sandbox's: choose an empty folder as workspace`);
  mkdirSync(own, { recursive: true, mode: 0o700 });
}

/** Write every seed file that is missing; what exists stays as it is, unless it is left of a first start that never finished (`anew`). */
export function seedFiles(paths: WorkspacePaths, facts: SeedFacts, anew: boolean): void {
  const reload = join(paths.root, ".sandbox", "reload.mjs");
  const files: readonly (readonly [string, string, number])[] = [
    [paths.webEnv, dotenv(facts), 0o600],
    [paths.workerEnv, dockerEnv(facts), 0o600],
    [join(paths.root, "deploy", "docker-compose.yml"), COMPOSE, 0o644],
    [join(paths.root, ".gitignore"), GITIGNORE, 0o644],
    [join(paths.root, "leak.txt"), leak(facts), 0o600],
    [join(paths.root, "leaked.key"), facts.oldSecret, 0o600],
    [paths.adminKey, `${facts.adminToken}\n`, 0o600],
    [reload, RELOAD, 0o600],
    [paths.config, configuration(facts.url, reload), 0o600],
    [paths.accessLog, "", 0o600],
    [paths.requestLog, "", 0o600],
  ];
  for (const [path, text, mode] of files) {
    if (!anew && existsSync(path)) continue;
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(path, text, { mode });
  }
}

/** Tell the reload script where we are; when the port changed, the addresses in the configuration follow and nothing else in it. */
export function writeAddress(paths: WorkspacePaths, url: string, urlBefore: string | null): void {
  writeFileSync(paths.address, JSON.stringify({ url }), { mode: 0o600 });
  if (urlBefore === null || urlBefore === url || !existsSync(paths.config)) return;
  const before = readFileSync(paths.config, "utf8");
  // A look-ahead, since :4100 is also the beginning of :41000.
  const old = new RegExp(`${urlBefore.replaceAll(".", String.raw`\.`)}(?!\\d)`, "g");
  writeFileSync(
    paths.config,
    before.replaceAll(old, () => url),
  );
}

function dotenv(facts: SeedFacts): string {
  return `# Web application, production
NODE_ENV=production
PORT=8080
PUBLIC_NAME="Acme Support Desk"   # shown in the page title

# Prompts come from Claro
BAYT_API_KEY=${facts.oldSecret}
BAYT_TIMEOUT_MS=8000

# Other vendors (placeholders: nothing here is real)
OPENAI_API_KEY='sk-proj-placeholder-not-a-key'
export SMTP_URL="smtp://mailer:placeholder@mail.acme.example:587"
GREETING="Hello,\\nhow can we help?"
`;
}

function dockerEnv(facts: SeedFacts): string {
  return `# Worker, read by docker compose: no quotes, no comments behind values
WORKER_CONCURRENCY=4
BAYT_API_KEY=${facts.oldSecret}
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

const GITIGNORE = `node_modules/
.env
*.env
*.key
leak.txt
access.jsonl
requests.jsonl
state/
.sandbox/
`;

function leak(facts: SeedFacts): string {
  return `Posted ${facts.postedAt} on paste.example by "buildbot-fan", public, 214 views

> Title: my deploy fails, what is wrong??

worker exits with code 1, here is everything I have:

    docker compose up
    WORKER_CONCURRENCY=4
    BAYT_API_KEY=${facts.oldSecret}
    QUEUE_URL=amqp://queue.acme.example:5672
`;
}

const RELOAD = `// Asks a service of the sandbox to read its file again: node reload.mjs <service>
import { readFileSync } from "node:fs";
const { url } = JSON.parse(readFileSync(new URL("./address.json", import.meta.url), "utf8"));
const response = await fetch(\`\${url}/_service/\${process.argv[2]}/reload\`, { method: "POST" });
if (!response.ok) {
  process.stderr.write(\`reload answered \${response.status}\\n\`);
  process.exitCode = 1;
}
`;

function target(id: string, kind: string, path: string, url: string, reload: string): string {
  const service = id.replace("-env", "");
  return `  - id: ${id}
    kind: ${kind}
    path: ${path}
    variable: BAYT_API_KEY
    key: production-web-app
    environment: production
    provider: claro
    reload: [node, ${JSON.stringify(reload)}, ${service}]
    inUse: { url: "${url}/_service/${service}", last4: /last4 }
`;
}

/** JSON strings are YAML strings: paths are quoted that way. */
function configuration(url: string, reload: string): string {
  return `# Ready to use: the sandbox's own Claro, its two services and the people of a made-up company.
version: 1
workspace: acme
operators:
  - { id: dana, role: owner }
  - { id: sam, role: admin }
  - { id: kim, role: member }
providers:
  claro:
    kind: http
    baseUrl: "${url}"
    auth: "file:./admin.key"
    create: { method: POST, path: /v1/keys, body: { name: "{{name}}" }, id: /id, secret: /secret }
    list: { method: GET, path: /v1/keys, items: /data, id: /id, name: /name, createdAt: /created_at, lastUsedAt: /last_used_at, next: /next }
    delete: { method: DELETE, path: "/v1/keys/{{id}}" }
    probe: { method: GET, path: "/v1/prompts?limit=1", dead: [401] }
    usage: { method: GET, path: /v1/usage }
targets:
${target("web-env", "dotenv", "app/.env", url, reload)}${target("worker-env", "docker-env-file", "deploy/app.env", url, reload)}audit: { ownNetworks: [10.0.0.0/8], baselineDays: 30 }
`;
}
