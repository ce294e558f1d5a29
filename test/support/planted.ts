// A company's folder with one key in fourteen places, each as such places really look, and what only resembles it.
import { execFileSync } from "node:child_process";
import { appendFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";

/** Run git in a folder, as somebody without any configuration. */
export function git(folder: string, ...args: readonly string[]): string {
  return execFileSync(
    "git",
    ["-c", "user.name=dana", "-c", "user.email=dana@acme.example", ...args],
    {
      cwd: folder,
      encoding: "utf8",
      env: { PATH: process.env["PATH"] ?? "", HOME: folder, GIT_CONFIG_NOSYSTEM: "1" },
      stdio: ["ignore", "pipe", "pipe"],
    },
  ).trim();
}

/** Write a file and the folders above it. */
export function put(folder: string, path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}

/** What `docker save` writes: a layer in a tar, its parts named by the manifest. */
function savedImage(folder: string, key: string): void {
  const work = join(folder, "image");
  put(work, "root/app/.env", `PORT=3000\nBAYT_API_KEY=${key}\n`);
  execFileSync("tar", ["-czf", "layer.tar.gz", "-C", "root", "app"], { cwd: work });
  put(work, "manifest.json", '[{"Layers":["layer.tar.gz"]}]');
  const tar = ["-cf", join(folder, "backup/web.tar"), "layer.tar.gz", "manifest.json"];
  mkdirSync(join(folder, "backup"), { recursive: true });
  execFileSync("tar", tar, { cwd: work });
  rmSync(work, { recursive: true });
}

function history(folder: string, key: string): void {
  git(folder, "init", "--quiet", "--initial-branch=main");
  put(folder, "src/old.ts", `// first\nexport const key = "${key}";\n`);
  put(folder, ".gitignore", "*\n!src/*\n");
  git(folder, "add", "-f", "src/old.ts");
  git(folder, "commit", "-qm", "first");
  git(folder, "rm", "-q", "src/old.ts");
  git(folder, "commit", "-qm", "second");
  put(folder, "src/try.ts", `const stashed = "${key}";\n`);
  git(folder, "add", "-f", "src/try.ts");
  git(folder, "stash", "-q");
  git(folder, "checkout", "-qb", "gone");
  put(folder, "src/lost.ts", `const lost = "${key}";\n`);
  git(folder, "add", "-f", "src/lost.ts");
  git(folder, "commit", "-qm", "third");
  git(folder, "checkout", "-q", "main");
  git(folder, "branch", "-qD", "gone");
}

function decoys(folder: string, key: string): void {
  const other = Array.from(key).toReversed().join("");
  put(folder, "app/.env.staging", `BAYT_API_KEY=${other}\n`);
  put(
    folder,
    "src/short.ts",
    `const key = "${key.slice(0, -1)}";\nconst end = "${key.slice(-4)}";\n`,
  );
  put(folder, "data/noise.bin", Buffer.from(`${key.slice(1)}\0${key.toUpperCase()}`));
  put(folder, "k8s/other.yaml", `data:\n  key: ${Buffer.from(other).toString("base64")}\n`);
}

/** Paths of the fourteen places, as findings name them from `folder`: `home` is where shell histories lie. */
export function plant(folder: string, home: string, key: string): readonly string[] {
  const base64 = Buffer.from(key).toString("base64");
  mkdirSync(folder, { recursive: true });
  history(folder, key);
  put(folder, "app/.env", `PORT=3000\nBAYT_API_KEY=${key}\n`);
  put(folder, "deploy/app.env", `# worker\nBAYT_API_KEY=${key}\n`);
  put(
    folder,
    "deploy/compose.yaml",
    `services:\n  web:\n    environment:\n      BAYT_API_KEY: ${key}\n`,
  );
  put(folder, "Dockerfile", `FROM node:24\nENV BAYT_API_KEY ${key}\n`);
  put(folder, ".github/workflows/ci.yml", `env:\n  BAYT_API_KEY: "${key}"\n`);
  put(folder, "k8s/secret.yaml", `kind: Secret\ndata:\n  BAYT_API_KEY: ${base64}\n`);
  put(folder, "config/settings.json", JSON.stringify({ port: 1, claro: { apiKey: key } }));
  const basic = Buffer.from(`svc:${key}`).toString("base64");
  put(
    folder,
    "data/session.bin",
    Buffer.from(`\0\u0001Authorization: Basic ${basic}\0\xff`, "latin1"),
  );
  put(folder, "logs/app.log.1.gz", gzipSync(`started\nGET /v1?key=${encodeURIComponent(key)}\n`));
  savedImage(folder, key);
  appendFileSync(join(home, ".bash_history"), `ls\ncurl -H "Authorization: Bearer ${key}" x\n`);
  decoys(folder, key);
  return [
    ".github/workflows/ci.yml",
    "Dockerfile",
    "app/.env",
    "backup/web.tar!layer.tar.gz!app/.env",
    "config/settings.json",
    "data/session.bin",
    "deploy/app.env",
    "deploy/compose.yaml",
    "git src/lost.ts",
    "git src/old.ts",
    "git src/try.ts",
    "k8s/secret.yaml",
    "logs/app.log.1.gz",
    "~/.bash_history",
  ];
}
