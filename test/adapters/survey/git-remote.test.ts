// Where a repository is hosted, in every form that git takes an address.
import { expect, it } from "vitest";
import { remoteOf } from "../../../src/adapters/survey/git-remote.ts";

it.each([
  ["git@github.com:acme/web.git", "github.com acme/web"],
  ["github.com:acme/web", "github.com acme/web"],
  ["ssh://git@gitlab.com:22/acme/team/web.git", "gitlab.com acme/team/web"],
  ["https://github.com/acme/web.git", "github.com acme/web"],
  ["https://user:pass@gitlab.acme.example/web/", "gitlab.acme.example web"],
  ["/srv/git/web.git", undefined],
  ["../web", undefined],
  ["https://github.com/acme/we b", undefined],
  ["", undefined],
])("%s", (address, wanted) => {
  const remote = remoteOf(address);
  expect(remote === undefined ? undefined : `${remote.host} ${remote.path}`).toBe(wanted);
});
