// GitLab's calls for one CI/CD variable of a project or a group, in one environment scope, and GitLab's rules for its value.
import { z } from "zod";

import { parseAnswer } from "../../core/pointer.ts";
import type { HttpResponse } from "../../ports/http.ts";
import { OutsideError } from "../../ports/outside.ts";
import type { TargetDeps } from "./definition.ts";
import { forgeCaller } from "./forge-api.ts";

/** Where the variable is: in a project or in a group, each by path or number. */
export interface GitlabPlace {
  readonly project?: string | undefined;
  readonly group?: string | undefined;
  readonly variable: string;
  readonly scope: string;
  readonly auth: string;
  readonly baseUrl: string;
}

const PAGE = 100;
/** GitLab's own limit is 8000 variables in a project, 30000 in a group; reading more than this takes minutes. */
const MAX_PAGES = 80;

const MEANINGS = {
  400: "GitLab does not take this value or these settings",
  401: "the GitLab token is not accepted",
  403: "the GitLab token lacks the right (scope api; Maintainer of the project, Owner of the group)",
  404: "no such variable in this scope, or the GitLab token may not see it (a new variable is made by hand once)",
};

/** What is read of a variable; names as in GitLab's API. */
const Variable = z.object({
  key: z.string(),
  /** Null for a hidden one. */
  value: z.string().nullable(),
  environment_scope: z.string().default("*"),
  variable_type: z.enum(["env_var", "file"]).default("env_var"),
  protected: z.boolean().default(false),
  masked: z.boolean().default(false),
  /** Taken literally: `$NAME` in it stays. */
  raw: z.boolean().default(false),
});
export type Variable = z.output<typeof Variable>;

/** Settings that a write may change beside the value. */
export type Settings = Partial<Pick<Variable, "masked" | "protected" | "raw">>;

/** The calls. Each throws OutsideError. */
export interface GitlabVariable {
  /** For people: `acme/web BAYT_API_KEY`, with the scope behind it where it is not all. */
  readonly where: string;
  get(): Promise<Variable>;
  put(value: string, settings: Settings): Promise<void>;
  /** Every variable of the project or group, values included. */
  list(): Promise<readonly Variable[]>;
}

/** Connect to a place. Nothing is sent yet. */
export function gitlabVariable(place: GitlabPlace, deps: TargetDeps): GitlabVariable {
  const { project, group = "", variable, scope } = place;
  const call = forgeCaller(
    {
      kind: "gitlab-ci",
      baseUrl: place.baseUrl,
      prefix: "/api/v4",
      auth: place.auth,
      headers: (token) => ({ "private-token": token }),
      meanings: MEANINGS,
    },
    deps,
  );
  const owner =
    project === undefined ? `groups/${encodeURIComponent(group)}` : projectPath(project);
  const all = `/${owner}/variables`;
  const path = `${all}/${variable}?filter[environment_scope]=${encodeURIComponent(scope)}`;
  const where = [project ?? group, variable, ...(scope === "*" ? [] : [`(${scope})`])].join(" ");
  return {
    where,
    async get() {
      const what = `read ${where}`;
      const found = parsed(await call({ what, changes: false }, { method: "GET", path }));
      if (found?.key === variable && found.environment_scope === scope) return found;
      throw new OutsideError(true, `${what}: the answer is about another variable or none`);
    },
    async put(value, settings) {
      const what = `write ${where}`;
      const found = parsed(
        await call({ what, changes: true }, { method: "PUT", path, body: { value, ...settings } }),
      );
      if (found?.key !== variable || (found.value !== null && found.value !== value))
        throw unclear(`${what}: the answer does not show the new value`);
      if (found.environment_scope !== scope)
        throw unclear(
          `${what}: the variable of the scope ${found.environment_scope} was written instead (for groups GitLab tells scopes apart since 16.9)`,
        );
    },
    list: () => list(`list the variables of ${project ?? group}`),
  };

  async function list(what: string): Promise<readonly Variable[]> {
    const found: Variable[] = [];
    for (let page = 1; page <= MAX_PAGES; page += 1) {
      const query = `?per_page=${String(PAGE)}&page=${String(page)}`;
      const { text } = await call({ what, changes: false }, { method: "GET", path: all + query });
      const { data } = z.array(Variable).safeParse(parseAnswer(text));
      if (data === undefined) throw new OutsideError(true, `${what}: the answer is no list`);
      found.push(...data);
      if (data.length < PAGE) return found;
    }
    throw new OutsideError(true, `${what}: more than ${String(PAGE * MAX_PAGES)}`);
  }
}

/** Why GitLab, or the job that gets the value, would not take it as it is; undefined when both do. Figures: GitLab, mask a CI/CD variable. */
export function valueProblem(value: string, { masked, raw }: Settings): string | undefined {
  if (value === "") return "is empty";
  if (masked === true && value.length < 8)
    return "is shorter than the 8 characters that GitLab can mask";
  if (masked === true && /\s/.test(value)) return "holds white space, which GitLab cannot mask";
  if (masked === true && raw !== true && !/^[A-Za-z0-9_+=/@:.~-]+$/.test(value))
    return "holds signs that GitLab masks in raw variables alone: set raw: true";
  if (raw !== true && value.includes("$"))
    return "holds a $, which GitLab would take for a variable: set raw: true";
  return undefined;
}

function projectPath(project: string): string {
  return `projects/${encodeURIComponent(project)}`;
}

function parsed({ text }: HttpResponse): Variable | undefined {
  return Variable.safeParse(parseAnswer(text)).data;
}

function unclear(message: string): OutsideError {
  return new OutsideError(false, message, { hint: "claro-ir reconcile" });
}
