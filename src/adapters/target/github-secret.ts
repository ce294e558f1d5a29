// GitHub's calls for one Actions secret: of a repository, of a deployment environment, or of an organisation.
import { z } from "zod";

import { parseAnswer } from "../../core/pointer.ts";
import { OutsideError } from "../../ports/outside.ts";
import type { TargetDeps } from "./definition.ts";
import { forgeCaller, type ForgeCall } from "./forge-api.ts";
import { sealFor } from "./sealed-box.ts";

/** Where the secret is. Without `repo` it is one of the organisation `owner`. */
export interface GithubPlace {
  readonly owner: string;
  readonly repo?: string | undefined;
  readonly environmentName?: string | undefined;
  readonly secret: string;
  readonly auth: string;
  readonly baseUrl: string;
}

/** The version of the API that the requests are written and checked for. */
const API_VERSION = "2022-11-28";
const PAGE = 100;
/** An organisation secret for more repositories than this is none that is selected by hand. */
const MAX_PAGES = 50;

const MEANINGS = {
  401: "the GitHub token is not accepted",
  403: "the GitHub token lacks the right, is not authorised for single sign-on, or has used up its rate limit",
  404: "no such secret here, or the GitHub token may not see it (a new secret is made by hand once)",
  422: "it is not taken as sealed: the public key was perhaps renewed meanwhile, run the step again",
};

/** What is read of GitHub's answers; names as in its description. */
/** 32 bytes: nothing else can be sealed for. */
const PublicKey = z.object({ key_id: z.string().min(1), key: z.base64().length(44) });
const Repositories = z.object({ repositories: z.array(z.object({ id: z.int() })) });
const SecretInfo = z.object({
  updated_at: z.iso.datetime({ offset: true }),
  visibility: z.enum(["all", "private", "selected"]).optional(),
});

/** What GitHub says about a secret: never its value. `visibility` belongs to an organisation's alone. */
export type SecretInfo = z.output<typeof SecretInfo>;

/** The calls. Each throws OutsideError. */
export interface GithubSecret {
  /** For people: `acme/web production BAYT_API_KEY`. */
  readonly where: string;
  info(): Promise<SecretInfo>;
  /** Ids of the repositories that are selected to see an organisation secret. */
  repositories(): Promise<readonly number[]>;
  /** Seal and put the value. What decides who sees the secret stays as `info` says. */
  put(value: string, info: SecretInfo): Promise<void>;
}

/** Connect to a place. Nothing is sent yet. */
export function githubSecret(place: GithubPlace, deps: TargetDeps): GithubSecret {
  const call = forgeCaller(
    {
      kind: "github-actions",
      baseUrl: place.baseUrl,
      prefix: "",
      auth: place.auth,
      headers: (token) => ({
        accept: "application/vnd.github+json",
        "x-github-api-version": API_VERSION,
        authorization: `Bearer ${token}`,
      }),
      meanings: MEANINGS,
    },
    deps,
  );
  const secrets = pathOf(place);
  const path = `${secrets}/${place.secret}`;
  const where = wordsOf(place);
  return {
    where,
    info: () => read(call, `look at ${where}`, path, SecretInfo),
    repositories: () => selected(call, where, path),
    async put(value, { visibility }) {
      const { key, key_id } = await read(
        call,
        `read the public key for ${where}`,
        `${secrets}/public-key`,
        PublicKey,
      );
      const body = {
        encrypted_value: await sealFor(Buffer.from(key, "base64"), value),
        key_id,
        ...(visibility !== undefined && { visibility }),
        // Left out, GitHub takes the list for empty: the secret would be gone from every repository.
        ...(visibility === "selected" && {
          selected_repository_ids: await selected(call, where, path),
        }),
      };
      const what = `write ${where}`;
      const { status } = await call({ what, changes: true }, { method: "PUT", path, body });
      if (status !== 201 && status !== 204)
        throw new OutsideError(
          false,
          `${what}: answered ${String(status)}, which GitHub does not`,
          {
            hint: "claro-ir reconcile",
          },
        );
    },
  };
}

function pathOf({ owner, repo, environmentName }: GithubPlace): string {
  if (repo === undefined) return `/orgs/${owner}/actions/secrets`;
  return environmentName === undefined
    ? `/repos/${owner}/${repo}/actions/secrets`
    : `/repos/${owner}/${repo}/environments/${encodeURIComponent(environmentName)}/secrets`;
}

function wordsOf({ owner, repo, environmentName, secret }: GithubPlace): string {
  const place = repo === undefined ? owner : `${owner}/${repo}`;
  return [place, environmentName, secret].filter((word) => word !== undefined).join(" ");
}

async function read<T>(
  call: ForgeCall,
  what: string,
  path: string,
  shape: z.ZodType<T>,
): Promise<T> {
  const { text } = await call({ what, changes: false }, { method: "GET", path });
  const { data } = shape.safeParse(parseAnswer(text));
  if (data === undefined)
    throw new OutsideError(true, `${what}: the answer is not what GitHub's API gives`);
  return data;
}

async function selected(call: ForgeCall, where: string, path: string): Promise<readonly number[]> {
  const what = `read which repositories see ${where}`;
  const ids: number[] = [];
  for (let page = 1; page <= MAX_PAGES; page += 1) {
    const query = `?per_page=${String(PAGE)}&page=${String(page)}`;
    const { repositories } = await read(call, what, `${path}/repositories${query}`, Repositories);
    ids.push(...repositories.map(({ id }) => id));
    if (repositories.length < PAGE) return ids;
  }
  throw new OutsideError(true, `${what}: more than ${String(PAGE * MAX_PAGES)}`);
}
