// Deploy target `gitlab-ci`: a CI/CD variable of a GitLab project or group.
import { z } from "zod";

import { Secret } from "../../core/credential/secret.ts";
import { HOPELESS, type DeployTarget, type TargetReading } from "../../ports/deploy-target.ts";
import { OutsideError } from "../../ports/outside.ts";
import { consumerPlan, consumerSide } from "./consumer.ts";
import { shared, type TargetDeps, type TargetModule } from "./definition.ts";
import { refusal } from "./env-text.ts";
import { ApiAddress, TokenReference } from "./forge-api.ts";
import {
  gitlabVariable,
  valueProblem,
  type GitlabVariable,
  type Settings,
  type Variable,
} from "./gitlab-variable.ts";

const PATH = /^\d+$|^\w[\w.-]*(\/\w[\w.-]*)*$/;

const Options = z
  .strictObject({
    project: z
      .string()
      .regex(PATH, "is no path such as acme/web, and no number")
      .optional()
      .describe("path or number of the project"),
    group: z
      .string()
      .regex(PATH, "is no path such as acme, and no number")
      .optional()
      .describe("path or number of the group, instead of project"),
    variable: z
      .string()
      .regex(/^[A-Za-z0-9_]{1,255}$/, "is no variable name (letters, digits, underscore)")
      .describe("name of the variable, which must be there already"),
    scope: z
      .string()
      .regex(/^[\w/${} *-]{1,255}$/, "is no environment scope such as production or review/*")
      .default("*")
      .describe("environment scope, exactly as GitLab shows it"),
    masked: z
      .boolean()
      .optional()
      .describe("whether job logs hide the value; left as it is when not given"),
    protected: z
      .boolean()
      .optional()
      .describe("whether only protected branches and tags get it; left as it is when not given"),
    raw: z
      .boolean()
      .optional()
      .describe("whether a $ in the value stays a $; left as it is when not given"),
    auth: TokenReference.default("${GITLAB_TOKEN}").describe(
      "token with the scope api, as ${VARIABLE} or file:<path>",
    ),
    baseUrl: ApiAddress.default("https://gitlab.com").describe("address of the GitLab server"),
    ...shared,
  })
  .refine(({ project, group }) => (project === undefined) !== (group === undefined), {
    path: ["project"],
    message: "give project or group, one of them",
  });

type GitlabOptions = z.output<typeof Options>;

export const gitlabCi: TargetModule = {
  id: "gitlab-ci",
  title: "A CI/CD variable at GitLab",
  schema: Options,
  traps: [
    "Jobs get variables when they start: pipelines that run keep the old key, and what a job has deployed keeps what it got. Run the deployment again, for example reload: [glab, ci, run, --repo, acme/web].",
    "The same name may stand in several scopes, and a project's variable beats the group's, which beats the server's: replace each one that holds the key.",
    "A variable named in a pipeline schedule, a trigger or .gitlab-ci.yml may beat this one.",
    "A masked value needs 8 characters and no white space; unless raw is set, also letters, digits and _ + = / @ : . ~ - alone. Anything else is refused before it is sent.",
    "A protected variable reaches protected branches and tags alone: a pipeline elsewhere goes on without a key.",
    "A hidden variable is never given back: only its use proves the new key. Hidden is chosen when a variable is made.",
    "The token needs the scope api and the role Maintainer of the project, or Owner of the group. CI_JOB_TOKEN cannot write variables.",
    "Group variables in several scopes need GitLab 16.9, which made writes tell them apart.",
    "The variable must be there: a wrong name is an error, never a second variable.",
    "The plan reads the other variables too, to find those that hold the same key.",
  ],
  example: `- id: gl
  kind: gitlab-ci
  project: acme/web
  variable: BAYT_API_KEY
  scope: production
  masked: true
  auth: "\${GITLAB_TOKEN}"
  reload: [glab, ci, run, --repo, acme/web]`,
  proves: "read-back",
  connect: (id, options, deps) => gitlabTarget(id, Options.parse(options), deps),
};

function gitlabTarget(id: string, options: GitlabOptions, deps: TargetDeps): DeployTarget {
  const store = gitlabVariable(options, deps);
  return {
    id,
    kind: "gitlab-ci",
    where: store.where,
    plan: () => plan(store, options),
    read: () => read(store),
    write: (secret) => write(store, options, secret.reveal()),
    ...consumerSide(options, deps),
  };
}

async function read(store: GitlabVariable): Promise<TargetReading> {
  try {
    const { value } = await store.get();
    if (value === null)
      return { state: "unreadable", why: "write-only: GitLab hides the variable", byNature: true };
    const key = trimmed(value);
    return key === "" ? { state: "absent" } : { state: "present", secret: new Secret(key) };
  } catch (error) {
    if (error instanceof OutsideError) return { state: "unreadable", why: error.message };
    throw error;
  }
}

async function write(store: GitlabVariable, options: GitlabOptions, value: string) {
  const before = await store.get();
  const changed = changes(before, options);
  const problem = valueProblem(value, { ...before, ...changed });
  if (problem !== undefined) throw refusal(`${store.where}: the new key ${problem}`);
  if (before.value === value && Object.keys(changed).length === 0)
    return { detail: `${store.where} already held this value`, version: null };
  await store.put(value, changed);
  const also = Object.entries(changed).map(([name, is]) => `, ${is ? name : `not ${name}`}`);
  return { detail: `${store.where}: replaced${also.join("")}`, version: null };
}

/** The configured settings that differ from what is there. */
function changes(before: Variable, options: GitlabOptions): Settings {
  const names = ["masked", "protected", "raw"] as const;
  return Object.fromEntries(
    names.flatMap((name) => {
      const wanted = options[name];
      return wanted === undefined || wanted === before[name] ? [] : [[name, wanted]];
    }),
  );
}

/** One line break at the end is none of the key: variables of the type file often have one. */
function trimmed(value: string): string {
  return value.replace(/\r?\n$/, "");
}

async function plan(store: GitlabVariable, options: GitlabOptions): Promise<readonly string[]> {
  try {
    const variable = await store.get();
    const changed = changes(variable, options);
    const after = { ...variable, ...changed };
    return [
      `replace the value of ${store.where}`,
      ...Object.entries(changed).map(([name, is]) => `make it ${is ? name : `not ${name}`}`),
      ...remarks(after),
      ...(await others(store, variable)),
      ...consumerPlan(options),
    ];
  } catch (error) {
    if (error instanceof OutsideError) return [`! ${error.message}${HOPELESS}`];
    throw error;
  }
}

function remarks(variable: Variable): readonly string[] {
  const found: string[] = [];
  if (!variable.masked) found.push("! it is not masked: job logs may show the key (masked: true)");
  if (variable.protected) found.push("only protected branches and tags get it");
  if (variable.value === null) found.push("! it is hidden: the value cannot be read back");
  if (variable.value?.endsWith("\n") === true)
    found.push("! its value ends with a line break, the new one will not");
  return found;
}

/** Other variables that the old key would stay in: the same name in another scope, or the same value under another name. */
async function others(store: GitlabVariable, own: Variable): Promise<readonly string[]> {
  try {
    return (await store.list()).flatMap((one) => otherPlan(own, one));
  } catch (error) {
    if (error instanceof OutsideError) return [`! ${error.message}: they were not compared`];
    throw error;
  }
}

function otherPlan(own: Variable, one: Variable): readonly string[] {
  const at = `${one.key} (${one.environment_scope})`;
  if (one.key === own.key)
    return one.environment_scope === own.environment_scope
      ? []
      : [`! ${at} has the same name in another scope, and stays as it is`];
  const value = trimmed(own.value ?? "");
  return value !== "" && trimmed(one.value ?? "") === value
    ? [`! ${at} holds the same value, and will keep it`]
    : [];
}
