// The one list of deploy target kinds. A new kind is one file and one line here; prompts, `targets show` and the contract suite follow.
import { z } from "zod";

import { ClaroIrError } from "../../core/error.ts";
import type { TargetConfig } from "../../ports/config.ts";
import type { DeployTarget } from "../../ports/deploy-target.ts";
import { awsSecretsManager } from "./aws-secrets-manager.ts";
import { azureKeyVault } from "./azure-key-vault.ts";
import type { TargetDeps, TargetModule } from "./definition.ts";
import { dockerEnvFile } from "./docker-env-file.ts";
import { dotenv } from "./dotenv.ts";
import { exec } from "./exec.ts";
import { gcpSecretManager } from "./gcp-secret-manager.ts";
import { githubActions } from "./github-actions.ts";
import { gitlabCi } from "./gitlab-ci.ts";
import { manual } from "./manual.ts";
import { optionsOf, type OptionDoc } from "./option-doc.ts";
import type { PresetDescription } from "./preset/describe.ts";

/** Every kind of deploy target. */
export const targetModules: readonly TargetModule[] = [
  dotenv,
  dockerEnvFile,
  awsSecretsManager,
  gcpSecretManager,
  azureKeyVault,
  githubActions,
  gitlabCi,
  exec,
  manual,
];

/** What people read about a kind. */
export interface TargetDescription {
  readonly kind: string;
  readonly title: string;
  readonly options: readonly OptionDoc[];
  readonly traps: readonly string[];
  readonly example: string;
  readonly proves: TargetModule["proves"];
  readonly presets: readonly PresetDescription[];
}

/** Connect a configured target. Throws ClaroIrError `usage` for an unknown kind or options that do not fit; nothing outside is touched. */
export function connectTarget(config: TargetConfig, deps: TargetDeps): DeployTarget {
  const module = moduleOf(config.kind);
  try {
    return module.connect(config.id, config.options, deps);
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    const problems = error.issues.map((issue) => problemIn(issue, config.options));
    // No cause: the parser's error may quote what was given, which may be a key in the wrong place.
    throw new ClaroIrError("usage", "bad-target", `target ${config.id}: ${problems.join("; ")}`, {
      hint: `claro-ir targets show ${config.kind}`,
    });
  }
}

/** By kind, what its options are parsed with. */
export const targetSchemas: ReadonlyMap<string, z.ZodType> = new Map(
  targetModules.map((one) => [one.id, one.schema]),
);

/** A kind in words, its options from the schema that parses them. Throws ClaroIrError `usage` for an unknown kind. */
export function describeTarget(kind: string): TargetDescription {
  const module = moduleOf(kind);
  const { id, title, schema, traps, example, proves } = module;
  const presets = module.presets?.() ?? [];
  return { kind: id, title, options: optionsOf(schema), traps, example, proves, presets };
}

function moduleOf(kind: string): TargetModule {
  const found = targetModules.find((module) => module.id === kind);
  if (found !== undefined) return found;
  const known = targetModules.map((module) => module.id).join(", ");
  throw new ClaroIrError(
    "usage",
    "unknown-target-kind",
    `there is no target kind ${/^[a-z][a-z-]{0,31}$/.test(kind) ? `"${kind}"` : "of that name"}; the kinds are ${known}`,
    { hint: "claro-ir targets list" },
  );
}

/** Path and message of one problem. Messages name types and rules, never the value; unknown names are quoted only when they read as a word. */
function problemIn(issue: z.core.$ZodIssue, options: unknown): string {
  const path = issue.path.map(String).join(".");
  const given = issue.path.reduce<unknown>(
    (at, step) => (at as Partial<Record<PropertyKey, unknown>> | undefined)?.[step],
    options,
  );
  const isMissing = issue.code === "invalid_type" && given === undefined;
  if (issue.code !== "unrecognized_keys")
    return `${path === "" ? "options" : path}: ${isMissing ? "is missing" : issue.message}`;
  const names = issue.keys.map((key) => (/^[A-Za-z]{1,24}$/.test(key) ? key : "(not shown)"));
  return `${path === "" ? "" : `${path}: `}unknown option ${names.join(", ")}`;
}
