// Reads sources and names every place that breaks the plan in floors.ts. Works on texts, so that it can be tried on bad ones.
import { posix } from "node:path";
import { parseSync } from "rolldown/utils";
import {
  FLOORS,
  HOMES,
  LISTS,
  MAX_LINES,
  MIN_FILES,
  MOST_START_FILES,
  START_FILES,
  START_PACKAGES,
} from "./floors.ts";

/** Path under `src` (with slashes) to text. */
export type Sources = ReadonlyMap<string, string>;

interface Import {
  /** Path under `src`, or the specifier of a package. */
  readonly to: string;
  readonly inside: boolean;
  readonly type: boolean;
  readonly lazy: boolean;
}

/** Every violation, one line each; empty when the sources follow the plan. */
export function violations(sources: Sources): string[] {
  const imports = new Map([...sources].map(([file, text]) => [file, importsOf(file, text)]));
  const found = [...sources].flatMap(([file, text]) => [
    ...shape(file, text),
    ...(imports.get(file) ?? []).flatMap((one) =>
      one.inside ? floor(file, one, sources) : home(file, one),
    ),
  ]);
  found.push(
    ...startPath(imports),
    ...LISTS.flatMap((folder) => unlisted(folder, sources, imports)),
  );
  if (sources.size < MIN_FILES)
    found.push(
      `only ${String(sources.size)} sources seen, fewer than ${String(MIN_FILES)}: is this the right folder?`,
    );
  return found;
}

function importsOf(file: string, text: string): Import[] {
  const { module, errors } = parseSync(file, text);
  if (errors.length > 0) throw new Error(`${file} cannot be parsed: ${errors[0]?.message ?? ""}`);
  function made(specifier: string, type: boolean, lazy: boolean): Import {
    const inside = specifier.startsWith(".");
    return {
      to: inside ? posix.join(posix.dirname(file), specifier) : specifier,
      inside,
      type,
      lazy,
    };
  }
  const lazily = module.dynamicImports.flatMap(({ moduleRequest: { start, end } }) => {
    const literal = /^["'](.+)["']$/.exec(text.slice(start, end))?.[1];
    return literal === undefined ? [] : [made(literal, false, true)];
  });
  const again = module.staticExports.flatMap(({ entries }) =>
    entries.flatMap(({ moduleRequest, isType }) =>
      moduleRequest === null ? [] : [made(moduleRequest.value, isType, false)],
    ),
  );
  const directly = module.staticImports.map(({ moduleRequest, entries }) =>
    made(moduleRequest.value, entries.length > 0 && entries.every(({ isType }) => isType), false),
  );
  return [...directly, ...again, ...lazily];
}

function roomOf(file: string): string {
  const [first = "", second] = file.split("/");
  if (second === undefined) return first.replace(/^(wiring)-.*|\.ts$/, "$1");
  return first === "adapters" ? `adapters/${second}` : first;
}

function floor(file: string, { to }: Import, sources: Sources): string[] {
  if (!sources.has(to)) return [`${file} imports ${to}, which does not exist`];
  const from = roomOf(file);
  const target = roomOf(to);
  if (from === target) return [];
  const allowed = FLOORS[from] ?? FLOORS[from.split("/")[0] ?? ""];
  if (allowed === undefined) return [`${file} lies in a room without a floor: ${from}`];
  const fits = allowed.some((room) => room === target || target.startsWith(`${room}/`));
  return fits ? [] : [`${file} (${from}) may not import ${to} (${target})`];
}

function home(file: string, { to }: Import): string[] {
  const homes = HOMES[packageOf(to)];
  if (homes === undefined) return [`${file} imports ${to}, a package without a home`];
  return homes.some((prefix) => file.startsWith(prefix))
    ? []
    : [`${file} imports ${to}, which lives in ${homes.join(", ")}`];
}

function packageOf(specifier: string): string {
  if (specifier.startsWith("node:")) return "node:";
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

function shape(file: string, text: string): string[] {
  const found: string[] = [];
  const lines = text.trimEnd().split("\n").length;
  if (lines > MAX_LINES)
    found.push(`${file} has ${String(lines)} lines, more than ${String(MAX_LINES)}`);
  if (!/^(?:[a-z0-9]+(?:-[a-z0-9]+)*\/)*[a-z0-9]+(?:-[a-z0-9]+)*\.ts$/.test(file))
    found.push(`${file} is not kebab-case`);
  return found;
}

/** Packages that load before a command is known, with the way that leads to them. */
function startPath(imports: ReadonlyMap<string, readonly Import[]>): string[] {
  const found: string[] = [];
  const ways = new Map(START_FILES.map((file) => [file, file]));
  for (const [file, way] of ways)
    for (const { to, inside, type, lazy } of imports.get(file) ?? []) {
      if (type || lazy) continue;
      if (inside && !ways.has(to)) ways.set(to, `${way} > ${to}`);
      if (!inside && !to.startsWith("node:") && !START_PACKAGES.has(packageOf(to)))
        found.push(`${way} loads ${to} before any command is known`);
    }
  if (ways.size > MOST_START_FILES)
    found.push(
      `${String(ways.size)} files load before any command is known: ${[...ways.keys()].join(", ")}`,
    );
  return found;
}

function unlisted(
  folder: string,
  sources: Sources,
  imports: ReadonlyMap<string, readonly Import[]>,
): string[] {
  const files = [...sources.keys()].filter((file) => file.startsWith(`${folder}/`));
  if (files.length === 0) return [`${folder} is named as a list and does not exist`];
  const reached = new Set([`${folder}/index.ts`]);
  for (const file of reached)
    for (const { to, inside } of imports.get(file) ?? [])
      if (inside && to.startsWith(`${folder}/`)) reached.add(to);
  return files
    .filter((file) => !reached.has(file))
    .map((file) => `${file} is not reached from ${folder}/index.ts`);
}
