// Fourteen places hold the leaked key: all are found, nothing else is, nothing shows it, and the plan replaces it in exactly those it names.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { Finding } from "../../../src/core/search/finding.ts";
import type { Plan } from "../../../src/core/search/plan.ts";
import { jsonOf } from "../../support/cli.ts";
import { plant, put } from "../../support/planted.ts";
import { holdsSecret } from "../robust/secret-forms.ts";
import { openScene, type Scene } from "./scene.ts";

interface Answer {
  readonly places: number;
  readonly credential: string | null;
  readonly findings: readonly Finding[];
  readonly notSearched: readonly unknown[];
}

/** The company without a list of places: only its vendor is configured. */
async function forgetPlaces({ sandbox }: Scene): Promise<void> {
  const file = join(sandbox.workspace, "claro-ir.yaml");
  const before = await readFile(file, "utf8");
  await writeFile(file, before.replace(/targets:\n[\s\S]*?\naudit:/, "audit:"), { mode: 0o600 });
}

function namesOf(findings: readonly Finding[], folder: string, home: string): readonly string[] {
  return findings
    .map(({ path, git }) =>
      git === null
        ? (path ?? "").replace(`${folder}/`, "").replace(`${home}/`, "~/")
        : `git ${path ?? git.object}`,
    )
    .sort();
}

async function planIn({ sandbox }: Scene): Promise<Plan> {
  return JSON.parse(await readFile(join(sandbox.workspace, "plan.json"), "utf8")) as Plan;
}

it("finds fourteen places and replaces the key where it lives", { timeout: 120_000 }, async () => {
  await using scene = await openScene({ by: "hands" });
  await forgetPlaces(scene);
  const key = await scene.leaked();
  const folder = join(scene.home.folder, "company");
  const planted = plant(folder, scene.home.folder, key);
  const said: string[] = [];
  async function type(codes: number, line: string) {
    const ended = await scene.expectExit(codes, line);
    said.push(ended.stdout, ended.stderr);
    return ended;
  }
  const known = "--evidence-level internal-exposure --strategy replace-first --because planned";
  await type(0, `start --no-input --key production-web-app --secret-file leaked.key ${known}`);

  const where = `where-used --in ${folder} --git`;
  const answer = jsonOf<Answer>(await type(1, `${where} --plan plan.json --json`));
  expect(namesOf(answer.findings, folder, scene.home.folder)).toEqual(planted);
  expect(answer).toMatchObject({ places: 14, credential: "c1", notSearched: [] });
  const reaches = answer.findings.map(({ path, line, git }) => [path, line, git?.reach]);
  expect(reaches).toContainEqual(["src/old.ts", 2, "reachable"]);
  expect(reaches).toContainEqual(["src/try.ts", 1, "stash"]);
  expect(reaches).toContainEqual(["src/lost.ts", 1, "unreachable"]);
  expect((await type(1, where)).stdout).toMatch(/^14 places hold the key/);

  // A place that the plan does not name, though the incident does.
  put(folder, "later/.env", `BAYT_API_KEY=${key}\n`);
  const later = join(folder, "later/.env");
  await type(0, `targets add later --kind dotenv --path ${later} --variable BAYT_API_KEY`);
  await type(0, "run capture-minimum-evidence");
  await type(0, "run create-replacement-key");
  const dry = await type(0, "run deploy-replacement-key --plan plan.json --dry-run");
  expect(dry.stdout).toContain("replace the value of BAYT_API_KEY");
  expect(await readFile(join(folder, "app/.env"), "utf8")).toContain(key);
  const plan = await planIn(scene);
  const deployed = await type(3, "run deploy-replacement-key --plan plan.json --json");
  expect(plan.places.map((place) => place.kind)).toEqual(
    expect.arrayContaining(["dotenv", "docker-env-file", "manual"]),
  );
  const lines = jsonOf<{ lines: readonly string[] }>(deployed).lines.filter(
    (one) => !one.startsWith(" "),
  );
  expect(new Set(lines.map((one) => one.split("  ")[0]))).toEqual(
    new Set(plan.places.map((place) => place.id)),
  );
  for (const path of ["app/.env", "deploy/app.env"])
    expect(await readFile(join(folder, path), "utf8")).toMatch(/\nBAYT_API_KEY=sk_live_/);
  const rest = jsonOf<Answer>(await type(1, `${where} --json`));
  const left = namesOf(rest.findings, folder, scene.home.folder);
  expect(left).toEqual(
    [
      ...planted.filter((path) => !/^(?:app|deploy)\/(?:app)?\.env$/.test(path)),
      "later/.env",
    ].sort(),
  );

  // Twice is harmless, another key's plan and another place under the same name are refused.
  await type(3, "run deploy-replacement-key --plan plan.json");
  await writeFile(
    join(scene.sandbox.workspace, "other.json"),
    JSON.stringify({ ...plan, fingerprint: "0000000000000000" }),
  );
  expect((await type(3, "run deploy-replacement-key --plan other.json")).stderr).toMatch(
    /not the old key/,
  );
  const moved = plan.places.map((place) => ({
    ...place,
    options: { ...place.options, path: "x" },
  }));
  await writeFile(
    join(scene.sandbox.workspace, "moved.json"),
    JSON.stringify({ ...plan, places: moved }),
  );
  await type(4, "run deploy-replacement-key --plan moved.json");
  await type(2, "run block-compromised-key --plan plan.json");
  said.push(JSON.stringify(plan));
  expect(holdsSecret(said.join("\n"), [key])).toBe(false);
});
