// The workspace of a scenario: its files, a configuration ready to use where it has one, and programs that stand for far hosts.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { configuration } from "./configuration.ts";
import { HOST_SCRIPT, hostProgram, RELOAD_SCRIPT } from "./host-program.ts";
import type { FileFacts, Scenario } from "./scenario/scenario.ts";

export interface WorkspacePaths {
  readonly root: string;
  readonly config: string;
  readonly adminKey: string;
  readonly accessLog: string;
  /** The month before, in hours. */
  readonly archive: string;
  readonly requestLog: string;
  readonly state: string;
  readonly address: string;
  /** Scripts that the sandbox gives to its company. */
  readonly reload: string;
  readonly host: string;
}

export interface SeedFacts extends FileFacts {
  readonly url: string;
  readonly adminToken: string;
  /** What the gateway kept of the month before. */
  readonly archive: string;
}

export function pathsIn(root: string): WorkspacePaths {
  return {
    root,
    config: join(root, "claro-ir.yaml"),
    adminKey: join(root, "admin.key"),
    accessLog: join(root, "access.jsonl"),
    archive: join(root, "access-archive.jsonl"),
    requestLog: join(root, "requests.jsonl"),
    state: join(root, ".sandbox", "state.json"),
    address: join(root, ".sandbox", "address.json"),
    reload: join(root, ".sandbox", "reload.mjs"),
    host: join(root, ".sandbox", "host.mjs"),
  };
}

/** Make the private folder. Throws when the folder already holds files of somebody else under our names. */
export function claimFolder(paths: WorkspacePaths, scenario: Scenario): void {
  const own = dirname(paths.state);
  if (existsSync(own)) return;
  const services = scenario.services.map((service) => join(paths.root, service.file));
  const taken = [paths.config, ...services, paths.accessLog, paths.adminKey].find((path) =>
    existsSync(path),
  );
  if (taken !== undefined)
    throw new Error(`${taken} exists and is not a sandbox's: choose an empty folder as workspace`);
  mkdirSync(own, { recursive: true, mode: 0o700 });
}

type Seed = readonly [path: string, text: string, mode: number];

/** What only a company with an admin API and a configuration has at hand. */
function configured(paths: WorkspacePaths, scenario: Scenario, facts: SeedFacts): readonly Seed[] {
  if (!scenario.configured) return [];
  return [
    [paths.adminKey, `${facts.adminToken}\n`, 0o600],
    [paths.config, configuration(scenario, facts.url, paths.reload), 0o600],
  ];
}

function seeds(paths: WorkspacePaths, scenario: Scenario, facts: SeedFacts): readonly Seed[] {
  return [
    ...scenario
      .files(facts)
      .map(({ path, text }): Seed => [
        join(paths.root, path),
        text,
        path.endsWith(".yml") ? 0o644 : 0o600,
      ]),
    ...scenario.services
      .filter((service) => service.host !== null)
      .map((service): Seed => [
        join(paths.root, service.host ?? ""),
        hostProgram(paths.host, service, join(paths.root, service.file)),
        0o700,
      ]),
    [join(paths.root, ".gitignore"), GITIGNORE, 0o644],
    [paths.reload, RELOAD_SCRIPT, 0o600],
    [paths.host, HOST_SCRIPT, 0o600],
    [paths.archive, facts.archive, 0o600],
    [paths.accessLog, "", 0o600],
    [paths.requestLog, "", 0o600],
    ...configured(paths, scenario, facts),
  ];
}

/** Write every seed file that is missing; what exists stays as it is, unless it is left of a first start that never finished (`anew`). */
export function seedFiles(
  paths: WorkspacePaths,
  scenario: Scenario,
  facts: SeedFacts,
  anew: boolean,
): void {
  for (const [path, text, mode] of seeds(paths, scenario, facts)) {
    if (!anew && existsSync(path)) continue;
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(path, text, { mode });
  }
}

/** Tell the scripts where we are; when the port changed, the addresses in the configuration follow and nothing else in it. */
export function writeAddress(paths: WorkspacePaths, url: string, urlBefore: string | null): void {
  writeFileSync(paths.address, JSON.stringify({ url }), { mode: 0o600 });
  if (urlBefore === null || urlBefore === url || !existsSync(paths.config)) return;
  const before = readFileSync(paths.config, "utf8");
  // A look-ahead, since :4100 is also the beginning of :41000.
  const old = new RegExp(`${urlBefore.replaceAll(".", String.raw`\.`)}(?!\\d)`, "g");
  writeFileSync(
    paths.config,
    before.replaceAll(old, () => url),
  );
}

const GITIGNORE = `node_modules/
.env
*.env
*.key
leak.txt
ci.log
access.jsonl
access-archive.jsonl
requests.jsonl
state/
.sandbox/
`;
