// Which Compose services read an env file: looked up in the compose files around it, for the plan alone. Nothing is ever written there.
import { readFile, realpath, stat } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";

import type { EnvFileOptions } from "./env-file.ts";
import { commandLine } from "./run-program.ts";

// The names that Compose itself looks for, in its order.
const NAMES = ["compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml"];
const MAX_BYTES = 262_144;

interface Service {
  readonly name: string;
  readonly envFiles: readonly string[];
  /** Names set under `environment:`. */
  readonly environment: readonly string[];
}

/** Plan lines: the services that read the file, the command that recreates them, and those that set the variable otherwise. */
export async function composePlan(
  envFile: string,
  options: EnvFileOptions,
  folder: string,
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const compose of await composeFiles(dirname(envFile), await realpath(folder))) {
    const services = await readServices(compose);
    if (services === undefined) {
      found.push(`! ${compose} could not be read: check which services use the file`);
      continue;
    }
    const users = await usersOf(services, compose, envFile);
    if (users.length > 0) found.push(...planFor(compose, users, options.variable, folder));
  }
  return found.length > 0
    ? found
    : ["no compose file around names this file: create the containers that use it anew yourself"];
}

function planFor(
  compose: string,
  users: readonly Service[],
  variable: string,
  folder: string,
): readonly string[] {
  const names = users.map((user) => user.name);
  const file = relative(folder, compose).startsWith("..") ? compose : relative(folder, compose);
  const command = ["docker", "compose", "-f", file, "up", "-d", "--force-recreate", ...names];
  return [
    `used by the compose services ${names.join(", ")}; they take the new value with: ${commandLine(command)}`,
    ...users
      .filter((user) => user.environment.includes(variable))
      .map(
        (user) =>
          `! service ${user.name} sets ${variable} under environment:, which beats this file`,
      ),
  ];
}

/** Compose files from a folder up to the configuration's folder; beside the file alone when it lies elsewhere. */
async function composeFiles(from: string, top: string): Promise<readonly string[]> {
  const folders = [from];
  const below = relative(top, from);
  if (below !== "" && !below.startsWith("..") && resolve(top, below) === from)
    for (let folder = dirname(from); folder.length >= top.length; folder = dirname(folder))
      folders.push(folder);
  const found: string[] = [];
  for (const folder of folders)
    for (const name of NAMES)
      if (await isSmallFile(join(folder, name))) found.push(join(folder, name));
  return found;
}

async function isSmallFile(path: string): Promise<boolean> {
  const stats = await stat(path).catch(() => undefined);
  return stats !== undefined && stats.isFile() && stats.size <= MAX_BYTES;
}

/** Services of a compose file; undefined when it is not one. */
async function readServices(path: string): Promise<readonly Service[] | undefined> {
  const { parse } = await import("yaml");
  try {
    const document: unknown = parse(await readFile(path, "utf8"), { merge: true });
    return Object.entries(record(record(document)["services"])).map(([name, body]) => ({
      name,
      envFiles: envFilesOf(record(body)["env_file"]),
      environment: namesOf(record(body)["environment"]),
    }));
  } catch {
    // Not readable or not YAML; the parser's message quotes the file, so it is dropped. The caller says which file.
    return undefined;
  }
}

async function usersOf(
  services: readonly Service[],
  compose: string,
  envFile: string,
): Promise<readonly Service[]> {
  const users: Service[] = [];
  for (const service of services)
    for (const named of service.envFiles) {
      const path = resolve(dirname(compose), named);
      if ((await realpath(path).catch(() => path)) === envFile && !users.includes(service))
        users.push(service);
    }
  return users;
}

/** `env_file:` is a path, or a list of paths or of `{ path }` (Compose specification). */
function envFilesOf(value: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list
    .map((entry) => (typeof entry === "string" ? entry : record(entry)["path"]))
    .filter((path) => typeof path === "string");
}

/** `environment:` is a map, or a list of `NAME=value`. */
function namesOf(value: unknown): readonly string[] {
  if (!Array.isArray(value)) return Object.keys(record(value));
  return value.filter((one) => typeof one === "string").map((one) => one.split("=", 1)[0] ?? "");
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : {};
}
