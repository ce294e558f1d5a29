// GitLab CI: the variables of the project that its jobs use, by name.
import { namesKey } from "../../core/setup/place.ts";
import { byHand, type Surveyor } from "./surveyor.ts";

export const gitlabCi: Surveyor = {
  id: "gitlab-ci",
  wants: (path) => /(^|\/)\.gitlab-ci\.ya?ml$/.test(path),
  places(path, text, { remote }) {
    const names = [...text.matchAll(/\$\{?([A-Za-z_]\w*)\}?/g)].map(([, name = ""]) => name);
    return [...new Set(names)].filter(namesKey).map((variable) =>
      remote?.host === "gitlab.com"
        ? {
            kind: "gitlab-ci",
            options: { project: remote.path, variable, auth: "${GITLAB_TOKEN}" },
            environment: "production",
            where: `${remote.path} ${variable}`,
            vendors: [],
          }
        : byHand(`${path} ${variable}`, `replace the CI/CD variable ${variable}`, "production"),
    );
  },
};
