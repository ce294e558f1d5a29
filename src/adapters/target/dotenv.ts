// Deploy target `dotenv`: one variable in a .env file that a program reads at its start.
import type { TargetModule } from "./definition.ts";
import { dotenvSyntax } from "./dotenv-text.ts";
import { EnvFileSchema, envFileTarget } from "./env-file.ts";

export const dotenv: TargetModule = {
  id: "dotenv",
  title: "A variable in a .env file",
  schema: EnvFileSchema,
  traps: [
    "Programs read the file at their start: without a reload they go on with the old key.",
    "When a variable is assigned twice the last one counts; every assignment is replaced, so that no old key stays.",
    "A variable set in the shell, the service unit or compose `environment:` usually beats the file.",
    "The file is replaced by a new one: a container that mounts this single file sees the old one until it is restarted.",
    "The file must exist: a wrong path is an error, never a new file.",
  ],
  example:
    "{ id: web-env, kind: dotenv, path: app/.env, variable: BAYT_API_KEY, reload: [systemctl, restart, web] }",
  proves: "read-back",
  connect: (id, options, deps) =>
    envFileTarget(
      { kind: "dotenv", syntax: dotenvSyntax, extraPlan: () => Promise.resolve([]) },
      id,
      EnvFileSchema.parse(options),
      deps,
    ),
};
