// What kind of file a path names, as data: the first rule that fits counts.

export const FILE_KINDS = [
  "env-file",
  "compose",
  "dockerfile",
  "ci",
  "shell-history",
  "git-file",
  "log",
  "manifest",
  "config",
  "image-layer",
  "archive",
  "file",
] as const;

export type FileKind = (typeof FILE_KINDS)[number];

export const PLACE_KINDS = [...FILE_KINDS, "git-blob", "git-commit", "git-tag", "target"] as const;

export type PlaceKind = (typeof PLACE_KINDS)[number];

/** What people read. */
export const KIND_WORDS: Readonly<Record<PlaceKind, string>> = {
  "env-file": "env file",
  compose: "compose file",
  dockerfile: "Dockerfile",
  ci: "CI file",
  "shell-history": "shell history",
  "git-file": "git's own file",
  log: "log",
  manifest: "Kubernetes manifest",
  config: "configuration",
  "image-layer": "saved image",
  archive: "archive",
  file: "file",
  "git-blob": "git history",
  "git-commit": "git commit message",
  "git-tag": "git tag message",
  target: "target",
};

/** Paths with slashes, lower case. CI files by their vendors' documentation of where they are looked for. */
const RULES: readonly (readonly [FileKind, RegExp])[] = [
  [
    "ci",
    /(?:^|\/)(?:\.github\/(?:workflows|actions)\/.*|\.gitlab-ci[^/]*\.ya?ml|\.circleci\/.*|\.travis\.ya?ml|azure-pipelines[^/]*\.ya?ml|bitbucket-pipelines\.ya?ml|jenkinsfile[^/]*|\.drone\.ya?ml|\.woodpecker[^/]*(?:\/.*)?|buildspec[^/]*\.ya?ml|\.buildkite\/.*|cloudbuild[^/]*\.ya?ml|appveyor\.ya?ml|\.semaphore\/.*|\.teamcity\/.*|\.forgejo\/workflows\/.*|\.gitea\/workflows\/.*)$/,
  ],
  ["compose", /(?:^|\/)(?:docker-)?compose[^/]*\.ya?ml$/],
  [
    "dockerfile",
    /(?:^|\/)(?:(?:dockerfile|containerfile)[^/]*|[^/]+\.(?:dockerfile|containerfile))$/,
  ],
  [
    "shell-history",
    /(?:^|\/)(?:\.[a-z]*_history|\.zhistory|fish_history|\.histfile|consolehost_history\.txt|\.bash_sessions\/.*|\.zsh_sessions\/.*)$/,
  ],
  ["git-file", /(?:^|\/)(?:[^/]*\.git\/.*|\.gitconfig|\.git-credentials)$/],
  ["env-file", /(?:^|\/)(?:\.env(?:[.-][^/]*)?|\.envrc|[^/]+\.env|env\.[^/]*)$/],
  [
    "log",
    /(?:^|\/)(?:[^/]+\.log(?:[.-][^/]*)?|(?:syslog|messages)(?:\.\d+)?(?:\.gz)?|(?:access|error)_log[^/]*)$|(?:^|\/)logs?\/[^/]+$/,
  ],
  [
    "manifest",
    /(?:^|\/)(?:k8s|kubernetes|manifests|helm|charts?)\/.*\.ya?ml$|(?:^|\/)[^/]*secrets?\.ya?ml$/,
  ],
  ["archive", /\.(?:tar|tgz|tar\.gz|tar\.zst)$/],
  [
    "config",
    /\.(?:ya?ml|json5?|jsonc|toml|ini|cfg|conf|config|properties|xml|plist|tfvars|tf|hcl|netrc|npmrc|pypirc|service)$|(?:^|\/)\.(?:npmrc|netrc|pypirc|git\/config|gitconfig|pgpass)$/,
  ],
];

/** The kind of a file by its path. */
export function fileKind(path: string): FileKind {
  const plain = path.replaceAll("\\", "/").toLowerCase();
  return RULES.find(([, pattern]) => pattern.test(plain))?.[0] ?? "file";
}

/** A template that is meant to be committed: `.env.example` and its like. */
export function isExample(path: string): boolean {
  return /(?:^|[./_-])(?:example|sample|template|dist|defaults?)(?:[./_-]|$)/i.test(
    path.split("/").at(-1) ?? "",
  );
}

/** The environment that a path speaks of: `.env.production`, `config/staging.yaml`; null where it says none, or two. */
export function environmentIn(path: string): "production" | "staging" | "development" | null {
  const found = new Set<"production" | "staging" | "development">();
  for (const word of path.toLowerCase().split(/[^a-z]+/)) {
    if (/^(?:prod|production|live)$/.test(word)) found.add("production");
    if (/^(?:stag|staging|stage|preprod|qa)$/.test(word)) found.add("staging");
    if (/^(?:dev|development|local|test)$/.test(word)) found.add("development");
  }
  const [only] = found;
  return found.size === 1 && only !== undefined ? only : null;
}
