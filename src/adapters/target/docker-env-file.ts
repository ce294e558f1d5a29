// Deploy target `docker-env-file`: one variable in a file given to `docker run --env-file` or to compose `env_file:`.
import { composePlan } from "./compose.ts";
import type { TargetModule } from "./definition.ts";
import { dockerEnvSyntax } from "./docker-env-text.ts";
import { EnvFileSchema, envFileTarget } from "./env-file.ts";

export const dockerEnvFile: TargetModule = {
  id: "docker-env-file",
  title: "A variable in a docker or Compose env file",
  schema: EnvFileSchema,
  traps: [
    "Env files are read when a container is created: `docker restart` keeps the old key, the container must be created anew.",
    "docker run keeps quotes and `# …` behind a value as part of it, Compose removes them: values are written without quotes, and only characters that both take literally (A-Z a-z 0-9 _ - . / + = :) are accepted.",
    "A variable alone on its line is taken from the shell that runs docker: the key is then kept there, not in the file.",
    "`environment:` of a Compose service beats its env_file.",
    "The file must exist: a wrong path is an error, never a new file.",
  ],
  example:
    "{ id: compose, kind: docker-env-file, path: deploy/app.env, variable: BAYT_API_KEY, reload: [docker, compose, -f, deploy/compose.yaml, up, -d, --force-recreate, web] }",
  proves: "read-back",
  connect: (id, options, deps) =>
    envFileTarget(
      {
        kind: "docker-env-file",
        syntax: dockerEnvSyntax,
        extraPlan: (path, parsed) => composePlan(path, parsed, deps.folder),
      },
      id,
      EnvFileSchema.parse(options),
      deps,
    ),
};
