// GitHub workflows: the Actions secrets that they use, by name.
import { namesKey } from "../../core/setup/place.ts";
import { byHand, type Surveyor } from "./surveyor.ts";

export const githubWorkflow: Surveyor = {
  id: "github-workflow",
  wants: (path) => /(^|\/)\.github\/workflows\/[^/]+\.ya?ml$/.test(path),
  places(path, text, { remote }) {
    const names = [...text.matchAll(/\bsecrets\.([A-Za-z_]\w*)/g)].map(([, name = ""]) => name);
    const [owner = "", repo] = remote?.path.split("/") ?? [];
    return [...new Set(names)].filter(namesKey).map((secret) =>
      remote?.host === "github.com" && repo !== undefined
        ? {
            kind: "github-actions",
            options: { owner, repo, secret, auth: "${GITHUB_TOKEN}" },
            environment: "production",
            where: `${owner}/${repo} ${secret}`,
            vendors: [],
          }
        : byHand(`${path} ${secret}`, `replace the Actions secret ${secret}`, "production"),
    );
  },
};
