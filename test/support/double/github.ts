// A stand-in for GitHub's Actions secrets: public keys, sealed boxes that it opens, who sees a secret; requests checked by GitHub's OpenAPI file.
import { contract } from "./contracts.ts";
import { openApiChecks, type OpenApi } from "./openapi.ts";
import { doubleServer, type Arrival, type Double, type Handled, type Reply } from "./server.ts";

const TOKEN = "ghp_standinTOKENstandinTOKEN0123456789";
const CREATED = "2026-01-15T09:30:00Z";

export interface StoredSecret {
  readonly values: string[];
  updatedAt: string;
  /** Of an organisation's secret. */
  visibility?: "all" | "private" | "selected";
  repositories?: readonly number[];
}

interface Pair {
  readonly publicKey: Uint8Array;
  readonly privateKey: Uint8Array;
}

interface Put {
  readonly encrypted_value: string;
  readonly key_id: string;
  readonly visibility?: "all" | "private" | "selected";
  readonly selected_repository_ids?: readonly number[];
}

export interface GithubDouble extends Double {
  /** By path, such as `/repos/acme/web/actions/secrets/BAYT_API_KEY`. */
  readonly secrets: Map<string, StoredSecret>;
}

/** Start one that holds `value` as a secret of the repository acme/web, of its environment `production` and of the organisation acme. */
export async function githubDouble(value: string): Promise<GithubDouble> {
  const { default: sodium } = await import("libsodium-wrappers");
  await sodium.ready;
  const description = contract("github-secrets.openapi.json") as OpenApi | undefined;
  const checks = description === undefined ? undefined : openApiChecks(description);
  const complaints: string[] = [];
  const secrets = new Map<string, StoredSecret>();
  // One pair for each place, as at GitHub: a box for one is not opened at another.
  const pairs = new Map<string, Pair>();
  let writes = 0;

  function place(path: string, about: Partial<StoredSecret> = {}): void {
    secrets.set(`${path}/BAYT_API_KEY`, { values: [value], updatedAt: CREATED, ...about });
    pairs.set(path, sodium.crypto_box_keypair());
  }
  place("/repos/acme/web/actions/secrets");
  place("/repos/acme/web/environments/eu%2Fproduction/secrets");
  place("/orgs/acme/actions/secrets", { visibility: "selected", repositories: range(1, 250) });

  function handle(arrival: Arrival): Handled {
    return {
      changes: arrival.method === "PUT",
      run() {
        complaints.push(...headerProblems(arrival));
        if (arrival.headers.authorization !== `Bearer ${TOKEN}`) return refusal(401);
        const body = arrival.body === "" ? undefined : (JSON.parse(arrival.body) as unknown);
        const call = { method: arrival.method, url: arrival.url, body };
        complaints.push(...(checks?.request(call) ?? []));
        const reply = act(arrival, body);
        if (reply.status < 300)
          complaints.push(...(checks?.answer(call, reply.status, reply.body) ?? []));
        return reply;
      },
    };
  }

  function act({ method, url }: Arrival, body: unknown): Reply {
    const [, at = "", name = "", repositories] =
      /^(.*\/secrets)\/([\w-]+)(\/repositories)?$/.exec(url.pathname) ?? [];
    const pair = pairs.get(at);
    if (pair === undefined) return refusal(404);
    if (name === "public-key")
      return { status: 200, body: { key_id: idOf(at), key: base64(pair.publicKey) } };
    const secret = secrets.get(`${at}/${name}`);
    if (method === "PUT") return put(at, name, body as Put);
    if (secret === undefined) return refusal(404);
    if (repositories !== undefined) return { status: 200, body: pageOf(secret, url) };
    return { status: 200, body: describe(name, secret) };
  }

  function put(at: string, name: string, body: Put): Reply {
    const opened = body.key_id === idOf(at) ? open(at, body.encrypted_value) : undefined;
    if (opened === undefined) return refusal(422);
    const before = secrets.get(`${at}/${name}`);
    const secret = before ?? { values: [], updatedAt: CREATED };
    if (secret.values.at(-1) !== opened) secret.values.push(opened);
    writes += 1;
    secret.updatedAt = new Date(Date.parse(CREATED) + writes * 1000).toISOString();
    if (body.visibility !== undefined) {
      secret.visibility = body.visibility;
      // As GitHub does it: a list that is left out is an empty one.
      secret.repositories = body.selected_repository_ids ?? [];
    }
    secrets.set(`${at}/${name}`, secret);
    return before === undefined ? { status: 201, body: {} } : { status: 204 };
  }

  function open(at: string, box: string): string | undefined {
    const pair = pairs.get(at);
    if (pair === undefined) return undefined;
    try {
      return sodium.to_string(
        sodium.crypto_box_seal_open(Buffer.from(box, "base64"), pair.publicKey, pair.privateKey),
      );
    } catch {
      // Not sealed for this place: GitHub answers 422.
      return undefined;
    }
  }

  const server = await doubleServer(handle, complaints);
  return {
    server,
    secrets,
    complaints,
    options: { owner: "acme", repo: "web", secret: "BAYT_API_KEY", auth: "${GITHUB_TOKEN}" },
    missing: { owner: "acme", repo: "web", secret: "NONE" },
    endpoints: { "github-actions": server.url },
    env: { GITHUB_TOKEN: TOKEN },
    noCredential: { env: { GITHUB_TOKEN: undefined }, named: "GITHUB_TOKEN" },
    credentials: [TOKEN],
    shows: "time",
    versions: () => secrets.get("/repos/acme/web/actions/secrets/BAYT_API_KEY")?.values ?? [],
  };
}

/** What GitHub's REST documentation asks of every request. */
function headerProblems({ headers }: Arrival): string[] {
  const wanted = {
    accept: "application/vnd.github+json",
    "x-github-api-version": "2022-11-28",
  };
  const isNamed = String(headers["user-agent"]).startsWith("claro-ir");
  return [
    ...(isNamed ? [] : ["GitHub wants to know who calls"]),
    ...Object.entries(wanted)
      .filter(([name, value]) => headers[name] !== value)
      .map(([name]) => `the header ${name} is not as GitHub wants it`),
  ];
}

function describe(name: string, { updatedAt, visibility }: StoredSecret) {
  const about = { name, created_at: CREATED, updated_at: updatedAt };
  if (visibility === undefined) return about;
  const url = "https://api.github.com/orgs/acme/actions/secrets/x/repositories";
  return { ...about, visibility, selected_repositories_url: url };
}

function pageOf({ repositories = [] }: StoredSecret, url: URL) {
  const size = Number(url.searchParams.get("per_page") ?? "30");
  const page = Number(url.searchParams.get("page") ?? "1");
  return {
    total_count: repositories.length,
    repositories: repositories.slice((page - 1) * size, page * size).map((id) => repository(id)),
  };
}

/** A repository in GitHub's short form, with all that its description requires. */
function repository(id: number): Readonly<Record<string, unknown>> {
  const api = "https://api.github.com";
  const urls = Object.fromEntries(
    REPOSITORY_URLS.map((name) => [`${name}_url`, `${api}/${name}/${String(id)}`]),
  );
  const owner = {
    login: "acme",
    id: 1,
    node_id: "x",
    gravatar_id: "",
    type: "Organization",
    site_admin: false,
    url: api,
    ...Object.fromEntries(OWNER_URLS.map((name) => [`${name}_url`, `${api}/${name}`])),
  };
  const text = { node_id: "x", name: "r", full_name: "acme/r", description: null, url: api };
  return { id, ...text, ...urls, owner, private: true, fork: false };
}

const REPOSITORY_URLS = (
  "html archive assignees blobs branches collaborators comments commits compare contents contributors deployments downloads " +
  "events forks git_commits git_refs git_tags hooks issue_comment issue_events issues keys labels languages merges milestones " +
  "notifications pulls releases stargazers statuses subscribers subscription tags teams trees"
).split(" ");
const OWNER_URLS =
  "avatar html followers following gists starred subscriptions organizations repos events received_events".split(
    " ",
  );

function idOf(at: string): string {
  return `key-of-${String(at.length)}`;
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_none, index) => from + index);
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64");
}

function refusal(status: number): Reply {
  return { status, body: { message: "the vendor's own words" } };
}
