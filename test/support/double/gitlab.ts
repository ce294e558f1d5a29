// A stand-in for GitLab's CI/CD variables of projects and groups: scopes, masking rules, pages; requests checked by a description of GitLab's API.
import { contract } from "./contracts.ts";
import { openApiChecks, type OpenApi } from "./openapi.ts";
import { doubleServer, type Arrival, type Double, type Handled, type Reply } from "./server.ts";

const TOKEN = "glpat-standinTOKENstandin";
const FILTER = "filter[environment_scope]";

export interface StoredVariable {
  key: string;
  value: string;
  environment_scope: string;
  variable_type: "env_var" | "file";
  protected: boolean;
  masked: boolean;
  hidden: boolean;
  raw: boolean;
  description: string | null;
}

export interface GitlabDouble extends Double {
  /** By owner, such as `projects/acme/web`. */
  readonly variables: Map<string, StoredVariable[]>;
  /** As GitLab was before 16.9: a write to a group's variable takes no notice of the scope. */
  isOld: boolean;
}

/** Start one where the project acme/web and the group acme hold `value` in BAYT_API_KEY, for every environment. */
export async function gitlabDouble(value: string): Promise<GitlabDouble> {
  const description = contract("gitlab-project-variables.openapi.json") as OpenApi | undefined;
  const checks =
    description === undefined ? undefined : openApiChecks(description, ["page", "per_page"]);
  const complaints: string[] = [];
  const own = variable("BAYT_API_KEY", value);
  const variables = new Map([
    ["projects/acme/web", [own]],
    ["groups/acme", [variable("BAYT_API_KEY", value)]],
  ]);
  const values = [value];

  function handle(arrival: Arrival): Handled {
    return {
      changes: arrival.method === "PUT",
      run() {
        if (arrival.headers["private-token"] !== TOKEN) return refusal(401);
        const body = arrival.body === "" ? undefined : (JSON.parse(arrival.body) as unknown);
        const call = { method: arrival.method, url: described(arrival.url), body };
        complaints.push(...(checks?.request(call) ?? []));
        const reply = act(arrival, body);
        if (reply.status === 200) complaints.push(...(checks?.answer(call, 200, reply.body) ?? []));
        if (own.value !== values.at(-1)) values.push(own.value);
        return reply;
      },
    };
  }

  function act({ method, url }: Arrival, body: unknown): Reply {
    const [, kind = "", id = "", key] =
      /^\/api\/v4\/(projects|groups)\/([^/]+)\/variables(?:\/(\w+))?$/.exec(url.pathname) ?? [];
    const all = variables.get(`${kind}/${decodeURIComponent(id)}`);
    if (all === undefined) return refusal(404);
    if (key === undefined) return { status: 200, body: pageOf(all, url).map(shown) };
    const isWrite = method === "PUT";
    const ignoresScope = double.isOld && kind === "groups" && isWrite;
    const scope = ignoresScope ? null : url.searchParams.get(FILTER);
    const [found, second] = all.filter(
      (one) => one.key === key && (scope === null || one.environment_scope === scope),
    );
    if (found === undefined) return refusal(404);
    if (second !== undefined && !ignoresScope) return refusal(409);
    return isWrite ? put(found, body) : { status: 200, body: shown(found) };
  }

  function put(found: StoredVariable, body: unknown): Reply {
    const next = { ...found, ...(body as Partial<StoredVariable>) };
    if (next.masked && !isMaskable(next)) return refusal(400);
    Object.assign(found, next);
    return { status: 200, body: shown(found) };
  }

  const server = await doubleServer(handle, complaints);
  const double: GitlabDouble = {
    server,
    variables,
    isOld: false,
    complaints,
    options: { project: "acme/web", variable: "BAYT_API_KEY", auth: "${GITLAB_TOKEN}" },
    missing: { project: "acme/web", variable: "NONE" },
    endpoints: { "gitlab-ci": server.url },
    env: { GITLAB_TOKEN: TOKEN },
    noCredential: { env: { GITLAB_TOKEN: undefined }, named: "GITLAB_TOKEN" },
    credentials: [TOKEN],
    shows: "value",
    versions: () => values,
  };
  return double;
}

/** A variable as the form makes it. */
export function variable(
  key: string,
  value: string,
  more: Partial<StoredVariable> = {},
): StoredVariable {
  return {
    key,
    value,
    environment_scope: "*",
    variable_type: "env_var",
    protected: false,
    masked: false,
    hidden: false,
    raw: false,
    description: null,
    ...more,
  };
}

/** The address as the description has it: groups have the same calls as projects. */
function described(url: URL): URL {
  const path = url.pathname.replace(/^\/api\/v4/, "").replace(/^\/groups\//, "/projects/");
  return new URL(path + url.search, url);
}

/** GitLab's rule for masked values: 8 characters and no space; where `$` is expanded, a short alphabet. */
function isMaskable({ value, raw }: StoredVariable): boolean {
  return raw ? /^\S{8,}$/.test(value) : /^[a-zA-Z0-9_+=/@:.~-]{8,}$/.test(value);
}

function pageOf(all: readonly StoredVariable[], url: URL): readonly StoredVariable[] {
  const size = Number(url.searchParams.get("per_page") ?? "20");
  const page = Number(url.searchParams.get("page") ?? "1");
  return all.slice((page - 1) * size, page * size);
}

function shown(one: StoredVariable): Readonly<Record<string, unknown>> {
  return one.hidden ? { ...one, value: null } : { ...one };
}

function refusal(status: number): Reply {
  return { status, body: { message: "the vendor's own words" } };
}
