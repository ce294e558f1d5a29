// A project's folder as `init` may find one: places of every kind, and what somebody may have left there to trip a program.
import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Home } from "../../support/cli.ts";

/** Looks like a key, belongs to nobody. */
export const VALUE = "sk_live_CanaryOfTheInitTests0001";

function write(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text, { mode: 0o600 });
  }
}

const COMPOSE = `services:
  web:
    env_file:
      - path: web.conf
      - ../../outside.env
  worker: { env_file: /etc/passwd }
`;

const WORKFLOW = `jobs:
  deploy:
    env:
      KEY: \${{ secrets.BAYT_API_KEY }}
      TOKEN: \${{ secrets.GITHUB_TOKEN }}
`;

const DEPLOYMENT = `kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  template:
    spec:
      containers:
        - env:
            - name: BAYT_API_KEY
              valueFrom: { secretKeyRef: { name: web-keys, key: BAYT_API_KEY } }
            - name: PASSWORD
              valueFrom: { secretKeyRef: { name: web-keys, key: password } }
---
kind: Secret
metadata: { name: other, namespace: shop }
stringData: { OTHER_TOKEN: ${VALUE} }
`;

/** A project with one place of each kind, in a repository at GitHub; gives the folder. */
export function project(home: Home): string {
  const folder = join(home.folder, "work");
  write(folder, {
    "app/.env": `PORT=8080\nBAYT_API_KEY=${VALUE}\nSESSION_SECRET=notvendors00000\nOPENAI_API_KEY=placeholder-not-a-key\n`,
    "app/.env.example": "BAYT_API_KEY=sk_live_your-key-comes-here\n",
    "staging/.env": `BAYT_API_KEY=${VALUE}\n`,
    "deploy/compose.yaml": COMPOSE,
    "deploy/web.conf": `BAYT_API_KEY=${VALUE}\n`,
    ".github/workflows/deploy.yml": WORKFLOW,
    Dockerfile: "FROM node\nARG BAYT_API_KEY\n",
    "k8s/web.yaml": DEPLOYMENT,
    "node_modules/pkg/.env": `API_KEY=${VALUE}\n`,
    ".gitignore": ".env\n*.conf\n",
  });
  execFileSync("git", ["init", "--quiet", folder]);
  execFileSync("git", ["-C", folder, "remote", "add", "origin", "git@github.com:acme/web.git"]);
  return folder;
}

/** What was left there to trip a program, beside the project. */
export function traps(folder: string): void {
  write(folder, {
    [`it's "here": {a, b} # [c]/.env`]: `BAYT_API_KEY=${VALUE}\n`,
    [`${"x".repeat(200)}/.env`]: `BAYT_API_KEY=${VALUE}\n`,
    "line\nbreak/.env": `BAYT_API_KEY=${VALUE}\n`,
    [`${VALUE}/.env`]: `BAYT_API_KEY=${VALUE}\n`,
    "huge/.env": `BAYT_API_KEY=${VALUE}\n${"#".repeat(2_000_000)}`,
    "binary/.env": `BAYT_API_KEY=${VALUE}\n\u0000`,
    "broken/compose.yaml": `services: { a: [${VALUE}\n`,
    "bomb/s.yaml": `kind: Secret\na: &a [x]\n${Array.from({ length: 60 }, (_, at) => `b${String(at)}: *a`).join("\n")}\n`,
    "deep/s.yaml": `kind: Secret\nx: ${"[".repeat(20_000)}\n`,
  });
  symlinkSync("..", join(folder, "app", "loop"));
  mkdirSync(join(folder, "links"));
  symlinkSync("../app/.env", join(folder, "links", ".env"));
  symlinkSync("self.env", join(folder, "links", "self.env"));
  symlinkSync("/dev/zero", join(folder, "links", "zero.env"));
}
