// Deploy target `github-actions`: an Actions secret of a repository, of a deployment environment, or of an organisation.
import { z } from "zod";

import { HOPELESS, type DeployTarget } from "../../ports/deploy-target.ts";
import { OutsideError } from "../../ports/outside.ts";
import { consumerPlan, consumerSide } from "./consumer.ts";
import { shared, type TargetDeps, type TargetModule } from "./definition.ts";
import { refusal } from "./env-text.ts";
import { ApiAddress, TokenReference } from "./forge-api.ts";
import { githubSecret, type GithubSecret, type SecretInfo } from "./github-secret.ts";

/** Largest secret (GitHub: using secrets in GitHub Actions, limits: 48 KB). */
const MAX_BYTES = 48 * 1024;

const Options = z
  .strictObject({
    owner: z
      .string()
      .regex(/^[A-Za-z0-9][\w-]{0,99}$/, "is no name of a user or organisation")
      .describe("user or organisation"),
    repo: z
      .string()
      .regex(/^(?!\.{1,2}$)[\w.-]{1,100}$/, "is no repository name (without its owner)")
      .optional()
      .describe("repository; left out for a secret of the organisation itself"),
    environmentName: z
      .string()
      .min(1)
      .max(255)
      .regex(/^(?!\.{1,2}$)/, "is no environment name")
      .optional()
      .describe("GitHub environment, where the secret is one of an environment (needs repo)"),
    secret: z
      .string()
      .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "is no secret name (letters, digits, underscore)")
      .regex(/^(?!GITHUB_)/i, "begins with GITHUB_, which GitHub keeps for itself")
      .describe("name of the secret, which must be there already"),
    auth: TokenReference.default("${GITHUB_TOKEN}").describe(
      "token that may write secrets, as ${VARIABLE} or file:<path>",
    ),
    baseUrl: ApiAddress.default("https://api.github.com").describe(
      "the API; GitHub Enterprise Server: https://<host>/api/v3",
    ),
    ...shared,
  })
  .refine((place) => place.repo !== undefined || place.environmentName === undefined, {
    path: ["environmentName"],
    message: "needs repo",
  });

type GithubOptions = z.output<typeof Options>;

export const githubActions: TargetModule = {
  id: "github-actions",
  title: "An Actions secret at GitHub",
  schema: Options,
  traps: [
    "GitHub never gives a secret back: what lies there cannot be looked at before it is replaced, nor the new value read back. Only its use proves it: name an inUse check, or run a workflow that uses the key (reload).",
    "Runs that have begun keep the old key, and what a workflow has already deployed keeps what it got: run the deployment again, for example reload: [gh, workflow, run, deploy.yml, --repo, acme/web].",
    "An environment's secret beats the repository's, which beats the organisation's: replace each one that holds the key (gh secret list --env production, --org acme).",
    "Dependabot and Codespaces have stores of their own: gh secret list --app dependabot, --app codespaces.",
    "The token needs Secrets (write); for an environment Environments (write); for an organisation Organization secrets (write). A workflow's own GITHUB_TOKEN cannot write secrets.",
    "The secret must be there: a wrong name is an error, never a second secret.",
    "For an organisation secret the repositories that see it are read first and given again, because GitHub would empty the list.",
    "Logs mask a secret only as a whole: a key inside JSON is better a secret of its own.",
  ],
  example: `- id: gh
  kind: github-actions
  owner: acme
  repo: web
  environmentName: production
  secret: BAYT_API_KEY
  auth: "\${GITHUB_TOKEN}"
  reload: [gh, workflow, run, deploy.yml, --repo, acme/web]`,
  proves: "use",
  connect: (id, options, deps) => githubTarget(id, Options.parse(options), deps),
};

function githubTarget(id: string, options: GithubOptions, deps: TargetDeps): DeployTarget {
  const store = githubSecret(options, deps);
  return {
    id,
    kind: "github-actions",
    where: store.where,
    plan: () => plan(store, options),
    read: () =>
      Promise.resolve({
        state: "unreadable",
        why: "write-only: GitHub gives no secret back",
        byNature: true,
      }),
    write: (secret) => write(store, secret.reveal()),
    ...consumerSide(options, deps),
  };
}

async function write(store: GithubSecret, value: string) {
  const size = Buffer.byteLength(value);
  if (size === 0 || size > MAX_BYTES)
    throw refusal(
      `${store.where}: ${String(size)} bytes, GitHub takes 1 to ${String(MAX_BYTES)}`,
      "is this the key alone?",
    );
  await store.put(value, await store.info());
  const since = await changedAt(store);
  return {
    detail: `${store.where}: replaced${since === null ? "" : `, GitHub says at ${since}`}`,
    version: since,
  };
}

/** When GitHub says that the secret was last written: all it tells of a version. The write is done, so a failure here is none of it. */
async function changedAt(store: GithubSecret): Promise<string | null> {
  try {
    return (await store.info()).updated_at;
  } catch (error) {
    if (error instanceof OutsideError) return null;
    throw error;
  }
}

async function plan(store: GithubSecret, options: GithubOptions): Promise<readonly string[]> {
  try {
    const info = await store.info();
    return [
      `replace the secret ${store.where}, last written at ${info.updated_at}`,
      ...(await audience(store, info)),
      "! GitHub gives no secret back: whether another value than the leaked one lies there is not seen",
      ...consumerPlan(options),
    ];
  } catch (error) {
    if (error instanceof OutsideError) return [`! ${error.message}${HOPELESS}`];
    throw error;
  }
}

async function audience(
  store: GithubSecret,
  { visibility }: SecretInfo,
): Promise<readonly string[]> {
  if (visibility === undefined) return [];
  if (visibility !== "selected")
    return [`it stays visible to ${visibility === "all" ? "all" : "all private"} repositories`];
  const count = (await store.repositories()).length;
  return [`it stays visible to the ${String(count)} selected repositories`];
}
